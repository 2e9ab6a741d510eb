/** What the benchmark of the service asks: seeded, never the same twice, each as an address, as SQL, and to the open store. */

import { floatToSix } from '../src/formats/six-digits.ts';
import { placeAt } from '../src/genome/sorted-regions.ts';
import { CLASS_NAMES } from '../src/registry/schemes.ts';
import { type Facet, type FacetCounts, type FacetHistogram, filtered } from '../src/store/element-facets.ts';
import type { ElementFilter } from '../src/store/element-filter.ts';
import { type Sort, sortedRows } from '../src/store/element-order.ts';
import { zScoresAt } from '../src/store/element-row.ts';
import type { ElementStore } from '../src/store/element-store.ts';
import { ccreAccession, nearestGene } from '../src/store/element-table.ts';
import { rowsOf } from '../src/store/row-set.ts';
import { seededRandom } from './signal-data.ts';

/** An answer that two programs can be compared by. */
export type Answer = readonly (readonly (string | number)[])[];

export interface Question {
  /** Requests that a visitor makes for it, one after the other. */
  readonly urls: readonly string[];
  /** With ? for each of `values`; undefined where it is not put to a database. */
  readonly sql: string | undefined;
  readonly values: readonly (string | number)[];
  /** The open store's answer, without HTTP. */
  ask(store: ElementStore): Answer;
  /** The same from what was sent for the last of `urls`. */
  read(body: string): Answer;
}

const ELEMENT = 'accession, start, "end", class';
/** Bounds of Z are compared with six digits, as they are shown: of one to ten with five decimals, what is stored may be half of the last less. */
const asStored = (bound: number) => bound - 5e-6;
const BINS = { from: -10, to: 10, bins: 40 };

/** Makers of questions by name; every call makes another one. */
export function questionsOf(store: ElementStore, seed: number): Readonly<Record<string, () => Question>> {
  const { registry, table } = store;
  const random = seededRandom(seed);
  const published = rowsOf(table.published);
  const pick = <T>(all: ArrayLike<T>): T => all[Math.floor(random() * all.length)]!;
  const within = (from: number, to: number) => Number((from + random() * (to - from)).toFixed(5));
  const place = () => {
    // Weighted by where elements are, as visitors' places are.
    const row = pick(published);
    const name = placeAt(table.regions, row).chrom;
    const sizeBp = registry.chromSizes.sizes[registry.chromSizes.index.get(name)!]!;
    const start = Math.max(0, Math.min(sizeBp - 1e6, table.regions.start[row]! - Math.floor(random() * 1e6)));
    return { chrom: name, start, end: Math.min(sizeBp, start + 1e6) };
  };
  /** An assay of a biosample, and its column in SQL. */
  const column = () => {
    const biosample = pick(registry.biosamples.filter(({ group }) => group !== undefined));
    const assay = pick(Object.keys(biosample.files));
    const c = registry.manifest.columns.findIndex(({ file }) => file === biosample.files[assay]);
    return {
      biosample: biosample.name,
      assay,
      sql: `z${c}`,
      address: encodeURIComponent(`${assay}@${biosample.name}`),
    };
  };
  const listed = (filter: ElementFilter, sort: Sort, address: string, sql: string): Question => ({
    urls: [`/api/v1/ccres?limit=1000&${address}`],
    sql: `select ${ELEMENT} from elements where published and ${sql}`,
    values: [],
    ask: (own) =>
      elementsOf(own, sortedRows(own, filtered(own, filter).rows, sort, { offset: 0, limit: 1000 })),
    read: readElements,
  });
  const region = () => {
    const { chrom, start, end } = place();
    return {
      place: { chrom, start, end },
      address: `region=${encodeURIComponent(`${chrom}:${start + 1}-${end}`)}`,
      sql: `chrom = ? and start < ? and "end" > ?`,
      values: [chrom, end, start],
    };
  };
  return {
    'region of 1 Mb': () => {
      const own = region();
      const order = `${own.sql} order by row`;
      return {
        ...listed({ regions: [own.place] }, { by: 'position' }, own.address, order),
        values: own.values,
      };
    },
    'region of 1 Mb, first page': () => {
      const own = region();
      return {
        ...listed({ regions: [own.place] }, { by: 'position' }, own.address, own.sql),
        urls: [`/api/v1/ccres?${own.address}`],
        sql: undefined,
      };
    },
    'region with a biosample filter': () => {
      const [own, z, least] = [region(), column(), within(1, 2)];
      return {
        ...listed(
          { regions: [own.place], z: [{ ...z, range: [least, null] }] },
          { by: 'position' },
          `${own.address}&z=${z.address}:${least},`,
          `${own.sql} and ${z.sql} >= ? order by row`,
        ),
        values: [...own.values, asStored(least)],
      };
    },
    'top 1,000, three filters': () => {
      const [z, least, leastZ, bp] = [
        column(),
        within(1.64, 2.5),
        within(1, 1.64),
        Math.floor(random() * 20_000),
      ];
      return {
        ...listed(
          {
            maxZ: { DNase: [least, null] },
            z: [{ ...z, range: [leastZ, null] }],
            tssDistance: [bp, null],
          },
          { by: 'maxZ', assay: 'DNase', order: 'descending' },
          `maxZ.DNase=${least},&z=${z.address}:${leastZ},&tssDistance=${bp},&sort=-maxZ.DNase`,
          `maxz >= ? and ${z.sql} >= ? and tssdistance >= ? order by maxz desc, row limit 1000`,
        ),
        values: [asStored(least), asStored(leastZ), bp],
      };
    },
    'class counts': () => {
      const least = within(1.64, 2.5);
      return {
        urls: [`/api/v1/ccres?limit=0&facets=class&maxZ.DNase=${least},`],
        sql: 'select class, count(*)::INTEGER from elements where published and maxz >= ? group by class',
        values: [asStored(least)],
        ask: (own) => countsOf(own, { maxZ: { DNase: [least, null] } }),
        read: (body) => {
          const counts = (JSON.parse(body) as { facets: { class: { name: string; count: number }[] } }).facets
            .class;
          return sorted(counts.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]));
        },
      };
    },
    'Z histogram': () => {
      const [z, least] = [column(), within(1.64, 2.5)];
      const facet: Facet = { of: 'histogram', value: { by: 'z', ...z }, ...BINS };
      return {
        urls: [
          `/api/v1/ccres?limit=0&facets=histogram.z.${z.address}:${BINS.from},${BINS.to},${BINS.bins}&maxZ.DNase=${least},`,
        ],
        sql:
          `select floor((${z.sql}::DOUBLE - ${BINS.from}) * ${BINS.bins / (BINS.to - BINS.from)})::INTEGER as bin, count(*)::INTEGER from elements ` +
          `where published and maxz >= ? and ${z.sql} > ${BINS.from} and ${z.sql} < ${BINS.to} group by bin`,
        values: [asStored(least)],
        ask: (own) =>
          binsOf((filtered(own, { maxZ: { DNase: [least, null] } }).facet(facet) as FacetHistogram).bins),
        read: (body) => {
          const { facets } = JSON.parse(body) as { facets: Record<string, { bins: number[] }> };
          return binsOf(Object.values(facets)[0]!.bins);
        },
      };
    },
    "one element's page": () => {
      const row = pick(published);
      const accession = ccreAccession(table, row)!;
      const z = registry.manifest.columns.map((_, c) => `z${c}`);
      return {
        urls: ['', '/biosamples', '/explanation'].map((part) => `/api/v1/ccres/${accession}${part}`),
        sql: `select ${z.join(', ')} from elements where accession = ?`,
        values: [accession],
        ask: (own) => [zScoresAt(own, own.rowOf(accession)!).map((value) => value.z)],
        // The page shows those of class assays by biosample, in six digits: they are compared by their number in the bench.
        read: (body) => zOfPage(body),
      };
    },
    suggestions: () => ({
      urls: [`/api/v1/suggest?q=${encodeURIComponent(typed())}`],
      sql: undefined,
      values: [],
      ask: () => [],
      read: () => [],
    }),
  };

  /** A beginning of what people look for. */
  function typed(): string {
    const row = pick(published);
    const whole = pick([
      ccreAccession(table, row)!,
      nearestGene(table, row) ?? table.genes[0]!,
      pick(registry.biosamples).name,
      `${placeAt(table.regions, row).chrom}:${table.regions.start[row]}-${table.regions.end[row]}`,
      `rs${Math.floor(random() * 1e6)}`,
    ]);
    return whole.slice(0, 2 + Math.floor(random() * whole.length));
  }
}

function elementsOf({ table, registry }: ElementStore, rows: Int32Array): Answer {
  const names = CLASS_NAMES[registry.scheme].agnostic;
  return Array.from(rows, (row) => [
    ccreAccession(table, row)!,
    table.regions.start[row]!,
    table.regions.end[row]!,
    names[table.classCode[row]!]!,
  ]);
}

function readElements(body: string): Answer {
  const { elements } = JSON.parse(body) as {
    elements: { accession: string; start: number; end: number; class: string }[];
  };
  return elements.map((own) => [own.accession, own.start, own.end, own.class]);
}

function countsOf(store: ElementStore, filter: ElementFilter): Answer {
  const { counts } = filtered(store, filter).facet({ of: 'class' }) as FacetCounts;
  return sorted(counts.filter(([, count]) => count > 0));
}

function binsOf(bins: ArrayLike<number>): Answer {
  return Array.from(bins, (count, bin) => [bin, count]).filter(([, count]) => count! > 0);
}

function zOfPage(body: string): Answer {
  const { biosamples } = JSON.parse(body) as {
    biosamples: { z: Record<string, { state: string; z: number | null }> }[];
  };
  const all = biosamples.flatMap(({ z }) => Object.values(z).filter(({ state }) => state !== 'notAssayed'));
  return [all.map(({ z, state }) => (state === 'noSignal' ? -10 : z!)).sort((a, b) => a - b)];
}

/** An answer to a question of a page's Z as the page shows it. */
export function asPage(answer: Answer): Answer {
  return [answer[0]!.map((z) => floatToSix(z as number)).sort((a, b) => a - b)];
}

/** Rows by their first cell. */
export function sorted(rows: Answer): Answer {
  return [...rows].sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}
