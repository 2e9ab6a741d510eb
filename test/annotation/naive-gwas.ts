/** Variants, linkage and studies of a simulated genome, read from its files by hand. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The rows of a table by the names of its header. */
export function tableOf(file: string): Record<string, string>[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header, ...rows] = text
    .replaceAll('\r', '')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name.replace(/^#/, ''), row[i]!])));
}

/** Rows by the text of a column, in the order in which these texts come. */
export function grouped(
  rows: readonly Record<string, string>[],
  column: string,
): Map<string, Record<string, string>[]> {
  const groups = new Map<string, Record<string, string>[]>();
  for (const row of rows) {
    const own = groups.get(row[column]!);
    if (own === undefined) groups.set(row[column]!, [row]);
    else own.push(row);
  }
  return groups;
}

export interface NaiveVariant {
  readonly id: string;
  readonly chrom: string;
  /** 1-based. */
  readonly pos: number;
  readonly ref: string;
  readonly alt: string;
  readonly maf: number;
}

export interface NaiveElement {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly rdhs: string;
  /** Of a cCRE of any tier. */
  readonly accession: string | undefined;
  /** Undefined for an rDHS that is no published cCRE. */
  readonly ccre: string | undefined;
}

export interface NaiveStudy {
  readonly accession: string;
  readonly author: string;
  readonly pubmed: string;
  readonly trait: string;
  readonly population: string;
  /** Ids with p < 1e-6, the strongest first. */
  readonly leads: readonly string[];
  readonly associations: number;
}

/** Everything of the genome and of its registry that questions about variants are held against. */
export class NaiveGwas {
  readonly variants: ReadonlyMap<string, NaiveVariant>;
  readonly elements: readonly NaiveElement[];
  readonly studies: readonly NaiveStudy[];
  readonly #partners: Readonly<Record<string, ReadonlyMap<string, ReadonlyMap<string, number>>>>;

  readonly #byChrom = new Map<string, readonly NaiveElement[]>();
  readonly #elementOf = new Map<string, NaiveElement | undefined>();

  constructor(genome: string, registry: string) {
    const rows = tableOf(path.join(genome, 'annotations', 'variants.tsv.gz'));
    this.variants = new Map(
      rows.map(({ id, chrom, pos, ref, alt, maf }) => [
        id!,
        { id: id!, chrom: chrom!, pos: Number(pos), ref: ref!, alt: alt!, maf: Number(maf) },
      ]),
    );
    const bed = (name: string) =>
      readFileSync(path.join(registry, name), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'));
    const published = new Map(bed('cCREs.bed').map(([, , , rdhs, ccre]) => [rdhs!, ccre!]));
    const unfiltered = new Map(bed('cCREs.unfiltered.bed').map(([, , , rdhs, ccre]) => [rdhs!, ccre!]));
    this.elements = bed('rDHSs.bed').map(([chrom, start, end, rdhs]) => ({
      ...{ chrom: chrom!, start: Number(start), end: Number(end) },
      ...{ rdhs: rdhs!, accession: unfiltered.get(rdhs!), ccre: published.get(rdhs!) },
    }));
    this.#partners = Object.fromEntries(
      ['EUR', 'AFR'].map((population) => {
        const partners = new Map<string, Map<string, number>>();
        const add = (a: string, b: string, r2: number) => {
          if (!partners.has(a)) partners.set(a, new Map());
          partners.get(a)!.set(b, r2);
        };
        for (const { id_a, id_b, r2 } of tableOf(
          path.join(genome, 'annotations', `ld-${population}.tsv.gz`),
        )) {
          add(id_a!, id_b!, Number(r2));
          add(id_b!, id_a!, Number(r2));
        }
        return [population, partners];
      }),
    );
    this.studies = studiesOf(tableOf(path.join(genome, 'annotations', 'gwas-catalog.tsv')), this.variants);
  }

  /** Ids with their r2, of any r2. */
  partners(population: string, id: string): ReadonlyMap<string, number> {
    return this.#partners[population]!.get(id) ?? new Map();
  }

  /** The element that a variant of one base lies in. */
  elementOf(id: string): NaiveElement | undefined {
    const { chrom, pos } = this.variants.get(id)!;
    if (!this.#elementOf.has(id)) {
      const found = this.#onChrom(chrom).find((own) => own.start < pos && pos <= own.end);
      this.#elementOf.set(id, found);
    }
    return this.#elementOf.get(id);
  }

  #onChrom(chrom: string): readonly NaiveElement[] {
    const known = this.#byChrom.get(chrom) ?? this.elements.filter((own) => own.chrom === chrom);
    this.#byChrom.set(chrom, known);
    return known;
  }

  /** Blocks by the id that stands for each: its proxies above 0.7. Leads that are proxies of an earlier one open none. */
  blocks({ leads, population }: NaiveStudy): Map<string, Map<string, number>> {
    const blocks = new Map<string, Map<string, number>>();
    for (const lead of leads) {
      if ([...blocks.values()].some((block) => block.has(lead))) continue;
      const proxies = [...this.partners(population, lead)].filter(([, r2]) => r2 > 0.7);
      blocks.set(lead, new Map([[lead, 1], ...proxies]));
    }
    return blocks;
  }
}

function studiesOf(
  rows: readonly Record<string, string>[],
  variants: ReadonlyMap<string, NaiveVariant>,
): NaiveStudy[] {
  return [...grouped(rows, 'STUDY ACCESSION')].map(([accession, own]) => {
    const [first] = own as [Record<string, string>];
    const strong = own
      .filter((row) => Number(row['P-VALUE']) < 1e-6 && variants.has(row.SNPS!))
      .sort((a, b) => Number(a['P-VALUE']) - Number(b['P-VALUE']));
    return {
      accession,
      author: first['FIRST AUTHOR']!,
      pubmed: first.PUBMEDID!,
      trait: first['DISEASE/TRAIT']!,
      population: first['INITIAL SAMPLE SIZE']!.includes('European') ? 'EUR' : 'AFR',
      leads: [...new Set(strong.map((row) => row.SNPS!))],
      associations: own.length,
    };
  });
}
