/** A biosample as pages show it, and which ones a visitor filters for. */

import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAllRows } from '../../api/all-rows.ts';
import type { Answer, Problem } from '../../api/ask.ts';
import type { Biosample } from '../../api/biosamples.ts';
import type { Query } from '../../frame/address.ts';
import { CLASS_ASSAYS } from '../../words/classes.ts';

export type { Biosample } from '../../api/biosamples.ts';
export type Embedding = Answer<'/api/v1/biosamples/embedding'>;
/** Where a biosample lies in the embedding of one assay. */
interface EmbeddedPoint {
  readonly key: string;
  readonly assay: string;
  readonly x: number;
  readonly y: number;
}

/** The points of an embedding; in a list's schema every column may be empty, here none is. */
export const pointsOf = ({ points }: Embedding): readonly EmbeddedPoint[] =>
  points.map(({ key, assay, x, y }) => ({ key: key!, assay: assay!, x: x!, y: y! }));

export const useEmbedding = (): UseQueryResult<Embedding, Problem> =>
  useAllRows('/api/v1/biosamples/embedding', {}, 'points', { kind: 'embedding' });

/** What the sheet of biosamples says, or that it does not. */
const NOT_SAID = 'not given';
export const said = ({ metadata }: Biosample, name: string): string => metadata[name] ?? NOT_SAID;

/** The columns of the sheet that have a column or a filter of their own here. */
const SHOWN_FIELDS = ['displayName', 'tissue', 'sampleType', 'lifeStage'] as const;

/** Whatever else the sheet says, in its order: quality, donor, ontology. */
export function otherFields(biosamples: readonly Biosample[]): readonly string[] {
  const names = new Set(biosamples.flatMap(({ metadata }) => Object.keys(metadata)));
  return [...names].filter((name) => !(SHOWN_FIELDS as readonly string[]).includes(name));
}

/** A name of the sheet in words: sampleType is "Sample type". */
export function inWords(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return words[0]!.toUpperCase() + words.slice(1);
}

/** The assays of each biosample: those of the list, and further ones that the embedding knows of. */
export function useAssays(
  biosamples: readonly Biosample[],
  embedding: Embedding | undefined,
): { readonly names: readonly string[]; readonly of: ReadonlyMap<string, ReadonlySet<string>> } {
  return useMemo(() => {
    const of = new Map(biosamples.map(({ key, files }) => [key, new Set(Object.keys(files))]));
    for (const { key, assay } of embedding === undefined ? [] : pointsOf(embedding)) of.get(key)?.add(assay);
    const all = new Set([...of.values()].flatMap((own) => [...own]));
    const known: readonly string[] = CLASS_ASSAYS;
    const names = [...known, ...[...all].filter((name) => !known.includes(name)).sort()];
    return { names, of };
  }, [biosamples, embedding]);
}

/** What a visitor filters by; the names are those of the address. */
export const FILTERS = ['q', 'tissue', 'sampleType', 'lifeStage', 'assay'] as const;

/** Those that pass the filters of an address: every word of the text somewhere, one of the tissues, all of the assays. */
export function filtered(
  biosamples: readonly Biosample[],
  query: Query,
  assaysOf: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Biosample[] {
  const words = (query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const assays = (query.assay ?? '').split(',').filter(Boolean);
  return biosamples.filter((one) => {
    const text = [one.biosample, ...Object.values(one.metadata)].join('\n').toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (['tissue', 'sampleType', 'lifeStage'] as const).every(
        (name) => query[name] === undefined || said(one, name) === query[name],
      ) &&
      assays.every((assay) => assaysOf.get(one.key)?.has(assay))
    );
  });
}

/** The biosamples that an address has chosen, by key. */
export const chosenOf = (query: Query): ReadonlySet<string> =>
  new Set((query.chosen ?? '').split(',').filter(Boolean));

/** How often each value is there, the largest first. */
export function countsOf(values: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'en'));
}
