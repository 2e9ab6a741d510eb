/** /api/v1/search: what people type, taken apart; and suggestions while they type. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { locationText, parseLocation } from '../genome/region-text.ts';
import type { ElementFilter } from '../store/element-filter.ts';
import { filterRows } from '../store/element-filter.ts';
import type { ElementStore } from '../store/element-store.ts';
import { countRows } from '../store/row-set.ts';
import { accessionOfRow, resolveAccession } from './accession.ts';
import { closed, ElementRef, oneOf, RegistryRef } from './components.ts';
import { elementView } from './element-view.ts';
import { examplesOf } from './examples.ts';
import { REGISTRY_QUERY, registryView } from './registry-view.ts';
import type { Served, ServedRegistries } from './served.ts';

const SearchQuery = closed({
  ...REGISTRY_QUERY,
  q: Type.String({
    description: 'Coordinates, accessions, genes, biosamples, keywords, mixed',
    maxLength: 2048,
  }),
});
const SUGGESTIONS = 5;

/** Words that stand for what is high, as SCREEN took them. */
const KEYWORDS: Readonly<Record<string, ElementFilter>> = {
  promoter: { class: ['PLS'] },
  enhancer: { class: ['pELS', 'dELS'] },
  insulator: { ctcfBound: true },
};

/** What a part of the text was understood as. */
interface Part {
  readonly kind: 'location' | 'accession' | 'gene' | 'biosample' | 'keyword';
  readonly text: string;
  readonly value: string;
}

const PartSchema = closed({
  kind: oneOf('location', 'accession', 'gene', 'biosample', 'keyword'),
  text: Type.String({ description: 'As it was typed' }),
  value: Type.String({ description: 'What was understood' }),
});
const SearchAnswer = closed({
  registry: RegistryRef,
  q: Type.String(),
  parts: Type.Array(PartSchema),
  unknown: Type.Array(Type.String(), { description: 'Words that nothing is known by' }),
  filter: Type.Unsafe<ElementFilter>({
    type: 'object',
    additionalProperties: true,
    description: 'The same as `filter` of POST /ccres',
  }),
  total: Type.Integer({ description: 'Elements that pass the filter; 0 where nothing was understood' }),
  element: Type.Union([ElementRef, Type.Null()], { description: 'The one whose accession was typed' }),
});
const SuggestAnswer = closed({ registry: RegistryRef, suggestions: Type.Array(PartSchema) });

/** Adds the routes. */
export function searchRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const { region, accessions } = examplesOf(registries);
  app.get(
    '/search',
    {
      schema: {
        querystring: SearchQuery,
        response: { 200: SearchAnswer },
        tags: ['search'],
        summary: 'What people type, understood as parts and as a filter',
      },
      config: { example: `/search?q=${region}` },
    },
    (request) => {
      const { registry, q } = request.query as Static<typeof SearchQuery>;
      const served = registries.find(registry);
      const { parts, filter, unknown } = understood(served, q);
      const rows = filterRows(served.store, filter);
      const element =
        parts.length === 1 && parts[0]!.kind === 'accession'
          ? served.store.rowOf(parts[0]!.value)
          : undefined;
      return {
        registry: registryView(served),
        q,
        parts,
        unknown,
        filter,
        total: parts.length === 0 ? 0 : countRows(rows),
        element: element === undefined ? null : elementView(served.store, element),
      };
    },
  );
  app.get(
    '/suggest',
    {
      schema: {
        querystring: SearchQuery,
        response: { 200: SuggestAnswer },
        tags: ['search'],
        summary: 'Genes, biosamples and accessions that begin so',
      },
      config: { example: `/suggest?q=${accessions[0]}` },
    },
    (request) => {
      const { registry, q } = request.query as Static<typeof SearchQuery>;
      const served = registries.find(registry);
      return { registry: registryView(served), suggestions: suggestions(served, q) };
    },
  );
}

/** Takes the text apart: a place first, then word by word, longest biosample name first. What nobody understands is `unknown`. */
function understood(
  served: Served,
  text: string,
): { parts: Part[]; filter: ElementFilter; unknown: string[] } {
  const { store } = served;
  const { registry, table } = store;
  const parts: Part[] = [];
  let filter: ElementFilter = {};
  const whole = parseLocation(text, registry.chromSizes);
  if (whole !== undefined) {
    const value = locationText(whole);
    return {
      parts: [{ kind: 'location', text: text.trim(), value }],
      filter: { regions: [whole] },
      unknown: [],
    };
  }
  const words = text.split(/\s+/).filter((word) => word !== '');
  const unknown: string[] = [];
  const genes = geneNames(store);
  for (let i = 0; i < words.length; ) {
    const word = words[i]!;
    const place = /[:]/.test(word) ? parseLocation(word, registry.chromSizes) : undefined;
    const rows = resolveAccession(served, word)?.rows ?? [];
    const keyword = KEYWORDS[word.toLowerCase().replace(/s$/, '')];
    const gene = genes.get(word.toLowerCase());
    const biosample = biosampleAt(store, words, i);
    if (place !== undefined) {
      parts.push({ kind: 'location', text: word, value: locationText(place) });
      filter = { ...filter, regions: [...(filter.regions ?? []), place] };
    } else if (rows.length > 0) {
      const now = rows.map((row) => accessionNow(served, word, row));
      parts.push({ kind: 'accession', text: word, value: now[0]! });
      // Whoever names an element wants it, of whatever tier, cCRE or not.
      filter = { ...filter, scope: 'rDHSs', accessions: [...(filter.accessions ?? []), ...now] };
    } else if (keyword !== undefined) {
      parts.push({ kind: 'keyword', text: word, value: word.toLowerCase() });
      filter = {
        ...filter,
        ...(registry.scheme === 'encode4' && keyword.ctcfBound ? { class: ['CA-CTCF'] } : keyword),
      };
    } else if (gene !== undefined) {
      parts.push({ kind: 'gene', text: word, value: table.genes[gene]! });
      filter = { ...filter, nearestGene: [...(filter.nearestGene ?? []), table.genes[gene]!] };
    } else if (biosample !== undefined) {
      parts.push({
        kind: 'biosample',
        text: words.slice(i, i + biosample.words).join(' '),
        value: biosample.name,
      });
      const own = registry.biosamples.find(({ name }) => name === biosample.name)!;
      const assay = own.files.DNase === undefined ? Object.keys(own.files)[0] : 'DNase';
      if (assay !== undefined)
        filter = { ...filter, activity: { biosample: biosample.name, assay, is: 'high' } };
      i += biosample.words - 1;
    } else unknown.push(word);
    i++;
  }
  return { parts, filter, unknown };
}

/** Genes as elements.tsv names them, with and without version, in lower case. */
function geneNames({ table }: ElementStore): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const [g, gene] of table.genes.entries()) {
    names.set(gene.toLowerCase(), g);
    const bare = gene.replace(/\.\d+$/, '').toLowerCase();
    if (!names.has(bare)) names.set(bare, g);
  }
  return names;
}

/** The biosample whose name the words from `i` on begin with or are, most words first. */
function biosampleAt(
  { registry }: ElementStore,
  words: readonly string[],
  i: number,
): { name: string; words: number } | undefined {
  for (let n = Math.min(words.length - i, 12); n > 0; n--) {
    const text = words
      .slice(i, i + n)
      .join(' ')
      .toLowerCase();
    if (text.length < 2) continue;
    const own = registry.biosamples.find(
      ({ name, key }) => name.toLowerCase() === text || key.toLowerCase() === text,
    );
    const found = own ?? registry.biosamples.find(({ name }) => name.toLowerCase().startsWith(text));
    if (found !== undefined) return { name: found.name, words: n };
  }
  return undefined;
}

/** What an accession is called now: itself, unless it is of an earlier registry. */
function accessionNow(served: Served, typed: string, row: number): string {
  return served.store.rowOf(typed) === row ? typed.toUpperCase() : accessionOfRow(served, row);
}

function suggestions(served: Served, q: string): Part[] {
  const { store } = served;
  const text = q.trim().toLowerCase();
  if (text === '') return [];
  const place = parseLocation(q, store.registry.chromSizes);
  const beginning = (names: readonly string[], kind: Part['kind']) =>
    names
      .filter((name) => name.toLowerCase().startsWith(text))
      .slice(0, SUGGESTIONS)
      .map((value): Part => ({ kind, text: value, value }));
  return [
    ...(place === undefined
      ? []
      : [{ kind: 'location', text: q.trim(), value: locationText(place) } as const]),
    ...(resolveAccession(served, q)?.rows ?? [])
      .slice(0, 1)
      .map(
        (row): Part => ({ kind: 'accession', text: q.trim(), value: accessionNow(served, q.trim(), row) }),
      ),
    ...beginning(store.table.genes, 'gene'),
    ...beginning(
      store.registry.biosamples.map(({ name }) => name),
      'biosample',
    ),
  ];
}
