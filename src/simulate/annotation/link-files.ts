/** What experiments see of the planted links: Hi-C loops, eQTLs and CRISPR perturbations, with noise. */

import { elementId } from '../element-table.ts';
import type { Gene, SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import type { Random } from '../random.ts';
import { firstGeneFrom } from './nearest-gene.ts';
import { onceAGenome } from './once-a-genome.ts';
import { linkedGenesOf, type PlantedLink } from './planted-links.ts';
import { variantId, variantsOf } from './variants.ts';

/** A row of a file of links, and the planted pair behind it. */
interface LinkRow {
  readonly text: string;
  readonly name: string;
  readonly element: number | undefined;
  readonly gene: Gene;
}

const ANCHOR_BP = 5000;
/** Loops nearer than this cannot be told from the diagonal of a contact map. */
const LEAST_LOOP_BP = 20_000;
const SEEN_SHARE = 0.8;
/** Rows of noise against rows of planted pairs. */
const NOISE_SHARE = 0.3;
const REACH_BP = 1_000_000;

const centreOf = ({ elements }: SimulatedGenome, element: number) =>
  (elements.start[element]! + elements.end[element]!) >> 1;

function linksOf(genome: SimulatedGenome): readonly PlantedLink[] {
  return linkedGenesOf(genome).flatMap(({ links }) => links);
}

/** A gene and a place on its chromosome that have nothing to do with each other. */
function anyPair(random: Random, { genes, plan }: SimulatedGenome): { gene: Gene; position: number } {
  const gene = random.pick(genes);
  const limit = plan.chroms.sizes[gene.chrom]! - 10_000;
  const away = random.whole(LEAST_LOOP_BP, REACH_BP) * (random.chance(0.5) ? 1 : -1);
  return { gene, position: Math.min(limit, Math.max(10_000, gene.tss + away)) };
}

/** The biosamples (by index) with loops: the first of each tissue that have DNase. */
export function hicBiosamplesOf({ plan }: SimulatedGenome): readonly number[] {
  const open = plan.biosamples.flatMap(({ assays, tissue }, b) =>
    assays.includes('DNase') && plan.biosamples.findIndex((other) => other.tissue === tissue) === b
      ? [b]
      : [],
  );
  return open.slice(0, plan.annotation.hicBiosamples);
}

const hicRowsOf = (genome: SimulatedGenome, biosample: number): readonly LinkRow[] => {
  const random = streamOf(genome, `hic ${biosample}`);
  const { elements, genes, plan } = genome;
  const loops: { gene: Gene; position: number; element: number | undefined; score: number }[] = [];
  for (const { element, gene } of linksOf(genome)) {
    const position = centreOf(genome, element);
    const isFar = Math.abs(position - genes[gene]!.tss) >= LEAST_LOOP_BP;
    if (!isFar || !elements.isActive(element, biosample) || !random.chance(SEEN_SHARE)) continue;
    loops.push({ gene: genes[gene]!, position, element, score: 6 + random.exponential(10) });
  }
  for (let k = Math.round(loops.length * NOISE_SHARE); k > 0; k--) {
    loops.push({ ...anyPair(random, genome), element: undefined, score: 4 + random.exponential(3) });
  }
  const bin = (position: number) => Math.floor(position / ANCHOR_BP) * ANCHOR_BP;
  return loops
    .sort((a, b) => a.gene.chrom - b.gene.chrom || a.gene.tss - b.gene.tss || a.position - b.position)
    .map(({ gene, position, element, score }, i) => {
      const chrom = plan.chroms.names[gene.chrom]!;
      const sizeBp = plan.chroms.sizes[gene.chrom]!;
      const anchors = [bin(position), bin(gene.tss)].sort((a, b) => a - b);
      const [first, second] = anchors.map((at) => `${chrom}\t${at}\t${Math.min(sizeBp, at + ANCHOR_BP)}`);
      const name = `loop${i + 1}`;
      return { text: `${first}\t${second}\t${name}\t${score.toFixed(3)}\t.\t.\n`, name, element, gene };
    });
};

/** A BEDPE file of loops. */
export function* hicText(genome: SimulatedGenome, biosample: number): Generator<string> {
  yield '#chrom1\tstart1\tend1\tchrom2\tstart2\tend2\tname\tscore\tstrand1\tstrand2\n';
  for (const { text } of hicRowsOf(genome, biosample)) yield text;
}

/** Each variant of a linked element with its gene, in one of the tissues where the element is active; and noise. */
const eqtlRowsOf = onceAGenome((genome): readonly LinkRow[] => {
  const random = streamOf(genome, 'eqtl');
  const { elements, genes, plan } = genome;
  const variants = variantsOf(genome);
  const inElement = new Map<number, number[]>();
  const ranges = plan.chroms.names.map((_, chrom) => elements.rangeOf(chrom));
  for (let i = 0; i < variants.count; i++) {
    const range = ranges[variants.chrom[i]!]!;
    const element = elements.firstEndingAfter(range, variants.position[i]!);
    if (element >= range.to || elements.start[element]! > variants.position[i]!) continue;
    inElement.set(element, [...(inElement.get(element) ?? []), i]);
  }
  const found: { variant: number; gene: Gene; element: number | undefined; tissue: number; p: number }[] = [];
  for (const { element, gene } of linksOf(genome)) {
    const active = plan.biosamples.filter((_, b) => elements.isActive(element, b));
    for (const variant of inElement.get(element) ?? []) {
      const p = 5 + random.exponential(8);
      found.push({ variant, gene: genes[gene]!, element, tissue: random.pick(active).tissue, p });
    }
  }
  for (let k = Math.round(found.length * NOISE_SHARE); k > 0; k--) {
    const variant = random.whole(0, variants.count - 1);
    const at = firstGeneFrom(genes, variants.chrom[variant]!, variants.position[variant]!);
    const gene = genes[at] ?? genes[at - 1]!;
    if (gene.chrom !== variants.chrom[variant]) continue;
    const tissue = random.whole(0, plan.tissues.length - 1);
    found.push({ variant, gene, element: undefined, tissue, p: 4 + random.exponential(1) });
  }
  return found
    .sort((a, b) => a.variant - b.variant || a.gene.tss - b.gene.tss)
    .map(({ variant, gene, element, tissue, p }) => {
      const slope = (random.chance(0.5) ? 1 : -1) * (0.2 + random.exponential(0.3));
      const name = variantId(variant);
      const place = `${plan.chroms.names[gene.chrom]}\t${variants.position[variant]! + 1}`;
      const text = `${name}\t${place}\t${gene.id}\t${plan.tissues[tissue]}\t${slope.toFixed(3)}\t${(10 ** -p).toExponential(2)}\n`;
      return { text, name, element, gene };
    });
});

/** eqtl.tsv: a row a variant, gene and tissue; pos is 1-based. */
export function* eqtlText(genome: SimulatedGenome): Generator<string> {
  yield 'variant_id\tchrom\tpos\tgene_id\ttissue\tslope\tp_value\n';
  for (const { text } of eqtlRowsOf(genome)) yield text;
}

/** Elements that are perturbed: some of those that are linked, and as many others near the gene. */
const PERTURBED_SHARE = 0.15;

const crisprRowsOf = onceAGenome((genome): readonly LinkRow[] => {
  const random = streamOf(genome, 'crispr');
  const { elements, plan } = genome;
  const rows: LinkRow[] = [];
  const add = (element: number, gene: Gene, biosample: number, isLinked: boolean) => {
    const name = `guide${rows.length + 1}`;
    const start = elements.start[element]! - random.whole(0, 60);
    const end = elements.end[element]! + random.whole(0, 60);
    // One in ten true pairs is missed; one in fifty of the others is called all the same.
    const isCalled = random.chance(isLinked ? 0.9 : 0.02);
    const effect = isCalled ? -0.15 - 0.7 * random.uniform() : 0.05 * random.normal();
    const p = isCalled ? 10 ** -(3 + random.exponential(4)) : 0.01 + 0.99 * random.uniform();
    const place = `${plan.chroms.names[gene.chrom]}\t${start}\t${end}\t${name}\t${gene.id}`;
    const numbers = `${effect.toFixed(3)}\t${p.toExponential(2)}\t${isCalled ? 'TRUE' : 'FALSE'}`;
    const text = `${place}\t${plan.biosamples[biosample]!.name}\t${numbers}\n`;
    rows.push({ text, name, element: isLinked ? element : undefined, gene });
  };
  for (const { gene, promoter, links } of linkedGenesOf(genome)) {
    for (const { element } of links) {
      if (promoter === undefined || !random.chance(PERTURBED_SHARE)) continue;
      const both = plan.biosamples.flatMap((_, b) =>
        elements.isActive(element, b) && elements.isActive(promoter, b) ? [b] : [],
      );
      const biosample = random.pick(both);
      add(element, gene, biosample, true);
      const other = promoter + random.whole(2, 30) * (random.chance(0.5) ? 1 : -1);
      const isFree = !links.some((link) => link.element === other);
      if (isFree && elements.chrom[other] === gene.chrom) add(other, gene, biosample, false);
    }
  }
  return rows;
});

/** crispr.tsv: a row a perturbed place and gene. */
export function* crisprText(genome: SimulatedGenome): Generator<string> {
  yield 'chrom\tstart\tend\tguide\tgene_id\tbiosample\teffect_size\tp_value\tsignificant\n';
  for (const { text } of crisprRowsOf(genome)) yield text;
}

/** How a biosample's loops are called. */
export function hicName(genome: SimulatedGenome, biosample: number): string {
  return `hic-${genome.plan.biosamples[biosample]!.displayName.toLowerCase().replaceAll(' ', '-')}.bedpe.gz`;
}

/** truth/link-rows.tsv: the planted pair behind each row of the three kinds of files; empty for noise. */
export function* truthLinkRowsText(genome: SimulatedGenome): Generator<string> {
  yield 'file\tname\tgene\telement\n';
  const files = [
    ...hicBiosamplesOf(genome).map((b) => [hicName(genome, b), hicRowsOf(genome, b)] as const),
    ['eqtl.tsv', eqtlRowsOf(genome)] as const,
    ['crispr.tsv', crisprRowsOf(genome)] as const,
  ];
  for (const [file, rows] of files) {
    for (const { name, gene, element } of rows) {
      yield `${file}\t${name}\t${gene.id}\t${element === undefined ? '' : elementId(element)}\n`;
    }
  }
}
