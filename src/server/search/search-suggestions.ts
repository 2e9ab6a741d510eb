/** What may be meant while somebody types. */

import { GENES } from '../../annotation/genes/gene-table.ts';
import { GWAS } from '../../annotation/gwas/gwas-table.ts';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import { locationText, parseLocation } from '../../genome/region-text.ts';
import { formatAccession } from '../../registry/accessions.ts';
import { resolveAccession } from '../elements/accession.ts';
import { geneNames } from '../genes/gene-names.ts';
import type { Served } from '../served.ts';
import { accessionNow, type Part } from './search-parts.ts';

/** Of each kind. */
const MOST = 5;
const MOST_WORDS = 12;

/** Something that the text, or its last words, may become. */
export interface Suggestion extends Part {
  /** What it is, beside its name: a gene's type and id, a biosample's tissue and assays, a study's author and leads; null where there is nothing to say. */
  readonly detail: string | null;
  /** The words before those that it completes; empty where it completes them all. */
  readonly before: string;
}

/**
 * Places, accessions, variants, genes, biosamples and studies that the text is, or that begin with it; at most five of a kind. Where nothing does,
 * the last words are completed: as many of them as something begins with.
 */
export function suggestions(served: Served, typed: string): Suggestion[] {
  const words = typed.trim().split(/\s+/).slice(0, MOST_WORDS);
  for (let i = 0; i < words.length && words[0] !== ''; i++) {
    const before = words.slice(0, i).join(' ');
    const text = words.slice(i).join(' ');
    const found = KINDS_IN_ORDER.flatMap((kind) => kind(served, text));
    if (found.length > 0) return found.map((own) => ({ ...own, before }));
  }
  return [];
}

type Found = Omit<Suggestion, 'before'>;

/** In the order in which they are shown. */
const KINDS_IN_ORDER: readonly ((served: Served, text: string) => Found[])[] = [
  places,
  accessions,
  genes,
  biosamples,
  variants,
  studies,
];

function part(kind: Found['kind'], text: string, value: string, location: string | null = null): Found {
  return { kind, text, value, location, others: [], detail: null };
}

function places(served: Served, text: string): Found[] {
  const place = parseLocation(text, served.store.registry.chromSizes);
  return place === undefined ? [] : [part('location', text, locationText(place), locationText(place))];
}

function accessions(served: Served, text: string): Found[] {
  const row = resolveAccession(served, text)?.rows[0];
  if (row !== undefined) return [part('accession', text, accessionNow(served, text, row))];
  const prefix = served.store.registry.accessionPrefix;
  const [, letter, digits] = /^(.)(\d*)$/.exec(text.toUpperCase().slice(prefix.length)) ?? [];
  if (!text.toUpperCase().startsWith(prefix.toUpperCase()) || !/^[DE]$/.test(letter ?? '')) return [];
  const { table, rowsBeginning } = served.store;
  const numbers = letter === 'D' ? table.rdhsNumber : table.ccreNumber;
  return rowsBeginning(letter as 'D' | 'E', digits!, MOST).map((row) =>
    part('accession', text, formatAccession(prefix, letter as 'D' | 'E', numbers[row]!)),
  );
}

function genes(served: Served, text: string): Found[] {
  const table = served.annotations().get(GENES);
  if (table !== undefined) {
    return table.beginningWith(text, MOST).map(({ name, row }) => {
      const gene = table.gene(row);
      return {
        ...part('gene', name, gene.symbol, locationText(gene)),
        others: [gene.id],
        detail: [gene.type, gene.id].filter((text) => text !== '').join(', '),
      };
    });
  }
  const found: Found[] = [];
  for (const [key, name] of geneNames(served.store)) {
    if (!key.startsWith(text.toLowerCase())) continue;
    if (!found.some(({ value }) => value === name)) found.push(part('gene', name, name));
    if (found.length === MOST) break;
  }
  return found;
}

function biosamples(served: Served, text: string): Found[] {
  const key = text.toLowerCase();
  const all = served.store.registry.biosamples;
  const beginning = all.filter(({ name }) => name.toLowerCase().startsWith(key));
  const within = all.filter(
    ({ name }) => !name.toLowerCase().startsWith(key) && ` ${name.toLowerCase()}`.includes(` ${key}`),
  );
  return [...beginning, ...within].slice(0, MOST).map(({ name, metadata, files }) => ({
    ...part('biosample', name, name),
    detail: [metadata.tissue, Object.keys(files).join(' ')].filter(Boolean).join(', '),
  }));
}

/** Studies that have all the words in their trait, title, author or id. */
function studies(served: Served, text: string): Found[] {
  const gwas = served.annotations().get(GWAS);
  if (gwas === undefined || text.length < 3) return [];
  const found = gwas.search(text.split(' ')).slice(0, MOST);
  return found.map((i) => {
    const { id, trait, author, leads } = gwas.study(i);
    return { ...part('study', trait, id), detail: `${author}, ${leads} lead SNP${leads === 1 ? '' : 's'}` };
  });
}

function variants(served: Served, text: string): Found[] {
  if (!/^rs\d+$/i.test(text)) return [];
  const table = served.annotations().get(VARIANTS);
  return (table?.beginningWith(text.toLowerCase(), MOST) ?? []).map(({ id, row }) =>
    part('variant', id, id, locationText(table!.variant(row))),
  );
}
