/** What a classified sample leaves beside its BED: the BED's other forms, its Z-scores, a page. */

import path from 'node:path';
import { biosampleSchema } from '../export/bed-schema.ts';
import { publishBed } from '../export/publish-bed.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import type { Progress } from '../progress.ts';
import { samplePage } from '../report/sample-page.ts';
import { type SampleResult, writeSampleZscores } from './classify-sample.ts';
import type { TargetRegistry } from './target-registry.ts';

export interface PublishedSample {
  readonly target: TargetRegistry;
  readonly result: SampleResult;
  readonly biosample: string;
  /** Names the files; KEY.bed is there already. */
  readonly key: string;
  readonly out: string;
}

/** Writes KEY.bed.gz, .bed.gz.tbi, .bigBed, KEY.zscores.tsv and KEY.html; returns all names, KEY.bed first. */
export async function publishSample(sample: PublishedSample, progress: Progress): Promise<string[]> {
  const { target, result, biosample, key, out } = sample;
  progress.step('writing files');
  const files = await publishBed({
    bed: path.join(out, `${key}.bed`),
    schema: biosampleSchema(target.scheme),
    chromSizes: result.chromSizes,
  });
  const zscores = `${key}.zscores.tsv`;
  await writeSampleZscores(path.join(out, zscores), target, result.columns);
  const page = `${key}.html`;
  await writeFileAtomically(
    path.join(out, page),
    await samplePage({
      biosample,
      assembly: target.assembly,
      scheme: target.scheme,
      group: result.group,
      rdhs: target.rdhsIds.count,
      ccres: target.rows.length,
      counts: result.counts,
      agnostic: countsOf(target.classes),
      columns: result.columns,
    }),
  );
  return [...files, zscores, page];
}

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
