/** What is planned for, read from a configuration without opening its data. */

import { Mistakes } from '../../mistakes.ts';
import { type BuildConfig, type ConfigOverrides, readConfig } from '../config.ts';
import { type Dataset, readDatasets } from '../datasets.ts';
import { type Expectation, readExpectation } from '../expectation.ts';
import { genomeShare } from './genome-share.ts';
import { type KnownFile, type PlannedFile, plannedFiles } from './planned-files.ts';

export interface PlannedBuild {
  readonly config: BuildConfig;
  readonly datasets: readonly Dataset[];
  readonly expectation: Expectation | undefined;
  readonly files: readonly PlannedFile[];
  readonly profiles: number;
  /** Datasets with Z-scores. */
  readonly columns: number;
  /** Biosamples with a BED of their own. */
  readonly biosamples: number;
  readonly share: number;
  /** Bases of all chromosomes that give rDHSs; undefined where chromSizes is not on this machine and no recipe tells them. */
  readonly genomeBases: number | undefined;
  /** What a reader of the plan must know. */
  readonly notes: readonly string[];
}

/** Gives what is known of files elsewhere by their names; what nothing is known of may be left out. */
export type KnownFilesOf = (names: readonly string[]) => Promise<ReadonlyMap<string, KnownFile>>;

/**
 * Reads registry.yaml, datasets.tsv and expected.json. Throws one CisregError with every mistake in them; whether
 * files are there is not looked at.
 */
export async function readPlannedBuild(
  file: string,
  { overrides, knownOf }: { overrides?: ConfigOverrides; knownOf: KnownFilesOf },
): Promise<PlannedBuild> {
  const mistakes = new Mistakes();
  const config = await readConfig(file, mistakes, overrides);
  mistakes.throwIfAny();
  const { datasets } = await readDatasets(config, mistakes);
  mistakes.throwIfAny();
  const expectation = readExpectation(file);
  const { share, genomeBases, note } = await genomeShare(config, expectation);
  const scored = datasets.filter(({ zscore }) => zscore);
  const elsewhere = plannedFiles(config, datasets, new Map()).filter(({ isHere }) => !isHere);
  const known = await knownOf(elsewhere.map(({ name }) => name));
  return {
    config,
    datasets,
    expectation,
    files: plannedFiles(config, datasets, known),
    profiles: datasets.filter(({ peaks }) => peaks !== undefined).length,
    columns: scored.length,
    biosamples: new Set(scored.map(({ biosample }) => biosample)).size,
    share,
    genomeBases,
    notes: note === undefined ? [] : [note],
  };
}
