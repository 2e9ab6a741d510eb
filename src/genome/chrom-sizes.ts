/** Chromosomes of an assembly and their sizes in bases. */

/** Names and sizes side by side, in the order of the file; `index` gives a name's place. */
export interface ChromSizes {
  readonly names: readonly string[];
  readonly sizes: readonly number[];
  readonly index: ReadonlyMap<string, number>;
}

/** Builds the table from names and sizes of equal length. Duplicate names are the caller's to refuse. */
export function chromSizesOf(names: readonly string[], sizes: readonly number[]): ChromSizes {
  return { names, sizes, index: new Map(names.map((name, i) => [name, i])) };
}

/** The same chromosome in the other naming (chr1 <-> 1, chrM <-> MT). */
export function otherNaming(name: string): string {
  if (name === 'chrM') return 'MT';
  if (name === 'MT' || name === 'M') return 'chrM';
  return name.startsWith('chr') ? name.slice(3) : `chr${name}`;
}
