/** Columns of the elements of a gene. */

import type { ReactNode } from 'react';
import type { Answer } from '../../api/ask.ts';
import type { Column } from '../../parts/data-table.tsx';
import { Accession, ClassName, Confidence, ZCell } from '../../parts/marks.tsx';
import { CLASS_ASSAYS } from '../../words/classes.ts';
import { RNA_WORDS } from '../../words/links.ts';
import { count, distance, fixed, place } from '../../words/numbers.ts';

type Near = Answer<'/api/v1/genes/{id}/ccres'>['elements'][number];
export type Link = Answer<'/api/v1/genes/{id}/links'>['links'][number];

/** An element with what it has to do with the gene. */
export type GeneElement = Omit<Near, 'correlation'> & {
  readonly correlation: { readonly r: number; readonly n: number } | null;
  readonly link?: Link;
};

const NoData = () => <span className="soft">no data</span>;

const ELEMENT: Column<GeneElement> = {
  key: 'accession',
  head: 'Element',
  name: 'accession',
  width: 128,
  sortBy: true,
  cell: ({ accession, rdhs }) => <Accession accession={accession ?? rdhs} />,
};

const own: readonly Column<GeneElement>[] = [
  { ...ELEMENT, sortBy: ({ accession, rdhs }) => accession ?? rdhs },
  {
    key: 'class',
    head: 'Class',
    name: 'class',
    width: 'minmax(182px, 1fr)',
    sortBy: (element) => element.class,
    cell: (element) => <ClassName name={element.class ?? 'none'} isCtcfBound={element.ctcfBound} />,
  },
];

const DISTANCE: Column<GeneElement> = {
  key: 'distance',
  head: 'Edge to TSS, bp',
  name: 'from the edge of the element to a start site, bp',
  width: 126,
  isNumber: true,
  sortBy: (element) => element.distance,
  cell: (element) => (element.distance === null ? <NoData /> : count(element.distance)),
};

const CORRELATION: Column<GeneElement> = {
  key: 'r',
  head: 'r, DNase-RNA',
  name: `Pearson r of DNase and expression; ${RNA_WORDS}`,
  width: 106,
  isNumber: true,
  sortBy: ({ correlation }) => correlation?.r,
  cell: ({ correlation }) =>
    correlation === null ? (
      <NoData />
    ) : (
      <span title={`n = ${correlation.n} biosamples; ${RNA_WORDS}`}>{fixed(correlation.r, 2)}</span>
    ),
};

/** A family of evidence with how many lines of it speak for the link. */
const family = (key: Link['evidence'][number]['family'], head: string): Column<GeneElement> => {
  const of = ({ link }: GeneElement) =>
    link?.evidence.filter((one) => one.family === key && !one.isNegative && !one.isUnknown).length ?? 0;
  return {
    key,
    head,
    name: head,
    width: 68,
    isNumber: true,
    sortBy: of,
    cell: (element) => (of(element) === 0 ? <span className="soft">0</span> : count(of(element))),
  };
};

/** Of linked elements: confidence, what it comes from, correlation, distance. */
export const linkedColumns: readonly Column<GeneElement>[] = [
  ...own,
  {
    key: 'confidence',
    head: 'Confidence',
    name: 'confidence',
    width: 100,
    isNumber: true,
    sortBy: ({ link }) => link?.confidence,
    cell: ({ link }) => <Confidence value={link!.confidence} />,
  },
  family('contact', 'Contacts'),
  family('variant', 'eQTLs'),
  family('perturbation', 'CRISPR'),
  family('prediction', 'Predicted'),
  CORRELATION,
  DISTANCE,
];

const near = new Map<string, readonly Column<GeneElement>[]>();

/** Of elements near the gene: distance, highest Z of each assay, correlation of that assay with expression. */
export function nearbyColumns(assay: string): readonly Column<GeneElement>[] {
  const made = near.get(assay) ?? [
    ...own,
    DISTANCE,
    ...CLASS_ASSAYS.map(
      (name): Column<GeneElement> => ({
        key: name,
        head: name,
        name: `max-Z of ${name}`,
        width: 90,
        isNumber: true,
        sortBy: ({ maxZ }) => maxZ[name].z,
        cell: ({ maxZ }) => <ZCell z={maxZ[name]} assay={name} />,
      }),
    ),
    {
      ...CORRELATION,
      head: `r, ${assay}-RNA`,
      name: `Pearson r of ${assay} and expression; ${RNA_WORDS}`,
      width: 66 + 8 * assay.length,
    },
  ];
  near.set(assay, made);
  return made;
}

export function NarrowElement({ element }: { readonly element: GeneElement }): ReactNode {
  const { accession, rdhs, correlation, link } = element;
  return (
    <>
      <div>
        <Accession accession={accession ?? rdhs} />
        <ClassName name={element.class ?? 'none'} isCtcfBound={element.ctcfBound} />
      </div>
      <div className="soft">
        <span>{element.distance === null ? place(element) : `${distance(element.distance)} from edge`}</span>
        <span>
          {link === undefined ? '' : `confidence ${link.confidence.toFixed(2)}, `}
          {correlation === null ? 'r no data' : `r ${fixed(correlation.r, 2)}`}
        </span>
      </div>
    </>
  );
}
