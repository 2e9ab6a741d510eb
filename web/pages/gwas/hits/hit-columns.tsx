/** Columns of elements that LD blocks hit. */

import type { ReactNode } from 'react';
import { PageLink, path } from '../../../frame/link.tsx';
import type { Column } from '../../../parts/data-table.tsx';
import { Accession, ClassName, Confidence, GeneName, ZCell } from '../../../parts/marks.tsx';
import { isWeakLink } from '../../../words/links.ts';
import { fixed, withSeparators } from '../../../words/numbers.ts';
import type { Hit } from '../source.ts';

/** A variant in an element: the row of "Elements hit". */
export interface HitPair {
  readonly hit: Hit;
  readonly snp: Hit['snps'][number];
}

export const pairsOf = (hits: readonly Hit[]): readonly HitPair[] =>
  hits.flatMap((hit) => hit.snps.map((snp) => ({ hit, snp })));

export const pairKey = ({ hit, snp }: HitPair): string => `${hit.rdhs} ${snp.id} ${snp.lead}`;

/** rs123, linked to its page. */
export const VariantLink = ({ id }: { readonly id: string }): ReactNode => (
  <PageLink to={path('variant', id)}>{id}</PageLink>
);

type Assay = keyof NonNullable<Hit['z']>;

/** The class in a biosample has its suffix behind a comma: dELS,CTCF-bound. */
export function ClassThere({ label }: { readonly label: string | null }): ReactNode {
  if (label === null) return null;
  const [name = '', suffix] = label.split(',');
  return suffix === 'CTCF-bound' ? <ClassName name={name} isCtcfBound /> : <ClassName name={label} />;
}

/** Where a variant lies, with separators: of one base its position alone. */
export const withCommas = (location: string): string => withSeparators(location.replace(/:(\d+)-\1$/, ':$1'));

const element: Column<Hit> = {
  key: 'element',
  name: 'Element',
  head: 'Element',
  width: 118,
  sortBy: ({ accession }) => accession,
  cell: ({ accession, rdhs }) => <Accession accession={accession ?? rdhs} />,
};
const nearest: Column<Hit> = {
  key: 'nearest',
  name: 'Nearest TSS',
  head: 'Nearest TSS',
  sortBy: ({ nearestSymbol, nearestGene }) => nearestSymbol ?? nearestGene,
  cell: ({ nearestSymbol, nearestGene }) =>
    nearestGene === null ? (
      <span className="soft">none</span>
    ) : (
      <GeneName name={nearestSymbol ?? nearestGene} id={nearestGene} />
    ),
};
const linked: Column<Hit> = {
  key: 'linked',
  name: 'Best linked gene',
  head: 'Best linked gene',
  sortBy: ({ linkedGene }) => linkedGene?.symbol,
  cell: ({ linkedGene }) =>
    linkedGene === null ? (
      <span className="soft">none</span>
    ) : (
      <span className={isWeakLink(linkedGene.confidence) ? 'soft' : undefined}>
        <GeneName name={linkedGene.symbol} id={linkedGene.id} />
        {isWeakLink(linkedGene.confidence) ? ' weak' : null}
      </span>
    ),
};
const confidence: Column<Hit> = {
  key: 'confidence',
  name: 'Confidence of the link',
  head: 'Confidence',
  isNumber: true,
  width: 106,
  sortBy: ({ linkedGene }) => linkedGene?.confidence,
  cell: ({ linkedGene }) => (linkedGene === null ? '' : <Confidence value={linkedGene.confidence} />),
};
const classThere: Column<Hit> = {
  key: 'class',
  name: 'Class there',
  head: 'Class there',
  width: 184,
  sortBy: (own) => own.classThere,
  cell: (own) => <ClassThere label={own.classThere} />,
};
const zThere = (assay: Assay): Column<Hit> => ({
  key: 'z',
  name: `${assay} Z there`,
  head: `${assay} there`,
  isNumber: true,
  width: 120,
  sortBy: ({ z }) => z?.[assay].z,
  cell: ({ z }) => <ZCell z={z?.[assay]} assay={assay} />,
});

/** One row an element; `assay` is that of the test where a biosample is chosen. */
export function elementColumns(assay: Assay | undefined): readonly Column<Hit>[] {
  const placed: Column<Hit> = {
    key: 'place',
    name: 'Location',
    head: 'Location',
    width: 232,
    cell: ({ location }) => withCommas(location),
  };
  const snps: Column<Hit> = {
    key: 'snps',
    name: 'Variants in it',
    head: 'Variants in it',
    sortBy: (own) => own.snps.length,
    cell: (own) => (
      <span title={own.snps.map(({ id }) => id).join(', ')}>
        {own.snps.slice(0, 3).map(({ id }, i) => (
          <span key={id}>
            {i === 0 ? '' : ', '}
            <VariantLink id={id} />
          </span>
        ))}
        {own.snps.length > 3 ? `, ${own.snps.length - 3} more` : ''}
      </span>
    ),
  };
  const classAnywhere: Column<Hit> = {
    key: 'class',
    name: 'Class',
    head: 'Class',
    width: 184,
    sortBy: (own) => own.class,
    cell: (own) => (own.class === null ? null : <ClassName name={own.class} isCtcfBound={own.ctcfBound} />),
  };
  const maxZ: Column<Hit> = {
    key: 'z',
    name: 'Max-Z of H3K27ac',
    head: 'Max-Z H3K27ac',
    isNumber: true,
    width: 130,
    sortBy: (own) => own.maxZ.H3K27ac.z,
    cell: (own) => <ZCell z={own.maxZ.H3K27ac} assay="H3K27ac" />,
  };
  const own = assay === undefined ? [classAnywhere, maxZ] : [classThere, zThere(assay)];
  return [{ ...element, width: 132 }, ...own, placed, snps, nearest, linked, confidence];
}

/** One row a variant in an element: with all columns beside the form of one's own list at 1440 px, so the place of the variant is a tooltip. */
export function pairColumns(assay: Assay): readonly Column<HitPair>[] {
  const ofHit = (column: Column<Hit>): Column<HitPair> => {
    const { sortBy } = column;
    return {
      ...column,
      cell: ({ hit }, index) => column.cell(hit, index),
      sortBy: typeof sortBy === 'function' ? ({ hit }: HitPair) => sortBy(hit) : true,
    };
  };
  return [
    {
      key: 'lead',
      name: 'Lead SNP',
      head: 'Lead SNP',
      width: 108,
      sortBy: ({ snp }) => snp.lead,
      cell: ({ snp }) => <VariantLink id={snp.lead} />,
    },
    {
      key: 'snp',
      name: 'SNP in element',
      head: 'SNP in element',
      width: 112,
      sortBy: ({ snp }) => snp.id,
      cell: ({ snp }) => (
        <span title={withCommas(snp.location)}>
          {snp.id === snp.lead ? 'same' : <VariantLink id={snp.id} />}
        </span>
      ),
    },
    {
      key: 'r2',
      name: 'r²',
      head: 'r²',
      isNumber: true,
      width: 52,
      sortBy: ({ snp }) => snp.r2,
      cell: ({ snp }) => fixed(snp.r2, 2),
    },
    ...[element, classThere, zThere(assay), nearest, linked, confidence].map(ofHit),
  ];
}
