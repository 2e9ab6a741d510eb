/**
 * /hub/REGISTRY/hub.txt and /hub/REGISTRY/b/KEYS/hub.txt: UCSC track hubs of a registry and of chosen biosamples. All addresses in them are
 * relative, and every file lies below its hub: UCSC's client needs to know hub.txt alone.
 */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { chosenTracks } from '../../export/chosen-tracks.ts';
import { htmlPage } from '../../export/hub-pages.ts';
import {
  biosampleTracks,
  ccreTracks,
  genomesText,
  hubGenome,
  hubText,
  isAtUcsc,
  maxZTracks,
} from '../../export/hub-tracks.ts';
import { trackDbText } from '../../export/track-db.ts';
import { locationText } from '../../genome/region-text.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { type ChosenBiosample, chosenBiosamples } from '../biosamples/chosen-biosamples.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { REFERENCE_NAMES } from './file-paths.ts';
import { fileRoute } from './file-routes.ts';
import { openText } from './open-file.ts';
import { maxZAssays, type NamedFile, referenceFiles, type ServedFiles } from './served-files.ts';

/** Of an assembly that UCSC has not: what is shown first. */
const FIRST_BP = 100_000;

interface HubParams {
  readonly registry: string;
  readonly keys?: string;
  readonly genome?: string;
  readonly name?: string;
}

interface Hub {
  readonly served: Served;
  /** undefined: the whole registry. */
  readonly chosen: readonly ChosenBiosample[] | undefined;
}

/** Adds the routes; `email` is whom UCSC shows as the maintainer. */
export function hubRoutes(
  app: FastifyInstance,
  registries: ServedRegistries,
  { files, email }: { files: ServedFiles; email: string },
): void {
  const hubOf = (request: FastifyRequest): Hub & { name: string } => {
    const { registry, keys, genome, name = '' } = request.params as HubParams;
    const served = registries.find(registry);
    const own = hubGenome(served.store.registry.assembly);
    if (genome !== undefined && genome !== own) {
      throw new RequestError(404, `${quoted(genome)} is no genome of this hub, expected ${own}`);
    }
    return { served, chosen: keys === undefined ? undefined : chosenBiosamples(served, keys), name };
  };
  for (const base of ['/hub/:registry', '/hub/:registry/b/:keys']) {
    fileRoute(app, `${base}/hub.txt`, (request) => text(hubTxt(hubOf(request), email)));
    fileRoute(app, `${base}/genomes.txt`, (request) => text(genomesTxt(hubOf(request))));
    fileRoute(app, `${base}/:genome/trackDb.txt`, (request) => text(trackDb(hubOf(request))));
    fileRoute(app, `${base}/:genome/:name`, (request) => {
      const { served, name } = hubOf(request);
      const page = /^(ccres|maxZ|biosamples|signals)\.html$/.exec(name.replace('cCREs', 'ccres'))?.[1];
      if (page === undefined) return files.track(served, name);
      return text(htmlPage[page as keyof typeof htmlPage](served.store.registry), 'text/html; charset=utf-8');
    });
    const below = (folder: string, find: (served: Served, name: string) => NamedFile) =>
      fileRoute(app, `${base}/:genome/${folder}/:name`, (request) => {
        const { served, name } = hubOf(request);
        return find(served, name);
      });
    below('biosamples', files.biosample);
    below('signals', files.signal);
    below('reference', files.reference);
  }
}

function text(content: string, contentType = 'text/plain; charset=utf-8'): NamedFile {
  return { contentType, open: async () => openText(content) };
}

function hubTxt({ served, chosen }: Hub, email: string): string {
  const { registry } = served.store;
  if (chosen === undefined) return hubText(registry, { biosamples: classified(served).length, email });
  const names = chosen.map(({ biosample }) => biosample.name).join('; ');
  return hubText(registry, { biosamples: chosen.length, email, about: `${registry.assembly}: ${names}` });
}

function genomesTxt({ served }: Hub): string {
  const { assembly, chromSizes } = served.store.registry;
  const genome = hubGenome(assembly);
  const hasSequence = referenceFiles(served).has(REFERENCE_NAMES.twoBit);
  if (isAtUcsc(genome) || !hasSequence) return genomesText(genome);
  const [chrom = '', sizeBp = 0] = [chromSizes.names[0], chromSizes.sizes[0]];
  return genomesText(genome, {
    twoBitPath: `${genome}/reference/${REFERENCE_NAMES.twoBit}`,
    organism: assembly,
    scientificName: assembly,
    defaultPos: locationText({ chrom, start: 0, end: Math.min(sizeBp, FIRST_BP) }),
  });
}

function trackDb({ served, chosen }: Hub): string {
  const { registry } = served.store;
  const own = classified(served);
  const taken = new Set<string>();
  if (chosen === undefined) {
    return trackDbText([
      ...ccreTracks(registry, own.length),
      ...maxZTracks(maxZAssays(served)),
      ...biosampleTracks(own, taken),
    ]);
  }
  const shown = chosen.map(({ biosample: { name, key }, hasCcres, signals }) => ({
    name,
    key,
    hasCcres,
    signals,
  }));
  return trackDbText([...ccreTracks(registry, own.length), ...chosenTracks(shown, taken)]);
}

function classified({ store }: Served) {
  return store.registry.biosamples.filter(({ group }) => group !== undefined);
}
