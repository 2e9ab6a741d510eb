/** Where an element is in genome browsers: with its surroundings, our hub, and a highlight. */

import { type Static, Type } from 'typebox';
import { GENES } from '../../annotation/genes/gene-table.ts';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import { hubGenome, isAtUcsc } from '../../export/hub-tracks.ts';
import { locationText, type Place, parseLocation } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { ccreAccession, rdhsAccession } from '../../store/element-table.ts';
import { annotationIfAny } from '../answers/annotated.ts';
import { closed, orNull, RegistryRef } from '../answers/components.ts';
import { registryView } from '../answers/registry-view.ts';
import { chosenBiosamples } from '../biosamples/chosen-biosamples.ts';
import { resolveAccession } from '../elements/accession.ts';
import type { Served } from '../served.ts';
import { hubPath, REFERENCE_NAMES } from './file-paths.ts';
import { isPrivate } from './own-address.ts';
import { referenceFiles } from './served-files.ts';

/** What SCREEN shows on either side of an element. */
const FLANK_BP = 7500;
const UCSC = 'https://genome.ucsc.edu/cgi-bin/hgTracks';

/** The ways out of an element. */
export const BrowserLinks = closed({
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

/** The links of the element in a row, at the service's own address; with the hub of some biosamples by their keys. */
export function browserLinks(
  served: Served,
  row: number,
  { address, biosamples }: { address: string; biosamples: string | undefined },
): Static<typeof BrowserLinks> {
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

/** Where the element in a row is; of a registry without elements the first chromosome. */
export function placeOf({ store }: Served, row: number): Place {
  const { regions, rows } = store.table;
  const { names, sizes } = store.registry.chromSizes;
  if (row >= rows) return { chrom: names[0]!, start: 0, end: sizes[0]! };
  return placeAt(regions, row);
}

/** A place with what SCREEN shows around an element, within its chromosome. */
export function widened({ store }: Served, { chrom, start, end }: Place): Place {
  const { index, sizes } = store.registry.chromSizes;
  return {
    chrom,
    start: Math.max(0, start - FLANK_BP),
    end: Math.min(sizes[index.get(chrom)!]!, end + FLANK_BP),
  };
}

/** Where something is that is typed: an accession, a gene's name, an rsID, a place. */
export function lociOf(served: Served, q: string): (Place & { readonly name: string })[] {
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
  const variants = annotationIfAny(served, VARIANTS);
  const hits = variants?.rowsOf(q.trim()) ?? [];
  if (hits.length > 0) {
    return hits.map((row) => {
      const { id, chrom, start, end } = variants!.variant(row);
      return { name: id, chrom, start, end };
    });
  }
  const place = parseLocation(q, served.store.registry.chromSizes);
  return place === undefined ? [] : [{ name: q, ...place }];
}
