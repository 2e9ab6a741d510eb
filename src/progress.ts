/** How long work tells its caller where it stands. The cli draws it; the rooms only call it. */

export interface Progress {
  /** Begins a step; `total` in `unit` where it is known. The step before it ends. */
  step(label: string, total?: number, unit?: string): void;
  /** Adds to what is done of the running step. */
  advance(amount: number): void;
  /** One line of information: counts, what was skipped and why. */
  note(message: string): void;
  /** One line that the user should act on. */
  warn(message: string): void;
}

/** A Progress that says nothing. */
export const silent: Progress = {
  step: () => {},
  advance: () => {},
  note: () => {},
  warn: () => {},
};
