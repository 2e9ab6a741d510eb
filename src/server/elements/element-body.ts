/** The body of POST /ccres: the same as an address says, as JSON, for questions that are too long for an address. */

import { type Static, Type } from 'typebox';
import { ACTIVITY_STATES } from '../../store/element-conditions.ts';
import type { Facet } from '../../store/element-facets.ts';
import type { Condition, Range } from '../../store/element-filter.ts';
import type { Sort } from '../../store/element-order.ts';
import { type AskedFilter, GENE_PLACES, type GeneFilter, MAX_CONDITIONS, MAX_GENES } from './asked-filter.ts';
import { MAX_COLUMNS, MAX_FACETS } from './element-request.ts';

const CLOSED = { additionalProperties: false } as const;
/** Conditions within conditions: deeper ones are refused, so that no body takes more stack than another. */
const MAX_DEPTH = 6;

const Name = Type.String({ maxLength: 1000 });
const Names = Type.Array(Name, { maxItems: 1_000_000 });
const Whole = Type.Integer({ minimum: 0, maximum: 0x7fffffff });
const End = Type.Unsafe<number | null>({ type: ['number', 'null'] });
const RangeBody = Type.Unsafe<Range>({
  ...Type.Array(End, { minItems: 2, maxItems: 2 }),
  description:
    'From and to, both inclusive; null leaves an end open. Z are compared as they are shown, and of elements with signal alone',
});
const Ranges = Type.Record(Name, RangeBody);
const Column = Type.Object({ assay: Name, biosample: Name }, CLOSED);

const SortKeyBody = Type.Union([
  Type.Object({ by: enumOf('position', 'length', 'tssDistance', 'tau', 'accession') }, CLOSED),
  Type.Object({ by: enumOf('maxZ', 'support'), assay: Name }, CLOSED),
  Type.Object({ by: Type.Literal('z'), assay: Name, biosample: Name }, CLOSED),
]);
const Order = Type.Optional(enumOf('ascending', 'descending'));
const SortBody = Type.Unsafe<Sort>(
  Type.Union(SortKeyBody.anyOf.map((key) => Type.Object({ ...key.properties, order: Order }, CLOSED))),
);
const FacetBody = Type.Unsafe<Facet>(
  Type.Union([
    Type.Object({ of: enumOf('class', 'tier', 'zone', 'chrom', 'ctcfBound') }, CLOSED),
    Type.Object({ of: enumOf('biosample', 'tissue'), assay: Name }, CLOSED),
    Type.Object(
      {
        of: Type.Literal('histogram'),
        value: SortKeyBody,
        from: Type.Number(),
        to: Type.Number(),
        bins: Type.Integer({ minimum: 1, maximum: 10_000 }),
        scale: Type.Optional(
          Type.Literal('log', { description: 'Bins equal in log10(1 + value); not of Z' }),
        ),
      },
      CLOSED,
    ),
    Type.Object(
      {
        of: Type.Literal('positions', { description: 'Along a chromosome, by starts' }),
        chrom: Name,
        bins: Type.Integer({ minimum: 1, maximum: 10_000 }),
      },
      CLOSED,
    ),
  ]),
);

const conditionId = (depth: number) => `Condition${depth}`;

/** Conditions by the depth that is left to them: schemas that the service must know, each under its $id. */
export const CONDITION_SCHEMAS: readonly object[] = Array.from({ length: MAX_DEPTH + 1 }, (_, depth) => {
  const leaf = Type.Object({ assay: Name, biosample: Name, is: enumOf(...ACTIVITY_STATES) }, CLOSED);
  const inner = conditionRef(depth - 1);
  const list = Type.Array(inner, { minItems: 1, maxItems: MAX_CONDITIONS });
  const joined = [
    Type.Object({ all: list }, CLOSED),
    Type.Object({ any: list }, CLOSED),
    Type.Object({ not: inner }, CLOSED),
    Type.Object({ atLeast: Type.Object({ k: Whole, of: list }, CLOSED) }, CLOSED),
  ];
  return { ...Type.Union(depth === 0 ? [leaf] : [leaf, ...joined]), $id: conditionId(depth) };
});

const GeneBody = Type.Unsafe<GeneFilter>(
  Type.Object(
    {
      names: Type.Array(Name, { minItems: 1, maxItems: MAX_GENES }),
      by: Type.Optional(enumOf(...GENE_PLACES)),
      window: Type.Optional(Whole),
    },
    { ...CLOSED, description: 'As gene, geneBy and window of GET' },
  ),
);

const FilterBody = Type.Unsafe<AskedFilter>(
  Type.Partial(
    Type.Object({
      scope: enumOf('cCREs', 'unfiltered', 'rDHSs'),
      class: Names,
      ctcfBound: Type.Boolean(),
      tier: Names,
      zone: Names,
      chrom: Names,
      regions: Type.Array(Type.Object({ chrom: Name, start: Whole, end: Whole }, CLOSED)),
      accessions: Type.Array(Name, {
        maxItems: 1_000_000,
        description: 'Older ones stand for the elements where they were; unknown ones are refused (400)',
      }),
      nearestGene: Names,
      gene: GeneBody,
      maxZ: Ranges,
      z: Type.Array(Type.Object({ assay: Name, biosample: Name, range: RangeBody }, CLOSED), {
        maxItems: MAX_COLUMNS,
      }),
      activity: conditionRef(MAX_DEPTH),
      tssDistance: RangeBody,
      length: RangeBody,
      support: Ranges,
      tau: RangeBody,
      blacklisted: Type.Boolean(),
    }),
    // Partial keeps no options of the object.
    CLOSED,
  ),
);

export const ElementBody = Type.Object(
  {
    registry: Type.Optional(Name),
    filter: Type.Optional(FilterBody),
    sort: Type.Optional(SortBody),
    offset: Type.Optional(Whole),
    limit: Type.Optional(Whole),
    facets: Type.Optional(Type.Array(FacetBody, { maxItems: MAX_FACETS })),
    columns: Type.Optional(Type.Array(Column, { maxItems: MAX_COLUMNS })),
    format: Type.Optional(Name),
  },
  CLOSED,
);
export type ElementBody = Static<typeof ElementBody>;

function enumOf<T extends string>(...values: readonly T[]) {
  return Type.Unsafe<T>({ type: 'string', enum: values });
}

function conditionRef(depth: number) {
  return Type.Unsafe<Condition>({ $ref: `${conditionId(Math.max(0, depth))}#` });
}
