/** Whether a file is of the registry's assembly, by its chromosomes. */

import type { ChromSizes } from '../genome/chrom-sizes.ts';

interface NamedSize {
  readonly name: string;
  readonly sizeBp: number;
}

/** What shows that a file with these chromosomes is of another assembly; undefined where those that both have agree in size. */
export function otherAssembly(chroms: readonly NamedSize[], chromSizes: ChromSizes): string | undefined {
  const { index, sizes, names } = chromSizes;
  const known = chroms.filter(({ name }) => index.has(name));
  if (known.length === 0) {
    const has = chroms.length === 0 ? 'no chromosomes' : listed(chroms.map(({ name }) => name));
    return `has ${has} and none of the registry (${listed(names)}), expected its chromosomes; is it of this assembly, with its names of chromosomes?`;
  }
  const other = known.find(({ name, sizeBp }) => sizes[index.get(name)!] !== sizeBp);
  if (other === undefined) return undefined;
  return `${other.name} has ${other.sizeBp} bp, expected the ${sizes[index.get(other.name)!]} of the registry; name a file of its assembly`;
}

/** Chromosomes of the registry that a file has not. */
export function absentChroms(chroms: readonly NamedSize[], { names }: ChromSizes): string[] {
  const here = new Set(chroms.map(({ name }) => name));
  return names.filter((name) => !here.has(name));
}

function listed(names: readonly string[]): string {
  return names.slice(0, 3).join(', ');
}
