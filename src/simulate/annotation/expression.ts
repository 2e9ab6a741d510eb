/** Expression of genes and of their TSSs: a gene is on where its promoter is active, and more so with each enhancer. */

import { transcriptsOf } from '../build-inputs.ts';
import { elementId } from '../element-table.ts';
import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import type { Random } from '../random.ts';
import { onceAGenome } from './once-a-genome.ts';
import { linkedGenesOf } from './planted-links.ts';

interface Sample {
  readonly name: string;
  readonly biosample: string;
  /** Index into the genome's biosamples of whose expression it has. */
  readonly like: number;
  readonly experiment: string;
  readonly replicate: number;
  readonly assay: string;
}

/** Genes that no sample has a read of. */
const SILENT_SHARE = 0.06;
/** One RNA sample is of a biosample that the registry does not have. */
const FOREIGN = 'cerebellum tissue, male adult (27 years)';

/** Typical TPM of each gene (a row) in each biosample; zeros throughout for a silent gene. */
export const expressionLevelsOf = onceAGenome((genome): Float32Array => {
  const random = streamOf(genome, 'expression');
  const { elements, plan, genes } = genome;
  const width = plan.biosamples.length;
  const levels = new Float32Array(genes.length * width);
  for (const { index, promoter, links } of linkedGenesOf(genome)) {
    const base = 4 * random.logNormal10(0.4);
    const leak = 0.05 * random.uniform();
    if (random.chance(SILENT_SHARE) || promoter === undefined) continue;
    for (let b = 0; b < width; b++) {
      let level = leak;
      if (elements.isActive(promoter, b)) {
        const gains = links.filter(({ element }) => elements.isActive(element, b));
        level = base * 2 ** gains.reduce((sum, { effect }) => sum + effect, 0);
      }
      levels[index * width + b] = level;
    }
  }
  return levels;
});

function samplesOf({ plan }: SimulatedGenome, kind: 'RNA' | 'RAMPAGE'): readonly Sample[] {
  const samples: Sample[] = [];
  const add = (biosample: string, like: number, replicates: number, assay: string) => {
    const experiment = `${kind === 'RNA' ? 'RX' : 'PX'}${String(samples.length + 1).padStart(3, '0')}`;
    for (let replicate = 1; replicate <= replicates; replicate++) {
      const name = `${kind}${String(samples.length + 1).padStart(4, '0')}`;
      samples.push({ name, biosample, like, experiment, replicate, assay });
    }
  };
  for (const [i, { name }] of plan.biosamples.entries()) {
    if (kind === 'RAMPAGE' ? i % 4 !== 0 : i % 5 === 4) continue;
    const assay = kind === 'RAMPAGE' ? 'RAMPAGE' : i % 3 === 1 ? 'polyA plus RNA-seq' : 'total RNA-seq';
    add(name, i, i % 2 === 0 ? 2 : 1, assay);
  }
  if (kind === 'RNA') add(FOREIGN, 3, 1, 'total RNA-seq');
  return samples;
}

/** The sheet of the samples of expression (RNA) or of TSS expression (RAMPAGE). */
export function* sampleSheetText(genome: SimulatedGenome, kind: 'RNA' | 'RAMPAGE'): Generator<string> {
  const { tissues, biosamples } = genome.plan;
  yield 'sample\tbiosample\ttissue\texperiment\treplicate\tassay\n';
  for (const { name, biosample, like, experiment, replicate, assay } of samplesOf(genome, kind)) {
    const tissue = biosample === FOREIGN ? 'brain' : tissues[biosamples[like]!.tissue]!;
    yield `${name}\t${biosample}\t${tissue}\t${experiment}\t${replicate}\t${assay}\n`;
  }
}

function reads(random: Random, level: number): string {
  if (level === 0) return '0';
  // What is barely there is missed half of the time.
  if (level < 0.1 && random.chance(0.5)) return '0';
  return String(Number((level * random.logNormal10(0.08)).toFixed(2)));
}

/** TPM: a row a gene, a column a sample. */
export function* expressionText(genome: SimulatedGenome): Generator<string> {
  const random = streamOf(genome, 'tpm');
  const levels = expressionLevelsOf(genome);
  const samples = samplesOf(genome, 'RNA');
  const width = genome.plan.biosamples.length;
  yield `gene_id\t${samples.map(({ name }) => name).join('\t')}\n`;
  for (const [g, gene] of genome.genes.entries()) {
    const cells = samples.map(({ like }) => reads(random, levels[g * width + like]!));
    yield `${gene.id}\t${cells.join('\t')}\n`;
  }
}

/** RPM: a row a transcript, whose TSS it is; a column a sample. Basic transcripts share their gene's reads. */
export function* tssExpressionText(genome: SimulatedGenome): Generator<string> {
  const random = streamOf(genome, 'rampage');
  const levels = expressionLevelsOf(genome);
  const samples = samplesOf(genome, 'RAMPAGE');
  const width = genome.plan.biosamples.length;
  yield `transcript_id\t${samples.map(({ name }) => name).join('\t')}\n`;
  let g = 0;
  for (const { transcripts } of transcriptsOf(genome)) {
    const weights = transcripts.map(({ isBasic }, t) => (t === 0 ? 1 : isBasic ? random.uniform() : 0.02));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const [t, { id }] of transcripts.entries()) {
      const share = weights[t]! / sum;
      const cells = samples.map(({ like }) => reads(random, share * levels[g * width + like]!));
      yield `${id}\t${cells.join('\t')}\n`;
    }
    g++;
  }
}

/** truth/expression.tsv: where each gene is on, and what makes it so. */
export function* truthExpressionText(genome: SimulatedGenome): Generator<string> {
  const levels = expressionLevelsOf(genome);
  const { biosamples } = genome.plan;
  yield 'gene\tpromoter\tenhancers\tsilent\tbiosamples\n';
  for (const { index, gene, promoter, links } of linkedGenesOf(genome)) {
    const row = levels.subarray(index * biosamples.length, (index + 1) * biosamples.length);
    const on = biosamples.filter((_, b) => row[b]! >= 0.1).map(({ name }) => name);
    const isSilent = row.every((level) => level === 0);
    const enhancers = links.map(({ element }) => elementId(element)).join('; ');
    const at = promoter === undefined ? '' : elementId(promoter);
    yield `${gene.id}\t${at}\t${enhancers}\t${isSilent ? 'yes' : 'no'}\t${on.join('; ')}\n`;
  }
}
