/** The columns of tested places: what was found, and what else the file says. */

import type { ReactNode } from 'react';
import type { Answer } from '../../../api/ask.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { count, place } from '../../../words/numbers.ts';
import type { Sure } from '../element.ts';

export type Tested = Sure<
  Answer<'/api/v1/ccres/{accession}/functional'>['tested'][number],
  'assay' | 'chrom' | 'start' | 'end' | 'overlapBp' | 'file'
>;

/** Columns of the file that are shown in words elsewhere. */
const SHOWN = new Set(['name', 'id', 'biosample', 'chrom', 'start', 'end']);

/** Active or not, and how sure that is. */
export function Found({ active, note }: Tested): ReactNode {
  if (active === null) return <span className="soft">not known</span>;
  if (active)
    return (
      <span className="found yes">
        <Icon name="check" /> active
      </span>
    );
  return <span className="found">not active{note === null ? '' : ', not confident'}</span>;
}

/** The columns of one assay; those of its file come last, as they stand there. */
export function testedColumns(tested: readonly Tested[]): readonly Column<Tested>[] {
  const names = [...new Set(tested.flatMap(({ values }) => Object.keys(values)))].filter(
    (name) => !SHOWN.has(name),
  );
  return [
    {
      key: 'name',
      head: 'Tested',
      name: 'Tested',
      width: 92,
      sortBy: ({ name }) => name,
      cell: ({ name }) => name ?? 'not named',
    },
    {
      key: 'found',
      head: 'Found',
      name: 'Found',
      width: tested.some(({ note }) => note !== null) ? 168 : 104,
      sortBy: ({ active }) => (active === null ? null : active ? 1 : 0),
      cell: Found,
    },
    {
      key: 'biosample',
      head: 'Biosample',
      name: 'Biosample',
      width: 156,
      sortBy: ({ biosample }) => biosample,
      cell: ({ biosample }) => <span title={biosample ?? undefined}>{biosample ?? 'not given'}</span>,
    },
    {
      key: 'place',
      head: 'Place',
      name: 'Place',
      width: 196,
      sortBy: ({ start }) => start,
      cell: (row) => place(row),
    },
    {
      key: 'overlap',
      head: 'Shared, bp',
      name: 'Bases shared with the element',
      isNumber: true,
      width: 104,
      sortBy: ({ overlapBp }) => overlapBp,
      cell: ({ overlapBp }) => count(overlapBp),
    },
    ...names.map(
      (name): Column<Tested> => ({
        key: name,
        head: <span title={name}>{name}</span>,
        name,
        width: Math.max(64, name.length * 7 + 30),
        isNumber: tested.every(
          ({ values }) => values[name] === undefined || Number.isFinite(Number(values[name])),
        ),
        sortBy: ({ values }) => (Number.isFinite(Number(values[name])) ? Number(values[name]) : values[name]),
        cell: ({ values }) => (
          <span title={values[name]}>{values[name]?.replace(/^-(?=[\d.])/, '\u2212') ?? 'not given'}</span>
        ),
      }),
    ),
  ];
}
