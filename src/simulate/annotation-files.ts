/** The files beside the assays: genes, consensus DHSs, blacklist, and an earlier registry. */

import { BIOSAMPLES } from './mini-biosamples.ts';
import type { MiniElement, MiniGene, MiniGenome } from './mini-genome.ts';
import { randomOf } from './random.ts';

/** A GTF as GENCODE writes it: 1-based closed coordinates, basic transcripts at the TSS, others inside the gene. */
export function gtfText(genome: MiniGenome): string {
  const random = randomOf(genome.seed, 'gtf');
  const lines = ['##description: genes of a made-up genome', '##provider: cisreg simulate', '##format: gtf'];
  for (const gene of genome.genes) {
    const chrom = genome.chroms.names[gene.chrom]!;
    const strand = gene.strand === 1 ? '+' : '-';
    const geneText = `gene_id "${gene.id}"; gene_type "${gene.type}"; gene_name "${gene.name}";`;
    const row = (feature: string, from: number, text: string) => {
      const far = gene.tss + gene.strand * gene.bodyBp;
      const [start, end] = gene.strand === 1 ? [from, far] : [far, from];
      lines.push(`${chrom}\tMINI\t${feature}\t${start}\t${end}\t.\t${strand}\t.\t${geneText}${text}`);
    };
    row('gene', gene.tss, ' level 2;');
    const basics = random.whole(1, 3);
    const transcripts = basics + random.whole(0, 2);
    for (let t = 1; t <= transcripts; t++) {
      const isBasic = t <= basics;
      // Basic transcripts begin within the promoter; the others lie inside, where no promoter was planted.
      const inward = t === 1 ? 0 : isBasic ? random.whole(1, 30) : random.whole(1000, gene.bodyBp - 500);
      const id = `${gene.id.replace('MINIG', 'MINIT').replace('.1', '')}${t}.1`;
      const tags = isBasic ? ' tag "basic"; tag "MINI_select";' : ' tag "MINI_other";';
      const text = ` transcript_id "${id}"; transcript_type "${gene.type}"; level 2;${tags}`;
      row('transcript', gene.tss + gene.strand * inward, text);
      row('exon', gene.tss + gene.strand * inward, `${text} exon_number 1;`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Consensus DHSs: nearly all elements, a little shifted, and a quarter of the weak loci. */
export function consensusText(genome: MiniGenome): string {
  const random = randomOf(genome.seed, 'consensus');
  const places = [
    ...genome.elements.filter(() => random.chance(0.97)),
    ...genome.weakLoci.filter(() => random.chance(0.25)),
  ].sort((a, b) => a.chrom - b.chrom || a.start - b.start);
  return places
    .map((place, i) => {
      const start = place.start + random.whole(-10, 25);
      const end = Math.max(start + 40, place.end - random.whole(-10, 25));
      return `${genome.chroms.names[place.chrom]}\t${start}\t${end}\tC${i + 1}\n`;
    })
    .join('');
}

/** Some stretches of the genome, wherever they fall. */
export function blacklistText(genome: MiniGenome): string {
  const random = randomOf(genome.seed, 'blacklist');
  const lines: string[] = [];
  for (let chrom = 0; chrom < 5; chrom++) {
    let at = 0;
    for (;;) {
      at += 300_000 + Math.round(random.exponential(300_000));
      const end = at + random.whole(500, 6000);
      if (end > genome.chroms.sizes[chrom]!) break;
      const reason = random.chance(0.7) ? 'High Signal Region' : 'Low Mappability';
      lines.push(`${genome.chroms.names[chrom]}\t${at}\t${end}\t${reason}\n`);
    }
  }
  return lines.join('');
}

/** The rDHSs and cCREs of an earlier registry: chrom, start, end, accession. */
export interface PreviousTexts {
  readonly rdhs: string;
  readonly ccre: string;
}

/**
 * An earlier registry. Half of the exact elements are in it with their very extent, so that their accessions are
 * used again; of the others some with another extent; and places that this genome does not have any more.
 */
export function previousTexts(genome: MiniGenome): PreviousTexts {
  const random = randomOf(genome.seed, 'previous');
  const rdhs: string[] = [];
  const ccre: string[] = [];
  let rdhsNumber = 1200;
  let ccreNumber = 800;
  const add = (chrom: string, start: number, end: number, isCcre: boolean) => {
    // Earlier registries retired elements: their numbers are gaps.
    rdhsNumber += random.whole(1, 3);
    rdhs.push(`${chrom}\t${start}\t${end}\tEH38D${String(rdhsNumber).padStart(7, '0')}\n`);
    if (!isCcre) return;
    ccreNumber += random.whole(1, 3);
    ccre.push(`${chrom}\t${start}\t${end}\tEH38E${String(ccreNumber).padStart(7, '0')}\n`);
  };
  for (const element of genome.elements) {
    const chrom = genome.chroms.names[element.chrom]!;
    const isCcre = element.planted !== 'DNase-only';
    if (element.isExact && random.chance(0.5)) add(chrom, element.start, element.end, isCcre);
    else if (random.chance(0.15)) add(chrom, element.start - 21, element.end + random.whole(1, 30), isCcre);
  }
  add('chr1', genome.chroms.sizes[0]! + 5000, genome.chroms.sizes[0]! + 5200, true);
  add('chr21_retired', 100, 300, true);
  return { rdhs: rdhs.join(''), ccre: ccre.join('') };
}

/** What is true: a row an element. */
export function truthElementsText(genome: MiniGenome): string {
  const header = 'chrom\tstart\tend\tid\tclass\tctcfBound\texact\tbiosamples\n';
  return header + genome.elements.map((element) => truthRow(genome, element)).join('');
}

function truthRow(genome: MiniGenome, element: MiniElement): string {
  const active = BIOSAMPLES.filter((_, i) => element.active[i] === 1).map((biosample) => biosample.name);
  const place = `${genome.chroms.names[element.chrom]}\t${element.start}\t${element.end}`;
  const flags = `${element.isCtcfBound ? 'yes' : 'no'}\t${element.isExact ? 'yes' : 'no'}`;
  return `${place}\t${element.id}\t${element.planted}\t${flags}\t${active.join('; ')}\n`;
}

/** Genes as they were made: a row a gene; tss is 1-based. */
export function truthGenesText(genome: MiniGenome): string {
  const row = (gene: MiniGene) =>
    `${genome.chroms.names[gene.chrom]}\t${gene.tss}\t${gene.strand === 1 ? '+' : '-'}\t${gene.id}\t${gene.name}\t${gene.type}\n`;
  return `chrom\ttss\tstrand\tgene\tname\ttype\n${genome.genes.map(row).join('')}`;
}
