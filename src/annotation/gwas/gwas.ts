/** The kind "gwas": association studies with their LD blocks, the elements that these hit, and enrichment in biosamples. */

import { indexSnpFinder } from '../../analysis/ld-groups.ts';
import { writeFileAtomically } from '../../formats/atomic-file.ts';
import { writeColumns } from '../../formats/column-folder.ts';
import type { ConfigReader, InputFile, Mapping } from '../../formats/config-reader.ts';
import { pickTexts, type TextColumn } from '../../formats/text-column.ts';
import { compareText } from '../../genome/text-order.ts';
import { hasRow } from '../../store/row-set.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { LD } from '../variants/ld-table.ts';
import { VARIANTS } from '../variants/variant-table.ts';
import { EnrichmentMatrices } from './gwas-matrices.ts';
import { gwasPanel } from './gwas-panel.ts';
import { DEFAULT_PARAMETERS, type GwasParameters, PARAMETERS_JSON } from './gwas-parameters.ts';
import { RESOLVED, resolveSnps } from './gwas-resolve.ts';
import { readGwas } from './gwas-rows.ts';
import {
  associationsByStudy,
  ldBlocks,
  type StudyBlocks,
  studyIds,
  studyPopulation,
} from './gwas-studies.ts';

export const GWAS_KIND: Kind = {
  name: 'gwas',
  async plan(reader, root, { planned, store }) {
    if (root.gwas === undefined || root.gwas === null) return undefined;
    const own = reader.mapping(root.gwas, ['gwas'], ['file', ...Object.keys(DEFAULT_PARAMETERS)]);
    const file = reader.input(own, ['gwas', 'file'], true);
    const assays = [...new Set(store.registry.manifest.columns.map(({ assay }) => assay))];
    const parameters = readParameters(reader, own, assays);
    if (!planned.has('variants')) {
      reader.wrong(['gwas'], 'without variants', 'variants beside it; add "variants: {file: ...}"');
    }
    if (file === undefined) return undefined;
    return {
      inputs: [file],
      parameters,
      after: ['variants', 'ld'],
      make: (work) => make(file, parameters, work),
    };
  },
};

function readParameters(reader: ConfigReader, own: Mapping, assays: readonly string[]): GwasParameters {
  const defaults = DEFAULT_PARAMETERS;
  const number = (key: keyof GwasParameters, limits: { low: number; high?: number; whole?: boolean }) =>
    reader.number(own, ['gwas', key], limits);
  return {
    maxP: number('maxP', { low: 0, high: 1 }) ?? defaults.maxP,
    r2: number('r2', { low: 0, high: 1 }) ?? defaults.r2,
    assay:
      own.assay === undefined
        ? defaults.assay
        : (reader.oneOf(own, ['gwas', 'assay'], assays) ?? defaults.assay),
    controls: number('controls', { low: 2, high: 100_000, whole: true }) ?? defaults.controls,
    minLeads: number('minLeads', { low: 1, whole: true }) ?? defaults.minLeads,
    seed: number('seed', { low: 0, high: 0x7fffffff, whole: true }) ?? defaults.seed,
  };
}

async function make(file: InputFile, parameters: GwasParameters, work: KindWork): Promise<Counts> {
  const { store, directory, before, progress } = work;
  const { chromSizes } = store.registry;
  const variants = before.get(VARIANTS)!;
  const ld = before.get(LD);
  const rows = await readGwas(file.path, chromSizes);
  const found = resolveSnps(rows, { variants, chromNames: chromSizes.names });
  if (!found.usesPlaces) {
    progress.warn(
      `${file.name}: ${found.placesThatDiffer} of ${found.placesCompared} places are not those of the variants of the same id, so it is of another assembly: only ids are used`,
    );
  }
  const ids = studyIds(rows.studies);
  const order = [...rows.studies.keys()].sort((a, b) => compareText(ids[a]!, ids[b]!));
  const studies = order.map((s) => ({ id: ids[s]!, ...rows.studies[s]! }));
  const populations = studies.map((study) => studyPopulation(study, ld?.populations ?? []));
  const associations = associationsByStudy(rows, order);
  const least = -Math.log10(parameters.maxP);
  const blocksOf = new Array<StudyBlocks>(studies.length);
  const leadsOf: { row: number; mlog: number }[][] = studies.map((_, s) => {
    const leads = new Map<number, number>();
    for (let k = associations.offsets[s]!; k < associations.offsets[s + 1]!; k++) {
      const i = associations.order[k]!;
      const row = found.row[i]!;
      // The strongest comes first.
      if (row >= 0 && rows.mlog[i]! > least && !leads.has(row)) leads.set(row, rows.mlog[i]!);
    }
    return [...leads].map(([row, mlog]) => ({ row, mlog }));
  });
  const unresolved = studies.map((_, s) => {
    const own = associations.order.subarray(associations.offsets[s]!, associations.offsets[s + 1]!);
    return own.filter((i) => found.row[i]! < 0 && rows.mlog[i]! > least).length;
  });
  const matrices = new EnrichmentMatrices(store, parameters);
  progress.step('GWAS enrichment', studies.length, 'studies');
  // A panel at a time: each may take a gigabyte.
  for (const panel of new Set(populations.map((own) => own.panel))) {
    const prepared = gwasPanel(
      { variants, ld, elements: store.table.rows },
      { population: panel, r2: parameters.r2 },
    );
    matrices.addPanel(panel, prepared);
    const indexSnps = indexSnpFinder(prepared);
    for (const [s, own] of populations.entries()) {
      if (own.panel !== panel) continue;
      const leads = leadsOf[s]!.map(({ row }) => row);
      blocksOf[s] = ldBlocks(leads, { linkage: prepared.linkage, r2: parameters.r2, indexSnps });
      matrices.test(s, prepared, { leads, unresolved: unresolved[s]! });
      progress.advance(1);
    }
  }
  const totals = studies.map((_, s) => {
    const hit = blocksOf[s]!.blocks.map(
      ({ snps }) => new Set(snps.map(variants.elementOf).filter((e) => e >= 0)),
    );
    const published = hit.map((own) => [...own].filter((row) => hasRow(store.table.published, row)));
    return {
      elements: new Set(hit.flatMap((own) => [...own])).size,
      ccres: new Set(published.flat()).size,
      blocksOnCcres: published.filter((own) => own.length > 0).length,
    };
  });
  const own = associations.order;
  const pick = (column: TextColumn) => pickTexts(column, own);
  const texts = (of: (study: (typeof studies)[number], s: number) => string) =>
    studies.map((study, s) => of(study, s).replace(/[\r\n\t]/g, ' '));
  const blocks = blocksOf.flatMap((study) => study.blocks);
  const byRow = Int32Array.from(own.keys())
    .filter((k) => found.row[own[k]!]! >= 0)
    .sort((a, b) => found.row[own[a]!]! - found.row[own[b]!]! || a - b);
  await writeColumns(directory, {
    study: texts(({ id }) => id),
    author: texts(({ author }) => author),
    pubmed: texts(({ pubmed }) => pubmed),
    trait: texts(({ trait }) => trait),
    title: texts(({ title }) => title),
    journal: texts(({ journal }) => journal),
    date: texts(({ date }) => date),
    link: texts(({ link }) => link),
    samples: texts(({ samples }) => samples),
    accessions: texts(({ accessions }) => accessions.join(';')),
    mappedTrait: texts(({ mappedTrait }) => mappedTrait),
    populations: texts((_, s) => populations[s]!.populations.join(';')),
    panel: texts((_, s) => populations[s]!.panel ?? ''),
    isOtherPanel: Uint8Array.from(populations, ({ isOtherPanel }) => Number(isOtherPanel)),
    elements: Int32Array.from(totals, ({ elements }) => elements),
    ccres: Int32Array.from(totals, ({ ccres }) => ccres),
    blocksOnCcres: Int32Array.from(totals, ({ blocksOnCcres }) => blocksOnCcres),
    associationOffsets: associations.offsets,
    associationId: pick(rows.ids),
    associationP: pick(rows.p),
    associationGenes: pick(rows.genes),
    associationMlog: Float64Array.from(own, (i) => rows.mlog[i]!),
    associationRow: Int32Array.from(own, (i) => found.row[i]!),
    associationHow: Uint8Array.from(own, (i) => found.how[i]!),
    associationByRow: byRow,
    associationSortedRow: byRow.map((k) => found.row[own[k]!]!),
    leadOffsets: offsetsOf(leadsOf.map((leads) => leads.length)),
    leadRow: Int32Array.from(leadsOf.flat(), ({ row }) => row),
    leadMlog: Float64Array.from(leadsOf.flat(), ({ mlog }) => mlog),
    leadBlock: Int32Array.from(blocksOf.flatMap(({ blockOf }) => blockOf)),
    blockOffsets: offsetsOf(blocksOf.map((study) => study.blocks.length)),
    blockSnpOffsets: offsetsOf(blocks.map(({ snps }) => snps.length)),
    blockSnp: Int32Array.from(blocks.flatMap(({ snps }) => snps)),
    blockR2: Float32Array.from(blocks.flatMap(({ r2 }) => r2)),
  });
  await matrices.write(directory);
  await writeFileAtomically(
    `${directory}/${PARAMETERS_JSON}`,
    `${JSON.stringify({ ...parameters, panels: matrices.panels }, undefined, 2)}\n`,
  );
  const how = RESOLVED.map(
    (word, code) => [word, found.how.reduce((n, value) => n + Number(value === code), 0)] as const,
  );
  return {
    studies: studies.length,
    associations: rows.fileRows,
    snps: rows.count,
    ...Object.fromEntries(how),
    withoutSnp: rows.withoutSnp,
    withoutP: rows.withoutP,
    leads: leadsOf.reduce((n, leads) => n + leads.length, 0),
    ldBlocks: blocks.length,
    withoutPopulation: populations.filter((study) => study.populations.length === 0).length,
    ofSeveralPopulations: populations.filter((study) => study.populations.length > 1).length,
    onOtherPanel: populations.filter(({ isOtherPanel }) => isOtherPanel).length,
    tested: matrices.tested,
  };
}

function offsetsOf(counts: readonly number[]): Int32Array {
  const offsets = new Int32Array(counts.length + 1);
  for (const [i, count] of counts.entries()) offsets[i + 1] = offsets[i]! + count;
  return offsets;
}
