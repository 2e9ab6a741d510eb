/** What a build takes beside the assays: genes, consensus DHSs, blacklist, an earlier registry; and the truth. */

import { elementId, type Locus } from './element-table.ts';
import { type Exon, exonsOf, innerExons } from './exons.ts';
import type { Gene, SimulatedGenome } from './layout.ts';
import { streamOf } from './plan.ts';

/** A transcript of a gene, from its TSS to the gene's far end. */
export interface Transcript {
  readonly id: string;
  /** 1-based. */
  readonly tss: number;
  readonly isBasic: boolean;
}

/** The transcripts of each gene: basic ones at the gene's TSS, others inside it. */
export function* transcriptsOf(genome: SimulatedGenome): Generator<{
  readonly gene: Gene;
  readonly transcripts: readonly Transcript[];
}> {
  const random = streamOf(genome, 'gtf');
  for (const gene of genome.genes) {
    const transcripts: Transcript[] = [];
    const basics = random.whole(1, 3);
    const count = basics + random.whole(0, 2);
    for (let t = 1; t <= count; t++) {
      const isBasic = t <= basics;
      // Basic transcripts begin within the promoter; the others lie inside, where no promoter was planted.
      const inward = t === 1 ? 0 : isBasic ? random.whole(1, 30) : random.whole(1000, gene.bodyBp - 500);
      const id = `${gene.id.replace('MINIG', 'MINIT').replace('.1', '')}${t}.1`;
      transcripts.push({ id, tss: gene.tss + gene.strand * inward, isBasic });
    }
    yield { gene, transcripts };
  }
}

/** A GTF as GENCODE writes it: 1-based closed coordinates. */
export function* gtfText(genome: SimulatedGenome): Generator<string> {
  yield '##description: genes of a made-up genome\n##provider: cisreg simulate\n##format: gtf\n';
  const random = streamOf(genome, 'exons');
  for (const { gene, transcripts } of transcriptsOf(genome)) {
    const chrom = genome.plan.chroms.names[gene.chrom]!;
    const strand = gene.strand === 1 ? '+' : '-';
    const geneText = `gene_id "${gene.id}"; gene_type "${gene.type}"; gene_name "${gene.name}";`;
    const inner = innerExons(gene, random);
    const row = (feature: string, from: number, text: string) =>
      piece(feature, { from, to: gene.tss + gene.strand * gene.bodyBp }, text);
    const piece = (feature: string, { from, to }: Exon, text: string) => {
      const [start, end] = gene.strand === 1 ? [from, to] : [to, from];
      return `${chrom}\tMINI\t${feature}\t${start}\t${end}\t.\t${strand}\t.\t${geneText}${text}\n`;
    };
    yield row('gene', gene.tss, ' level 2;');
    for (const { id, tss, isBasic } of transcripts) {
      const tags = isBasic ? ' tag "basic"; tag "MINI_select";' : ' tag "MINI_other";';
      const text = ` transcript_id "${id}"; transcript_type "${gene.type}"; level 2;${tags}`;
      yield row('transcript', tss, text);
      const exons = exonsOf(gene, inner, (tss - gene.tss) * gene.strand);
      for (const [n, exon] of exons.entries()) {
        const numbered = `${text} exon_number ${n + 1};`;
        yield piece('exon', exon, numbered);
        // The first exon is untranslated, so that pages show both.
        if (gene.type === 'protein_coding' && n > 0) yield piece('CDS', exon, numbered);
      }
    }
  }
}

/** Consensus DHSs: nearly all elements, a little shifted, and a quarter of the weak loci. */
export function* consensusText(genome: SimulatedGenome): Generator<string> {
  const random = streamOf(genome, 'consensus');
  const places: Locus[] = [];
  for (const element of genome.elements) if (random.chance(0.97)) places.push(element);
  for (const locus of genome.weakLoci) if (random.chance(0.25)) places.push(locus);
  places.sort((a, b) => a.chrom - b.chrom || a.start - b.start);
  for (const [i, place] of places.entries()) {
    const start = place.start + random.whole(-10, 25);
    const end = Math.max(start + 40, place.end - random.whole(-10, 25));
    yield `${genome.plan.chroms.names[place.chrom]}\t${start}\t${end}\tC${i + 1}\n`;
  }
}

/** Some stretches of the genome, wherever they fall. */
export function blacklistText(genome: SimulatedGenome): string {
  const random = streamOf(genome, 'blacklist');
  const lines: string[] = [];
  for (let chrom = 0; chrom < genome.plan.mainChroms; chrom++) {
    let at = 0;
    for (;;) {
      at += 300_000 + Math.round(random.exponential(300_000));
      const end = at + random.whole(500, 6000);
      if (end > genome.plan.chroms.sizes[chrom]!) break;
      const reason = random.chance(0.7) ? 'High Signal Region' : 'Low Mappability';
      lines.push(`${genome.plan.chroms.names[chrom]}\t${at}\t${end}\t${reason}\n`);
    }
  }
  return lines.join('');
}

/**
 * The rDHSs or cCREs of an earlier registry: chrom, start, end, accession. Half of the exact elements are in it with
 * their very extent, so that their accessions are used again; of the others some with another extent; and places that
 * this genome does not have any more.
 */
export function* previousText(genome: SimulatedGenome, kind: 'rdhs' | 'ccre'): Generator<string> {
  const { plan } = genome;
  const random = streamOf(genome, 'previous');
  let rdhsNumber = 1200;
  let ccreNumber = 800;
  const row = (chrom: string, start: number, end: number, isCcre: boolean) => {
    // Earlier registries retired elements: their numbers are gaps.
    rdhsNumber += random.whole(1, 3);
    if (isCcre) ccreNumber += random.whole(1, 3);
    if (kind === 'ccre' && !isCcre) return '';
    const [letter, number] = kind === 'rdhs' ? ['D', rdhsNumber] : ['E', ccreNumber];
    const accession = `${plan.accessionPrefix}${letter}${String(number).padStart(7, '0')}`;
    return `${chrom}\t${start}\t${end}\t${accession}\n`;
  };
  for (const element of genome.elements) {
    const chrom = plan.chroms.names[element.chrom]!;
    const isCcre = element.planted !== 'DNase-only';
    if (element.isExact && random.chance(0.5)) yield row(chrom, element.start, element.end, isCcre);
    else if (random.chance(0.15)) {
      yield row(chrom, element.start - 21, element.end + random.whole(1, 30), isCcre);
    }
  }
  yield row(plan.chroms.names[0]!, plan.chroms.sizes[0]! + 5000, plan.chroms.sizes[0]! + 5200, true);
  yield row('chr21_retired', 100, 300, true);
}

/** What is true: a row an element. */
export function* truthElementsText(genome: SimulatedGenome): Generator<string> {
  const { elements, plan } = genome;
  yield 'chrom\tstart\tend\tid\tclass\tctcfBound\texact\tbiosamples\n';
  for (const element of elements) {
    const active = plan.biosamples.filter((_, i) => elements.isActive(element.index, i));
    const place = `${plan.chroms.names[element.chrom]}\t${element.start}\t${element.end}`;
    const flags = `${element.isCtcfBound ? 'yes' : 'no'}\t${element.isExact ? 'yes' : 'no'}`;
    const names = active.map((biosample) => biosample.name).join('; ');
    yield `${place}\t${elementId(element.index)}\t${element.planted}\t${flags}\t${names}\n`;
  }
}

/** Genes as they were made: a row a gene; tss is 1-based. */
export function* truthGenesText({ genes, plan }: SimulatedGenome): Generator<string> {
  yield 'chrom\ttss\tstrand\tgene\tname\ttype\n';
  for (const gene of genes) {
    const strand = gene.strand === 1 ? '+' : '-';
    yield `${plan.chroms.names[gene.chrom]}\t${gene.tss}\t${strand}\t${gene.id}\t${gene.name}\t${gene.type}\n`;
  }
}
