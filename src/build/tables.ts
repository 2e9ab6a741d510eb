/** The text files of a registry but those of single biosamples. */

import path from 'node:path';
import { AtomicFile } from '../formats/atomic-file.ts';
import { formatSixDecimals } from '../formats/six-decimals.ts';
import type { TssTable } from '../formats/tss.ts';
import { formatAccession } from '../registry/accessions.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { CLASS_NAMES, CTCF_BOUND, NOT_CCRE, type Scheme } from '../registry/schemes.ts';
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
import type { Biosample, Dataset } from './datasets.ts';
import { classLabel, type Elements, isPublished } from './elements.ts';
import type { Evidence } from './evidence.ts';
import type { Sheet } from './inputs.ts';
import type { Rdhs } from './rdhs-step.ts';

/** Everything that the tables are made of. */
export interface RegistryContent {
  readonly accessionPrefix: string;
  readonly scheme: Scheme;
  readonly rdhs: Rdhs;
  readonly elements: Elements;
  readonly evidence: Evidence;
  readonly tss: TssTable;
  /** 1 for each rDHS that touches the blacklist; undefined without one. */
  readonly blacklisted: Uint8Array | undefined;
  readonly datasets: readonly Dataset[];
}

/** Writes rDHSs.bed, cCREs.bed, cCREs.unfiltered.bed (encode3), maxz.tsv and elements.tsv. */
export async function writeElementTables(directory: string, content: RegistryContent): Promise<void> {
  const { rdhs, elements, evidence, scheme } = content;
  const { regions } = rdhs;
  const n = regions.start.length;
  const place = (i: number) =>
    `${regions.chromNames[regions.chrom[i]!]}\t${regions.start[i]}\t${regions.end[i]}`;
  const rdhsId = (i: number) => formatAccession(content.accessionPrefix, 'D', rdhs.number[i]!);

  await writeLines(path.join(directory, RDHS_BED), n, (i) => `${place(i)}\t${rdhsId(i)}\n`);

  const ccre = (i: number) =>
    `${place(i)}\t${rdhsId(i)}\t${formatAccession(content.accessionPrefix, 'E', elements.ccreNumber[i]!)}\t${classLabel(elements.classCode[i]!, elements.high[i]!, scheme)}`;
  await writeLines(path.join(directory, CCRE_BED), n, (i) =>
    isPublished(elements, i) ? `${ccre(i)}\n` : '',
  );
  const { tier } = elements;
  if (tier !== undefined) {
    await writeLines(path.join(directory, UNFILTERED_BED), n, (i) =>
      elements.classCode[i] === NOT_CCRE ? '' : `${ccre(i)}\t${TIERS[tier[i]!]}\n`,
    );
  }

  const z = (column: Float64Array | undefined, i: number) =>
    column === undefined ? NA : formatSixDecimals(column[i]!);
  await writeLines(
    path.join(directory, MAXZ_TSV),
    n,
    (i) => `${rdhsId(i)}\t${evidence.maxZ.map((column) => z(column, i)).join('\t')}\n`,
    `rDHS\t${CLASS_ASSAYS.join('\t')}\n`,
  );

  const number = (value: number, digits?: number) =>
    Number.isNaN(value) ? NA : digits === undefined ? String(value) : value.toFixed(digits);
  await writeLines(
    path.join(directory, ELEMENTS_TSV),
    n,
    (i) => {
      const nearest = elements.nearest[i]!;
      const row = [
        rdhsId(i),
        ZONES[elements.zone[i]!],
        number(elements.distanceBp[i]!),
        nearest < 0 ? NA : content.tss.genes.at(nearest) || NA,
        ...evidence.highCounts.map((counts, a) => (evidence.maxZ[a] === undefined ? NA : counts[i])),
        number(evidence.tau[i]!, 4),
        content.blacklisted === undefined ? NA : content.blacklisted[i],
        `${content.datasets[rdhs.dataset[i]!]!.file}-${rdhs.ordinal[i]}`,
        rdhs.signal[i],
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
      const row = [
        biosample.name,
        biosample.key,
        ...sheet.columns.map((_, k) => sheetValues?.[k] || NA),
        ...CLASS_ASSAYS.map((assay) => biosample.datasets[assay]?.file ?? NA),
        biosample.group ?? NA,
        ...summaries.map(({ ofDnase, matches }) => {
          if (own === undefined || ofDnase !== hasDnase) return NA;
          let total = 0;
          for (const [label, count] of Object.entries(own)) if (matches(label)) total += count;
          return total;
        }),
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

/** The count columns of biosamples.tsv: classes for biosamples with DNase, high marks for those without. */
function labelSummaries(scheme: Scheme) {
  const classes = CLASS_NAMES[scheme].biosample.map((name) => ({
    name,
    ofDnase: true,
    matches: (label: string) => label.split(',')[0] === name,
  }));
  const bound = { name: 'CTCF-bound', ofDnase: true, matches: (label: string) => label.endsWith(CTCF_BOUND) };
  const marks = ['High-H3K4me3', 'High-H3K27ac', 'High-CTCF', 'Unclassified'].map((name) => ({
    name,
    ofDnase: false,
    matches: (label: string) => label.split(',').includes(name),
  }));
  return [...classes, ...(scheme === 'encode3' ? [bound] : []), ...marks];
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
