/** Exons of a GTF's text, the plain way: a base at a time where they are joined. */

export interface NaiveExons {
  readonly exons: { start: number; end: number }[];
  readonly coding: { start: number; end: number } | undefined;
}

const attribute = (text: string, key: string) => new RegExp(`${key} "([^"]*)"`).exec(text)?.[1] ?? '';

/** By transcript, and of the transcripts that are tagged basic together by gene; keys end with the chromosome. */
export function naiveExons(gtf: string): {
  byTranscript: ReadonlyMap<string, NaiveExons>;
  byGene: ReadonlyMap<string, NaiveExons>;
} {
  const rows = gtf
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))
    .map(([chrom, , feature, start, end, , , , text]) => ({
      feature: feature!,
      span: { start: Number(start) - 1, end: Number(end) },
      transcript: `${attribute(text!, 'transcript_id')} ${chrom}`,
      gene: `${attribute(text!, 'gene_id')} ${chrom}`,
      isBasic: text!.includes('tag "basic"'),
    }));
  const transcripts = rows.filter(({ feature, isBasic }) => feature === 'transcript' && isBasic);
  const pieces = new Map<string, typeof rows>();
  for (const row of rows) {
    if (!['exon', 'CDS', 'stop_codon'].includes(row.feature)) continue;
    pieces.set(row.transcript, [...(pieces.get(row.transcript) ?? []), row]);
  }
  const of = (names: readonly string[]): NaiveExons => {
    const own = names.flatMap((name) => pieces.get(name) ?? []);
    const exons = own.filter(({ feature }) => feature === 'exon').map(({ span }) => span);
    const coding = own.filter(({ feature }) => feature !== 'exon').map(({ span }) => span);
    return {
      exons: joined(exons),
      coding:
        coding.length === 0
          ? undefined
          : {
              start: Math.min(...coding.map(({ start }) => start)),
              end: Math.max(...coding.map(({ end }) => end)),
            },
    };
  };
  const genes = new Map<string, typeof transcripts>();
  for (const own of transcripts) genes.set(own.gene, [...(genes.get(own.gene) ?? []), own]);
  return {
    byTranscript: new Map(transcripts.map(({ transcript }) => [transcript, of([transcript])])),
    byGene: new Map([...genes].map(([gene, own]) => [gene, of(own.map(({ transcript }) => transcript))])),
  };
}

/** Exons that share a base are one; those that only touch stay two. */
function joined(spans: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const cut = new Set(spans.flatMap(({ start, end }) => [start, end]));
  const covered = (base: number) => spans.some(({ start, end }) => start <= base && base < end);
  // Between two bases an exon goes on where one covers both.
  const goesOn = (base: number) => spans.some(({ start, end }) => start < base && base < end);
  const places = [...cut].sort((a, b) => a - b);
  const found: { start: number; end: number }[] = [];
  for (const place of places) {
    const last = found.at(-1);
    if (last !== undefined && last.end === -1 && !goesOn(place)) last.end = place;
    if (covered(place) && !goesOn(place)) found.push({ start: place, end: -1 });
  }
  return found;
}
