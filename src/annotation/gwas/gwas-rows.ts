/** Associations as they stand in a catalogue or in a small table: a row an SNP id. */

import { CisregError } from '../../errors.ts';
import { shown, textOf } from '../../formats/fields.ts';
import { growingFloat64, growingInt32 } from '../../formats/growing-column.ts';
import { visitTableRows } from '../../formats/table-rows.ts';
import { type TextColumn, TextColumnBuilder } from '../../formats/text-column.ts';
import { readLines } from '../../formats/text-lines.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { rsNumber } from '../variants/variant-ids.ts';
import { minusLog10, placeOf, placeOfId, type SnpPlace, splitCell, splitIds } from './gwas-snps.ts';

/** What the file says of a study: the rows of one author, PubMed id and trait. */
export interface GwasStudyFacts {
  readonly author: string;
  readonly pubmed: string;
  readonly trait: string;
  readonly title: string;
  readonly journal: string;
  readonly date: string;
  readonly link: string;
  /** The description of the first samples, or the population as the small table gives it. */
  readonly samples: string;
  /** Of the catalogue (GCST...), as they come. */
  readonly accessions: readonly string[];
  /** Terms that the catalogue maps the trait to. */
  readonly mappedTrait: string;
}

/** Associations in the order of the file; those of several ids come once for each. */
export interface GwasRows {
  readonly studies: readonly GwasStudyFacts[];
  readonly count: number;
  /** Rows of the file. */
  readonly fileRows: number;
  /** Rows without any id or place. */
  readonly withoutSnp: number;
  /** Rows without a p-value that is a number. */
  readonly withoutP: number;
  readonly study: Int32Array;
  /** As given; '' where the row has a place alone. */
  readonly ids: TextColumn;
  /** rs number that replaces a merged one, as the catalogue says; 0 for none. */
  readonly current: Uint32Array;
  /** Of chromSizes; -1 without a place, or on another chromosome. */
  readonly chrom: Int32Array;
  /** 1-based. */
  readonly pos: Int32Array;
  /** -log10 p; NaN where there is no p. */
  readonly mlog: Float64Array;
  /** p as the file has it. */
  readonly p: TextColumn;
  /** Genes that the authors report. */
  readonly genes: TextColumn;
}

const REQUIRED = {
  catalogue: ['pubmedid', 'firstauthor', 'diseasetrait', 'snps', 'pvalue'],
  table: ['study', 'trait', 'pubmed', 'population', 'id', 'p'],
} as const;
/** Known columns by their letters and digits in lower case, which all years of the catalogue share; the first that is there counts. */
const COLUMNS = {
  catalogue: {
    author: ['firstauthor'],
    pubmed: ['pubmedid'],
    trait: ['diseasetrait'],
    title: ['study'],
    journal: ['journal'],
    date: ['date'],
    link: ['link'],
    samples: ['initialsamplesize', 'initialsampledescription'],
    accession: ['studyaccession'],
    mappedTrait: ['mappedtrait'],
    ids: ['snps'],
    merged: ['merged'],
    current: ['snpidcurrent'],
    chrom: ['chrid'],
    pos: ['chrpos'],
    p: ['pvalue'],
    mlog: ['pvaluemlog'],
    genes: ['reportedgenes'],
  },
  table: {
    author: ['study'],
    pubmed: ['pubmed'],
    trait: ['trait'],
    samples: ['population'],
    ids: ['id'],
    p: ['p'],
    chrom: ['chrom'],
    pos: ['pos'],
    genes: ['genes'],
  },
} as const;
type Field = keyof (typeof COLUMNS)['catalogue'];

/**
 * Reads the GWAS Catalog's table (of any year since 2011), or one with study, trait, pubmed, population, id, p (and if there: chrom,
 * pos, genes). Throws CisregError FORMAT: neither header, a row with other columns than the header, a row of no study.
 */
export async function readGwas(file: string, chromSizes: ChromSizes): Promise<GwasRows> {
  const { fields, names } = await headerOf(file);
  const rows = new AssociationCollector(file, chromSizes);
  await visitTableRows(file, names, ({ bytes, starts, ends, line }) => {
    rows.add((field) => {
      const k = fields.indexOf(field);
      return k < 0 ? '' : cellText(bytes, starts[k]!, ends[k]!).trim();
    }, line);
  });
  return rows.finish();
}

const WESTERN = new TextDecoder('windows-1252');

/** UTF-8, or what the catalogues of before 2015 are written in: their authors have accents. */
function cellText(bytes: Uint8Array, from: number, to: number): string {
  const text = textOf(bytes, from, to);
  return text.includes('\ufffd') ? WESTERN.decode(bytes.subarray(from, to)) : text;
}

/** The fields that the file has, and what it calls their columns. */
async function headerOf(file: string): Promise<{ fields: Field[]; names: string[] }> {
  for await (const { bytes, starts, ends, count } of readLines(file)) {
    if (count === 0) continue;
    const header = textOf(bytes, starts[0]!, ends[0]!).split('\t');
    const plain = header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
    const kind = (['catalogue', 'table'] as const).find((own) =>
      REQUIRED[own].every((name) => plain.includes(name)),
    );
    if (kind === undefined) break;
    const found = Object.entries(COLUMNS[kind]).flatMap(([field, candidates]) => {
      const at = (candidates as readonly string[])
        .map((name) => plain.indexOf(name))
        .find((place) => place >= 0);
      return at === undefined ? [] : [[field as Field, header[at]!] as const];
    });
    return { fields: found.map(([field]) => field), names: found.map(([, name]) => name) };
  }
  throw new CisregError(
    'FORMAT',
    `has neither the columns of the GWAS Catalog (PUBMEDID, FIRST AUTHOR, DISEASE/TRAIT, SNPS, P-VALUE and more) nor ${REQUIRED.table.join(', ')}, expected either with tabs between`,
    { where: { file, line: 1 } },
  );
}

class AssociationCollector {
  readonly #file: string;
  readonly #chromSizes: ChromSizes;
  readonly #studies = new Map<string, { index: number; facts: GwasStudyFacts; accessions: Set<string> }>();
  readonly #numbers = {
    study: growingInt32(),
    current: growingFloat64(),
    chrom: growingInt32(),
    pos: growingInt32(),
    mlog: growingFloat64(),
  };
  readonly #ids = new TextColumnBuilder();
  readonly #p = new TextColumnBuilder();
  readonly #genes = new TextColumnBuilder();
  #fileRows = 0;
  #withoutSnp = 0;
  #withoutP = 0;

  constructor(file: string, chromSizes: ChromSizes) {
    this.#file = file;
    this.#chromSizes = chromSizes;
  }

  add(get: (field: Field) => string, line: number): void {
    this.#fileRows++;
    const study = this.#studyOf(get, line);
    const p = get('p');
    const given = minusLog10(p);
    // 0 is what is left of a p that was too small for whoever wrote it; the catalogue has its logarithm.
    const mlog = given === Number.POSITIVE_INFINITY ? Number(get('mlog')) || given : given;
    if (Number.isNaN(mlog)) this.#withoutP++;
    const ids = splitIds(get('ids'));
    const [chroms, positions] = [splitCell(get('chrom')), splitCell(get('pos'))];
    const places = positions.map((pos, k) => placeOf(chroms[k] ?? chroms[0] ?? '', pos, this.#chromSizes));
    if (ids.length === 0 && places.length === 0) this.#withoutSnp++;
    const current = ids.length === 1 && get('merged') !== '0' ? currentNumber(get('current')) : 0;
    for (let k = 0; k < Math.max(ids.length, ids.length === 0 ? places.length : 0); k++) {
      // Which place belongs to which id is known where there are as many.
      const own = ids.length === 0 || ids.length === places.length ? places[k] : undefined;
      const place = own ?? (ids[k] === undefined ? undefined : placeOfId(ids[k]!, this.#chromSizes));
      this.#append({ study, id: ids[k] ?? '', current, place, mlog, p, genes: get('genes') });
    }
  }

  finish(): GwasRows {
    const count = this.#ids.count;
    const { study, current, chrom, pos, mlog } = this.#numbers;
    return {
      studies: [...this.#studies.values()].map(({ facts, accessions }) => ({
        ...facts,
        accessions: [...accessions],
      })),
      count,
      fileRows: this.#fileRows,
      withoutSnp: this.#withoutSnp,
      withoutP: this.#withoutP,
      study: study.finish(count),
      ids: this.#ids.finish(),
      current: Uint32Array.from(current.finish(count)),
      chrom: chrom.finish(count),
      pos: pos.finish(count),
      mlog: mlog.finish(count),
      p: this.#p.finish(),
      genes: this.#genes.finish(),
    };
  }

  #studyOf(get: (field: Field) => string, line: number): number {
    const [author, pubmed, trait] = [get('author'), get('pubmed'), get('trait')];
    if (trait === '' && author === '') {
      throw new CisregError(
        'FORMAT',
        `neither author nor trait (PubMed ${shown(pubmed)}), expected a study`,
        {
          where: { file: this.#file, line },
        },
      );
    }
    const key = `${author}\t${pubmed}\t${trait}`;
    let own = this.#studies.get(key);
    if (own === undefined) {
      const facts = {
        ...{ author, pubmed, trait, title: get('title'), journal: get('journal'), date: get('date') },
        ...{ link: get('link'), samples: get('samples'), accessions: [], mappedTrait: get('mappedTrait') },
      };
      own = { index: this.#studies.size, facts, accessions: new Set() };
      this.#studies.set(key, own);
    }
    const accession = get('accession');
    if (accession !== '') own.accessions.add(accession);
    return own.index;
  }

  #append(row: {
    readonly study: number;
    readonly id: string;
    readonly current: number;
    readonly place: SnpPlace | undefined;
    readonly mlog: number;
    readonly p: string;
    readonly genes: string;
  }): void {
    const i = this.#ids.count;
    const { study, current, chrom, pos, mlog } = this.#numbers;
    for (const column of [study, chrom, pos]) column.reserve(i + 1);
    for (const column of [current, mlog]) column.reserve(i + 1);
    study.values[i] = row.study;
    current.values[i] = row.current;
    chrom.values[i] = row.place === undefined ? -1 : this.#chromSizes.index.get(row.place.chrom)!;
    pos.values[i] = row.place?.pos ?? 0;
    mlog.values[i] = row.mlog;
    this.#ids.appendText(row.id);
    this.#p.appendText(row.p);
    this.#genes.appendText(row.genes);
  }
}

/** SNP_ID_CURRENT has digits alone. */
function currentNumber(text: string): number {
  return rsNumber(/^\d/.test(text) ? `rs${text}` : text) ?? 0;
}
