/** Names at the left of a plot's rows: whole where three lines hold them, and what room they take. */

/** A wide letter of 11 px in the widest of the usual fonts: a label that is cut is worse than some space. */
export const CHARACTER_PX = 6.9;
/** Names take at most this share of the width. */
const NAME_SHARE = 0.42;
/** Height of a row by the lines of its name. */
const ROW_PX = [22, 28, 40];
const MARGIN_PX = 10;

export interface RowNames {
  /** With a newline between the lines of a name. */
  readonly names: readonly string[];
  readonly marginLeft: number;
  /** Height of each row. */
  readonly rowPx: number;
}

/** Names for a plot of this width. What three lines do not hold ends with an ellipsis; the whole is in table and title. */
export function rowNames(labels: readonly string[], widthPx: number): RowNames {
  const most = Math.floor((widthPx * NAME_SHARE) / CHARACTER_PX);
  const names = labels.map((label) => linesOf(label, most));
  return {
    names: names.map((lines) => lines.join('\n')),
    marginLeft: Math.max(0, ...names.flat().map(textPx)) + MARGIN_PX,
    rowPx: ROW_PX[Math.max(0, ...names.map((lines) => lines.length - 1))]!,
  };
}

/** The most pixels that a line of 11 px takes. */
export function textPx(text: string): number {
  return text.length * CHARACTER_PX;
}

/** Cuts at the last blank of each line; a word that is longer is cut where the line ends. */
function linesOf(text: string, most: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > most && lines.length < ROW_PX.length - 1) {
    const blank = rest.lastIndexOf(' ', most);
    const line = rest.slice(0, blank > 0 ? blank : most);
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return [...lines, rest.length <= most ? rest : `${rest.slice(0, Math.max(1, most - 1))}\u2026`];
}
