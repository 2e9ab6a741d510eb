/** The warnings and notes of a build, kept for its report: the same whether or not it was stopped, and on any machine. */

import type { Progress } from '../progress.ts';
import type { Remark } from '../report/build-facts.ts';

/** Collects what a Progress is told. */
export class Remarks {
  private readonly said: Remark[] = [];

  /** Passes everything on to `progress` and keeps warnings and notes. */
  listen(progress: Progress): Progress {
    return {
      ...progress,
      step: (label, total, unit) => progress.step(label, total, unit),
      advance: (amount) => progress.advance(amount),
      note: (text) => {
        this.said.push({ kind: 'note', text });
        progress.note(text);
      },
      warn: (text) => {
        this.said.push({ kind: 'warning', text });
        progress.warn(text);
      },
    };
  }

  get length(): number {
    return this.said.length;
  }

  /**
   * What was said, but for the first `from` remarks, with the inputs under the names that the configuration has for
   * them: their paths are this machine's.
   */
  portable(inputs: readonly { readonly name: string; readonly path: string }[], from = 0): readonly Remark[] {
    const longestFirst = [...inputs].sort((a, b) => b.path.length - a.path.length);
    return this.said.slice(from).map(({ kind, text }) => ({
      kind,
      text: longestFirst.reduce((known, { name, path }) => known.replaceAll(path, name), text),
    }));
  }
}

/** Says again what a step said that is not run again. */
export function repeatRemarks(remarks: readonly Remark[], progress: Progress): void {
  for (const { kind, text } of remarks) kind === 'warning' ? progress.warn(text) : progress.note(text);
}
