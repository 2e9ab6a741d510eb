/** The kind "orthologs": the elements of a registry of another genome that ours lift onto, and that lift back onto ours. */

import path from 'node:path';
import { ORTHOLOG_MIN_MATCH, reciprocalOrthologs } from '../../analysis/orthology.ts';
import { readChain } from '../../formats/chain.ts';
import { writeColumns } from '../../formats/column-folder.ts';
import type { InputFile } from '../../formats/config-reader.ts';
import { checkChainAssembly } from '../../genome/chain-assembly.ts';
import { gatherInt32 } from '../../genome/gather.ts';
import { LIFT_REASONS, liftAll, liftIndex } from '../../genome/lift-over.ts';
import type { Regions } from '../../genome/regions.ts';
import { chromAt } from '../../genome/sorted-regions.ts';
import { CLASS_NAMES } from '../../registry/schemes.ts';
import { type ElementStore, openElements } from '../../store/element-store.ts';
import { ccreAccession, rdhsAccession } from '../../store/element-table.ts';
import { REGISTRY_JSON } from '../../store/layout.ts';
import { hasRow, rowsOf } from '../../store/row-set.ts';
import { groupedByRow } from '../ground/interval-pairs.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';

interface OrthologSource {
  /** registry.json of the other registry. */
  readonly registry: InputFile;
  readonly chain: InputFile;
  readonly backChain: InputFile;
  readonly minMatch: number;
}

export const ORTHOLOGS_KIND: Kind = {
  name: 'orthologs',
  async plan(reader, root) {
    if (root.orthologs === undefined || root.orthologs === null) return undefined;
    const at = ['orthologs'];
    const own = reader.mapping(root.orthologs, at, ['registry', 'chain', 'backChain', 'minMatch']);
    const directory = reader.input(own, [...at, 'registry'], true);
    const chain = reader.input(own, [...at, 'chain'], true);
    const backChain = reader.input(own, [...at, 'backChain'], true);
    const minMatch = reader.number(own, [...at, 'minMatch'], { low: 0, high: 1 }) ?? ORTHOLOG_MIN_MATCH;
    if (minMatch === 0) reader.wrong([...at, 'minMatch'], 0, 'a share above 0 and at most 1');
    if (directory === undefined || chain === undefined || backChain === undefined) return undefined;
    const registry = {
      ...directory,
      name: `${directory.name.replace(/\/+$/, '')}/${REGISTRY_JSON}`,
      path: path.join(directory.path, REGISTRY_JSON),
    };
    const source = { registry, chain, backChain, minMatch };
    return {
      inputs: [registry, chain, backChain],
      parameters: { minMatch },
      make: (work) => make(source, work),
    };
  },
};

/** In the column `reason`: no cCRE, so that nothing was lifted. Other codes are those of LIFT_REASONS. */
export const NOT_LIFTED = 0xff;

async function make(source: OrthologSource, { store, directory, progress }: KindWork): Promise<Counts> {
  progress.step('chains', 2, 'files');
  const other = await openElements(path.dirname(source.registry.path));
  const sizes = [store.registry.chromSizes, other.registry.chromSizes] as const;
  const forward = await readChain(source.chain.path);
  checkChainAssembly(forward.targets, sizes[0], source.chain.path);
  checkChainAssembly(forward.queries, sizes[1], source.chain.path);
  progress.advance(1);
  const back = await readChain(source.backChain.path);
  checkChainAssembly(back.targets, sizes[1], source.backChain.path);
  checkChainAssembly(back.queries, sizes[0], source.backChain.path);
  progress.advance(1);

  const [ours, theirs] = [rowsOf(store.table.ccres), rowsOf(other.table.ccres)];
  const [first, second] = [regionsOf(store, ours), regionsOf(other, theirs)];
  const index = liftIndex(forward);
  const { minMatch } = source;
  const found = reciprocalOrthologs(first, second, { forward: index, back: liftIndex(back), minMatch });
  const lifted = liftAll(index, first, minMatch);
  const { rows } = store.table;
  const places = {
    chrom: new Int32Array(rows).fill(-1),
    start: new Int32Array(rows),
    end: new Int32Array(rows),
  };
  const strand = new Int8Array(rows);
  const reason = new Uint8Array(rows).fill(NOT_LIFTED);
  for (const [i, row] of ours.entries()) {
    places.chrom[row] = lifted.chrom[i]!;
    places.start[row] = lifted.start[i]!;
    places.end[row] = lifted.end[i]!;
    strand[row] = lifted.strand[i]!;
    reason[row] = lifted.reason[i]!;
  }
  const { offsets, order } = groupedByRow(rows, gatherInt32(ours, found.first));
  const partners = gatherInt32(gatherInt32(theirs, found.second), order);
  await writeColumns(directory, {
    assembly: [other.registry.assembly],
    liftedChroms: lifted.chromNames,
    liftedChrom: places.chrom,
    liftedStart: places.start,
    liftedEnd: places.end,
    liftedStrand: strand,
    reason,
    offsets,
    ...partnerColumns(other, partners),
  });
  const { first: counts, second: otherCounts } = found.counts;
  const reasons = LIFT_REASONS.slice(1).map((text) => [keyOf(text), counts.unlifted[text] ?? 0] as const);
  return {
    pairs: found.first.length,
    elements: counts.elements,
    lifted: counts.lifted,
    withOrtholog: counts.withPartner,
    ...Object.fromEntries(reasons),
    otherElements: otherCounts.elements,
    otherLifted: otherCounts.lifted,
    otherWithOrtholog: otherCounts.withPartner,
  };
}

function regionsOf({ table }: ElementStore, rows: Int32Array): Regions {
  const { regions } = table;
  return {
    chromNames: regions.chromNames,
    chrom: rows.map((row) => chromAt(regions, row)),
    start: gatherInt32(regions.start, rows),
    end: gatherInt32(regions.end, rows),
  };
}

/** The other element of each pair, copied: whoever reads them needs no other registry. */
function partnerColumns(store: ElementStore, rows: Int32Array) {
  const { table, registry } = store;
  const { chromNames: chroms, ...places } = regionsOf(store, rows);
  return {
    chroms,
    ...places,
    accession: Array.from(rows, (row) => ccreAccession(table, row) ?? ''),
    rdhs: Array.from(rows, (row) => rdhsAccession(table, row)),
    classes: CLASS_NAMES[registry.scheme].agnostic,
    class: Uint8Array.from(rows, (row) => table.classCode[row]!),
    published: Uint8Array.from(rows, (row) => (hasRow(table.published, row) ? 1 : 0)),
  };
}

/** "Partially deleted in new" -> partiallyDeleted. */
function keyOf(reason: string): string {
  const words = reason
    .toLowerCase()
    .replace(/ in new$/, '')
    .split(' ');
  return words.map((word, i) => (i === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('');
}
