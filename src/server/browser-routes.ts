/** Ways out to genome browsers: UCSC's with our hub, igv.js and JBrowse with our files. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { GENES } from '../annotation/gene-table.ts';
import { hubGenome, isAtUcsc } from '../export/hub-tracks.ts';
import { locationText, type Place, parseLocation } from '../genome/region-text.ts';
import { ccreAccession, rdhsAccession } from '../store/element-table.ts';
import { resolveAccession, rowOfAccession } from './accession.ts';
import { annotationIfAny } from './annotated.ts';
import { igvConfig, jbrowseConfig } from './browser-config.ts';
import { browserTracks } from './browser-tracks.ts';
import { chosenBiosamples } from './chosen-biosamples.ts';
import { closed, orNull, RegistryRef } from './components.ts';
import { examplesOf } from './examples.ts';
import { hubPath, REFERENCE_NAMES } from './file-paths.ts';
import { isPrivate, ownAddress } from './own-address.ts';
import { RequestError } from './problem.ts';
import { quoted } from './quoted.ts';
import { REGISTRY_QUERY, registryView } from './registry-view.ts';
import type { Served, ServedRegistries } from './served.ts';
import { referenceFiles } from './served-files.ts';

/** What SCREEN shows on either side of an element. */
const FLANK_BP = 7500;
const UCSC = 'https://genome.ucsc.edu/cgi-bin/hgTracks';

const BIOSAMPLES = {
  biosamples: Type.Optional(
    Type.String({ description: 'Keys of biosamples to show, commas between', maxLength: 500 }),
  ),
};
const Params = Type.Object({
  accession: Type.String({ description: 'Accession of a cCRE or an rDHS', maxLength: 64 }),
});
const LinkQuery = closed({ ...REGISTRY_QUERY, ...BIOSAMPLES });
const ConfigQuery = closed({
  ...REGISTRY_QUERY,
  ...BIOSAMPLES,
  accession: Type.Optional(Type.String({ description: 'An element to begin at', maxLength: 64 })),
  region: Type.Optional(
    Type.String({ description: 'Or a place, 1-based inclusive; default the first element', maxLength: 200 }),
  ),
});
const LocusQuery = closed({
  ...REGISTRY_QUERY,
  q: Type.String({ description: 'A place, an accession, or the name of a gene', maxLength: 200 }),
});
const LinkAnswer = closed({
  registry: RegistryRef,
  accession: Type.String(),
  location: Type.String({ description: 'Of the element, 1-based inclusive' }),
  view: Type.String({ description: `The element and ${FLANK_BP} bp on either side, within its chromosome` }),
  hub: Type.String({ description: 'UCSC track hub of the registry, or of the biosamples' }),
  isPrivate: Type.Boolean({
    description: 'The hub lies at an address that UCSC cannot reach, as far as its name tells',
  }),
  ucsc: orNull(
    'string',
    'The UCSC browser there with the hub; null where UCSC has no such assembly and there is no sequence',
  ),
  igv: Type.String({ description: 'Configuration of igv.js' }),
  jbrowse: Type.String({ description: 'Configuration of JBrowse 2' }),
});
const LocusAnswer = closed({
  registry: RegistryRef,
  results: Type.Array(
    closed({
      name: Type.String(),
      chrom: Type.String(),
      start: Type.Integer({ description: '0-based' }),
      end: Type.Integer({ description: 'Half-open' }),
      firstBase: Type.Integer({ description: 'start + 1, for browsers that count from 1' }),
      location: Type.String({ description: '1-based inclusive' }),
    }),
  ),
});
const Configuration = Type.Unsafe<object>({ type: 'object', additionalProperties: true });

/** Adds the routes. `publicUrl` is the service's address as the operator gives it. */
export function browserRoutes(
  app: FastifyInstance,
  registries: ServedRegistries,
  publicUrl: string | undefined,
): void {
  const [accession] = examplesOf(registries).accessions;
  const tags = ['browsers'];
  app.get(
    '/ccres/:accession/browser',
    {
      schema: {
        params: Params,
        querystring: LinkQuery,
        response: { 200: LinkAnswer },
        tags,
        summary: 'An element in genome browsers: UCSC with our hub and a highlight, igv.js, JBrowse',
      },
      config: { example: `/ccres/${accession}/browser`, isCached: false },
    },
    (request) => {
      const query = request.query as Static<typeof LinkQuery>;
      const served = registries.find(query.registry);
      const row = rowOfAccession(served, (request.params as Static<typeof Params>).accession);
      return linksOf(served, row, { address: ownAddress(request, publicUrl), biosamples: query.biosamples });
    },
  );
  const configuration = (name: string, summary: string, make: typeof igvConfig) => {
    app.get(
      `/browser/${name}.json`,
      {
        schema: { querystring: ConfigQuery, response: { 200: Configuration }, tags, summary },
        config: { example: `/browser/${name}.json?accession=${accession}`, isCached: false },
      },
      (request) => make(viewOf(registries, request, publicUrl)),
    );
  };
  configuration('igv', 'A configuration of igv.js that asks nobody but this service', igvConfig);
  configuration('jbrowse', 'A configuration of JBrowse 2 that asks nobody but this service', jbrowseConfig);
  app.get(
    '/browser/locus',
    {
      schema: {
        querystring: LocusQuery,
        response: { 200: LocusAnswer },
        tags,
        summary: 'Where something is, for the search box of a genome browser',
      },
      config: { example: `/browser/locus?q=${accession}`, isCached: false },
    },
    (request) => {
      const { registry, q } = request.query as Static<typeof LocusQuery>;
      const served = registries.find(registry);
      const results = lociOf(served, q).map(({ name, chrom, start, end }) => {
        const place = { chrom, start, end };
        return { name, ...place, firstBase: start + 1, location: locationText(place) };
      });
      return { registry: registryView(served), results };
    },
  );
}

function linksOf(
  served: Served,
  row: number,
  { address, biosamples }: { address: string; biosamples: string | undefined },
): Static<typeof LinkAnswer> {
  const { table, registry } = served.store;
  const chosen = biosamples === undefined ? [] : chosenBiosamples(served, biosamples);
  const keys = chosen.map(({ biosample }) => biosample.key);
  const accession = ccreAccession(table, row) ?? rdhsAccession(table, row);
  const place = placeOf(served, row);
  const location = locationText(place);
  const view = locationText(widened(served, place));
  const hub = address + hubPath(served, keys);
  const genome = hubGenome(registry.assembly);
  const parameters = new URLSearchParams({ registry: served.id, accession });
  if (keys.length > 0) parameters.set('biosamples', keys.join(','));
  const canShow = isAtUcsc(genome) || referenceFiles(served).has(REFERENCE_NAMES.twoBit);
  const ucsc = new URLSearchParams({
    // Of its own assemblies UCSC asks by db; others come with the hub, and have its name.
    ...(isAtUcsc(genome) ? { db: genome, hubClear: hub } : { genome, hubUrl: hub }),
    position: view,
    highlight: `${genome}.${location}`,
  });
  return {
    registry: registryView(served),
    accession,
    location,
    view,
    hub,
    isPrivate: isPrivate(address),
    ucsc: canShow ? `${UCSC}?${ucsc}` : null,
    igv: `${address}/api/v1/browser/igv.json?${parameters}`,
    jbrowse: `${address}/api/v1/browser/jbrowse.json?${parameters}`,
  };
}

function viewOf(registries: ServedRegistries, request: FastifyRequest, publicUrl: string | undefined) {
  const { registry, biosamples, accession, region } = request.query as Static<typeof ConfigQuery>;
  const served = registries.find(registry);
  const { chromSizes } = served.store.registry;
  const address = ownAddress(request, publicUrl);
  const chosen = biosamples === undefined ? [] : chosenBiosamples(served, biosamples);
  const place = region === undefined ? undefined : parseLocation(region, chromSizes);
  if (region !== undefined && place === undefined) {
    throw new RequestError(
      400,
      `region is ${quoted(region)}, expected a place such as chr1:1000-2000`,
      'region',
    );
  }
  const row = accession === undefined ? 0 : rowOfAccession(served, accession);
  const shown = place ?? widened(served, placeOf(served, row));
  return {
    served,
    address,
    tracks: browserTracks(served, chosen, address),
    location: locationText(shown),
  };
}

/** Of a registry without elements the first chromosome. */
function placeOf({ store }: Served, row: number): Place {
  const { regions, rows } = store.table;
  const { names, sizes } = store.registry.chromSizes;
  if (row >= rows) return { chrom: names[0]!, start: 0, end: sizes[0]! };
  return {
    chrom: regions.chromNames[regions.chrom[row]!]!,
    start: regions.start[row]!,
    end: regions.end[row]!,
  };
}

function widened({ store }: Served, { chrom, start, end }: Place): Place {
  const { index, sizes } = store.registry.chromSizes;
  return {
    chrom,
    start: Math.max(0, start - FLANK_BP),
    end: Math.min(sizes[index.get(chrom)!]!, end + FLANK_BP),
  };
}

function lociOf(served: Served, q: string): (Place & { readonly name: string })[] {
  const found = resolveAccession(served, q);
  if (found !== undefined)
    return found.rows.map((row) => ({ name: q.toUpperCase(), ...placeOf(served, row) }));
  const genes = annotationIfAny(served, GENES);
  const rows = genes?.find(q) ?? [];
  if (rows.length > 0) {
    return rows.map((row) => {
      const { symbol, chrom, start, end } = genes!.gene(row);
      return { name: symbol, chrom, start, end };
    });
  }
  const place = parseLocation(q, served.store.registry.chromSizes);
  return place === undefined ? [] : [{ name: q, ...place }];
}
