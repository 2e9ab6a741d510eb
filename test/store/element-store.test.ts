/** Questions to a registry against a naive look at its files, row by row. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/build/build.ts';
import { floatToSix } from '../../src/formats/six-digits.ts';
import { silent } from '../../src/progress.ts';
import { simulate } from '../../src/simulate/simulate.ts';
import {
  type Facet,
  type FacetCounts,
  type FacetHistogram,
  type FilteredSets,
  filtered,
} from '../../src/store/element-facets.ts';
import {
  type Condition,
  type ElementFilter,
  filterRows,
  type Range,
} from '../../src/store/element-filter.ts';
import { type Sort, sortedRows, streamedRows } from '../../src/store/element-order.ts';
import { type ElementStore, openElements } from '../../src/store/element-store.ts';
import { ccreAccession, rdhsAccession } from '../../src/store/element-table.ts';
import { countRows, hasRow, rowsOf, setOf } from '../../src/store/row-set.ts';
import { mistakeOf } from '../formats/scratch.ts';
import { type Random, seeded } from '../genome/random.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'cisreg-store-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** An element as the text files have it. */
interface Element {
  chrom: string;
  start: number;
  end: number;
  rdhs: string;
  ccre?: string | undefined;
  label?: string | undefined;
  tier?: string | undefined;
  isPublished: boolean;
  details: Record<string, string>;
  maxZ: Record<string, number>;
}

const ASSAYS = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];
let store: ElementStore;
let elements: Element[];
/** By assay and biosample: Z as float32 and the high bit of each row. */
let columns: Map<string, { z: Float32Array; high: boolean[] }>;

const tableOf = (file: string) => {
  const [header, ...rows] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i]!])));
};
const bedOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

beforeAll(async () => {
  const registry = path.join(dir, 'registry');
  await simulate(path.join(dir, 'genome'), {});
  await build(
    path.join(dir, 'genome', 'registry.yaml'),
    { out: registry, threads: 1, force: false, keepWork: false },
    silent,
  );
  store = await openElements(registry, { cacheBytes: 1 << 20 });
  const unfiltered = new Map(bedOf(path.join(registry, 'cCREs.unfiltered.bed')).map((row) => [row[3]!, row]));
  const published = new Set(bedOf(path.join(registry, 'cCREs.bed')).map((row) => row[3]!));
  const details = tableOf(path.join(registry, 'elements.tsv'));
  const maxZ = tableOf(path.join(registry, 'maxz.tsv'));
  elements = bedOf(path.join(registry, 'rDHSs.bed')).map(([chrom, start, end, rdhs], i) => ({
    chrom: chrom!,
    start: Number(start),
    end: Number(end),
    rdhs: rdhs!,
    ccre: unfiltered.get(rdhs!)?.[4],
    label: unfiltered.get(rdhs!)?.[5],
    tier: unfiltered.get(rdhs!)?.[6],
    isPublished: published.has(rdhs!),
    details: details[i]!,
    maxZ: Object.fromEntries(ASSAYS.map((assay) => [assay, Math.fround(Number(maxZ[i]![assay]))])),
  }));
  const manifest = JSON.parse(readFileSync(path.join(registry, 'zscores', 'manifest.json'), 'utf8'));
  columns = new Map();
  for (const biosample of tableOf(path.join(registry, 'biosamples.tsv'))) {
    for (const assay of ASSAYS) {
      const column = manifest.columns.find(({ file }: { file: string }) => file === biosample[assay]);
      if (column === undefined) continue;
      const base = path.join(registry, 'zscores', column.base);
      const z = new Float32Array(new Uint8Array(readFileSync(`${base}.z.f32`)).buffer);
      const bits = readFileSync(`${base}.high.bits`);
      columns.set(`${assay} ${biosample.biosample}`, {
        z,
        high: Array.from(z, (_, row) => ((bits[row >> 3]! >> (row & 7)) & 1) === 1),
      });
    }
  }
});

const bare = (label: string | undefined) => label?.replace(',CTCF-bound', '');
const within = (x: number, [from, to]: Range) => x >= (from ?? -Infinity) && x <= (to ?? Infinity);
/** As the registry's chromosomes are spelt. */
const ownChrom = (name: string) => `chr${name.toLowerCase().replace(/^chr/, '').toUpperCase()}`;

function holds(condition: Condition, row: number): boolean {
  if ('all' in condition) return condition.all.every((own) => holds(own, row));
  if ('any' in condition) return condition.any.some((own) => holds(own, row));
  if ('not' in condition) return !holds(condition.not, row);
  if ('atLeast' in condition) {
    return condition.atLeast.of.filter((own) => holds(own, row)).length >= condition.atLeast.k;
  }
  const { z, high } = columns.get(`${condition.assay} ${condition.biosample}`)!;
  const state = high[row] ? 'high' : z[row] === -10 ? 'noSignal' : 'low';
  return condition.is === state;
}

/** The same without what is said of an assay; undefined where nothing else is said. */
function holdsBut(assay: string, condition: Condition, row: number): boolean | undefined {
  const rest = (of: readonly Condition[]) =>
    of.map((own) => holdsBut(assay, own, row)).filter((own) => own !== undefined);
  if ('all' in condition || 'any' in condition) {
    const own = rest('all' in condition ? condition.all : condition.any);
    if (own.length === 0) return undefined;
    return 'all' in condition ? own.every(Boolean) : own.some(Boolean);
  }
  if ('not' in condition) {
    const own = holdsBut(assay, condition.not, row);
    return own === undefined ? undefined : !own;
  }
  if ('atLeast' in condition) {
    const own = rest(condition.atLeast.of);
    if (own.length === 0) return undefined;
    return own.filter(Boolean).length >= Math.min(condition.atLeast.k, own.length);
  }
  return condition.assay === assay ? undefined : holds(condition, row);
}

/** What is shown of a Z; NaN without signal, which is in no range. */
const shownZ = (z: number) => (z === -10 ? Number.NaN : Number(z.toPrecision(6)));

function passes(filter: ElementFilter, row: number): boolean {
  const element = elements[row]!;
  const { scope = 'cCREs' } = filter;
  if (scope === 'cCREs' && !element.isPublished) return false;
  if (scope === 'unfiltered' && element.ccre === undefined) return false;
  if (filter.class && !filter.class.includes(bare(element.label) ?? '')) return false;
  if (
    filter.ctcfBound !== undefined &&
    (element.label === undefined || element.label.endsWith(',CTCF-bound') !== filter.ctcfBound)
  )
    return false;
  if (filter.tier && !filter.tier.includes(element.tier ?? '')) return false;
  if (filter.zone && !filter.zone.includes(element.details.zone!)) return false;
  if (filter.chrom && !filter.chrom.map(ownChrom).includes(element.chrom)) return false;
  if (
    filter.regions &&
    !filter.regions.some(
      ({ chrom, start, end }) => chrom === element.chrom && start < element.end && element.start < end,
    )
  )
    return false;
  if (filter.accessions && !filter.accessions.some((own) => own === element.ccre || own === element.rdhs))
    return false;
  if (filter.nearestGene && !filter.nearestGene.includes(element.details.gene!)) return false;
  for (const [assay, range] of Object.entries(filter.maxZ ?? {}))
    if (!within(shownZ(element.maxZ[assay]!), range)) return false;
  for (const { assay, biosample, range } of filter.z ?? []) {
    if (!within(shownZ(columns.get(`${assay} ${biosample}`)!.z[row]!), range)) return false;
  }
  if (filter.activity && !holds(filter.activity, row)) return false;
  const { tssDistance, tau } = element.details;
  if (filter.tssDistance && (tssDistance === 'NA' || !within(Number(tssDistance), filter.tssDistance)))
    return false;
  if (filter.length && !within(element.end - element.start, filter.length)) return false;
  for (const [assay, range] of Object.entries(filter.support ?? {})) {
    if (!within(Number(element.details[assay]), range)) return false;
  }
  if (filter.tau && (tau === 'NA' || !within(Number(tau), filter.tau))) return false;
  if (filter.blacklisted !== undefined && element.details.blacklist !== String(Number(filter.blacklisted)))
    return false;
  return true;
}

function randomCondition(random: Random, depth: number): Condition {
  const kind = depth === 0 ? 0 : random.int(0, 4);
  const some = () => Array.from({ length: random.int(1, 3) }, () => randomCondition(random, depth - 1));
  if (kind === 1) return { all: some() };
  if (kind === 2) return { any: some() };
  if (kind === 3) return { not: randomCondition(random, depth - 1) };
  if (kind === 4) return { atLeast: { k: random.int(1, 2), of: some() } };
  const [assay, biosample] = randomColumn(random);
  return { assay, biosample, is: random.pick(['high', 'low', 'noSignal'] as const) };
}

function randomColumn(random: Random): [assay: string, biosample: string] {
  const key = random.pick([...columns.keys()]);
  return [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
}

function randomRange(random: Random, low: number, high: number, step = 1): Range {
  const ends = [random.int(low, high) * step, random.int(low, high) * step].sort((a, b) => a - b);
  return [random.chance(0.2) ? null : ends[0]!, random.chance(0.2) ? null : ends[1]!];
}

/** Ends that are values as they are shown, or half numbers down to -10. */
function randomZRange(random: Random, values: Float32Array): Range {
  const end = () =>
    random.chance(0.5) ? Number(random.pick([...values]).toPrecision(6)) : random.int(-20, 12) / 2;
  const ends = [end(), end()].sort((a, b) => a - b);
  return [random.chance(0.2) ? null : ends[0]!, random.chance(0.2) ? null : ends[1]!];
}

function randomFilter(random: Random): ElementFilter {
  const element = () => random.pick(elements);
  const [assay, biosample] = randomColumn(random);
  const other = random.pick(ASSAYS);
  const parts: ElementFilter[] = [
    { class: random.shuffled(['PLS', 'pELS', 'dELS', 'CTCF-only']).slice(0, 2) },
    { ctcfBound: random.chance(0.5) },
    { tier: random.shuffled(['1a', '1b', '2', '3', '4']).slice(0, 2) },
    { zone: random.shuffled(['proximal', 'distal', 'TSS-overlapping']).slice(0, 2) },
    { chrom: random.shuffled(['chr1', '2', 'CHRX', 'chrM']).slice(0, 2) },
    {
      regions: Array.from({ length: random.int(1, 5) }, () => {
        const { chrom, start, end } = element();
        return {
          chrom,
          start: Math.max(0, start - random.int(-200, 100_000)),
          end: end + random.int(-100, 100_000),
        };
      }).filter(({ start, end }) => end > start),
    },
    {
      accessions: Array.from({ length: 5 }, () => element()).flatMap(({ ccre, rdhs }) => [
        rdhs,
        ...(ccre ? [ccre] : []),
      ]),
    },
    {
      nearestGene: [element(), element()].map(({ details }) => details.gene!).filter((gene) => gene !== 'NA'),
    },
    {
      maxZ: {
        [other]: randomZRange(
          random,
          Float32Array.from(elements.slice(0, 500), ({ maxZ }) => maxZ[other]!),
        ),
        CTCF: [null, random.int(0, 4)],
      },
    },
    {
      z: [
        {
          assay,
          biosample,
          range: randomZRange(random, columns.get(`${assay} ${biosample}`)!.z.subarray(0, 500)),
        },
      ],
    },
    { activity: randomCondition(random, 2) },
    { tssDistance: randomRange(random, 0, 50_000) },
    { length: randomRange(random, 150, 350) },
    { support: { [random.pick(ASSAYS)]: randomRange(random, 0, 10) } },
    { tau: randomRange(random, 0, 100, 0.01) },
    { blacklisted: random.chance(0.5) },
  ];
  const chosen = random.shuffled(parts).slice(0, random.int(0, 3));
  return Object.assign({ scope: random.pick(['cCREs', 'unfiltered', 'rDHSs'] as const) }, ...chosen);
}

const matching = (filter: ElementFilter) => elements.flatMap((_, row) => (passes(filter, row) ? [row] : []));

describe('a filter', () => {
  it('finds the rows that a look at every element finds', () => {
    let found = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const filter = randomFilter(seeded(seed));
      const rows = matching(filter);
      expect([...rowsOf(filterRows(store, filter))], JSON.stringify(filter)).toEqual(rows);
      found += rows.length;
    }
    expect(found).toBeGreaterThan(100_000);
  });

  it('is refused where it names what the registry has not', async () => {
    const biosample = [...columns.keys()].find((key) => key.startsWith('DNase '))!.slice(6);
    const cases: [unknown, RegExp][] = [
      [{ class: ['enhancer'] }, /class enhancer, expected one of PLS/],
      [{ maxZ: { DNAse: [0, 1] } }, /assay DNAse, expected one of DNase/],
      [{ z: [{ biosample: 'nobody', assay: 'DNase', range: [0, 1] }] }, /biosample nobody/],
      [{ activity: { biosample, assay: 'ATAC', is: 'high' } }, /was not assayed for it, expected one of/],
      [
        { activity: { biosample, assay: 'DNase', is: 'idle' } },
        /is idle of an activity, expected one of high/,
      ],
      [{ chrom: ['chrNone'] }, /chrom chrNone, expected one of chr1/],
      [{ accessions: ['EH38E9999999'] }, /accession EH38E9999999, which this registry has not/],
      [{ nearestGene: ['none'] }, /nearestGene none, which is the nearest gene of no element/],
      [{ colour: 'red' }, /the filter colour/],
      [{ constructor: 'red' }, /the filter constructor/],
    ];
    for (const [filter, says] of cases) {
      const error = await mistakeOf((async () => filterRows(store, filter as ElementFilter))());
      expect(error.code).toBe('USAGE');
      expect(error.message).toMatch(says);
      const [key] = Object.keys(filter as object);
      if (key === 'class' || key === 'chrom') expect(error.parameter).toBe(key);
    }
  });
});

describe('a range of Z', () => {
  it('that ends at the Z that is shown of an element has that element', () => {
    for (const [key, { z, high: isHigh }] of columns) {
      const [assay, biosample] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
      const rows = [...z.keys()].filter((row) => z[row] !== -10);
      for (let i = 0; i < rows.length; i += 997) {
        const row = rows[i]!;
        const shown = floatToSix(z[row]!);
        for (const range of [
          [shown, null],
          [null, shown],
          [shown, shown],
        ] as const) {
          const found = filterRows(store, { scope: 'rDHSs', z: [{ assay, biosample, range }] });
          expect(hasRow(found, row), `${key} ${shown}`).toBe(true);
        }
      }
      for (const row of rows) {
        if (!isHigh[row] || floatToSix(z[row]!) > 1.64) continue;
        const range = [1.64, null] as const;
        expect(hasRow(filterRows(store, { scope: 'rDHSs', z: [{ assay, biosample, range }] }), row)).toBe(
          true,
        );
      }
    }
  });

  it('has elements without signal only where they count as -10', () => {
    const [assay, biosample] = [
      'DNase',
      [...columns.keys()].find((key) => key.startsWith('DNase '))!.slice(6),
    ];
    const none = columns.get(`${assay} ${biosample}`)!.z.filter((z) => z === -10).length;
    expect(none).toBeGreaterThan(0);
    const found = (filter: ElementFilter) =>
      countRows(
        filterRows(store, { scope: 'rDHSs', z: [{ assay, biosample, range: [-10, 10] }], ...filter }),
      );
    expect(found({ countsNoSignal: true }) - found({})).toBe(none);
  });
});

describe('an order', () => {
  it('gives any page of any list as sorting all of it does', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = seeded(seed);
      const filter = randomFilter(random);
      const [assay, biosample] = randomColumn(random);
      const sort = {
        ...random.pick([
          { by: 'position' },
          { by: 'length' },
          { by: 'tssDistance' },
          { by: 'tau' },
          { by: 'accession' },
          { by: 'maxZ', assay: random.pick(ASSAYS) },
          { by: 'support', assay: random.pick(ASSAYS) },
          { by: 'z', assay, biosample },
        ] as const),
        order: random.pick(['ascending', 'descending'] as const),
      } as Sort;
      const value = (row: number): number => {
        const { start, end, details, ccre, maxZ } = elements[row]!;
        if (sort.by === 'length') return end - start;
        if (sort.by === 'tssDistance')
          return Number(details.tssDistance === 'NA' ? 'x' : details.tssDistance);
        if (sort.by === 'tau') return Number(details.tau === 'NA' ? 'x' : details.tau);
        if (sort.by === 'accession') return Number(ccre?.replace(/\D+\d+\D/, '') ?? 'x');
        if (sort.by === 'maxZ') return maxZ[sort.assay]!;
        if (sort.by === 'support') return Number(details[sort.assay]);
        if (sort.by === 'z') return columns.get(`${sort.assay} ${sort.biosample}`)!.z[row]!;
        return row;
      };
      const sign = sort.order === 'descending' ? -1 : 1;
      const rows = matching(filter).sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        if (Number.isNaN(x) || Number.isNaN(y))
          return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
        return sign * (x - y) || a - b;
      });
      const set = filterRows(store, filter);
      const offset = random.int(0, rows.length + 10);
      for (const limit of [random.int(0, 100), 50_000]) {
        const page = sortedRows(store, set, sort, { offset, limit });
        expect([...page], `${seed} ${JSON.stringify(sort)}`).toEqual(rows.slice(offset, offset + limit));
        expect([...streamedRows(store, set, sort, { offset, limit })]).toEqual([...page]);
      }
    }
  });

  it('streams more rows than it looks up at a time', () => {
    const members = Array.from({ length: 90_000 }, (_, i) => 3 * i + (i % 2));
    const set = setOf(300_000, members);
    for (const order of ['ascending', 'descending'] as const) {
      const rows = order === 'ascending' ? members : [...members].reverse();
      for (const [offset, limit] of [
        [0, 90_000],
        [7, 40_000],
        [19_999, 20_001],
        [89_990, 30_000],
        [90_001, 30_000],
      ] as const) {
        const found = [...streamedRows(store, set, { by: 'position', order }, { offset, limit })];
        expect(found).toEqual(rows.slice(offset, offset + limit));
      }
    }
  });
});

describe('sets that are used again', () => {
  it('change no answer, whoever asks at the same time and however often', () => {
    const random = seeded(7);
    const filters = Array.from({ length: 30 }, () => randomFilter(random));
    const open = new Map<number, { readonly found: FilteredSets; readonly rows: readonly number[] }>();
    for (let turn = 0; turn < 400; turn++) {
      const place = random.int(0, 6);
      const known = open.get(place);
      if (known !== undefined) {
        expect([...rowsOf(known.found.rows)]).toEqual(known.rows);
        known.found.end();
        open.delete(place);
      } else {
        const filter = random.pick(filters);
        open.set(place, { found: filtered(store, filter), rows: matching(filter) });
      }
    }
  });
});

describe('facets', () => {
  it('count under every filter but their own', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const random = seeded(seed);
      const filter = randomFilter(random);
      const { rows, total, facet, end } = filtered(store, filter);
      expect(total).toBe(countRows(rows));
      const counted = (of: Facet) => new Map((facet(of) as FacetCounts).counts);
      const without = (key: keyof ElementFilter) => matching({ ...filter, [key]: undefined });

      for (const [name, count] of counted({ of: 'class' })) {
        expect(count).toBe(without('class').filter((row) => bare(elements[row]!.label) === name).length);
      }
      for (const [name, count] of counted({ of: 'chrom' })) {
        expect(count).toBe(without('chrom').filter((row) => elements[row]!.chrom === name).length);
      }
      for (const [name, count] of counted({ of: 'tier' })) {
        expect(count).toBe(without('tier').filter((row) => elements[row]!.tier === name).length);
      }
      const chrom = random.pick([...new Set(elements.map((own) => own.chrom))]);
      const sizeBp = store.registry.chromSizes.sizes[store.registry.chromSizes.index.get(chrom)!]!;
      const along = facet({ of: 'positions', chrom, bins: 7 }) as FacetHistogram;
      const starts = without('chrom')
        .filter((row) => elements[row]!.chrom === chrom)
        .map((row) => elements[row]!.start);
      expect({ ...along, bins: [...along.bins] }).toEqual({
        from: 0,
        to: sizeBp,
        below: 0,
        above: 0,
        unknown: 0,
        noSignal: 0,
        bins: Array.from(
          { length: 7 },
          (_bin, b) => starts.filter((start) => Math.floor((7 * start) / sizeBp) === b).length,
        ),
      });
      for (const facetAssay of ['DNase', 'H3K27ac']) {
        const active = without('activity').filter(
          (row) => !filter.activity || holdsBut(facetAssay, filter.activity, row) !== false,
        );
        const counts = [...counted({ of: 'biosample', assay: facetAssay })];
        for (const [name, count] of counts.slice(0, 3)) {
          expect(count).toBe(active.filter((row) => columns.get(`${facetAssay} ${name}`)!.high[row]).length);
        }
      }

      const { tau: _tau, ...otherThanTau } = filter;
      const { tssDistance: _tss, ...otherThanTss } = filter;
      const numbers = [
        { by: 'tau', other: otherThanTau, from: 0.2, to: 0.9 },
        { by: 'tssDistance', other: otherThanTss, from: 0, to: 50_000, scale: 'log' },
      ] as const;
      for (const { by, other, ...range } of seed % 8 === 0 ? numbers : []) {
        const { from, to } = range;
        const turned = (x: number) => ('scale' in range ? Math.log10(1 + x) : x);
        const texts = matching(other).map((row) => elements[row]!.details[by]!);
        const values = texts.filter((text) => text !== 'NA').map(Number);
        const bins = Array<number>(12).fill(0);
        for (const x of values.filter((own) => own >= from && own < to)) {
          bins[Math.floor((turned(x) - turned(from)) * (12 / (turned(to) - turned(from))))]!++;
        }
        const found = facet({ of: 'histogram', value: { by }, ...range, bins: 12 }) as FacetHistogram;
        expect({ ...found, bins: [...found.bins] }).toEqual({
          from,
          to,
          bins,
          below: values.filter((x) => x < from).length,
          above: values.filter((x) => x >= to).length,
          unknown: texts.length - values.length,
          noSignal: 0,
        });
      }

      const { CTCF: _, ...otherMaxZ } = filter.maxZ ?? {};
      const own = matching({ ...filter, maxZ: otherMaxZ });
      const [zAssay, zBiosample] = randomColumn(random);
      const z = columns.get(`${zAssay} ${zBiosample}`)!.z;
      const zName = ({ assay, biosample }: { assay: string; biosample: string }) => `${assay} ${biosample}`;
      const otherZ = filter.z?.filter((part) => zName(part) !== `${zAssay} ${zBiosample}`) ?? [];
      const histograms = [
        { value: { by: 'maxZ', assay: 'CTCF' }, all: own.map((row) => elements[row]!.maxZ.CTCF!) },
        {
          value: { by: 'z', assay: zAssay, biosample: zBiosample },
          all: matching({ ...filter, z: otherZ }).map((row) => z[row]!),
        },
      ] as const;
      for (const { value, all } of histograms) {
        // -10 stands below, in a bin, or above.
        for (const from of [-2, -11, -20]) {
          const to = from + 8;
          const found = facet({ of: 'histogram', value, from, to, bins: 16 }) as FacetHistogram;
          const values = all.filter((x) => x !== -10);
          expect({ ...found, bins: [...found.bins] }).toEqual({
            from,
            to,
            below: values.filter((x) => x < from).length,
            above: values.filter((x) => x >= to).length,
            unknown: 0,
            noSignal: all.length - values.length,
            bins: Array.from(
              { length: 16 },
              (_bin, b) => values.filter((x) => x >= from + b / 2 && x < from + (b + 1) / 2).length,
            ),
          });
        }
      }
      // What follows is made in the sets of this one.
      end();
    }
  });
});

describe('an accession', () => {
  it('finds its row, of cCREs and rDHSs alike, and nothing else does', () => {
    for (const [row, { rdhs, ccre }] of elements.entries()) {
      expect(store.rowOf(rdhs)).toBe(row);
      expect(rdhsAccession(store.table, row)).toBe(rdhs);
      expect(ccreAccession(store.table, row)).toBe(ccre);
      if (ccre !== undefined) expect(store.rowOf(ccre.toLowerCase())).toBe(row);
    }
    for (const text of [
      '',
      'EH38E',
      'EH38X0000001',
      'EM10E0000001',
      'EH38E9999999',
      'EH38E00000012345678901',
      '1',
    ]) {
      expect(store.rowOf(text)).toBeUndefined();
    }
  });
});
