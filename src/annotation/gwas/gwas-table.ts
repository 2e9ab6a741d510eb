/** The association studies that hang on a registry: what they report, their LD blocks, and their enrichment in biosamples. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import type { Counts, KindReader } from '../kind.ts';
import { columnInPlace } from '../variants/variant-column.ts';
import { type EnrichmentTable, openEnrichment } from './gwas-enrichment-table.ts';
import { type GwasParameters, PARAMETERS_JSON, type PanelFacts } from './gwas-parameters.ts';
import { RESOLVED, type Resolved } from './gwas-resolve.ts';

/** A study: all rows of the catalogue with one author, PubMed id and trait. */
export interface GwasStudy {
  readonly study: number;
  readonly id: string;
  readonly author: string;
  readonly pubmed: string;
  readonly trait: string;
  readonly title: string;
  readonly journal: string;
  readonly date: string;
  readonly link: string;
  /** How the catalogue describes the first samples. */
  readonly samples: string;
  readonly accessions: readonly string[];
  readonly mappedTrait: string;
  /** EUR, EAS, AFR, AMR, SAS as the samples name them; empty where they do not. */
  readonly populations: readonly string[];
  /** The panel of linkage that was taken; undefined where there is none. */
  readonly panel: string | undefined;
  /** That panel is not of the study's population, or that one is not known. */
  readonly isOtherPanel: boolean;
  readonly associations: number;
  readonly leads: number;
  readonly ldBlocks: number;
  /** LD blocks with a variant in a published cCRE. */
  readonly blocksOnCcres: number;
  /** Different published cCREs, and rDHSs, that a variant of a block hits. */
  readonly ccres: number;
  readonly elements: number;
  /** Enrichment was tested: it has more leads than the least. */
  readonly isTested: boolean;
}

/** One reported SNP. */
export interface Association {
  readonly association: number;
  readonly study: number;
  /** As the catalogue has it. */
  readonly reportedId: string;
  /** Row of the variant; undefined where it is none of the registry's. */
  readonly row: number | undefined;
  readonly how: Resolved;
  /** As the catalogue has it. */
  readonly p: string;
  /** Undefined where p is no number; Infinity where it is 0. */
  readonly minusLog10P: number | undefined;
  readonly genes: string;
}

export interface Lead {
  readonly row: number;
  readonly minusLog10P: number;
  /** Number of the study's block that it is counted in. */
  readonly block: number;
}

export interface BlockSnp {
  readonly row: number;
  /** With the lead; 1 for the lead, which comes first. */
  readonly r2: number;
}

export interface GwasTable {
  /** Studies, by id. */
  readonly count: number;
  readonly parameters: GwasParameters & { readonly panels: Readonly<Record<string, PanelFacts>> };
  readonly enrichment: EnrichmentTable;
  study(i: number): GwasStudy;
  /** The study of an id, or of an accession that no other study has, in any case; undefined where there is none. */
  find(id: string): number | undefined;
  /** Studies of which id, accession, PubMed id, trait or title is the whole text, in any case; ascending. */
  named(text: string): readonly number[];
  /** Studies of which author, trait, title, PubMed id, accession or id hold every word, in any case; ascending. */
  search(words: readonly string[]): number[];
  /** What a study reports, the strongest first. */
  associations(study: number): Association[];
  /** What studies report of a variant, by study. */
  associationsOf(row: number): Association[];
  /** The strongest first. */
  leads(study: number): Lead[];
  /** By the strength of their leads. */
  blocks(study: number): BlockSnp[][];
}

export const GWAS: KindReader<GwasTable> = { kind: 'gwas', open: openGwas };

function openGwas(columns: ColumnFolder, _counts: Counts): GwasTable {
  const parameters = JSON.parse(columns.bytes(PARAMETERS_JSON).toString('utf8')) as GwasTable['parameters'];
  const enrichment = openEnrichment(columns);
  const text = (name: string, i: number) => columns.text(name).at(i);
  const ints = (name: string) => columns.int32(name);
  const count = columns.text('study').count;
  const rowOf = columnInPlace(columns.inPlace('associationRow'));
  const sortedRow = columnInPlace(columns.inPlace('associationSortedRow'));
  const byRow = columnInPlace(columns.inPlace('associationByRow'));
  const association = (k: number): Association => {
    const mlog = columns.float64('associationMlog')[k]!;
    return {
      association: k,
      study: ownerOf(ints('associationOffsets'), k),
      reportedId: text('associationId', k),
      row: rowOf.at(k) < 0 ? undefined : rowOf.at(k),
      how: RESOLVED[columns.uint8('associationHow')[k]!]!,
      p: text('associationP', k),
      minusLog10P: Number.isNaN(mlog) ? undefined : mlog,
      genes: text('associationGenes', k),
    };
  };
  const span = (offsets: string, i: number) => [ints(offsets)[i]!, ints(offsets)[i + 1]!] as const;
  const listed = (name: string, i: number) =>
    text(name, i)
      .split(';')
      .filter((part) => part !== '');
  const find = finder(columns);
  return {
    count,
    parameters,
    enrichment,
    study(i) {
      const length = (offsets: string) => span(offsets, i)[1] - span(offsets, i)[0];
      const panel = text('panel', i);
      return {
        study: i,
        id: text('study', i),
        author: text('author', i),
        pubmed: text('pubmed', i),
        trait: text('trait', i),
        title: text('title', i),
        journal: text('journal', i),
        date: text('date', i),
        link: text('link', i),
        samples: text('samples', i),
        accessions: listed('accessions', i),
        mappedTrait: text('mappedTrait', i),
        populations: listed('populations', i),
        panel: panel === '' ? undefined : panel,
        isOtherPanel: columns.uint8('isOtherPanel')[i] === 1,
        associations: length('associationOffsets'),
        leads: length('leadOffsets'),
        ldBlocks: length('blockOffsets'),
        blocksOnCcres: ints('blocksOnCcres')[i]!,
        ccres: ints('ccres')[i]!,
        elements: ints('elements')[i]!,
        isTested: enrichment.placeOf(i) >= 0,
      };
    },
    find: (id) => find.byId(id),
    named: (text) => find.byName(text),
    search: (words) => find.search(words),
    associations(study) {
      const [from, to] = span('associationOffsets', study);
      return Array.from({ length: to - from }, (_, k) => association(from + k));
    },
    associationsOf(row) {
      const found: Association[] = [];
      let at = sortedRow.firstAtLeast(row, 0, sortedRow.length);
      for (; at < sortedRow.length && sortedRow.at(at) === row; at++) found.push(association(byRow.at(at)));
      return found;
    },
    leads(study) {
      const [from, to] = span('leadOffsets', study);
      return Array.from({ length: to - from }, (_, k) => ({
        row: ints('leadRow')[from + k]!,
        minusLog10P: columns.float64('leadMlog')[from + k]!,
        block: ints('leadBlock')[from + k]!,
      }));
    },
    blocks(study) {
      const [from, to] = span('blockOffsets', study);
      return Array.from({ length: to - from }, (_, k) => {
        const [low, high] = span('blockSnpOffsets', from + k);
        return Array.from({ length: high - low }, (__, j) => ({
          row: ints('blockSnp')[low + j]!,
          r2: columns.float32('blockR2')[low + j]!,
        }));
      });
    },
  };
}

/** Whose stretch of a CSR holds entry k. */
function ownerOf(offsets: Int32Array, k: number): number {
  let [low, high] = [0, offsets.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! <= k) low = middle;
    else high = middle;
  }
  return low;
}

const SEARCHED = ['study', 'author', 'trait', 'title', 'pubmed', 'accessions', 'mappedTrait'] as const;

/** Lower-case texts, made when they are first asked for. */
function finder(columns: ColumnFolder) {
  let ids: Map<string, number> | undefined;
  let accessions: Map<string, number[]> | undefined;
  let names: Map<string, number[]> | undefined;
  let texts: string[] | undefined;
  return {
    byId(id: string): number | undefined {
      ids ??= new Map(columns.texts('study').map((own, i) => [own.toLowerCase(), i]));
      accessions ??= studiesBy(columns, ['accessions']);
      const key = id.toLowerCase();
      const [only, ...others] = accessions.get(key) ?? [];
      return ids.get(key) ?? (others.length === 0 ? only : undefined);
    },
    byName(text: string): readonly number[] {
      names ??= studiesBy(columns, ['study', 'accessions', 'pubmed', 'trait', 'title']);
      return names.get(text.toLowerCase()) ?? [];
    },
    search(words: readonly string[]): number[] {
      texts ??= columns.texts('study').map((_, i) =>
        SEARCHED.map((name) => columns.text(name).at(i))
          .join('\n')
          .toLowerCase(),
      );
      const wanted = words.map((word) => word.toLowerCase());
      return texts.flatMap((text, i) => (wanted.every((word) => text.includes(word)) ? [i] : []));
    },
  };
}

/** The studies that have a text in one of the columns, ascending; lower-case, accessions one by one. */
function studiesBy(
  columns: ColumnFolder,
  names: readonly (typeof SEARCHED)[number][],
): Map<string, number[]> {
  const studies = new Map<string, number[]>();
  const { count } = columns.text('study');
  for (let i = 0; i < count; i++) {
    const texts = names.flatMap((name) => {
      const text = columns.text(name).at(i).toLowerCase();
      return name === 'accessions' ? text.split(';') : [text];
    });
    for (const text of new Set(texts)) {
      if (text === '') continue;
      const known = studies.get(text);
      if (known === undefined) studies.set(text, [i]);
      else known.push(i);
    }
  }
  return studies;
}
