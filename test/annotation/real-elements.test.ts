/** Published peaks, intervals and functional tables on a registry of real data, against bedtools. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { annotate } from '../../src/annotation/annotate.ts';
import { type Annotations, openAnnotations } from '../../src/annotation/annotations.ts';
import { FUNCTIONAL } from '../../src/annotation/ground/functional-table.ts';
import { INTERVALS } from '../../src/annotation/ground/interval-table.ts';
import { PEAKS } from '../../src/annotation/ground/peak-table.ts';
import { build } from '../../src/build/build.ts';
import { type Progress, silent } from '../../src/progress.ts';
import { hasShared, SHARED, scratch } from '../formats/scratch.ts';
import { needsBedtools, runScript } from '../registry/tools.ts';
import { rowsOf } from './element-case.ts';

const { dir } = scratch();
const data = path.resolve(SHARED);
const registry = path.join(dir, 'registry');
const notes: string[] = [];
let annotations: Annotations;

const MPRA = 'chrom, start, end, name, score, strand, value1, value2, value3, statistic1, statistic2';

describe.skipIf(!hasShared)('published files on chr22 (shared)', () => {
  beforeAll(async () => {
    const config = path.join(data, 'grch38-chr22-k562', 'registry.yaml');
    await build(config, { out: registry, threads: 1, force: false, keepWork: false }, silent);
    const rampage = path.join(data, 'rampage', 'ENCSR000AEI-Experiment-Peaks.bed.gz');
    const sheet = `file\ttarget\tbiosample\texperiment\tformat\n${rampage}\tRAMPAGE\tK562\tENCSR000AEI\tbed\n`;
    writeFileSync(path.join(dir, 'peaks.tsv'), sheet);
    const yaml = `
peaks: {sheet: peaks.tsv}
intervals: {file: ${data}/mpra/SuRE-Peaks.hg38.bed.gz, label: SuRE, biosample: K562}
functional: {file: ${data}/mpra/ENCFF908UFR.bed.gz, assay: MPRA, columns: [${MPRA}], active: {columns: [statistic1, statistic2], above: 2}}
`;
    writeFileSync(path.join(dir, 'annotations.yaml'), yaml);
    const progress: Progress = { ...silent, note: (message) => void notes.push(message) };
    await annotate(registry, path.join(dir, 'annotations.yaml'), progress);
    annotations = openAnnotations(registry);
  });

  /** By element: what bedtools intersect -wo finds of a published file, as start, end and shared bases. */
  function intersected(file: string): string[][] {
    const rows = runScript(
      {},
      `zcat -f ${data}/${file} | cut -f 1-3 > others; cut -f 1-3 ${registry}/rDHSs.bed | awk '{print $0 "\\t" NR-1}' > elements; bedtools intersect -a elements -b others -wo > out`,
    );
    const found: string[][] = rowsOf(path.join(registry, 'rDHSs.bed')).map(() => []);
    for (const row of rows) found[Number(row[3])]!.push(`${row[5]} ${row[6]} ${row[7]}`);
    return found.map((own) => own.sort());
  }

  it('share the bases that bedtools finds, and what lies on other chromosomes is counted', ({ skip }) => {
    needsBedtools(skip);
    const [intervals, functional] = [annotations.get(INTERVALS)!, annotations.get(FUNCTIONAL)!];
    const spans = (own: readonly { start: number; end: number; overlapBp: number }[]) =>
      own.map(({ start, end, overlapBp }) => `${start} ${end} ${overlapBp}`).sort();
    const sure = intersected('mpra/SuRE-Peaks.hg38.bed.gz');
    expect(sure.map((_, row) => spans(intervals.at(row)))).toEqual(sure);
    const mpra = intersected('mpra/ENCFF908UFR.bed.gz');
    expect(mpra.map((_, row) => spans(functional.at(row)))).toEqual(mpra);
    expect(mpra.flat().length).toBeGreaterThan(10);
    const rampage = intersected('rampage/ENCSR000AEI-Experiment-Peaks.bed.gz');
    const peaks = annotations.get(PEAKS)!;
    expect(rampage.map((_, row) => peaks.setsAt(row).length)).toEqual(
      rampage.map((own) => Number(own.length > 0)),
    );
    expect(notes.filter((note) => /lie on chromosomes that the registry has not/.test(note)).length).toBe(3);
  });

  it('say which reporters are active, as their statistics have it', () => {
    const functional = annotations.get(FUNCTIONAL)!;
    const rows = rowsOf(path.join(data, 'mpra', 'ENCFF908UFR.bed.gz'));
    const isActive = (row: readonly string[]) => Number(row[9]) > 2 || Number(row[10]) > 2;
    expect(functional.sets[0]).toMatchObject({ tested: rows.length, active: rows.filter(isActive).length });
    for (let row = 0; row < rowsOf(path.join(registry, 'rDHSs.bed')).length; row++) {
      for (const { active, values } of functional.at(row)) {
        expect(active).toBe(Number(values.statistic1) > 2 || Number(values.statistic2) > 2);
      }
    }
  });
});
