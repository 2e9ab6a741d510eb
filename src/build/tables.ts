/** The text files of a registry but those of single biosamples. */

import { rmSync } from 'node:fs';
import path from 'node:path';
import { AtomicFile } from '../formats/atomic-file.ts';
import { formatSixDecimals } from '../formats/six-decimals.ts';
import { formatSix } from '../formats/six-digits.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { NOT_CCRE, type Scheme } from '../registry/schemes.ts';
import { TIERS } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';
import {
  BIOSAMPLES_TSV,
  CCRE_BED,
  ELEMENTS_TSV,
  MAXZ_TSV,
  NA,
  RDHS_BED,
  STATS_TSV,
  UNFILTERED_BED,
} from '../store/layout.ts';
import type { ZColumn } from '../store/zscore-store.ts';
import type { LabelCounts } from './biosample-step.ts';
import type { Biosample } from './biosample-table.ts';
import { classLabel, type Elements, isPublished } from './elements.ts';
import type { Evidence } from './evidence.ts';
import { labelSummaries, summedLabels } from './label-summaries.ts';
import type { Sheet } from './side-tables.ts';

/** What the tables of elements are made of; ids by row of `regions`, which are the rDHSs. */
export interface RegistryContent {
  readonly regions: SortedRegions;
  rdhsId(row: number): string;
  ccreId(row: number): string;
  readonly scheme: Scheme;
  readonly elements: Elements;
  readonly evidence: Evidence;
}

/** Writes rDHSs.bed. */
export async function writeRdhsBed(directory: string, content: RegistryContent): Promise<void> {
  const { regions, rdhsId } = content;
  await writeLines(
    path.join(directory, RDHS_BED),
    regions.start.length,
    (i) => `${place(regions, i)}\t${rdhsId(i)}\n`,
  );
}

/** Writes cCREs.bed and, in encode3, cCREs.unfiltered.bed. */
export async function writeCcreBeds(directory: string, content: RegistryContent): Promise<void> {
  const { regions, elements, scheme, rdhsId, ccreId } = content;
  const { classCode, high, tier } = elements;
  const n = regions.start.length;
  const ccre = (i: number) =>
    `${place(regions, i)}\t${rdhsId(i)}\t${ccreId(i)}\t${classLabel(classCode[i]!, high[i]!, scheme)}`;
  await writeLines(path.join(directory, CCRE_BED), n, (i) =>
    isPublished(elements, i) ? `${ccre(i)}\n` : '',
  );
  if (tier === undefined) {
    // A directory that was encode3 before still has one.
    rmSync(path.join(directory, UNFILTERED_BED), { force: true });
    return;
  }
  await writeLines(path.join(directory, UNFILTERED_BED), n, (i) =>
    classCode[i] === NOT_CCRE ? '' : `${ccre(i)}\t${TIERS[tier[i]!]}\n`,
  );
}

/** Writes maxz.tsv. */
export async function writeMaxZ(directory: string, content: RegistryContent): Promise<void> {
  const { maxZ } = content.evidence;
  await writeLines(
    path.join(directory, MAXZ_TSV),
    content.regions.start.length,
    (i) => {
      const values = maxZ.map((column) => (column === undefined ? NA : formatSixDecimals(column[i]!)));
      return `${content.rdhsId(i)}\t${values.join('\t')}\n`;
    },
    `rDHS\t${CLASS_ASSAYS.join('\t')}\n`,
  );
}

/** Writes elements.tsv. `geneOf` takes a row of the TSS table, `dhsOf` an rDHS. */
export async function writeElements(
  directory: string,
  content: RegistryContent,
  details: {
    geneOf(tssRow: number): string;
    dhsOf(row: number): { name: string; signal: number };
    /** 1 for each rDHS that touches the blacklist; undefined without one. */
    readonly blacklisted: Uint8Array | undefined;
  },
): Promise<void> {
  const { elements, evidence } = content;
  await writeLines(
    path.join(directory, ELEMENTS_TSV),
    content.regions.start.length,
    (i) => {
      const nearest = elements.nearest[i]!;
      const distance = elements.distanceBp[i]!;
      const tau = evidence.tau[i]!;
      const dhs = details.dhsOf(i);
      const row = [
        content.rdhsId(i),
        ZONES[elements.zone[i]!],
        Number.isNaN(distance) ? NA : distance,
        nearest < 0 ? NA : details.geneOf(nearest) || NA,
        ...evidence.highCounts.map((counts, a) => (evidence.maxZ[a] === undefined ? NA : counts[i])),
        Number.isNaN(tau) ? NA : tau.toFixed(4),
        details.blacklisted?.[i] ?? NA,
        dhs.name,
        formatSix(dhs.signal),
      ];
      return `${row.join('\t')}\n`;
    },
    `${['rDHS', 'zone', 'tssDistance', 'gene', ...CLASS_ASSAYS, 'tau', 'blacklist', 'dhs', 'dhsSignal'].join('\t')}\n`,
  );
}

/** Writes biosamples.tsv. `counts` has the labels of each biosample's file, by name of the biosample. */
export async function writeBiosampleTable(
  directory: string,
  content: {
    readonly scheme: Scheme;
    readonly biosamples: readonly Biosample[];
    readonly sheet: Sheet;
    readonly counts: ReadonlyMap<string, LabelCounts>;
  },
): Promise<void> {
  const { biosamples, sheet, counts, scheme } = content;
  const summaries = labelSummaries(scheme);
  await writeLines(
    path.join(directory, BIOSAMPLES_TSV),
    biosamples.length,
    (i) => {
      const biosample = biosamples[i]!;
      const own = counts.get(biosample.name);
      const sheetValues = sheet.values.get(biosample.name);
      const hasDnase = biosample.datasets.DNase !== undefined;
      const sums = own === undefined ? {} : summedLabels(own, scheme, hasDnase);
      const row = [
        biosample.name,
        biosample.key,
        ...sheet.columns.map((_, k) => sheetValues?.[k] || NA),
        ...CLASS_ASSAYS.map((assay) => biosample.datasets[assay]?.file ?? NA),
        biosample.group ?? NA,
        ...summaries.map(({ name }) => sums[name] ?? NA),
      ];
      return `${row.join('\t')}\n`;
    },
    `${['biosample', 'key', ...sheet.columns, ...CLASS_ASSAYS, 'group', ...summaries.map(({ name }) => name)].join('\t')}\n`,
  );
}

/** Writes zscores/stats.tsv: what each column was standardised with; `normalisation` of a later build reads it. */
export async function writeStats(directory: string, columns: readonly ZColumn[]): Promise<void> {
  await writeLines(
    path.join(directory, STATS_TSV),
    columns.length,
    (i) => {
      const { file, biosample, assay, mean, sd, nonZero } = columns[i]!;
      return `${[file, biosample, assay, mean, sd, nonZero].join('\t')}\n`;
    },
    'file\tbiosample\tassay\tmean\tsd\tnonZero\n',
  );
}

function place(regions: SortedRegions, i: number): string {
  return `${regions.chromNames[regions.chrom[i]!]}\t${regions.start[i]}\t${regions.end[i]}`;
}

async function writeLines(
  file: string,
  n: number,
  line: (i: number) => string,
  header?: string,
): Promise<void> {
  await using out = new AtomicFile(file);
  if (header !== undefined) out.write(header);
  for (let i = 0; i < n; i++) out.write(line(i));
  await out.commit();
}
