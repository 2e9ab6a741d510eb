/** The kind "links": which genes an element may act on, from every method that says so, with one confidence for each pair. */

import { CisregError } from '../../errors.ts';
import { writeColumns } from '../../formats/column-folder.ts';
import { pickTexts } from '../../formats/text-column.ts';
import { gatherFloat64, gatherInt32 } from '../../genome/gather.ts';
import { Mistakes } from '../../mistakes.ts';
import { EXPRESSION } from '../expression/expression-table.ts';
import { GENES } from '../genes/gene-table.ts';
import { biosampleNames, warnOfStrangers } from '../ground/interval-biosamples.ts';
import { groupedByRow } from '../ground/interval-pairs.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { VARIANTS } from '../variants/variant-table.ts';
import { familyOf, strengthOfP, strengthsOfScores } from './link-confidence.ts';
import { linkCorrelator } from './link-correlation.ts';
import { type Evidence, EvidenceCollector, type Outcome } from './link-evidence.ts';
import { linkLookup } from './link-lookup.ts';
import { addLoops, type RecordCounts } from './link-loops.ts';
import { type LinkColumns, linkPairs } from './link-pairs.ts';
import { addRows } from './link-rows.ts';
import { type LinkSource, linkSources } from './link-sources.ts';

/** Made wherever there are genes: distance, promoters and correlation link elements to genes without any file. */
export const LINKS_KIND: Kind = {
  name: 'links',
  async plan(reader, root, { planned }) {
    const sources = linkSources(reader, root);
    if (!planned.has('genes')) {
      if (sources.length > 0)
        reader.wrong(['links'], 'there without genes', 'genes beside it: genes: {file: ...}');
      return undefined;
    }
    return {
      inputs: sources.map(({ input }) => input),
      parameters: sources.map(({ input: _, ...rest }) => rest),
      after: ['genes', 'expression', 'variants'],
      make: (work) => make(sources, work),
    };
  },
};

async function make(sources: readonly LinkSource[], work: KindWork): Promise<Counts> {
  const { store, directory, before, progress } = work;
  const genes = before.get(GENES);
  if (genes === undefined) {
    throw new CisregError('CONFIG', 'links need genes, which were not made; mend `genes` first', {
      where: { file: directory },
    });
  }
  const nameOf = biosampleNames(store);
  const collector = new EvidenceCollector();
  const counts: RecordCounts[] = [];
  const mistakes = new Mistakes();
  progress.step('links', sources.length, 'files');
  for (const [index, source] of sources.entries()) {
    const lookup = linkLookup(source, { store, genes });
    const at = { source, index, biosample: nameOf(source.biosample) };
    const own = await mistakes.collect(async () => {
      const found =
        source.format === 'bedpe'
          ? await addLoops(at, lookup, collector)
          : await addRows(at, { lookup, variants: before.get(VARIANTS) }, collector);
      lookup.report(progress);
      return found;
    });
    if (own === undefined) continue;
    if (own.withoutPair === own.records) {
      progress.warn(
        `${source.input.name}: none of its ${own.records} rows links an element of the registry to a gene`,
      );
    }
    counts.push(own);
    progress.advance(1);
  }
  mistakes.throwIfAny();
  warnOfStrangers(
    'links',
    sources.map(({ biosample }) => nameOf(biosample)),
    work,
  );
  const evidence = collector.finish();
  const strength = strengthsOf(evidence, sources.length);
  const correlator = linkCorrelator(store, before.get(EXPRESSION));
  let links: LinkColumns;
  try {
    progress.step('links of elements', store.table.rows, 'elements');
    const methods = sources.map(({ method }) => ({ method, family: familyOf(method) }));
    links = linkPairs({ store, genes, evidence, strength, methods, correlator }, (n) => progress.advance(n));
  } finally {
    correlator?.close();
  }
  await writeLinks(directory, links, { rows: store.table.rows, genes: genes.count });
  await writeEvidence(directory, links.evidenceOrder, { evidence, strength, nameOf });
  await writeColumns(directory, {
    file: sources.map(({ input }) => input.name),
    method: sources.map(({ method }) => method),
    sourceBiosample: sources.map(({ biosample }) => nameOf(biosample)),
    records: Int32Array.from(counts, ({ records }) => records),
    withoutPair: Int32Array.from(counts, ({ withoutPair }) => withoutPair),
  });
  return {
    files: sources.length,
    records: counts.reduce((sum, { records }) => sum + records, 0),
    withoutPair: counts.reduce((sum, { withoutPair }) => sum + withoutPair, 0),
    evidence: evidence.count,
    links: links.element.length,
    promoters: links.isPromoter.reduce<number>((sum, own) => sum + own, 0),
    correlated: links.correlation.reduce<number>((sum, r) => sum + (Number.isNaN(r) ? 0 : 1), 0),
  };
}

/**
 * By row of the evidence: 0 for what is not known to have been found; else from its p, else from its score among those of its file; divided by the number of pairs that its record speaks for at once.
 */
export function strengthsOf(evidence: Evidence, sources: number): Float32Array {
  const { offsets, order } = groupedByRow(sources, evidence.source);
  const strength = new Float32Array(evidence.count);
  for (let s = 0; s < sources; s++) {
    const rows = order.subarray(offsets[s]!, offsets[s + 1]!);
    const byScore = strengthsOfScores(gatherFloat64(evidence.score, rows));
    for (const [i, e] of rows.entries()) {
      const p = evidence.p[e]!;
      const whole = Number.isNaN(p) ? byScore[i]! : strengthOfP(p);
      strength[e] = evidence.outcome[e] === 1 ? whole / evidence.pairs[e]! : 0;
    }
  }
  return strength;
}

async function writeLinks(
  directory: string,
  { evidenceOrder: _, ...links }: LinkColumns,
  { rows, genes }: { rows: number; genes: number },
): Promise<void> {
  const elementOffsets = new Uint32Array(rows + 1);
  for (const element of links.element) elementOffsets[element + 1]!++;
  for (let row = 0; row < rows; row++) elementOffsets[row + 1]! += elementOffsets[row]!;
  const byGene = groupedByRow(genes, links.gene);
  for (let gene = 0; gene < genes; gene++) {
    const own = byGene.order.subarray(byGene.offsets[gene], byGene.offsets[gene + 1]);
    // Links come by element: of equal confidence, the first on the chromosome stands first.
    own.sort((a, b) => links.confidence[b]! - links.confidence[a]! || a - b);
  }
  await writeColumns(directory, {
    ...links,
    elementOffsets,
    geneOffsets: byGene.offsets,
    geneLink: byGene.order,
  });
}

/** 1: tested, and nothing found; -1: not known. */
const NEGATIVE: Readonly<Record<Outcome, number>> = { 1: 0, 0: 1, [-1]: -1 };

async function writeEvidence(
  directory: string,
  order: Int32Array,
  {
    evidence,
    strength,
    nameOf,
  }: { evidence: Evidence; strength: Float32Array; nameOf: (text: string) => string },
): Promise<void> {
  const names = pickTexts(evidence.name, order);
  await writeColumns(directory, {
    evidenceSource: gatherInt32(evidence.source, order),
    evidenceBiosample: gatherInt32(evidence.biosample, order),
    biosampleNames: evidence.biosamples.map(nameOf),
    evidenceExperiment: gatherInt32(evidence.experiment, order),
    experimentNames: evidence.experiments,
    evidenceScore: Float32Array.from(order, (e) => evidence.score[e]!),
    evidenceEffect: Float32Array.from(order, (e) => evidence.effect[e]!),
    evidenceP: gatherFloat64(evidence.p, order),
    evidenceNegative: Int8Array.from(order, (e) => NEGATIVE[evidence.outcome[e] as Outcome]),
    evidencePairs: gatherInt32(evidence.pairs, order),
    evidenceStrength: Float32Array.from(order, (e) => strength[e]!),
    evidenceName: names.bytes,
    evidenceNameOffsets: names.offsets,
  });
}
