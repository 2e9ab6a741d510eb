/** Biosamples as people call them: by name, by its beginning, by a word of it, or by their tissue. */

import type { BiosampleRow } from '../../store/registry-directory.ts';

export interface BiosamplesMeant {
  /** What was understood: the name of the one, or the tissue of all. */
  readonly name: string;
  readonly biosamples: readonly BiosampleRow[];
  /** How many words it took. */
  readonly words: number;
}

const MOST_WORDS = 12;
/** Shorter words are in too many names. */
const LEAST_LETTERS = 2;

/** What the words from `i` on mean, as many of them as possible: a name or key, then a tissue, then the beginning or a word of a name. */
export function biosamplesMeant(
  biosamples: readonly BiosampleRow[],
  words: readonly string[],
  i: number,
): BiosamplesMeant | undefined {
  for (let n = Math.min(words.length - i, MOST_WORDS); n > 0; n--) {
    const text = plain(words.slice(i, i + n).join(' '));
    if (text.length < LEAST_LETTERS) continue;
    const named = biosamples.find(({ name, key, metadata }) =>
      [name, key, metadata.displayName ?? ''].some((own) => plain(own) === text),
    );
    if (named !== undefined) return { name: named.name, biosamples: [named], words: n };
    const ofTissue = biosamples.filter(({ metadata }) => plain(metadata.tissue ?? '') === text);
    if (ofTissue.length > 0) return { name: ofTissue[0]!.metadata.tissue!, biosamples: ofTissue, words: n };
    const alike =
      biosamples.find(({ name }) => plain(name).startsWith(text)) ??
      biosamples.find(({ name }) => ` ${plain(name)} `.includes(` ${text} `));
    if (alike !== undefined) return { name: alike.name, biosamples: [alike], words: n };
  }
  return undefined;
}

/** Lower case, words apart: what is typed has its commas taken for spaces already. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s,;_]+/g, ' ')
    .trim();
}
