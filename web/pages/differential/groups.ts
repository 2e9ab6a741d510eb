/** The two groups of a comparison, as the address has them: keys of biosamples, or `tissue:NAME` for all of a tissue; semicolons between. */

import { type Biosample, shortName } from '../elements/picker/biosamples.ts';

const TISSUE = 'tissue:';

export interface Group {
  readonly members: readonly Biosample[];
  /** What of the address is no biosample and no tissue. */
  readonly unknown: readonly string[];
  /** In few words: "heart (3)", "K562", "5 biosamples". */
  readonly name: string;
}

export const tissueOf = ({ metadata }: Biosample): string => metadata.tissue ?? 'no tissue';

/** The biosamples of each tissue, tissues with most first. */
export function byTissue(biosamples: readonly Biosample[]): ReadonlyMap<string, readonly Biosample[]> {
  const groups = new Map<string, Biosample[]>();
  for (const own of biosamples) {
    const tissue = tissueOf(own);
    const known = groups.get(tissue);
    if (known === undefined) groups.set(tissue, [own]);
    else known.push(own);
  }
  return new Map([...groups].sort(([a, one], [b, other]) => other.length - one.length || a.localeCompare(b)));
}

/** The group that a text of the address names. */
export function groupOf(text: string | undefined, biosamples: readonly Biosample[]): Group {
  const parts = (text ?? '').split(';').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const chosen = new Set<Biosample>();
  const unknown: string[] = [];
  for (const part of parts) {
    const found = part.startsWith(TISSUE)
      ? biosamples.filter((own) => tissueOf(own) === part.slice(TISSUE.length))
      : biosamples.filter(({ key, biosample }) => key === part || biosample === part);
    if (found.length === 0) unknown.push(part);
    for (const own of found) chosen.add(own);
  }
  const members = biosamples.filter((own) => chosen.has(own));
  return { members, unknown, name: nameOf(members) };
}

/** The shortest text for these biosamples: whole tissues by their name. */
export function textOf(members: readonly Biosample[], biosamples: readonly Biosample[]): string {
  const chosen = new Set(members);
  return [...byTissue(biosamples)]
    .flatMap(([tissue, all]) => {
      const own = all.filter((one) => chosen.has(one));
      const isWhole = own.length === all.length && own.length > 1;
      return isWhole ? [`${TISSUE}${tissue}`] : own.map(({ key }) => key);
    })
    .join(';');
}

function nameOf(members: readonly Biosample[]): string {
  const [first] = members;
  if (first === undefined) return 'none';
  if (members.length === 1) return shortName(first);
  const tissues = [...new Set(members.map(tissueOf))];
  return tissues.length <= 2
    ? `${tissues.join(' and ')} (${members.length})`
    : `${members.length} biosamples`;
}

/** Pairs of tissues to begin with: those with most biosamples that have something to compare. */
export function examplesOf(biosamples: readonly Biosample[]): readonly (readonly [string, string])[] {
  const score = (own: readonly Biosample[]) =>
    own.reduce((sum, { files }) => sum + Object.keys(files).length, 0);
  const [first, second, third] = [...byTissue(biosamples)]
    .sort(([a, one], [b, other]) => score(other) - score(one) || a.localeCompare(b))
    .map(([tissue]) => tissue);
  if (first === undefined || second === undefined) return [];
  return third === undefined
    ? [[first, second]]
    : [
        [first, second],
        [first, third],
        [second, third],
      ];
}

export const tissueText = (tissue: string): string => `${TISSUE}${tissue}`;
