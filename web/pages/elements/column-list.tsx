/** Every column that the table of elements can have. */

import type { ReactNode } from 'react';
import { Accession, ClassName, GeneName, ZCell } from '../../parts/marks.tsx';
import { CLASS_ASSAYS } from '../../words/classes.ts';
import { count, fixed } from '../../words/numbers.ts';
import { nameOfRow, type ShownRow } from './element-rows.ts';
import { assayText } from './filter-texts.ts';
import { LocationLink } from './location-link.tsx';

export interface ElementColumn {
  /** As the address has it: the API's name of the value, or `ASSAY@BIOSAMPLE`. */
  readonly key: string;
  readonly group: string;
  readonly head: ReactNode;
  /** In full words: the dialog, the tooltip of the head. */
  readonly name: string;
  readonly width: number;
  readonly isNumber?: boolean;
  /** The API's name to sort by. */
  readonly sort?: string;
  /** The first click sorts from the largest. */
  readonly isLargestFirst?: boolean;
  cell(row: ShownRow): ReactNode;
}

const unknown = <span className="soft">no data</span>;
const truth = (value: boolean | null): ReactNode => (value === null ? unknown : value ? 'yes' : 'no');

const ELEMENT: readonly ElementColumn[] = [
  {
    key: 'accession',
    group: 'Element',
    head: 'Accession',
    name: 'Accession',
    width: 114,
    sort: 'accession',
    cell: (row) => <Accession accession={nameOfRow(row)} />,
  },
  {
    key: 'class',
    group: 'Element',
    head: 'Class',
    name: 'Class, with CTCF where it is CTCF-bound',
    width: 178,
    cell: ({ class: own, ctcfBound }) =>
      own === null ? (
        <span className="soft">not a cCRE</span>
      ) : (
        <ClassName name={own} isCtcfBound={ctcfBound} />
      ),
  },
  {
    key: 'location',
    group: 'Element',
    head: 'Location',
    name: 'Location, 1-based',
    width: 190,
    isNumber: true,
    sort: 'position',
    cell: (row) => <LocationLink row={row} />,
  },
  {
    key: 'length',
    group: 'Element',
    head: 'Length, bp',
    name: 'Length, bp',
    width: 88,
    isNumber: true,
    sort: 'length',
    isLargestFirst: true,
    cell: ({ length }) => count(length),
  },
  {
    key: 'rdhs',
    group: 'Element',
    head: 'rDHS',
    name: 'Accession of the rDHS',
    width: 118,
    cell: ({ rdhs }) => rdhs,
  },
  {
    key: 'tier',
    group: 'Element',
    head: 'Tier',
    name: 'Tier of evidence',
    width: 64,
    cell: ({ tier }) => tier ?? unknown,
  },
  {
    key: 'zone',
    group: 'Element',
    head: 'Zone',
    name: 'Zone: TSS-overlapping, proximal or distal',
    width: 128,
    cell: ({ zone }) => zone,
  },
  {
    key: 'blacklisted',
    group: 'Element',
    head: 'Blacklisted',
    name: 'Touches the blacklist',
    width: 92,
    cell: ({ blacklisted }) => truth(blacklisted),
  },
];

const NEAREST: readonly ElementColumn[] = [
  {
    key: 'nearestGene',
    group: 'Nearest TSS',
    head: 'Nearest TSS',
    name: 'Gene of the nearest TSS',
    // Genes without a symbol are called by their id, of 15 characters without its version.
    width: 140,
    cell: ({ nearestGene, symbol }) =>
      nearestGene === null ? unknown : <GeneName name={symbol ?? nearestGene} id={nearestGene} />,
  },
  {
    key: 'tssDistance',
    group: 'Nearest TSS',
    head: 'Centre to TSS, bp',
    name: 'From the centre to the nearest TSS, bp',
    width: 80,
    isNumber: true,
    sort: 'tssDistance',
    cell: ({ tssDistance }) => (tssDistance === null ? unknown : count(tssDistance)),
  },
];

const OVER_BIOSAMPLES: readonly ElementColumn[] = [
  ...CLASS_ASSAYS.map(
    (assay): ElementColumn => ({
      key: `maxZ.${assay}`,
      group: 'Highest Z over biosamples',
      head: `${assay} max`,
      name: `${assay}: highest Z over biosamples`,
      width: 84,
      isNumber: true,
      sort: `maxZ.${assay}`,
      isLargestFirst: true,
      cell: ({ maxZ }) => <ZCell z={maxZ[assay]} assay={assay} />,
    }),
  ),
  ...CLASS_ASSAYS.map(
    (assay): ElementColumn => ({
      key: `support.${assay}`,
      group: 'Biosamples in which it is high',
      head: assay === 'DNase' ? 'Active in' : `${assay} high in`,
      name: `${assay}: biosamples in which it is high`,
      width: assay === 'DNase' ? 60 : 76,
      isNumber: true,
      sort: `support.${assay}`,
      isLargestFirst: true,
      cell: ({ support }) => (support[assay] === null ? unknown : count(support[assay])),
    }),
  ),
  {
    key: 'tau',
    group: 'Specificity',
    head: 'τ',
    name: 'τ: tissue specificity of DNase, 0 to 1',
    width: 42,
    isNumber: true,
    sort: 'tau',
    isLargestFirst: true,
    cell: ({ tau }) => (tau === null ? unknown : fixed(tau, 2)),
  },
];

/** Columns that every registry has, in the order of the dialog. */
export const COLUMNS: readonly ElementColumn[] = [...ELEMENT, ...NEAREST, ...OVER_BIOSAMPLES];

/** Z of an assay in a biosample; `shortName` is what the head calls the biosample. */
export function zColumn(
  { assay, biosample }: { assay: string; biosample: string },
  shortName: string,
): ElementColumn {
  return {
    key: assayText({ assay, biosample }),
    group: 'Z in a biosample',
    head: (
      <>
        <span className="biosample-head">{shortName}</span> {assay}
      </>
    ),
    name: `${assay} Z in ${biosample}`,
    width: 116,
    isNumber: true,
    sort: `z.${assayText({ assay, biosample })}`,
    isLargestFirst: true,
    cell: ({ z }) => (
      <ZCell z={z?.find((own) => own.assay === assay && own.biosample === biosample)} assay={assay} />
    ),
  };
}
