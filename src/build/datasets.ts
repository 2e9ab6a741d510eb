/** datasets.tsv: a row per file of signal, and the biosamples that the rows make. */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { elsewhere, type InputFile, isUrl, NO_PATH } from '../formats/config-reader.ts';
import { isElsewhere } from '../formats/remote-files.ts';
import { shownAddress } from '../formats/shown-address.ts';
import { readTable } from '../formats/table.ts';
import type { Mistakes } from '../mistakes.ts';
import { meantAssay } from '../registry/assays.ts';
import { fileKey, nameMistake } from '../store/layout.ts';
import type { DatasetKey } from './biosample-table.ts';
import type { BuildConfig } from './config.ts';

const PEAKS_FORMATS = ['hotspot2-allcalls', 'dhs', 'narrowPeak'] as const;
export type PeaksFormat = (typeof PEAKS_FORMATS)[number];

/** One row of datasets.tsv. `file` is the dataset's name and the key of its Z column. */
export interface Dataset extends DatasetKey {
  readonly experiment: string;
  readonly signal: InputFile | undefined;
  /** Set where the row contributes DHSs. */
  readonly peaks: { readonly input: InputFile; readonly format: PeaksFormat } | undefined;
  readonly spot: number | undefined;
  /** The columns that cisreg does not use, by name. */
  readonly carried: Readonly<Record<string, string>>;
}

const REQUIRED = ['biosample', 'assay', 'experiment', 'file', 'peaks', 'peaks_format', 'signal'];
const OPTIONAL = ['zscore', 'spot'];

/**
 * The name under which each dataset's results are stored: its own where that is safe and unlike all others (letter
 * case aside), else with a part of its hash, so that it stays when rows are added.
 */
export function storedNames(datasets: readonly Dataset[]): ReadonlyMap<Dataset, string> {
  const keys = datasets.map((dataset) => fileKey(dataset.file));
  const users = new Map<string, number>();
  for (const key of keys) users.set(key.toLowerCase(), (users.get(key.toLowerCase()) ?? 0) + 1);
  return new Map(
    datasets.map((dataset, i) => {
      const key = keys[i]!;
      if (key === dataset.file && users.get(key.toLowerCase()) === 1) return [dataset, key];
      const hash = createHash('sha256').update(dataset.file).digest('hex').slice(0, 8);
      return [dataset, `${key}-${hash}`];
    }),
  );
}

/**
 * Reads datasets.tsv; what is wrong goes to `mistakes`, `ignoredPeaks` counts peaks of assays that are no anchors. `only` names the datasets whose
 * files are looked for; the paths of the others are not to be used.
 */
export async function readDatasets(
  config: BuildConfig,
  mistakes: Mistakes,
  only?: ReadonlySet<string>,
): Promise<{ datasets: readonly Dataset[]; ignoredPeaks: number }> {
  const table = await readTable(config.datasets.path, { required: REQUIRED, optional: OPTIONAL });
  const file = config.datasets.path;
  const datasets: Dataset[] = [];
  let ignoredPeaks = 0;
  const lineOfFile = new Map<string, number>();
  const carriedColumns = table.columns.filter((name) => !REQUIRED.includes(name) && name !== 'zscore');

  for (const row of table.rows) {
    const value = (name: string) => (table.columns.includes(name) ? table.get(row, name).trim() : '');
    const wrong = (message: string) => mistakes.add(message, { file, line: row.line });
    for (const name of ['biosample', 'assay', 'file']) {
      const mistake = nameMistake(name, value(name));
      if (mistake !== undefined) wrong(mistake);
    }
    if (row.values[0]!.startsWith('#'))
      wrong('the row begins with #, expected a biosample; remove the row to leave it out');
    const name = value('file');
    const earlier = lineOfFile.get(name);
    if (earlier !== undefined)
      wrong(`file ${name} stands on line ${earlier} too, expected a name of its own; rename one`);
    lineOfFile.set(name, row.line);

    const isSought = only?.has(name) ?? true;
    const input = (column: string): InputFile | undefined => {
      const written = value(column);
      if (written === '') return undefined;
      if (isElsewhere(written)) return elsewhere(written, { file, line: row.line });
      if (isUrl(written)) wrong(`${column} is ${shownAddress(written)}, expected ${NO_PATH}`);
      return {
        name: written,
        path: isSought ? resolveBeside(written, config) : written,
        where: { file, line: row.line },
      };
    };
    const signal = input('signal');
    const zscoreText = value('zscore').toLowerCase();
    if (!['', 'yes', 'no'].includes(zscoreText)) wrong(`zscore is ${value('zscore')}, expected yes or no`);
    const zscore = zscoreText === '' ? signal !== undefined : zscoreText === 'yes';
    if (zscore && signal === undefined) {
      wrong(`${name} has zscore=yes and no signal, expected a bigWig; name it in signal or set zscore to no`);
    }
    const peaksInput = input('peaks');
    let peaks: Dataset['peaks'];
    if (peaksInput !== undefined && !config.anchors.includes(value('assay'))) ignoredPeaks++;
    else if (peaksInput !== undefined) {
      const format = PEAKS_FORMATS.find((known) => known === value('peaks_format'));
      const found = value('peaks_format') === '' ? 'empty' : value('peaks_format');
      if (format === undefined) {
        wrong(`peaks_format of ${name} is ${found}, expected one of ${PEAKS_FORMATS.join(', ')}`);
      } else peaks = { input: peaksInput, format };
      if (signal === undefined) {
        wrong(`${name} has peaks and no signal, expected a bigWig to quantify its DHSs; name it in signal`);
      }
    }
    const spot = value('spot') === '' ? undefined : Number(value('spot'));
    if (config.minSpot !== undefined && spot !== undefined && !(spot >= 0 && spot <= 1)) {
      wrong(`spot of ${name} is ${value('spot')}, expected a number from 0 to 1, or nothing`);
    }
    datasets.push({
      line: row.line,
      biosample: value('biosample'),
      assay: value('assay'),
      experiment: value('experiment'),
      file: name,
      signal,
      zscore,
      peaks,
      spot,
      carried: Object.fromEntries(carriedColumns.map((column) => [column, table.get(row, column)])),
    });
  }
  if (!datasets.some((dataset) => dataset.peaks !== undefined)) {
    mistakes.add(noAnchorMistake(config, datasets), { file });
  }
  return { datasets, ignoredPeaks };
}

/** Why no row gives DHSs: most often because the anchor's name is spelt otherwise in all of them. */
function noAnchorMistake({ anchors }: BuildConfig, datasets: readonly Dataset[]): string {
  const anchor = anchors.join(' or ');
  const hasAnchor = datasets.some(({ assay }) => anchors.includes(assay));
  const misspelt = datasets.filter(({ assay }) => anchors.includes(meantAssay(assay) ?? ''));
  if (hasAnchor || misspelt.length === 0) {
    return `no row of ${anchor} has peaks and signal, expected at least one: rDHSs are made of them`;
  }
  const spellings = [...new Set(misspelt.map(({ assay }) => assay))].join(', ');
  const rows = misspelt.length === 1 ? '1 row has' : `${misspelt.length} rows have`;
  return `no row has the assay ${anchor}, but ${rows} ${spellings}, expected ${anchor} to the letter: rDHSs are made of it; write it so in the column assay`;
}

/** Paths of datasets.tsv are relative to it; one that is not there is looked for beside registry.yaml. */
function resolveBeside(name: string, config: BuildConfig): string {
  if (path.isAbsolute(name)) return name;
  const beside = path.join(path.dirname(config.datasets.path), name);
  return existsSync(beside) ? beside : path.join(path.dirname(config.file), name);
}
