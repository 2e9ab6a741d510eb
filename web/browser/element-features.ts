/** Elements of a stretch of the genome, for the track of elements: those that match the filter, and the others. */

import type { Query } from '../frame/address.ts';
import { elementsAddress, elementsBody, isInAddress } from '../pages/elements/element-answers.ts';
import { plainPlace } from '../words/numbers.ts';
import type { Feature } from './igv-api.ts';
import { listRows } from './list-text.ts';
import type { Region } from './strip-props.ts';

export interface ElementFeature extends Feature {
  readonly accession: string;
  /** Class over all biosamples. */
  readonly class: string;
  readonly isCtcfBound: boolean;
  readonly isMatch: boolean;
}

/** Wider views hold more elements than pixels, and more than can be fetched while somebody waits. */
export const WIDEST_BP = 20_000_000;

const PATH = '/api/v1/ccres';

/** Elements that share a base with a place, by position. Throws Problem. */
export async function elementFeatures(
  registry: string,
  place: Region,
  filter: Query = {},
): Promise<ElementFeature[]> {
  const { region: chosen, ...others } = filter;
  const scope = filter.scope === undefined ? {} : { scope: filter.scope };
  const isFiltered = Object.keys(others).some((name) => name !== 'scope');
  const [all, matching] = await Promise.all([
    bedRows(registry, place, scope),
    isFiltered ? bedRows(registry, place, others) : undefined,
  ]);
  const matches = matching && new Set(matching.map(([, , , accession]) => accession));
  const isWithin = chosen === undefined ? () => true : withinPlaces(chosen);
  return all.map(([chr, from, to, accession, , , , , , named]) => {
    const at = { chrom: chr!, start: Number(from), end: Number(to) };
    const [name, bound] = named!.split(',');
    return {
      chr: at.chrom,
      start: at.start,
      end: at.end,
      name: accession!,
      accession: accession!,
      class: name!,
      isCtcfBound: bound !== undefined,
      isMatch: (matches?.has(accession) ?? true) && isWithin(at),
    };
  });
}

async function bedRows(registry: string, region: Region, filter: Query): Promise<string[][]> {
  const asking = { filter: { ...filter, region: plainPlace(region) }, format: 'bed' };
  if (isInAddress(registry, asking)) return listRows(elementsAddress(registry, asking));
  const body = JSON.stringify(await elementsBody(registry, asking));
  return listRows(PATH, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

/** Tests places against the API's `region`: chr1:1,000-2,000;chr2, 1-based inclusive, a shared base is enough. */
export function withinPlaces(text: string): (place: Region) => boolean {
  const places = text.split(';').map((part) => {
    const [chrom, range] = part.trim().split(':');
    const [first, last] = (range ?? '').replaceAll(',', '').split('-').map(Number);
    return range === undefined
      ? { chrom, start: 0, end: Number.POSITIVE_INFINITY }
      : { chrom, start: first! - 1, end: last ?? first! };
  });
  return ({ chrom, start, end }) =>
    places.some((own) => own.chrom === chrom && own.start < end && start < own.end);
}
