/** Parameters of the routes on genes. */

import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { EXPRESSION } from '../../annotation/expression/expression-table.ts';
import { GENES } from '../../annotation/genes/gene-table.ts';
import { annotationIfAny } from '../answers/annotated.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { geneNamed, type NamedGene } from './gene-view.ts';

/** A parameter of an address. */
export const Text = (description: string) => Type.Optional(Type.String({ description, maxLength: 10_000 }));

export const GeneParams = Type.Object({
  id: Type.String({ description: 'Id (with or without version), symbol or alias of a gene', maxLength: 200 }),
});

/** The gene that an address names. Throws RequestError 404. */
export function geneOf(
  registries: ServedRegistries,
  request: FastifyRequest,
): NamedGene & { readonly served: Served } {
  const served = registries.find((request.query as { registry?: string }).registry);
  return { served, ...geneNamed(served, (request.params as { id: string }).id) };
}

/** A whole number from 0 on. Throws RequestError 400 that names the parameter. */
export function wholeOf(text: string | undefined, name: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(text)) {
    throw new RequestError(400, `${name} is ${quoted(text)}, expected a whole number, 0 or more`, name);
  }
  return Number(text);
}

/** One of several words; the first without a wish. Throws RequestError 400 that names the parameter. */
export function wordOf<T extends string>(text: string | undefined, name: string, words: readonly T[]): T {
  if (text === undefined) return words[0]!;
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new RequestError(400, `${name} is ${quoted(text)}, expected one of ${words.join(', ')}`, name);
}

/** The parts of a list with commas between; undefined without one. */
export function commaList(text: string | undefined): readonly string[] | undefined {
  const parts = text
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts === undefined || parts.length === 0 ? undefined : parts;
}

/** Ids of two genes that examples can name, with expression where there is any; escaped for an address. */
export function exampleGenes({ all }: ServedRegistries): readonly [string, string] {
  const genes = annotationIfAny(all[0]!, GENES);
  if (genes === undefined || genes.count === 0) return ['TP53', 'MYC'];
  const expression = annotationIfAny(all[0]!, EXPRESSION);
  const has = (row: number) => expression?.rowOf(row) !== undefined;
  const rows = Array.from({ length: genes.count }, (_, row) => row);
  const [a = 0, b = a] = expression === undefined ? rows : rows.filter(has);
  return [encodeURIComponent(genes.gene(a).id), encodeURIComponent(genes.gene(b).id)];
}
