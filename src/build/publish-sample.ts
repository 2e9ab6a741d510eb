/** What a classified sample leaves beside its BED: the BED's other forms, its Z-scores, a page. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { type BedColumn, biosampleSchema } from '../export/bed-schema.ts';
import { describeFolder, type FolderText, markdownText } from '../export/export-folder.ts';
import { publishBed } from '../export/publish-bed.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { readJsonObject } from '../formats/json-object.ts';
import type { ChromSizes } from '../genome/chrom-sizes.ts';
import type { Progress } from '../progress.ts';
import { flankBp, HIGH_Z, ZERO_SIGNAL_Z } from '../registry/zscores.ts';
import { samplePage } from '../report/sample-page.ts';
import { type SampleResult, writeSampleZscores } from './classify-sample.ts';
import { differingSources, type SampleSource } from './sample-sources.ts';
import type { TargetRegistry } from './target-registry.ts';

export interface PublishedSample {
  readonly target: TargetRegistry;
  readonly result: SampleResult;
  /** Of every chromosome that has elements. */
  readonly chromSizes: ChromSizes;
  /** What it was classified from. */
  readonly sources: readonly SampleSource[];
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
 * Throws CisregError CONFLICT where `out` holds what this sample would replace: README.md or datapackage.json of something
 * else; and, without `force`, files of this KEY that are of another biosample, of other input, or not told by datapackage.json.
 */
export function refuseOtherSample(
  out: string,
  { biosample, key, sources }: Pick<PublishedSample, 'biosample' | 'key' | 'sources'>,
  force: boolean,
): void {
  const refuse = (found: string, mend: string) =>
    new CisregError('CONFLICT', `holds ${found}; ${mend}`, { where: { file: out } });
  const data = readJsonObject(path.join(out, 'datapackage.json'));
  const hasKey = existsSync(path.join(out, `${key}.bed`));
  const other = foreignName(out, titleOf(biosample), data);
  const there = sampleOf(data);
  if (other !== undefined && !(hasKey && there !== undefined)) {
    throw refuse(
      `a ${other} that is not of ${biosample}, expected a directory for each biosample`,
      'name another --out',
    );
  }
  if (!hasKey || force) return;
  const mend = 'name another --out, or use --force to replace it';
  if (there === undefined) {
    throw refuse(`${key}.bed, and no datapackage.json to say what it is, expected none`, mend);
  }
  if (other !== undefined) {
    throw refuse(`${there}, whose files have the names of those of ${biosample} (${key}.bed)`, mend);
  }
  const differing = differingSources(sources, sourcesOf(data));
  if (differing.length === 0) return;
  const verb = differing.length === 1 ? 'differs' : 'differ';
  throw refuse(`${biosample} of other input (${differing.join(', ')} ${verb}), expected the same`, mend);
}

/** README.md or datapackage.json, where it has another title. */
function foreignName(
  out: string,
  title: string,
  data: Record<string, unknown> | undefined,
): string | undefined {
  const readme = path.join(out, 'README.md');
  const isOurs =
    !existsSync(readme) ||
    (statSync(readme).isFile() && readFileSync(readme, 'utf8').startsWith(`# ${markdownText(title)}\n`));
  if (!isOurs) return 'README.md';
  return existsSync(path.join(out, 'datapackage.json')) && data?.title !== title
    ? 'datapackage.json'
    : undefined;
}

/** The sources that a datapackage.json names; of one that is not ours, what looks like them. */
function sourcesOf(data: Record<string, unknown> | undefined): SampleSource[] {
  const found = Array.isArray(data?.sources) ? (data.sources as unknown[]) : [];
  return found.filter(
    (one): one is SampleSource => typeof one === 'object' && one !== null && 'title' in one,
  );
}

const TITLE_END = ': cCREs classified by cisreg';

/** The biosample that a datapackage.json is of; undefined where it is of something else. */
function sampleOf(data: Record<string, unknown> | undefined): string | undefined {
  const title = String(data?.title ?? '');
  return title.endsWith(TITLE_END) ? title.slice(0, -TITLE_END.length) : undefined;
}

function titleOf(biosample: string): string {
  return `${biosample}${TITLE_END}`;
}

function folderText({ target, result, biosample, sources }: PublishedSample, page: string): FolderText {
  const { assembly, scheme } = target;
  const signals = result.columns.map(({ assay, role }) =>
    role === 'Z-scores only' ? `${assay} (Z-scores only)` : assay,
  );
  return {
    title: titleOf(biosample),
    sources,
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
