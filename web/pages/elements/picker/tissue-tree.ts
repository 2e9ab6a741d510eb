/** Biosamples by tissue: two levels, as the biosample sheet has them. */

import type { Biosample } from './biosamples.ts';

/** A branch: biosamples whose metadata are `where`. The root has none. */
export interface TissueNode {
  /** Different for each: the values joined. */
  readonly key: string;
  readonly name: string;
  readonly where: Readonly<Record<string, string>>;
  readonly biosamples: readonly Biosample[];
  readonly children: readonly TissueNode[];
}

/** Names that sheets give to what is wider than a tissue, and to what is narrower. The first that parts a tissue is used. */
const WIDER = ['organ', 'organSystem', 'system', 'germLayer'];
const NARROWER = ['subtissue', 'cellType', 'lineage', 'sampleType', 'lifeStage'];
const TISSUE = 'tissue';
const UNKNOWN = 'no tissue given';

/** The two names of the metadata by which the tree branches. */
export function levelsOf(biosamples: readonly Biosample[]): readonly string[] {
  const different = (name: string) =>
    new Set(biosamples.flatMap(({ metadata }) => metadata[name] ?? [])).size;
  const tissues = different(TISSUE);
  const wider = WIDER.find((name) => different(name) > 1 && different(name) < tissues);
  if (wider !== undefined) return [wider, TISSUE];
  const narrower = NARROWER.find((name) => different(name) > 1);
  return narrower === undefined ? [TISSUE] : [TISSUE, narrower];
}

/** The root; branches by number of biosamples would jump while one types, so they stand by name. */
export function tissueTree(biosamples: readonly Biosample[], levels: readonly string[]): TissueNode {
  return branch({ key: '', name: 'All tissues', where: {} }, biosamples, levels);
}

function branch(
  node: Pick<TissueNode, 'key' | 'name' | 'where'>,
  biosamples: readonly Biosample[],
  [level, ...deeper]: readonly string[],
): TissueNode {
  if (level === undefined) return { ...node, biosamples, children: [] };
  const byValue = new Map<string, Biosample[]>();
  for (const own of biosamples) {
    const value = own.metadata[level] ?? '';
    byValue.set(value, [...(byValue.get(value) ?? []), own]);
  }
  const children = [...byValue]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b))
    .map(([value, own]) =>
      branch(
        {
          key: `${node.key}/${value}`,
          name: value === '' ? UNKNOWN : value,
          where: value === '' ? node.where : { ...node.where, [level]: value },
        },
        own,
        deeper,
      ),
    );
  // A branch of one is itself.
  return { ...node, biosamples, children: node.key !== '' && children.length < 2 ? [] : children };
}

/** The branch of a key; undefined where the filters left none of it. */
export function nodeAt(root: TissueNode, key: string): TissueNode | undefined {
  if (root.key === key) return root;
  for (const child of root.children) {
    const found = key.startsWith(child.key) ? nodeAt(child, key) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
