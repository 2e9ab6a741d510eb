/** What a classified sample leaves beside its BED: the BED's other forms, its Z-scores, a page. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { type BedColumn, biosampleSchema } from '../export/bed-schema.ts';
import { describeFolder, type FolderText, markdownText } from '../export/export-folder.ts';
import { publishBed } from '../export/publish-bed.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import type { ChromSizes } from '../genome/chrom-sizes.ts';
import type { Progress } from '../progress.ts';
import { flankBp, HIGH_Z, ZERO_SIGNAL_Z } from '../registry/zscores.ts';
import { samplePage } from '../report/sample-page.ts';
import { type SampleResult, writeSampleZscores } from './classify-sample.ts';
import type { TargetRegistry } from './target-registry.ts';

export interface PublishedSample {
  readonly target: TargetRegistry;
  readonly result: SampleResult;
  /** Of every chromosome that has elements. */
  readonly chromSizes: ChromSizes;
  readonly biosample: string;
  /** Names the files; KEY.bed is there already. */
  readonly key: string;
  readonly out: string;
}

/**
 * Writes KEY.bed.gz, .bed.gz.tbi, .bigBed, KEY.zscores.tsv, KEY.html, and README.md, datapackage.json and the schemas
 * that explain them; returns all names, KEY.bed first.
 */
export async function publishSample(sample: PublishedSample, progress: Progress): Promise<string[]> {
  const { target, result, chromSizes, biosample, key, out } = sample;
  progress.step('writing files');
  const schema = biosampleSchema(target.scheme);
  const files = await publishBed({
    bed: path.join(out, `${key}.bed`),
    schema,
    chromSizes,
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
      agnostic: target.classCounts,
      columns: result.columns,
    }),
  );
  const assays = result.columns.map(({ assay }) => assay);
  const described = await describeFolder(out, folderText(sample, page), [
    {
      name: schema.table,
      title: schema.title,
      naming: `\`${key}.bed\``,
      columns: schema.columns,
      bed: schema,
      files,
    },
    {
      name: 'zscores',
      title: 'Z-scores and signals of every rDHS',
      naming: `\`${zscores}\``,
      columns: zscoreColumns(assays),
      files: [zscores],
      headerRows: 1,
    },
  ]);
  return [...files, zscores, page, ...described];
}

/**
 * Throws CisregError CONFLICT where a directory to write to holds a README.md or datapackage.json that is not of this
 * biosample: they would be replaced.
 */
export function refuseOtherFolder(out: string, biosample: string): void {
  const [title, readme, data] = [
    titleOf(biosample),
    path.join(out, 'README.md'),
    path.join(out, 'datapackage.json'),
  ];
  const isOurs = (file: string, start: string) =>
    !existsSync(file) || (statSync(file).isFile() && readFileSync(file, 'utf8').includes(start));
  const other = !isOurs(readme, `# ${markdownText(title)}\n`)
    ? 'README.md'
    : !isOurs(data, `"title": ${JSON.stringify(title)}`)
      ? 'datapackage.json'
      : undefined;
  if (other === undefined) return;
  throw new CisregError(
    'CONFLICT',
    `holds a ${other} that is not of ${biosample}, expected a directory for each biosample; name another --out`,
    { where: { file: out } },
  );
}

function titleOf(biosample: string): string {
  return `${biosample}: cCREs classified by cisreg`;
}

function folderText({ target, result, biosample }: PublishedSample, page: string): FolderText {
  const { assembly, scheme } = target;
  const signals = result.columns.map(({ assay, role }) =>
    role === 'Z-scores only' ? `${assay} (Z-scores only)` : assay,
  );
  return {
    title: titleOf(biosample),
    paragraphs: [
      `Every cCRE of a registry with its class in ${markdownText(biosample)}, by the signals of ${signals.join(', ')}. High is Z > ${HIGH_Z}; what was not given counts as low. \`${page}\` is a page to look at: what is active, and whether the signals look sound.`,
      `${assembly === undefined ? 'Scheme' : `Assembly ${markdownText(assembly)}, scheme`} ${scheme}, made by cisreg classify. Coordinates are 0-based and half-open.`,
    ],
  };
}

function zscoreColumns(assays: readonly string[]): readonly BedColumn[] {
  return [
    { name: 'rDHS', type: 'string', description: 'Accession of the rDHS' },
    ...assays.flatMap((assay): BedColumn[] => [
      {
        name: `${assay}_Z`,
        type: 'float',
        description: `Z-score of log10 ${assay} signal over all rDHSs, 6 decimals; ${ZERO_SIGNAL_Z} is no signal`,
      },
      {
        name: `${assay}_signal`,
        type: 'float',
        description: `Mean ${assay} signal${flankBp(assay) > 0 ? ` with ${flankBp(assay)} bp on either side` : ''}, 6 digits`,
      },
    ]),
  ];
}
