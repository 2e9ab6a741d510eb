/** From columns to the files of the registry: classes, accessions, tiers, tables, a BED for each biosample. */

import { rmSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import type { Progress } from '../progress.ts';
import { formatAccession } from '../registry/accessions.ts';
import { CLASS_ASSAYS, HIGH_CTCF, HIGH_DNASE } from '../registry/classify.ts';
import { CLASS_NAMES, NOT_CCRE } from '../registry/schemes.ts';
import { TIERS } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';
import { BIOSAMPLES, FORMAT_VERSION, ZSCORES } from '../store/layout.ts';
import {
  exactZ,
  ROW_MAJOR,
  readHigh,
  readSignal,
  readZ,
  writeRowMajor,
  Z_MANIFEST,
  type ZColumn,
  type ZManifest,
} from '../store/zscore-store.ts';
import { type BiosampleTask, type CcreLines, ccreLines, type LabelCounts } from './biosample-step.ts';
import type { DatasetKey } from './biosample-table.ts';
import { classifyElements, type Elements, isPublished, publishedRows, touching } from './elements.ts';
import { type Evidence, gatherEvidence } from './evidence.ts';
import type { BuildInputs } from './inputs.ts';
import { readPrevious } from './previous.ts';
import { listFiles } from './publish.ts';
import type { Rdhs } from './rdhs-step.ts';
import { readSortedBed } from './sorted-bed.ts';
import { finishedResult, noteFinished, stepKey } from './step-ledger.ts';
import {
  writeBiosampleTable,
  writeCcreBeds,
  writeElements,
  writeMaxZ,
  writeRdhsBed,
  writeStats,
} from './tables.ts';
import { runTasks } from './tasks.ts';

/** How many elements there are of each kind. */
export interface RegistryCounts {
  readonly rdhs: number;
  readonly highDnase: number;
  /** cCREs before tiers 3 and 4 are left out. */
  readonly unfilteredCcres: number;
  readonly reusedAccessions: number;
  readonly tiers: Readonly<Record<string, number>> | undefined;
  readonly ccres: number;
  /** cCREs by class, without suffix. */
  readonly classes: Readonly<Record<string, number>>;
  readonly ctcfBound: number;
  readonly zones: Readonly<Record<string, number>>;
  readonly groups: Readonly<Record<string, number>>;
}

/** What the files of a registry were written from, for its report. */
export interface WrittenRegistry {
  readonly counts: RegistryCounts;
  readonly elements: Elements;
  readonly evidence: Evidence;
  /** Labels of each biosample's file, by name of the biosample. */
  readonly labels: ReadonlyMap<string, LabelCounts>;
}

/** Writes all files but report.html and registry.json into `staged`, which holds the columns already. */
export async function writeRegistry(context: {
  readonly inputs: BuildInputs;
  readonly work: string;
  readonly staged: string;
  readonly rdhs: Rdhs;
  readonly columns: readonly ZColumn[];
  /** The key of the step that made a column, by file. */
  readonly columnKeys: ReadonlyMap<string, string>;
  readonly threads: number;
  readonly progress: Progress;
}): Promise<WrittenRegistry> {
  const { inputs, staged, rdhs, columns, progress } = context;
  const { config, biosamples } = inputs;
  const rows = rdhs.number.length;
  const zscores = path.join(staged, ZSCORES);

  progress.step('classifying', biosamples.length, 'biosamples');
  const columnOf = new Map(columns.map((column) => [column.file, column]));
  const openColumn = (dataset: DatasetKey) => {
    const column = columnOf.get(dataset.file)!;
    const signal = readSignal(zscores, column, rows);
    return {
      high: readHigh(zscores, column, rows),
      z: readZ(zscores, column, rows),
      exactZ: (row: number) => exactZ(signal[row]!, column),
    };
  };
  const evidence = await gatherEvidence(biosamples, rows, openColumn, progress);
  const elements = classifyElements(rdhs.regions, evidence, {
    scheme: config.scheme,
    tss: inputs.tss,
    previous: config.previousCcre && (await readPrevious(config.previousCcre.path, 'E', progress)),
    previousFile: config.previousCcre?.path,
  });
  const blacklisted =
    config.blacklist && touching(rdhs.regions, await readSortedBed(config.blacklist.path, inputs.chromSizes));

  progress.step('writing tables');
  const content = {
    regions: rdhs.regions,
    rdhsId: (i: number) => formatAccession(config.accessionPrefix, 'D', rdhs.number[i]!),
    ccreId: (i: number) => formatAccession(config.accessionPrefix, 'E', elements.ccreNumber[i]!),
    scheme: config.scheme,
    elements,
    evidence,
  };
  await writeRdhsBed(staged, content);
  await writeCcreBeds(staged, content);
  await writeMaxZ(staged, content);
  await writeElements(staged, content, {
    geneOf: (row) => inputs.tss.genes.at(row),
    blacklisted,
    dhsOf: (i) => ({
      name: `${inputs.datasets[rdhs.dataset[i]!]!.file}-${rdhs.ordinal[i]}`,
      signal: rdhs.signal[i]!,
    }),
  });
  await writeStats(staged, columns);
  const manifest: ZManifest = { formatVersion: FORMAT_VERSION, rows, rowMajor: ROW_MAJOR, columns };
  await writeFileAtomically(path.join(zscores, Z_MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
  await writeRowMajor(zscores, columns, rows);

  const labels = await writeBiosamples(
    context,
    ccreLines({ ...content, zone: elements.zone, rows: publishedRows(elements) }),
    columnOf,
  );
  await writeBiosampleTable(staged, {
    scheme: config.scheme,
    biosamples,
    sheet: inputs.sheet,
    counts: labels,
  });
  return { counts: countElements(elements, inputs), elements, evidence, labels };
}

/** A BED of every biosample that has a class assay, over workers; those that are finished are not written again. */
async function writeBiosamples(
  context: {
    readonly inputs: BuildInputs;
    readonly work: string;
    readonly staged: string;
    readonly rdhs: Rdhs;
    readonly columnKeys: ReadonlyMap<string, string>;
    readonly threads: number;
    readonly progress: Progress;
  },
  ccres: CcreLines,
  columnOf: ReadonlyMap<string, ZColumn>,
): Promise<ReadonlyMap<string, LabelCounts>> {
  const { inputs, work, staged, rdhs, progress } = context;
  const { config } = inputs;
  const directory = path.join(staged, BIOSAMPLES);
  const notes = path.join(work, 'biosamples');
  makeDirectory(directory);
  makeDirectory(notes);
  const elementsKey = stepKey(ccres.bytes, ccres.row, ccres.zone, config.scheme);

  const steps = inputs.biosamples
    .filter((biosample) => biosample.group !== undefined)
    .map((biosample) => {
      const own = CLASS_ASSAYS.flatMap((assay, a) => {
        const column = columnOf.get(biosample.datasets[assay]?.file ?? '');
        return column === undefined ? [] : [{ bit: 1 << a, column }];
      });
      const task: BiosampleTask & { kind: 'biosample' } = {
        kind: 'biosample',
        ccres,
        zscoreDirectory: path.join(staged, ZSCORES),
        rows: rdhs.number.length,
        columns: own,
        assays: biosample.assays,
        scheme: config.scheme,
        out: path.join(directory, `${biosample.key}.bed`),
      };
      const key = stepKey(
        elementsKey,
        own.map(({ bit, column }) => [bit, context.columnKeys.get(column.file)]),
        task.assays,
      );
      return { biosample, task, key, note: path.join(notes, biosample.key) };
    });
  const wanted = new Set(steps.map(({ biosample }) => `${biosample.key}.bed`));
  for (const name of listFiles(directory)) if (!wanted.has(name)) rmSync(path.join(directory, name));

  const counts = new Map<string, LabelCounts>();
  const open = steps.filter(({ biosample, key, note }) => {
    const finished = finishedResult<LabelCounts>(note, key);
    if (finished !== undefined) counts.set(biosample.name, finished);
    return finished === undefined;
  });
  if (open.length > 0) progress.step('writing biosamples', open.length, 'biosamples');
  await runTasks<LabelCounts>(
    open.map(({ task }) => task),
    context.threads,
    (result, i) => {
      const { biosample, task, key, note } = open[i]!;
      counts.set(biosample.name, result);
      noteFinished(note, key, result, [task.out]);
      progress.advance(1);
    },
  );
  return counts;
}

function countElements(elements: Elements, inputs: BuildInputs): RegistryCounts {
  const { scheme } = inputs.config;
  const names = CLASS_NAMES[scheme].agnostic;
  const classes = Object.fromEntries(names.map((name) => [name, 0]));
  const tiers: Record<string, number> = Object.fromEntries(TIERS.map((tier) => [tier, 0]));
  const zones = Object.fromEntries(ZONES.map((zone) => [zone, 0]));
  const counts = { unfilteredCcres: 0, ccres: 0, ctcfBound: 0, highDnase: 0 };
  for (let i = 0; i < elements.classCode.length; i++) {
    counts.highDnase += elements.high[i]! & HIGH_DNASE;
    zones[ZONES[elements.zone[i]!]!]!++;
    if (elements.classCode[i] === NOT_CCRE) continue;
    counts.unfilteredCcres++;
    if (elements.tier !== undefined) tiers[TIERS[elements.tier[i]!]!]!++;
    if (!isPublished(elements, i)) continue;
    counts.ccres++;
    classes[names[elements.classCode[i]!]!]!++;
    if (elements.high[i]! & HIGH_CTCF) counts.ctcfBound++;
  }
  const groups: Record<string, number> = {};
  for (const { group } of inputs.biosamples) {
    const name = group === undefined ? 'NA' : String(group);
    groups[name] = (groups[name] ?? 0) + 1;
  }
  return {
    rdhs: elements.classCode.length,
    highDnase: counts.highDnase,
    unfilteredCcres: counts.unfilteredCcres,
    reusedAccessions: elements.reusedAccessions,
    tiers: elements.tier === undefined ? undefined : tiers,
    ccres: counts.ccres,
    classes,
    ctcfBound: counts.ctcfBound,
    zones,
    groups,
  };
}
