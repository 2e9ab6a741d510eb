/** Tables of links: eQTLs, perturbations, predicted pairs. What their columns are is told by their names. */

import { CisregError } from '../../errors.ts';
import { type Fields, fieldError, fieldText, parseCoordinate } from '../../formats/fields.ts';
import { placeIn } from '../ground/functional-rows.ts';
import {
  columnOf,
  columnPlace,
  numberIn,
  PLACE_COLUMNS,
  type RowPlace,
  visitNamedRows,
  wordIn,
} from '../ground/interval-rows.ts';
import type { VariantTable } from '../variants/variant-table.ts';
import type { EvidenceCollector, Outcome } from './link-evidence.ts';
import type { LinkLookup } from './link-lookup.ts';
import type { RecordCounts, SourceAt } from './link-loops.ts';

/** The names that columns go by, without regard to case and punctuation; the first that a table has is taken. */
export const LINK_COLUMNS = {
  accession: ['accession', 'cCRE', 'rDHS', 'element', 'elementId', 'cCREAccession'],
  ...PLACE_COLUMNS,
  pos: ['pos', 'position', 'variantPos', 'bp', 'chromPos'],
  variant: ['variantId', 'variant', 'rsId', 'snp', 'snpId'],
  gene: [
    'geneId',
    'gene',
    'ensemblId',
    'targetGeneEnsemblId',
    'targetGene',
    'geneName',
    'geneSymbol',
    'symbol',
    'phenotypeId',
  ],
  biosample: ['biosample', 'cellType', 'cellLine', 'tissue', 'sample'],
  experiment: ['experiment', 'experimentId', 'experimentAccession', 'study'],
  name: ['name', 'guide', 'guideId', 'guides', 'loop'],
  score: ['score', 'abcScore', 'encodeRe2gScore', 'probability', 'posterior', 'pip'],
  effect: ['effectSize', 'effect', 'slope', 'beta', 'log2FoldChange', 'log2FC'],
  p: ['pValue', 'p', 'pval', 'pvalNominal', 'pNominal', 'qValue', 'fdr', 'pAdj', 'pValueAdjusted'],
  significant: ['significant', 'isSignificant', 'regulated', 'hit'],
} as const;
type Role = keyof typeof LINK_COLUMNS;

const FOUND_WORDS: Readonly<Record<string, Outcome>> = {
  true: 1,
  yes: 1,
  '1': 1,
  t: 1,
  false: 0,
  no: 0,
  '0': 0,
  f: 0,
};

/** Adds what the rows of a table say: for each, every element that it names or that lies where it says, and its gene. */
export async function addRows(
  at: SourceAt,
  { lookup, variants }: { readonly lookup: LinkLookup; readonly variants: VariantTable | undefined },
  evidence: EvidenceCollector,
): Promise<RecordCounts> {
  const { source } = at;
  let [records, withoutPair] = [0, 0];
  await visitNamedRows(source.input.path, source.columns, (place) => {
    const role = (name: Role) => columnOf(place.names, LINK_COLUMNS[name]);
    const elementsOf = elementFinder(place, { lookup, variants });
    const gene = role('gene');
    if (gene < 0) throw missing(place, 'gene_id, gene or gene_name');
    const [biosample, experiment] = [role('biosample'), role('experiment')];
    const name = [role('variant'), role('name')].find((column) => column >= 0) ?? -1;
    const [score, effect, p, significant] = [role('score'), role('effect'), role('p'), role('significant')];
    const number = (fields: Fields, column: number) =>
      column < 0 ? Number.NaN : numberIn(fields, column, place);
    const text = (fields: Fields, column: number) => (column < 0 ? '' : fieldText(fields, column).trim());
    return (fields) => {
      records++;
      const before = evidence.count;
      const found = elementsOf(fields);
      const genes = lookup.genes(text(fields, gene), found?.chrom);
      const probability = number(fields, p);
      if (probability < 0 || probability > 1) {
        throw fieldError(columnPlace(place, p), fieldText(fields, p), 'a probability, 0 to 1, or NA');
      }
      const outcome = significant < 0 ? 1 : wordIn(fields, significant, place, FOUND_WORDS);
      const rows = found?.rows ?? [];
      for (const element of rows) {
        for (const own of genes) {
          evidence.add({
            element,
            gene: own,
            source: at.index,
            biosample: text(fields, biosample) || at.biosample,
            experiment: text(fields, experiment),
            name: text(fields, name),
            score: number(fields, score),
            effect: number(fields, effect),
            p: probability,
            outcome,
            pairs: rows.length * genes.length,
          });
        }
      }
      if (evidence.count === before) withoutPair++;
    };
  });
  return { records, withoutPair };
}

interface FoundElements {
  readonly rows: readonly number[];
  readonly chrom: string | undefined;
}

/** How the elements of a row are told: by accession, by place, by the position of a variant, or by its id. */
function elementFinder(
  place: RowPlace,
  { lookup, variants }: { readonly lookup: LinkLookup; readonly variants: VariantTable | undefined },
): (fields: Fields) => FoundElements | undefined {
  const role = (name: Role) => columnOf(place.names, LINK_COLUMNS[name]);
  const [accession, chrom, pos, variant] = [role('accession'), role('chrom'), role('pos'), role('variant')];
  const [start, end] = [role('start'), role('end')];
  const within = (name: string, from: number, to: number): FoundElements | undefined => {
    const rows = lookup.elements({ chrom: name, start: from, end: to }, place.line);
    return rows === undefined ? undefined : { rows: numbersFrom(...rows), chrom: name };
  };
  if (chrom >= 0 && start >= 0 && end >= 0) {
    return (fields) => within(fieldText(fields, chrom), ...placeIn(fields, { chrom, start, end }, place));
  }
  if (chrom >= 0 && pos >= 0) {
    return (fields) => {
      const at = parseCoordinate(fields.bytes, fields.starts[pos]!, fields.ends[pos]!);
      if (at < 1) {
        throw fieldError(columnPlace(place, pos), fieldText(fields, pos), 'a position, 1 or more');
      }
      return within(fieldText(fields, chrom), at - 1, at);
    };
  }
  if (variant >= 0) {
    return (fields) => {
      const id = fieldText(fields, variant).trim();
      // chr1_64764_C_T_b38, as GTEx writes them; 1-based.
      const [, name, at] = /^((?:chr)?[A-Za-z0-9]+)[_:](\d{1,9})(?:[_:]|$)/.exec(id) ?? [];
      if (at !== undefined && Number(at) > 0) return within(name!, Number(at) - 1, Number(at));
      if (variants === undefined) {
        const expected =
          'one with its place (chr1_64764_C_T); add columns chrom and pos, or `variants` to annotations.yaml';
        throw fieldError(columnPlace(place, variant), id, expected);
      }
      const rows = variants.rowsOf(id).map((row) => variants.variant(row));
      const elements = rows.flatMap(
        ({ chrom: name, start: from, end: to }) => within(name, from, to)?.rows ?? [],
      );
      return { rows: [...new Set(elements)], chrom: rows[0]?.chrom };
    };
  }
  if (accession >= 0) {
    return (fields) => {
      const row = lookup.element(fieldText(fields, accession));
      return row === undefined ? undefined : { rows: [row], chrom: undefined };
    };
  }
  throw missing(place, 'accession; chrom, start, end; chrom, pos; or variant_id');
}

function numbersFrom(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

function missing({ file, names }: RowPlace, expected: string): CisregError {
  return new CisregError(
    'FORMAT',
    `no column that says which among ${names.slice(0, 10).join(', ')}, expected ${expected}`,
    { where: { file, line: 1 } },
  );
}
