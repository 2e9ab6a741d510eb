/** The parts that answers share, as schemas with a name: OpenAPI has them as components, routes refer to them. */

import { Type } from 'typebox';
import { CLASS_ASSAYS, type ClassAssay } from '../../registry/classify.ts';
import type { ElementView, ZView } from '../elements/element-view.ts';
import type { Problem } from './problem.ts';

/** What answers say of the registry that they come from. */
export interface RegistryView {
  readonly id: string;
  /** Names the content: the same version never has other answers. */
  readonly version: string;
  readonly assembly: string;
  readonly scheme: string;
  readonly accessionPrefix: string;
  readonly idsAreLocal: boolean;
}

/** A value or null, as serialisers take it fastest: one type with two names. */
export function orNull<T extends 'string' | 'number' | 'integer' | 'boolean'>(type: T, description?: string) {
  type Value = T extends 'string' ? string : T extends 'boolean' ? boolean : number;
  return Type.Unsafe<Value | null>({
    type: [type, 'null'],
    ...(description === undefined ? {} : { description }),
  });
}

/** One of several words. */
export function oneOf<T extends string>(...words: readonly T[]) {
  return Type.Unsafe<T>({ type: 'string', enum: words });
}

/** An object that has all of these and nothing else. What is not named here is not sent. */
export const closed = <P extends Parameters<typeof Type.Object>[0]>(properties: P, description?: string) =>
  Type.Object(properties, {
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  });

/** The same for every class assay. */
export function byAssay<T>(of: T): Record<ClassAssay, T> {
  return Object.fromEntries(CLASS_ASSAYS.map((assay) => [assay, of])) as Record<ClassAssay, T>;
}

/** Refers to one of the components. */
export function ref<T>(name: ComponentName) {
  return Type.Unsafe<T>({ $ref: `${name}#` });
}

const z = closed(
  {
    state: oneOf('high', 'low', 'noSignal', 'notAssayed'),
    z: orNull('number', 'Null where it was not assayed, and where there is no signal'),
  },
  'A Z-score: missing (not assayed), no signal, low and high are told apart; high is above 1.64',
);

/** The components by name. */
export const COMPONENT_PARTS = {
  RegistryView: closed({
    id: Type.String(),
    version: Type.String({ description: 'Names the content: the same version never has other answers' }),
    assembly: Type.String(),
    scheme: oneOf('encode3', 'encode4'),
    accessionPrefix: Type.String(),
    idsAreLocal: Type.Boolean({ description: 'Accessions are of this registry alone, not of ENCODE' }),
  }),
  ZView: z,
  ElementView: closed({
    accession: orNull('string', 'Of the cCRE; null for an rDHS that is none'),
    rdhs: Type.String(),
    chrom: Type.String(),
    start: Type.Integer({ description: '0-based' }),
    end: Type.Integer({ description: 'Half-open' }),
    location: Type.String({ description: '1-based inclusive' }),
    length: Type.Integer({ description: 'bp' }),
    class: orNull('string', 'Without suffix'),
    ctcfBound: orNull('boolean', 'encode3'),
    tier: orNull('string'),
    isPublished: Type.Boolean(),
    zone: Type.String(),
    tssDistance: orNull('number', 'bp from the centre to the nearest TSS'),
    nearestGene: orNull('string'),
    maxZ: closed(byAssay(Type.Unsafe<ZView>({ $ref: 'ZView#' }))),
    support: closed(
      byAssay(orNull('integer')),
      'Number of biosamples in which each assay is high; null where nobody has it',
    ),
    tau: orNull('number', 'Tissue specificity of DNase, 0 to 1'),
    blacklisted: orNull('boolean'),
  }),
  Problem: Type.Object(
    {
      type: Type.String(),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String({ description: 'What was found, and what was expected' }),
      parameter: Type.Optional(Type.String({ description: 'The parameter that it is about' })),
      requestId: Type.Optional(Type.String({ description: 'As in the log of the server' })),
    },
    { description: 'RFC 9457' },
  ),
} as const;
export type ComponentName = keyof typeof COMPONENT_PARTS;

/** Schemas that the service must know, each under its $id. */
export const COMPONENTS: readonly object[] = Object.entries(COMPONENT_PARTS).map(([name, schema]) => ({
  ...schema,
  $id: name,
}));

export const RegistryRef = ref<RegistryView>('RegistryView');
export const ZRef = ref<ZView>('ZView');
export const ElementRef = ref<ElementView>('ElementView');
export const ProblemRef = ref<Problem>('Problem');
