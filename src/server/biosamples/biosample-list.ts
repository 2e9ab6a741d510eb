/** The biosamples of a registry as a list. */

import { Type } from 'typebox';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import type { BiosampleRow } from '../../store/registry-directory.ts';
import { closed, orNull, RegistryRef } from '../answers/components.ts';
import { arrayRows, type List, type ListColumn, MAX_LIMIT } from '../answers/list-answer.ts';
import { listResponse } from '../answers/list-schema.ts';
import { registryView } from '../answers/registry-view.ts';
import type { Served } from '../served.ts';

/** Every biosample; the columns of its sheet stand behind those that all registries have. */
export function biosampleList(served: Served): List<BiosampleRow> {
  const { biosamples } = served.store.registry;
  const sheet = [...new Set(biosamples.flatMap(({ metadata }) => Object.keys(metadata)))];
  return {
    name: 'biosamples',
    columns: [
      ...OWN_COLUMNS,
      ...sheet.map(
        (name): ListColumn<BiosampleRow> => ({
          name,
          type: 'text',
          description: `${name}, as the biosample sheet has it`,
          value: ({ metadata }) => metadata[name] ?? null,
        }),
      ),
    ],
    ...arrayRows(biosamples),
    object: ({ name, key, group, files, metadata }) => ({
      biosample: name,
      key,
      group: group ?? null,
      files,
      metadata,
    }),
    pageLimit: MAX_LIMIT,
    beside: () => ({ registry: registryView(served) }),
  };
}

const OWN_COLUMNS: readonly ListColumn<BiosampleRow>[] = [
  { name: 'biosample', type: 'text', description: 'Biosample', value: ({ name }) => name },
  { name: 'key', type: 'text', description: 'As in the names of files', value: ({ key }) => key },
  {
    name: 'group',
    type: 'whole',
    description: 'Group of class assays that it has',
    value: ({ group }) => group ?? null,
  },
  ...CLASS_ASSAYS.map(
    (assay): ListColumn<BiosampleRow> => ({
      name: assay,
      type: 'text',
      description: `The dataset of ${assay}`,
      value: ({ files }) => files[assay] ?? null,
    }),
  ),
];

const Texts = (description: string) => Type.Record(Type.String(), Type.String(), { description });

/** `response` of the route that answers with this list. */
export const BIOSAMPLE_LIST_RESPONSE = listResponse(
  'biosamples',
  closed({
    biosample: Type.String(),
    key: Type.String({ description: 'As in the names of files' }),
    group: orNull('integer', 'Null without a class assay'),
    files: Texts('The dataset of each class assay'),
    metadata: Texts('What the biosample sheet says'),
  }),
  { beside: { registry: RegistryRef } },
);
