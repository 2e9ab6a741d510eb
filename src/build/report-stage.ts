/** Gathers what the report of a build tells: the counts of all steps, and the signals that the least signal dropped. */

import path from 'node:path';
import type { Progress } from '../progress.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import type { Scheme } from '../registry/schemes.ts';
import type { DhsFate, Remark } from '../report/build-facts.ts';
import { writeBuildReport } from '../report/build-report.ts';
import { ZSCORES } from '../store/layout.ts';
import type { ZColumn } from '../store/zscore-store.ts';
import { VERSION } from '../version.ts';
import { ArraysFile } from './arrays-file.ts';
import type { DhsFile } from './dhs-stage.ts';
import { publishedRows } from './elements.ts';
import type { BuildInputs } from './inputs.ts';
import { summedLabels } from './label-summaries.ts';
import type { RdhsCounts } from './rdhs-step.ts';
import { idsAreLocal } from './registry-json.ts';
import type { WrittenRegistry } from './registry-step.ts';

/** Writes report.html into `staged`. */
export async function reportStage(
  content: {
    readonly inputs: BuildInputs;
    readonly staged: string;
    readonly dhs: readonly DhsFile[];
    readonly rdhsCounts: RdhsCounts;
    readonly columns: readonly ZColumn[];
    readonly written: WrittenRegistry;
    readonly remarks: readonly Remark[];
  },
  progress: Progress,
): Promise<void> {
  const { inputs, staged, dhs, rdhsCounts, columns, written, remarks } = content;
  const { config } = inputs;
  const { elements, evidence, counts } = written;
  const rows = elements.classCode.length;
  const row = publishedRows(elements);
  const fates = new Map(
    dhs.map((file) => [file.dataset.file, fateOf(file, config.minSpot, rdhsCounts.minSignal)]),
  );
  const facts = {
    cisreg: VERSION,
    assembly: config.assembly,
    accessionPrefix: config.accessionPrefix,
    idsAreLocal: idsAreLocal(config),
    scheme: config.scheme,
    anchors: config.anchors,
    chromosomes: config.chromosomes,
    hasGivenNormalisation: inputs.normalisation !== undefined,
    filter: {
      ...config.dhs,
      minSpot: config.minSpot,
      minSignal: rdhsCounts.minSignal,
      minSignalPercentile: config.dhs.minSignal === undefined ? config.dhs.minSignalPercentile : undefined,
    },
    datasets: inputs.datasets.map(({ file, biosample, assay, experiment, spot }) => ({
      file,
      biosample,
      assay,
      experiment,
      spot,
      dhs: fates.get(file),
    })),
    biosamples: inputs.biosamples.map(({ name, group, datasets }) => ({
      name,
      group,
      files: Object.fromEntries(
        CLASS_ASSAYS.flatMap((assay) => {
          const file = datasets[assay]?.file;
          return file === undefined ? [] : [[assay, file]];
        }),
      ),
      counts: countsOf(written, name, { scheme: config.scheme, hasDnase: datasets.DNase !== undefined }),
    })),
    rdhs: rdhsCounts,
    elements: counts,
    remarks,
    ccres: {
      row,
      classCode: Uint8Array.from(row, (i) => elements.classCode[i]!),
      dnaseBiosamples: Int32Array.from(row, (i) => evidence.highCounts[0]![i]!),
    },
    zscores: path.join(staged, ZSCORES),
    columns,
  };
  await writeBuildReport(staged, facts, rows, progress);
}

function countsOf(
  { labels }: WrittenRegistry,
  biosample: string,
  { scheme, hasDnase }: { scheme: Scheme; hasDnase: boolean },
): Record<string, number> | undefined {
  const own = labels.get(biosample);
  return own === undefined ? undefined : summedLabels(own, scheme, hasDnase);
}

/** What became of a dataset's DHSs: the counts of its own step, and those that fell when they were pooled. */
function fateOf(
  { dataset, counts, path: file }: DhsFile,
  minSpot: number | undefined,
  minSignal: number,
): DhsFate {
  const { called, artefacts, excludedChromosome, fdr, tooNarrow, tooWide, pooled } = counts;
  const isLowSpot = minSpot !== undefined && dataset.spot !== undefined && dataset.spot < minSpot;
  const lowSpot = isLowSpot ? pooled : 0;
  const lowSignal = isLowSpot ? 0 : countBelow(file, minSignal);
  const kept = pooled - lowSpot - lowSignal;
  return { called, artefacts, excludedChromosome, fdr, tooNarrow, tooWide, lowSpot, lowSignal, kept };
}

function countBelow(path: string, minSignal: number): number {
  const file = new ArraysFile(path);
  try {
    let below = 0;
    for (const signal of file.float64('signal')) if (signal < minSignal) below++;
    return below;
  } finally {
    file.close();
  }
}
