/** Ways out to genome browsers: UCSC's with our hub, igv.js and JBrowse with our files. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { locationText } from '../../genome/region-text.ts';
import { askedPlace } from '../answers/asked-place.ts';
import { closed, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { chosenBiosamples } from '../biosamples/chosen-biosamples.ts';
import { rowOfAccession } from '../elements/accession.ts';
import type { ServedRegistries } from '../served.ts';
import { igvConfig, jbrowseConfig } from './browser-config.ts';
import { BrowserLinks, browserLinks, lociOf, placeOf, widened } from './browser-links.ts';
import { browserTracks } from './browser-tracks.ts';
import { ownAddress } from './own-address.ts';

const BIOSAMPLES = {
  biosamples: Type.Optional(
    Type.String({ description: 'Keys of biosamples to show, commas between', maxLength: 8000 }),
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
  q: Type.String({ description: 'A place, an accession, the name of a gene, or an rsID', maxLength: 200 }),
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
        response: { 200: BrowserLinks },
        tags,
        summary: 'An element in genome browsers: UCSC with our hub and a highlight, igv.js, JBrowse',
      },
      config: { example: `/ccres/${accession}/browser`, isCached: false },
    },
    (request) => {
      const query = request.query as Static<typeof LinkQuery>;
      const served = registries.find(query.registry);
      const row = rowOfAccession(served, (request.params as Static<typeof Params>).accession);
      return browserLinks(served, row, {
        address: ownAddress(request, publicUrl),
        biosamples: query.biosamples,
      });
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

function viewOf(registries: ServedRegistries, request: FastifyRequest, publicUrl: string | undefined) {
  const { registry, biosamples, accession, region } = request.query as Static<typeof ConfigQuery>;
  const served = registries.find(registry);
  const address = ownAddress(request, publicUrl);
  const chosen = biosamples === undefined ? [] : chosenBiosamples(served, biosamples);
  const place = region === undefined ? undefined : askedPlace(region, served.store.registry);
  const row = accession === undefined ? 0 : rowOfAccession(served, accession);
  const shown = place ?? widened(served, placeOf(served, row));
  return {
    served,
    address,
    tracks: browserTracks(served, chosen, address),
    location: locationText(shown),
  };
}
