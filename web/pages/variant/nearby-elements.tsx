/** The elements at a variant and around it. */

import type { ReactNode } from 'react';
import type { Column } from '../../parts/data-table.tsx';
import { Accession, ClassName, ZCell } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { Empty } from '../../parts/states.tsx';
import { count, counted, distance, withSeparators } from '../../words/numbers.ts';
import type { AboutVariant } from './variant-page.tsx';

type Nearby = AboutVariant['nearby'][number];

interface NearbyElementsProps {
  readonly about: AboutVariant;
  readonly isStale: boolean;
  readonly within: string;
  readonly withins: readonly string[];
  onWithin(within: string): void;
}

export function NearbyElements({
  about,
  isStale,
  within,
  withins,
  onWithin,
}: NearbyElementsProps): ReactNode {
  const { nearby, element, variant } = about;
  const hit = nearby.filter((own) => own.distance === 0).length;
  return (
    <Panel
      title={hit === 0 ? 'It lies in no published element' : `It lies in ${counted(hit, 'element')}`}
      note={`${counted(nearby.length, 'element')} within ${distance(Number(within))}`}
      columns={8}
      isFlush
      actions={
        <label className="field">
          Within
          <select value={within} onChange={(event) => onWithin(event.target.value)}>
            {withins.map((own) => (
              <option key={own} value={own}>
                {distance(Number(own))}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <div className={isStale ? 'answer dimmed' : 'answer'}>
        {element !== null && !element.isPublished ? (
          <p className="inset note">
            It lies in {element.accession ?? element.rdhs}, which is{' '}
            {element.accession === null ? 'an rDHS and no cCRE' : 'a cCRE outside of the published set'}.
          </p>
        ) : null}
        {nearby.length === 0 ? (
          <div className="inset">
            <Empty title={`No element within ${distance(Number(within))} of ${variant.id}`}>
              {within === withins.at(-1) ? null : (
                <button type="button" onClick={() => onWithin(withins.at(-1)!)}>
                  Look within {distance(Number(withins.at(-1)))}
                </button>
              )}
            </Empty>
          </div>
        ) : (
          <RowTable<Nearby>
            label="Elements at the variant and around it"
            rows={nearby}
            columns={COLUMNS}
            keyOf={({ element: own }) => own.rdhs}
            narrow={(own) => <NarrowElement own={own} />}
          />
        )}
      </div>
    </Panel>
  );
}

const COLUMNS: readonly Column<Nearby>[] = [
  {
    key: 'distance',
    name: 'Distance, bp',
    head: 'Distance, bp',
    isNumber: true,
    width: 104,
    sortBy: (own) => own.distance,
    cell: (own) => (own.distance === 0 ? <b>in it</b> : count(own.distance)),
  },
  {
    key: 'element',
    name: 'Element',
    head: 'Element',
    width: 132,
    sortBy: ({ element }) => element.accession,
    cell: ({ element }) => <Accession accession={element.accession ?? element.rdhs} />,
  },
  {
    key: 'class',
    name: 'Class',
    head: 'Class',
    sortBy: ({ element }) => element.class,
    cell: ({ element }) =>
      element.class === null ? null : <ClassName name={element.class} isCtcfBound={element.ctcfBound} />,
  },
  {
    key: 'place',
    name: 'Location',
    head: 'Location',
    width: 190,
    cell: ({ element }) => withSeparators(element.location),
  },
  ...(['DNase', 'H3K27ac'] as const).map(
    (assay): Column<Nearby> => ({
      key: assay,
      name: `Max-Z of ${assay}`,
      head: `Max-Z ${assay}`,
      isNumber: true,
      width: 132,
      sortBy: ({ element }) => element.maxZ[assay].z,
      cell: ({ element }) => <ZCell z={element.maxZ[assay]} assay={assay} />,
    }),
  ),
];

function NarrowElement({ own: { element, distance: bp } }: { readonly own: Nearby }): ReactNode {
  return (
    <>
      <div>
        <Accession accession={element.accession ?? element.rdhs} />
        <span>{bp === 0 ? 'in it' : distance(bp)}</span>
      </div>
      <div className="soft">
        {element.class === null ? null : <ClassName name={element.class} isCtcfBound={element.ctcfBound} />}
        <span>{withSeparators(element.location)}</span>
      </div>
    </>
  );
}
