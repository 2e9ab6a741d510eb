/** `cisreg classify --registry`: a registry classified in one biosample of the user's own. */

import { AtomicFile } from '../formats/atomic-file.ts';
import { type Location, shownLocation } from '../formats/remote-location.ts';
import { formatSixDecimals } from '../formats/six-decimals.ts';
import { formatSix } from '../formats/six-digits.ts';
import { type Progress, silent } from '../progress.ts';
import { availabilityGroup } from '../registry/biosamples.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import {
  flankBp,
  logSignals,
  type Normalisation,
  normalisationOfLogs,
  standardise,
} from '../registry/zscores.ts';
import { planRegions, type RegionPlan } from '../signal/region-plan.ts';
import { highBits } from '../store/zscore-store.ts';
import { ccreLines, type LabelCounts, writeBiosampleBed } from './biosample-step.ts';
import { roundedMeans } from './rounded-means.ts';
import type { TargetRegistry } from './target-registry.ts';
import { checkNormalisation, elementName } from './zscore-step.ts';

/** The assays that a sample may have, in the order of the tables. */
export const SAMPLE_ASSAYS = ['DNase', 'ATAC', 'H3K4me3', 'H3K27ac', 'CTCF'] as const;
export type SampleAssay = (typeof SAMPLE_ASSAYS)[number];

/** A bigWig for each assay that the sample has. */
export type SampleSignals = Readonly<Partial<Record<SampleAssay, Location>>>;

/** One assay over all rDHSs. */
export interface SampleColumn extends Normalisation {
  readonly assay: SampleAssay;
  readonly file: string;
  readonly nonZero: number;
  /** rDHSs with Z > 1.64, and how many of them are cCREs. */
  readonly highRdhs: number;
  readonly highCcres: number;
  /** Rounded to six digits, rows as the rDHSs. */
  readonly signal: Float64Array;
  readonly z: Float64Array;
  /** Packed: row r is bit r % 8 of byte r >> 3. */
  readonly high: Uint8Array;
  /** The assay counts as DNase in classes, or as itself; an ATAC beside DNase has Z-scores alone. */
  readonly role: 'DNase' | 'mark' | 'Z-scores only';
}

/** A registry in a sample. */
export interface SampleResult {
  /** In the order of SAMPLE_ASSAYS. */
  readonly columns: readonly SampleColumn[];
  /** Availability group, 1 to 15: which of the four class assays the sample has. */
  readonly group: number;
  /** cCREs by label in the sample. */
  readonly counts: LabelCounts;
}

/**
 * Takes the mean signal of each bigWig over all rDHSs of the registry, standardises it by its own mean and sd (population,
 * log10, rDHSs with signal: registry-method 1.8), and writes `bed`: every cCRE with its class in this biosample, the
 * 11 columns of biosamples/KEY.bed. Throws CisregError SIGNAL: bigWigs without signal, or with negative means.
 */
export async function classifySample(
  target: TargetRegistry,
  signals: SampleSignals,
  { bed, progress = silent }: { readonly bed: string; readonly progress?: Progress },
): Promise<SampleResult> {
  const present = SAMPLE_ASSAYS.filter((assay) => signals[assay] !== undefined);
  const plans = new Map<number, RegionPlan>();
  const isCcre = new Uint8Array(target.rdhsIds.count);
  for (const row of target.rows) isCcre[row] = 1;

  progress.step('reading signals', present.length, 'files');
  const columns: SampleColumn[] = [];
  for (const assay of present) {
    const flank = flankBp(assay);
    const plan = plans.get(flank) ?? planRegions(target.rdhs, flank);
    plans.set(flank, plan);
    const location = signals[assay]!;
    const file = shownLocation(location);
    const signal = await roundedMeans(location, plan, elementName(file));
    const logs = logSignals(signal);
    const own = normalisationOfLogs(logs);
    checkNormalisation(own, { file, signal: file });
    const z = standardise(logs, own);
    const high = highBits(z);
    const role = roleOf(assay, signals);
    columns.push({ assay, file, ...own, ...countHigh(high, isCcre), signal, z, high, role });
    progress.advance(1);
  }

  progress.step('classifying');
  const inClasses = columns.flatMap(({ assay, role, high }) => {
    if (role === 'Z-scores only') return [];
    const name = role === 'DNase' ? 'DNase' : assay;
    return [{ bit: 1 << (CLASS_ASSAYS as readonly string[]).indexOf(name), high }];
  });
  const assays = inClasses.reduce((bits, { bit }) => bits | bit, 0);
  const placeOf = new Int32Array(target.rdhsIds.count);
  for (let k = 0; k < target.rows.length; k++) placeOf[target.rows[k]!] = k;
  const ccres = ccreLines({
    regions: target.rdhs,
    zone: target.zone,
    rows: target.rows,
    ccreId: (row) => target.ccreIds.at(placeOf[row]!),
  });
  const counts = await writeBiosampleBed(bed, { ccres, columns: inClasses, assays, scheme: target.scheme });
  return { columns, group: availabilityGroup(assays)!, counts };
}

/** Writes rDHS and, for each assay, ASSAY_Z (6 decimals) and ASSAY_signal (6 digits). Rows as the rDHSs. */
export async function writeSampleZscores(
  file: string,
  target: TargetRegistry,
  columns: readonly SampleColumn[],
): Promise<void> {
  await using out = new AtomicFile(file);
  out.write(`rDHS${columns.map(({ assay }) => `\t${assay}_Z\t${assay}_signal`).join('')}\n`);
  for (let i = 0; i < target.rdhsIds.count; i++) {
    const values = columns.map(({ z, signal }) => `\t${formatSixDecimals(z[i]!)}\t${formatSix(signal[i]!)}`);
    out.write(`${target.rdhsIds.at(i)}${values.join('')}\n`);
  }
  await out.commit();
}

function roleOf(assay: SampleAssay, signals: SampleSignals): SampleColumn['role'] {
  if (assay === 'DNase') return 'DNase';
  if (assay === 'ATAC') return signals.DNase === undefined ? 'DNase' : 'Z-scores only';
  return 'mark';
}

function countHigh(high: Uint8Array, isCcre: Uint8Array): { highRdhs: number; highCcres: number } {
  let highRdhs = 0;
  let highCcres = 0;
  for (let i = 0; i < isCcre.length; i++) {
    const bit = (high[i >> 3]! >> (i & 7)) & 1;
    highRdhs += bit;
    highCcres += bit & isCcre[i]!;
  }
  return { highRdhs, highCcres };
}
