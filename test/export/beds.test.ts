/** The BEDs of an export against naive filters and recomputations of the registry's own tables. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { combinedScore } from '../../src/export/combined-track.ts';
import { exportKind } from '../../src/export/export-kinds.ts';
import { silent } from '../../src/progress.ts';
import { openRegistry, type RegistryDirectory } from '../../src/store/registry-directory.ts';
import { readSignal } from '../../src/store/zscore-store.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { buildExportCase, rowsOf, type Scheme, tableOf } from './export-case.ts';

const scratch = scratchDirectory();
const SCHEMES: readonly Scheme[] = ['encode3', 'encode4'];
const COLOURS: Readonly<Record<string, string>> = {
  PLS: '255,0,0',
  pELS: '255,167,0',
  dELS: '255,205,0',
  'DNase-H3K4me3': '255,170,170',
  'CA-H3K4me3': '255,170,170',
  'CTCF-only': '0,176,240',
  'CA-CTCF': '0,176,240',
  CA: '6,218,147',
};
const UCSC: Readonly<Record<string, string>> = {
  PLS: 'prom',
  pELS: 'enhP',
  dELS: 'enhD',
  'DNase-H3K4me3': 'K4m3',
  'CA-H3K4me3': 'K4m3',
  'CTCF-only': 'CTCF',
  'CA-CTCF': 'CTCF',
  CA: 'CA',
};
const WORDS: Readonly<Record<string, string>> = {
  PLS: 'promoter-like signature',
  pELS: 'proximal enhancer-like signature',
  dELS: 'distal enhancer-like signature',
};

/** Two decimals of a text with six, without the point. */
function scoreOf(z: string): string {
  return String(Math.min(1000, Math.max(0, Number(z.replace('.', '').slice(0, -4)))));
}

describe.each(SCHEMES)('BEDs of a registry of %s', (scheme) => {
  let registry: RegistryDirectory;
  let ccres: string[][];
  const folder = (kind: string) => path.join(scratch, scheme, kind);
  const exported = (kind: string, out = kind, encodeNames = false) =>
    exportKind(kind, registry, folder(out), {
      options: { threads: 1, encodeNames, email: 'a@b.c' },
      progress: silent,
    });
  const bedsIn = (kind: string) =>
    readdirSync(folder(kind))
      .filter((name) => name.endsWith('.bed'))
      .sort();

  beforeAll(async () => {
    registry = await openRegistry(await buildExportCase(path.join(scratch, scheme), scheme));
    ccres = rowsOf(registry.path, 'cCREs.bed');
    expect(ccres.length).toBeGreaterThan(200);
  });

  it('filters the cCREs of each class and tier', async () => {
    await exported('classes');
    const nameOf = (row: string[]) => row[5]!.split(',')[0]!;
    const wanted: Record<string, string[][]> = { rDHSs: rowsOf(registry.path, 'rDHSs.bed'), cCREs: ccres };
    const classes =
      scheme === 'encode3'
        ? ['PLS', 'pELS', 'dELS', 'DNase-H3K4me3', 'CTCF-only']
        : ['PLS', 'pELS', 'dELS', 'CA-H3K4me3', 'CA-CTCF', 'CA'];
    for (const name of classes) wanted[`cCREs.${name}`] = ccres.filter((row) => nameOf(row) === name);
    wanted['cCREs.ELS'] = ccres.filter((row) => ['pELS', 'dELS'].includes(nameOf(row)));
    if (scheme === 'encode3') {
      wanted['cCREs.CTCF-bound'] = ccres.filter((row) => row[5]!.endsWith(',CTCF-bound'));
      const unfiltered = rowsOf(registry.path, 'cCREs.unfiltered.bed');
      wanted['cCREs-Unfiltered'] = unfiltered;
      for (const tier of ['1', '1a', '1b', '2', '3', '4']) {
        const own = unfiltered.filter((row) => (tier === '1' ? /^1[ab]$/.test(row[6]!) : row[6] === tier));
        wanted[`cCREs-Tier-${tier}`] = own.map((row) => row.slice(0, 6));
      }
    }
    expect(bedsIn('classes')).toEqual(
      Object.keys(wanted)
        .map((name) => `GRCh38-${name}.bed`)
        .sort(),
    );
    for (const [name, rows] of Object.entries(wanted)) {
      expect(rowsOf(folder('classes'), `GRCh38-${name}.bed`), name).toEqual(rows);
    }
    expect(classes.filter((name) => wanted[`cCREs.${name}`]!.length > 0).length).toBeGreaterThan(3);
  });

  it('copies the BED of each biosample, under its key or the names of its datasets', async () => {
    await exported('biosamples');
    await exported('biosamples', 'encode', true);
    const ending = scheme === 'encode3' ? '.7group.bed' : '.bed';
    const safe = (name: string) => name.replace(/[^A-Za-z0-9._+-]+/g, '_');
    const encodeNames: string[] = [];
    const keys: string[] = [];
    for (const row of tableOf(registry.path, 'biosamples.tsv')) {
      if (row.group === 'NA') continue;
      const bytes = readFileSync(path.join(registry.path, 'biosamples', `${row.key}.bed`));
      const datasets = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'].map((assay) => row[assay]!);
      const name = datasets
        .filter((dataset) => dataset !== 'NA')
        .map(safe)
        .join('_');
      expect(readFileSync(path.join(folder('biosamples'), `${row.key}.bed`)).equals(bytes)).toBe(true);
      expect(readFileSync(path.join(folder('encode'), `${name}${ending}`)).equals(bytes)).toBe(true);
      keys.push(`${row.key}.bed`);
      encodeNames.push(`${name}${ending}`);
    }
    expect(encodeNames[0]).toBe(`ENCFF001AAA_m_1_x_m_1_x_ENCFF004AAA${ending}`);
    expect(bedsIn('biosamples')).toEqual(keys.sort());
    expect(bedsIn('encode')).toEqual(encodeNames.sort());
  });

  it('takes the states of each experiment from its signal', async () => {
    await exported('states');
    const colours: Record<string, string> = {
      DNase: '6,218,147',
      ATAC: '2,199,185',
      H3K4me3: '255,0,0',
      H3K27ac: '255,205,0',
      CTCF: '0,176,240',
    };
    const rowOf = new Map(rowsOf(registry.path, 'rDHSs.bed').map((row, i) => [row[3]!, i]));
    const stats = tableOf(registry.path, 'zscores/stats.tsv').filter(({ assay }) => assay! in colours);
    const names = bedsIn('states');
    expect(names.length).toBe(stats.length);
    expect(names.filter((name) => name.startsWith('m_1_x-')).length).toBe(2);
    for (const { file, assay, mean, sd } of stats) {
      const column = registry.manifest.columns.find((one) => one.file === file)!;
      const signal = readSignal(registry.zscores, column, rowOf.size);
      const stem = /^m.1/.test(file!) ? path.basename(column.base) : file!;
      const expected = ccres.map(([chrom, start, end, rdhs, ccre]) => {
        // The signal has six digits, which its float32 brings back.
        const value = Number(signal[rowOf.get(rdhs!)!]!.toPrecision(6));
        const z = value > 0 ? (Math.log10(value) - Number(mean)) / Number(sd) : -10;
        const state = z > 1.64 ? [colours[assay!]!, `High-${assay}-Signal`] : ['225,225,225', 'Low-Signal'];
        return [chrom, start, end, ccre, '0', '.', start, end, ...state, 'State-Classification'];
      });
      expect(rowsOf(folder('states'), `${stem}.9state.bed`), file).toEqual(expected);
      expect(expected.filter((row) => row[9] !== 'Low-Signal').length, file).toBeGreaterThan(10);
    }
  });

  it('makes the columns of the combined track from the cCREs and their max-Z', async () => {
    await exported('combined');
    const maxZ = new Map(tableOf(registry.path, 'maxz.tsv').map(({ rDHS, DNase }) => [rDHS!, DNase!]));
    const expected = ccres.map(([chrom, start, end, rdhs, ccre, label]) => {
      const name = label!.split(',')[0]!;
      const z = maxZ.get(rdhs!)!;
      return [
        ...[chrom, start, end, ccre, scoreOf(z), '.', start, end, COLOURS[name], label, name, z],
        ...[UCSC[name], ccre!.replace(/^EH38/, ''), `${ccre} ${WORDS[name] ?? name}`],
      ];
    });
    expect(rowsOf(folder('combined'), 'encodeCcreCombined.bed')).toEqual(expected);
    const scores = expected.map((row) => Number(row[4]));
    expect(new Set(scores).size).toBeGreaterThan(50);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(164);
  });
});

describe('the score of the combined track', () => {
  it('is that of the published samples', () => {
    expect([4.884033, 1.79282, 3.0654].map(combinedScore)).toEqual([488, 179, 306]);
    expect([12.5, -10, 1.15, 0.29].map(combinedScore)).toEqual([1000, 0, 115, 29]);
  });
});
