/**
 * A whole build as the design and the method word it: objects, every pair looked at, signals summed base by base from
 * the arrays that the bigWigs were written from. Oracle of `cisreg build`; uses none of its code.
 */

import path from 'node:path';
import { byPlace, type Row, sharedBp } from '../genome/rows.ts';
import {
  agnosticClass,
  groupOf,
  labelInGroup,
  type Marks,
  type SchemeName,
  type ZoneName,
} from '../registry/naive-classes.ts';
import { linearPercentile } from '../registry/naive-percentile.ts';
import { naiveRdhs } from '../registry/naive-rdhs.ts';
import { naiveTier } from '../registry/naive-tiers.ts';
import { naiveZone, type Tss } from '../registry/naive-zones.ts';
import {
  type Called,
  type Config,
  calledDhs,
  type Dataset,
  type Place,
  readConfig,
  readDatasets,
  readPlaces,
  readTable,
  readTss,
} from './naive-inputs.ts';
import { meanOverBases, sixDigits, type Track, zScores } from './naive-numbers.ts';

/** 6 digits of the mean of one dataset over an extent, as text. */
export type SignalOf = (dataset: Dataset, region: Row) => string;

export interface NaiveRegistry {
  /** Texts by name, as below the registry directory: BED files, maxz.tsv, biosamples/KEY.bed. */
  readonly files: ReadonlyMap<string, string>;
  /** Texts of the tables of `export --zscores` by name. */
  readonly tables: ReadonlyMap<string, string>;
  readonly biosamples: readonly NaiveBiosample[];
  readonly columns: readonly Column[];
  readonly zones: readonly ZoneName[];
  readonly elements: readonly NaiveElement[];
}

/** What elements.tsv tells of an rDHS. */
export interface NaiveElement {
  readonly id: string;
  /** Bases from the middle to the nearest TSS; NaN on a chromosome without, or where none is near. */
  readonly distanceBp: number;
  /** Biosamples in which DNase, H3K4me3, H3K27ac and CTCF are high; undefined for an assay that nobody has. */
  readonly highCounts: readonly (number | undefined)[];
  /** Bases from the blacklist, 0 where they share one; undefined without a blacklist. */
  readonly fromBlacklistBp: number | undefined;
}

export interface NaiveBiosample {
  readonly name: string;
  readonly key: string;
  /** 1 to 15, undefined for NA. */
  readonly group: number | undefined;
  /** File by assay of the rows with a Z-score. */
  readonly files: ReadonlyMap<string, string>;
  /** Elements by class, suffix and all. */
  readonly counts: ReadonlyMap<string, number>;
}

/** A Z column. */
export interface Column {
  readonly dataset: Dataset;
  readonly signals: readonly string[];
  readonly z: readonly number[];
}

/** A called DHS with its signal. */
export interface Dhs extends Called {
  readonly signal: number;
  readonly isGood: boolean;
}

interface Rdhs extends Place {
  readonly signal: number;
}

const PREFIXES: Readonly<Record<string, string>> = { GRCh38: 'EH38', mm10: 'EM10', hg19: 'EH37' };
const MARKS = { H3K4me3: 'k4', H3K27ac: 'k27', CTCF: 'ctcf' } as const;
const NARROW = ['DNase', 'ATAC', 'CTCF', 'POL2'];

/** The signal of in-memory tracks, by the path that datasets.tsv has. */
export function signalOfTracks(tracks: ReadonlyMap<string, Track>): SignalOf {
  return ({ signal }, { chrom, start, end }) =>
    sixDigits(meanOverBases(tracks.get(signal)!, chrom, start, end));
}

export function safeKey(name: string): string {
  return name.replace(/[^A-Za-z0-9._+-]+/g, '_');
}

/** The extent whose mean is an element's signal in an assay. */
export function windowOf(row: Row, assay: string): Row {
  const flank = NARROW.includes(assay) ? 0 : 500;
  return { chrom: row.chrom, start: Math.max(0, row.start - flank), end: row.end + flank };
}

/** The registry of a configuration; `select` chooses the rDHSs of the pool, in order. */
export function naiveBuild(
  registryYaml: string,
  signalOf: SignalOf,
  select: (pool: readonly Dhs[]) => Dhs[] = selected,
): NaiveRegistry {
  const config = readConfig(registryYaml);
  const at = (file: string): string => path.join(path.dirname(registryYaml), file);
  const { scheme = 'encode3', anchors = ['DNase'] } = config;
  const datasets = readDatasets(at(config.datasets));
  const prefix = config.accessionPrefix ?? PREFIXES[config.assembly]!;

  const pool = pooledDhs(at(''), datasets, config, signalOf);
  const chosen = select(pool);
  const accession = (rows: readonly Row[], letter: string, previous: string | undefined): string[] =>
    accessions(rows, `${prefix}${letter}`, previous === undefined ? [] : readPlaces(at(previous)));
  const ids = accession(chosen, 'D', config.previous?.rdhs);
  const named = chosen.map((row, i) => ({ ...row, id: ids[i]! }));
  const rdhs =
    config.consensusDhs === undefined ? named : withConsensus(named, readPlaces(at(config.consensusDhs)));

  const stats = config.normalisation === undefined ? [] : readTable(at(config.normalisation));
  const columns = datasets
    .filter(({ hasZ }) => hasZ)
    .map((dataset): Column => {
      const signals = rdhs.map((row) => signalOf(dataset, windowOf(row, dataset.assay)));
      const given = stats.find(({ file }) => file === dataset.file);
      const norm = given && { mean: Number(given.mean), sd: Number(given.sd) };
      return { dataset, signals, z: zScores(signals.map(Number), norm) };
    });
  const samples = samplesOf(datasets, columns, anchors);

  const maxOf = (mark: keyof Marks): number[] | undefined => {
    const having = samples.flatMap((sample) => sample.z[mark] ?? []);
    return having.length === 0 ? undefined : rdhs.map((_, i) => Math.max(...having.map(({ z }) => z[i]!)));
  };
  const max = { dnase: maxOf('dnase'), k4: maxOf('k4'), k27: maxOf('k27'), ctcf: maxOf('ctcf') };
  const tssNear = tssByPlace(readTss(at(config.tss)));
  const sited = rdhs.map((row) => naiveZone(row, tssNear(row), scheme));
  const zones = sited.map(({ zone }) => zone);
  const classed = rdhs.flatMap((row, i) => {
    const high = marksOf((mark) => (max[mark]?.[i] ?? -10) > 1.64);
    const name = agnosticClass(zones[i]!, high, scheme);
    return name === undefined ? [] : [{ row, i, name: suffixed(name, high, scheme) }];
  });
  const elementIds = accession(
    classed.map(({ row }) => row),
    'E',
    config.previous?.ccre,
  );
  const unfiltered = classed.map(({ row, i, name }, n) => {
    const sightings = samples.flatMap((sample) =>
      sample.group === undefined ? [] : [{ group: sample.group, high: highIn(sample, i) }],
    );
    return { row, i, name, id: elementIds[n]!, tier: naiveTier(name, sightings) };
  });
  const elements = scheme === 'encode4' ? unfiltered : unfiltered.filter(({ tier }) => tier < '3');

  const files = new Map<string, string>();
  const bed = (row: Place): string[] => [row.chrom, String(row.start), String(row.end), row.id];
  files.set('rDHSs.bed', tsv(rdhs.map(bed)));
  files.set('cCREs.bed', tsv(elements.map(({ row, id, name }) => [...bed(row), id, name])));
  if (scheme === 'encode3') {
    const rows = unfiltered.map(({ row, id, name, tier }) => [...bed(row), id, name, tier]);
    files.set('cCREs.unfiltered.bed', tsv(rows));
  }
  const maxText = (z: readonly number[] | undefined, i: number): string =>
    z === undefined ? 'NA' : z[i]!.toFixed(6);
  files.set(
    'maxz.tsv',
    tsv([
      ['rDHS', 'DNase', 'H3K4me3', 'H3K27ac', 'CTCF'],
      ...rdhs.map(({ id }, i) => [id, ...[max.dnase, max.k4, max.k27, max.ctcf].map((z) => maxText(z, i))]),
    ]),
  );
  const biosamples = samples.map((sample): NaiveBiosample => {
    const { name, key, group } = sample;
    const counts = new Map<string, number>();
    if (group !== undefined) {
      const isFull = group === 1;
      const rows = elements.map(({ row, i, id }) => {
        const { label, rgb } = labelInGroup(group, zones[i]!, highIn(sample, i), scheme);
        counts.set(label, (counts.get(label) ?? 0) + 1);
        const [chrom, start, end] = bed(row) as [string, string, string];
        const completeness = isFull ? 'All-data/Full-classification' : 'Missing-data/Partial-classification';
        return [chrom, start, end, id, '0', '.', start, end, rgb, label, completeness];
      });
      files.set(`biosamples/${key}.bed`, tsv(rows));
    }
    return { name, key, group, files: sample.files, counts };
  });
  const tables = new Map(
    columns.map(({ dataset, signals, z }) => [
      `${safeKey(dataset.assay)}/${safeKey(dataset.biosample)}.tsv`,
      tsv([['rDHS', 'Z', 'signal'], ...rdhs.map(({ id }, i) => [id, z[i]!.toFixed(6), signals[i]!])]),
    ]),
  );
  const blacklist = config.blacklist === undefined ? undefined : readPlaces(at(config.blacklist));
  const registry = { files, tables, biosamples, columns, zones };
  const details = rdhs.map((row, i): NaiveElement => {
    const highCounts = (['dnase', 'k4', 'k27', 'ctcf'] as const).map((mark) =>
      max[mark] === undefined ? undefined : samples.filter((sample) => highIn(sample, i)[mark]).length,
    );
    const fromBlacklistBp = blacklist && Math.min(...blacklist.map((site) => gapBp(row, site)));
    return { id: row.id, distanceBp: sited[i]!.distanceBp, highCounts, fromBlacklistBp };
  });
  return { ...registry, elements: details };
}

/** Bases between two regions, 0 where they share one; book-ended ones are half a base apart. */
function gapBp(a: Row, b: Row): number {
  if (a.chrom !== b.chrom) return Number.POSITIVE_INFINITY;
  return sharedBp(a, b) > 0 ? 0 : Math.max(a.start - b.end, b.start - a.end) || 0.5;
}

function tsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join('\t')}\n`).join('');
}

function marksOf(isHigh: (mark: keyof Marks) => boolean): Marks {
  return { dnase: isHigh('dnase'), k4: isHigh('k4'), k27: isHigh('k27'), ctcf: isHigh('ctcf') };
}

function suffixed(name: string, high: Marks, scheme: SchemeName): string {
  return scheme === 'encode3' && high.ctcf ? `${name},CTCF-bound` : name;
}

function isGlobbed(name: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`).test(name);
}

/** Every called DHS of the anchors with its signal, then those that pass all filters. */
function pooledDhs(
  directory: string,
  datasets: readonly Dataset[],
  config: Config,
  signalOf: SignalOf,
): Dhs[] {
  const { anchors = ['DNase'], exclude = ['chrM', 'chrEBV', '*_*'], chromosomes, minSpot, dhs = {} } = config;
  const called = datasets
    .filter(({ assay, peaks, signal }) => anchors.includes(assay) && peaks !== '' && signal !== '')
    .flatMap((dataset) =>
      calledDhs(directory, dataset, config).map((row) => ({
        ...row,
        signal: Number(signalOf(dataset, row)),
        isGood: minSpot === undefined || dataset.spot === '' || Number(dataset.spot) >= minSpot,
      })),
    )
    .filter(({ chrom }) => chromosomes === undefined || chromosomes.includes(chrom));
  const { minWidth = 150, maxWidth = 350, maxFdr = 0.001, minSignalPercentile = 10 } = dhs;
  const minSignal =
    dhs.minSignal ??
    linearPercentile(
      called.map(({ signal }) => signal),
      minSignalPercentile,
    );
  return called.filter(
    ({ chrom, start, end, signal, fdr, isGood }) =>
      isGood &&
      !exclude.some((pattern) => isGlobbed(chrom, pattern)) &&
      end - start >= minWidth &&
      end - start <= maxWidth &&
      signal >= minSignal &&
      fdr <= maxFdr,
  );
}

/** rDHSs of the pool, sorted. */
function selected(pool: readonly Dhs[]): Dhs[] {
  return [...new Set(pool.map(({ chrom }) => chrom))]
    .flatMap((chrom) => {
      const here = pool.filter((row) => row.chrom === chrom);
      return naiveRdhs(here).map((name) => here.find((row) => row.name === name)!);
    })
    .sort(byPlace);
}

/** The TSSs that can decide a zone: all where they are few, else those in the bins of a region and around it. */
function tssByPlace(tss: readonly Tss[]): (row: Row) => readonly Tss[] {
  if (tss.length < 1000) return () => tss;
  const binBp = 5000;
  const bins = new Map<string, Tss[]>();
  for (const site of tss) {
    const bin = `${site.chrom}:${Math.floor(site.position / binBp)}`;
    bins.set(bin, [...(bins.get(bin) ?? []), site]);
  }
  return ({ chrom, start, end }) => {
    const near: Tss[] = [];
    for (let bin = Math.floor(start / binBp) - 1; bin <= Math.floor(end / binBp) + 1; bin++) {
      near.push(...(bins.get(`${chrom}:${bin}`) ?? []));
    }
    return near;
  };
}

/** Ids of sorted rows: that of the same place in the previous registry, else the next free number. */
function accessions(rows: readonly Row[], prefix: string, previous: readonly Place[]): string[] {
  const numberOf = (id: string): number => Number(/[0-9]+$/.exec(id)![0]);
  let next = previous.reduce((highest, { id }) => Math.max(highest, numberOf(id)), 0) + 1;
  return rows.map(({ chrom, start, end }) => {
    const old = previous.findLast((row) => row.chrom === chrom && row.start === start && row.end === end);
    const number = old === undefined ? next++ : numberOf(old.id);
    return `${prefix}${String(number).padStart(7, '0')}`;
  });
}

function withConsensus(rdhs: readonly Rdhs[], consensus: readonly Row[]): Rdhs[] {
  const overlaps = rdhs.map((row) => consensus.filter((site) => sharedBp(row, site) > 0));
  const alone = rdhs.filter((_, i) => overlaps[i]!.length === 0).map(({ signal }) => signal);
  const p90 = alone.length === 0 ? Number.NEGATIVE_INFINITY : linearPercentile(alone, 90);
  return rdhs.filter((row, i) => {
    const sites = overlaps[i]!;
    const isComplete = sites.some((site) => site.start >= row.start && site.end <= row.end);
    const isLong = sites.some((site) => sharedBp(row, site) >= 135);
    return isComplete || isLong || (sites.length > 0 && row.signal >= p90);
  });
}

interface Sample {
  readonly name: string;
  readonly key: string;
  readonly group: number | undefined;
  readonly files: ReadonlyMap<string, string>;
  /** The columns that make marks; `dnase` is the anchor's. */
  readonly z: Readonly<Partial<Record<keyof Marks, Column>>>;
}

function samplesOf(
  datasets: readonly Dataset[],
  columns: readonly Column[],
  anchors: readonly string[],
): Sample[] {
  return [...new Set(datasets.map(({ biosample }) => biosample))].map((name) => {
    const own = columns.filter(({ dataset }) => dataset.biosample === name);
    const columnOf = (assay: string): Column | undefined =>
      own.find(({ dataset }) => dataset.assay === assay);
    const anchor = anchors.map(columnOf).find((column) => column !== undefined);
    const z: Partial<Record<keyof Marks, Column>> = anchor === undefined ? {} : { dnase: anchor };
    for (const [assay, mark] of Object.entries(MARKS)) {
      const column = columnOf(assay);
      if (column !== undefined) z[mark] = column;
    }
    const files = new Map(own.map(({ dataset }) => [dataset.assay, dataset.file]));
    // The anchor's file stands under DNase, whichever assay it is.
    if (anchor !== undefined) files.set('DNase', anchor.dataset.file);
    const group = groupOf(marksOf((mark) => z[mark] !== undefined));
    return { name, key: safeKey(name), group, files, z };
  });
}

function highIn({ z }: Sample, i: number): Marks {
  return marksOf((mark) => (z[mark]?.z[i] ?? -10) > 1.64);
}
