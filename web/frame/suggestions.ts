/** What a visitor may mean while typing, and where it leads. */

import type { Answer } from '../api/ask.ts';
import { geneType } from '../words/genes.ts';
import { path } from './link.tsx';

export type Suggestion = Answer<'/api/v1/suggest'>['suggestions'][number];
export type Part = Answer<'/api/v1/search'>['parts'][number];
type Kind = Suggestion['kind'];

/** Kinds in the order in which they are shown, with the heading of each. */
const HEADINGS: readonly (readonly [Kind, string])[] = [
  ['gene', 'Genes'],
  ['location', 'Regions'],
  ['accession', 'Accessions'],
  ['variant', 'Variants'],
  ['biosample', 'Biosamples'],
  ['study', 'Studies'],
];
/** Of each kind. */
const MOST = 3;

export interface Group {
  readonly heading: string;
  readonly suggestions: readonly Suggestion[];
}

/** Suggestions under their headings, at most three of a kind. */
export function grouped(suggestions: readonly Suggestion[]): readonly Group[] {
  return HEADINGS.map(([kind, heading]) => ({
    heading,
    suggestions: suggestions.filter((own) => own.kind === kind).slice(0, MOST),
  })).filter((group) => group.suggestions.length > 0);
}

/** The text of the box when a suggestion is kept as a part. */
export const kept = ({ before, value, text, kind }: Suggestion): string =>
  `${before === '' ? '' : `${before} `}${kind === 'study' ? text : value} `;

/** What stands small beside a suggestion; of a gene that begins with its type, as files write it. */
export const detailOf = ({ kind, detail }: Suggestion): string =>
  kind === 'gene' ? (detail ?? '').replace(/^[^,]*/, geneType) : (detail ?? '');

/** A page of the registry. */
export interface Target {
  readonly to: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Where one thing leads by itself; elements for what has no page of its own. */
export function targetOf(found: Part | Suggestion): Target {
  const { kind, value, others } = found;
  switch (kind) {
    case 'gene':
      // A suggestion has the gene's id beside its symbol, which several genes may have.
      return { to: path('gene', ('before' in found ? others[0] : undefined) ?? value) };
    case 'location':
      return { to: 'elements', query: { region: value } };
    case 'accession':
      return { to: path('element', value) };
    case 'variant':
      return { to: path('variant', value) };
    case 'study':
      return { to: path('gwas', value) };
    default:
      return { to: 'search', query: { q: value } };
  }
}

/** What the search understood, as labelled parts say it. */
export const WORD_OF_KIND: Readonly<Record<Part['kind'], string>> = {
  gene: 'gene',
  location: 'region',
  accession: 'accession',
  variant: 'variant',
  biosample: 'biosample',
  keyword: 'keyword',
  study: 'study',
};
