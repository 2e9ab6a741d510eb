/**
 * A UCSC track hub of a registry (https://genome.ucsc.edu/goldenPath/help/hgTrackHubHelp.html): the cCREs, those of every
 * biosample, and the highest Z-score of each assay.
 */

import path from 'node:path';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { writeBigWig } from '../formats/bbi/bigwig-writer.ts';
import type { WigRun } from '../formats/bbi/wig-run.ts';
import { type BedTable, readBed } from '../formats/bed.ts';
import { parseDecimal } from '../formats/fields.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { visitTableRows } from '../formats/table-rows.ts';
import { chromRuns } from '../genome/chrom-runs.ts';
import type { Progress } from '../progress.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { CLASS_COLOURS, CLASS_NAMES } from '../registry/schemes.ts';
import { HIGH_Z } from '../registry/zscores.ts';
import { readCcreRows } from '../store/ccre-rows.ts';
import { BIOSAMPLES, fileKey, MAXZ_TSV, RDHS_BED } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { ASSAY_COLOURS } from './assay-colours.ts';
import { biosampleSchema, MAX_Z_COLUMNS } from './bed-schema.ts';
import { writeCombinedTrack } from './combined-track.ts';
import { describeFolder, type FileKind, type FolderText } from './export-folder.ts';
import { htmlPage } from './hub-pages.ts';
import { publishBeds } from './publish-bed.ts';
import { checkRowCount } from './row-count.ts';
import { type Stanza, settingLines, trackDbText, trackName } from './track-db.ts';

/** What UCSC calls the assemblies that it has. */
const UCSC_NAMES: Readonly<Record<string, string>> = {
  GRCh38: 'hg38',
  GRCh37: 'hg19',
  GRCm38: 'mm10',
  GRCm39: 'mm39',
};
const MAX_Z_SHOWN = 10;

export interface HubOptions {
  readonly threads: number;
  readonly email: string;
}

/** Writes hub.txt, genomes.txt and GENOME/ with trackDb.txt, the tracks and their pages; returns how many files. */
export async function writeHub(
  registry: RegistryDirectory,
  out: string,
  { threads, email }: HubOptions,
  progress: Progress,
): Promise<number> {
  const { assembly } = registry;
  const genome = UCSC_NAMES[assembly] ?? fileKey(assembly);
  const folder = path.join(out, genome);
  makeDirectory(path.join(folder, BIOSAMPLES));
  const tracks: Stanza[] = [];
  const pages = new Map<string, string>();

  progress.step('combined track');
  const combined = await writeCombinedTrack(registry, await readCcreRows(registry), folder);
  const own = registry.biosamples.filter(({ group }) => group !== undefined);
  progress.step('bigBed', own.length + 1, 'files');
  const { chromSizes } = registry;
  const schema = biosampleSchema(registry.scheme);
  const forms = await publishBeds(
    [
      { bed: path.join(folder, combined.file), schema: combined.schema, chromSizes },
      ...own.map(({ key }) => ({
        bed: path.join(registry.path, BIOSAMPLES, `${key}.bed`),
        bigBed: path.join(folder, BIOSAMPLES, `${key}.bigBed`),
        schema,
        chromSizes,
      })),
    ],
    threads,
    () => progress.advance(1),
  );
  tracks.push(...ccreTracks(registry, own.length));
  pages.set('cCREs', htmlPage.ccres(registry));

  progress.step('max-Z tracks');
  const assays = await writeMaxZTracks(registry, folder);
  tracks.push(...maxZTracks(assays));
  pages.set('maxZ', htmlPage.maxZ(registry));

  tracks.push(...biosampleTracks(own));
  pages.set('biosamples', htmlPage.biosamples(registry));

  for (const [name, text] of pages) await writeFileAtomically(path.join(folder, `${name}.html`), text);
  await writeFileAtomically(path.join(folder, 'trackDb.txt'), trackDbText(tracks));
  await writeFileAtomically(
    path.join(out, 'genomes.txt'),
    `genome ${genome}\ntrackDb ${genome}/trackDb.txt\n`,
  );
  await writeFileAtomically(
    path.join(out, 'hub.txt'),
    settingLines({
      hub: trackName(`cisreg_${assembly}`, new Set()),
      shortLabel: `cCREs ${assembly}`,
      longLabel: `Registry of candidate cis-regulatory elements, ${assembly}, ${own.length} biosamples`,
      genomesFile: 'genomes.txt',
      email,
      descriptionUrl: `${genome}/cCREs.html`,
    }),
  );
  const [combinedForms, ...biosampleForms] = forms;
  const kinds: readonly FileKind[] = [
    {
      name: combined.schema.table,
      title: combined.schema.title,
      naming: 'The track `all cCREs`.',
      columns: combined.schema.columns,
      bed: combined.schema,
      files: combinedForms!.map((file) => `${genome}/${file}`),
    },
    {
      name: schema.table,
      title: schema.title,
      naming: 'The tracks of biosamples.',
      columns: schema.columns,
      bed: schema,
      files: biosampleForms.flat().map((file) => `${genome}/${BIOSAMPLES}/${file}`),
      about: new Map(own.map(({ name, key }) => [`${genome}/${BIOSAMPLES}/${key}.bigBed`, name])),
    },
    {
      name: 'maxZ',
      title: 'Highest Z-score of each rDHS',
      naming: 'The tracks `max-Z`: `maxZ.ASSAY.bigWig`.',
      columns: MAX_Z_COLUMNS,
      files: assays.map((assay) => `${genome}/maxZ.${assay}.bigWig`),
    },
  ];
  const described = await describeFolder(out, hubText(assembly, genome), kinds);
  const files = kinds.reduce((sum, kind) => sum + kind.files.length, 0);
  // Those of kinds, of their description, the pages, and hub.txt, genomes.txt and trackDb.txt.
  return files + described.length + pages.size + 3;
}

function hubText(assembly: string, genome: string): FolderText {
  const isKnown = Object.values(UCSC_NAMES).includes(genome);
  return {
    title: `UCSC track hub of ${assembly}`,
    paragraphs: [
      'Put this folder on a web server that answers range requests, and give UCSC the address of hub.txt: My Data, Track Hubs, Connected Hubs.',
      `hub.txt names the hub, genomes.txt its genome, ${genome}/trackDb.txt the settings of each track, and the pages ${genome}/*.html describe them.`,
      isKnown
        ? `UCSC calls the assembly ${genome}.`
        : `The genome is called ${genome} as in the registry: where UCSC calls it otherwise, change the name in genomes.txt; where UCSC has it not, genomes.txt needs the settings of an assembly hub (twoBitPath, organism, defaultPos).`,
    ],
  };
}

function ccreTracks({ scheme, assembly }: RegistryDirectory, biosamples: number): Stanza[] {
  return [
    {
      track: 'cCREs',
      superTrack: 'on show',
      shortLabel: 'cCREs',
      longLabel: `Candidate cis-regulatory elements (cCREs) of ${assembly}`,
      html: 'cCREs',
    },
    {
      track: 'cCREsCombined',
      parent: 'cCREs',
      type: 'bigBed 9 +',
      bigDataUrl: 'encodeCcreCombined.bigBed',
      shortLabel: 'all cCREs',
      longLabel: `cCREs of ${biosamples} biosamples, coloured by class`,
      visibility: 'pack',
      itemRgb: 'on',
      searchIndex: 'name',
      mouseOver: '$name: $ccre, max DNase Z $zScore',
      labelFields: 'accessionLabel,ucscLabel,name,encodeLabel',
      defaultLabelFields: 'accessionLabel',
      'filterValues.encodeLabel': CLASS_NAMES[scheme].agnostic.join(','),
      'filterType.encodeLabel': 'multipleListOr',
      'filter.zScore': String(HIGH_Z),
      html: 'cCREs',
      priority: '1',
    },
  ];
}

function maxZTracks(assays: readonly string[]): Stanza[] {
  if (assays.length === 0) return [];
  return [
    {
      track: 'maxZ',
      superTrack: 'on show',
      shortLabel: 'max-Z',
      longLabel: 'Highest Z-score of each rDHS over all biosamples, by assay',
      html: 'maxZ',
    },
    ...assays.map((assay, i) => ({
      track: `maxZ_${assay}`,
      parent: 'maxZ',
      type: `bigWig ${-MAX_Z_SHOWN} 100`,
      bigDataUrl: `maxZ.${assay}.bigWig`,
      shortLabel: `${assay} max-Z`,
      longLabel: `${assay}: highest Z-score of each rDHS; high is above ${HIGH_Z}`,
      visibility: 'dense',
      color: ASSAY_COLOURS[assay]!,
      autoScale: 'off',
      viewLimits: `0:${MAX_Z_SHOWN}`,
      viewLimitsMax: `${-MAX_Z_SHOWN}:100`,
      windowingFunction: 'maximum',
      maxHeightPixels: '100:32:8',
      yLineMark: String(HIGH_Z),
      yLineOnOff: 'on',
      html: 'maxZ',
      priority: String(i + 1),
    })),
  ];
}

function biosampleTracks(biosamples: readonly { readonly name: string; readonly key: string }[]): Stanza[] {
  const taken = new Set<string>();
  return [
    {
      track: 'biosamples',
      superTrack: 'on show',
      shortLabel: 'biosamples',
      longLabel: 'cCREs classified in each biosample',
      html: 'biosamples',
    },
    ...biosamples.map(({ name, key }, i) => ({
      track: trackName(`b_${key}`, taken),
      parent: 'biosamples',
      type: 'bigBed 9 +',
      bigDataUrl: `${BIOSAMPLES}/${encodeURIComponent(key)}.bigBed`,
      shortLabel: name,
      longLabel: `cCREs in ${name}`,
      // The first ones show how it looks; hundreds at once would not load.
      visibility: i < 3 ? 'dense' : 'hide',
      itemRgb: 'on',
      searchIndex: 'name',
      mouseOver: '$name: $ccre',
      color: CLASS_COLOURS[0]!,
      html: 'biosamples',
      priority: String(i + 1),
    })),
  ];
}

/** Writes maxZ.ASSAY.bigWig for every assay that the registry has: the rDHSs with their highest Z. */
async function writeMaxZTracks(registry: RegistryDirectory, folder: string): Promise<string[]> {
  const bed = await readBed(path.join(registry.path, RDHS_BED));
  const values = CLASS_ASSAYS.map(() => new Float32Array(bed.count));
  let row = 0;
  const table = path.join(registry.path, MAXZ_TSV);
  await visitTableRows(table, CLASS_ASSAYS, ({ bytes, starts, ends }) => {
    for (let a = 0; a < values.length; a++) values[a]![row] = parseDecimal(bytes, starts[a]!, ends[a]!);
    row++;
  });
  checkRowCount(table, row, bed.count);
  const present = CLASS_ASSAYS.filter((_, a) => bed.count > 0 && !Number.isNaN(values[a]![0]!));
  for (const assay of present) {
    const own = values[CLASS_ASSAYS.indexOf(assay)]!;
    await writeBigWig(path.join(folder, `maxZ.${assay}.bigWig`), registry.chromSizes, wigRuns(bed, own));
  }
  return present;
}

function* wigRuns({ chromNames, chrom, start, end }: BedTable, values: Float32Array): Generator<WigRun> {
  for (const { from, to } of chromRuns(chrom)) {
    yield {
      chrom: chromNames[chrom[from]!]!,
      starts: start.subarray(from, to),
      ends: end.subarray(from, to),
      values: values.subarray(from, to),
      length: to - from,
    };
  }
}
