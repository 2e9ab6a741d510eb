/**
 * A UCSC track hub of a registry (https://genome.ucsc.edu/goldenPath/help/hgTrackHubHelp.html): the cCREs, those of every
 * biosample, and the highest Z-score of each assay.
 */

import path from 'node:path';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import type { Progress } from '../progress.ts';
import { readCcreRows } from '../store/ccre-rows.ts';
import { BIOSAMPLES } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { biosampleSchema, MAX_Z_COLUMNS } from './bed-schema.ts';
import { writeCombinedTrack } from './combined-track.ts';
import { describeFolder, type FileKind, type FolderText } from './export-folder.ts';
import { htmlPage } from './hub-pages.ts';
import {
  biosampleTracks,
  ccreTracks,
  genomesText,
  hubGenome,
  hubText,
  isAtUcsc,
  maxZTracks,
} from './hub-tracks.ts';
import { writeMaxZTracks } from './max-z-tracks.ts';
import { publishBeds } from './publish-bed.ts';
import { type Stanza, trackDbText } from './track-db.ts';

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
  const genome = hubGenome(assembly);
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

  tracks.push(...biosampleTracks(own, new Set()));
  pages.set('biosamples', htmlPage.biosamples(registry));

  for (const [name, text] of pages) await writeFileAtomically(path.join(folder, `${name}.html`), text);
  await writeFileAtomically(path.join(folder, 'trackDb.txt'), trackDbText(tracks));
  await writeFileAtomically(path.join(out, 'genomes.txt'), genomesText(genome));
  await writeFileAtomically(path.join(out, 'hub.txt'), hubText(registry, { biosamples: own.length, email }));
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
  const described = await describeFolder(out, folderText(assembly, genome), kinds);
  const files = kinds.reduce((sum, kind) => sum + kind.files.length, 0);
  // Those of kinds, of their description, the pages, and hub.txt, genomes.txt and trackDb.txt.
  return files + described.length + pages.size + 3;
}

function folderText(assembly: string, genome: string): FolderText {
  const isKnown = isAtUcsc(genome);
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
