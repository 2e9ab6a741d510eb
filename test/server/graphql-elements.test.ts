/** Answers of GraphQL about elements that small registries have not. */

import { expect, it } from 'vitest';
import { nearestGeneOf } from '../../src/server/graphql/graphql-elements.ts';
import type { RowNode } from '../../src/server/graphql/graphql-nodes.ts';

it('says nothing for the gene of an element on a chromosome without one', () => {
  const table = { gene: Uint16Array.of(0, 0xffff), genes: ['ENSG00000000001.1'] };
  // As the table of genes does, it looks for text alone.
  const genes = { find: (id: string) => (id.toLowerCase() === '' ? [] : [0]), gene: () => ({ id: 'ENSG1' }) };
  const served = { store: { table }, annotations: () => ({ get: () => genes }) };
  const of = (row: number) => nearestGeneOf({ served, row } as unknown as RowNode);
  expect([of(0), of(1)]).toEqual(['ENSG1', '']);
});
