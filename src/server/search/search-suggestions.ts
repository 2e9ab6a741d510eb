/** What may be meant while somebody types. */

import { GENES } from '../../annotation/genes/gene-table.ts';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import { locationText, parseLocation } from '../../genome/region-text.ts';
import { formatAccession } from '../../registry/accessions.ts';
import { resolveAccession } from '../elements/accession.ts';
import { geneNames } from '../genes/gene-names.ts';
import type { Served } from '../served.ts';
import { accessionNow, type Part } from './search-parts.ts';

/** Of each kind. */
const MOST = 5;

/** Places, accessions, variants, genes and biosamples that the text is, or that begin with it; at most five of a kind. */
export function suggestions(served: Served, typed: string): Part[] {
  const text = typed.trim();
  if (text === '') return [];
  return [
    ...places(served, text),
    ...accessions(served, text),
    ...genes(served, text),
    ...biosamples(served, text),
    ...variants(served, text),
  ];
}

function part(kind: Part['kind'], text: string, value: string, location: string | null = null): Part {
  return { kind, text, value, location, others: [] };
}

function places(served: Served, text: string): Part[] {
  const place = parseLocation(text, served.store.registry.chromSizes);
  return place === undefined ? [] : [part('location', text, locationText(place), locationText(place))];
}

function accessions(served: Served, text: string): Part[] {
  const row = resolveAccession(served, text)?.rows[0];
  if (row !== undefined) return [part('accession', text, accessionNow(served, text, row))];
  const prefix = served.store.registry.accessionPrefix;
  const [, letter, digits] = /^(.)(\d*)$/.exec(text.toUpperCase().slice(prefix.length)) ?? [];
  if (!text.toUpperCase().startsWith(prefix.toUpperCase()) || !/^[DE]$/.test(letter ?? '')) return [];
  // Numbers have seven digits at least: those that begin so are tried in order, which is what people type them in.
  const found: Part[] = [];
  const missing = 7 - digits!.length;
  for (let n = 0; missing >= 0 && n < Math.min(10 ** missing, 10_000) && found.length < MOST; n++) {
    const number = Number(`${digits}${missing === 0 ? '' : String(n).padStart(missing, '0')}`);
    const accession = formatAccession(prefix, letter as 'D' | 'E', number);
    if (served.store.rowOf(accession) !== undefined) found.push(part('accession', text, accession));
  }
  return found;
}

function genes(served: Served, text: string): Part[] {
  const table = served.annotations().get(GENES);
  if (table !== undefined) {
    return table.beginningWith(text, MOST).map(({ name, row }) => {
      const gene = table.gene(row);
      return { ...part('gene', name, gene.symbol, locationText(gene)), others: [gene.id] };
    });
  }
  const found: Part[] = [];
  for (const [key, name] of geneNames(served.store)) {
    if (!key.startsWith(text.toLowerCase())) continue;
    if (!found.some(({ value }) => value === name)) found.push(part('gene', name, name));
    if (found.length === MOST) break;
  }
  return found;
}

function biosamples(served: Served, text: string): Part[] {
  const key = text.toLowerCase();
  const names = served.store.registry.biosamples.map(({ name }) => name);
  const beginning = names.filter((name) => name.toLowerCase().startsWith(key));
  const within = names.filter(
    (name) => !name.toLowerCase().startsWith(key) && ` ${name.toLowerCase()}`.includes(` ${key}`),
  );
  return [...beginning, ...within].slice(0, MOST).map((name) => part('biosample', name, name));
}

function variants(served: Served, text: string): Part[] {
  if (!/^rs\d+$/i.test(text)) return [];
  const table = served.annotations().get(VARIANTS);
  return (table?.beginningWith(text.toLowerCase(), MOST) ?? []).map(({ id, row }) =>
    part('variant', id, id, locationText(table!.variant(row))),
  );
}
