/** Biosamples as rows: name, type, four squares, and what can be chosen of each. */

import { type KeyboardEvent, type ReactNode, useMemo } from 'react';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { AssaySquares } from '../../../parts/marks.tsx';
import { type Biosample, hasAssay, shortName } from './biosamples.ts';

interface BiosampleRowsProps {
  readonly label: string;
  readonly biosamples: readonly Biosample[];
  readonly assay: string;
  choice(biosample: Biosample): ReactNode;
}

export function BiosampleRows({ label, biosamples, assay, choice }: BiosampleRowsProps): ReactNode {
  const isAble = (own: Biosample) => hasAssay(own, assay);
  const last = (own: Biosample) =>
    isAble(own) ? choice(own) : <span className="soft">{`no ${assay}`}</span>;
  const hasType = biosamples.some(({ metadata }) => metadata.sampleType !== undefined);
  const rows = useMemo(
    () => biosamples.toSorted((a, b) => shortName(a).localeCompare(shortName(b), 'en', { numeric: true })),
    [biosamples],
  );
  const columns: readonly Column<Biosample>[] = [
    {
      key: 'name',
      head: 'Biosample',
      name: 'Biosample',
      cell: (own) => <Name own={own} isSoft={!isAble(own)} />,
    },
    ...(hasType
      ? [
          {
            key: 'type',
            head: 'Type',
            name: 'Type',
            width: 112,
            cell: ({ metadata }: Biosample) => <span className="soft">{metadata.sampleType ?? ''}</span>,
          },
        ]
      : []),
    {
      key: 'marks',
      head: 'Marks',
      name: 'Marks',
      width: 78,
      cell: ({ files }) => <AssaySquares assayed={Object.keys(files)} />,
    },
    { key: 'choice', head: assay, name: assay, width: 116, cell: last },
  ];
  return (
    <div className="biosample-rows" onKeyDown={onKeyDown}>
      <DataTable
        label={`${label}; Enter goes to the buttons of a row`}
        columns={columns}
        total={rows.length}
        at={(index) => rows[index]}
        keyOf={({ biosample }) => biosample}
        height="100%"
        narrow={(own) => (
          <div>
            <span className="biosample-narrow">
              <Name own={own} isSoft={!isAble(own)} />
              <span className="biosample-facts">
                <AssaySquares assayed={Object.keys(own.files)} />
                <span className="soft">{own.metadata.sampleType ?? ''}</span>
              </span>
            </span>
            {last(own)}
          </div>
        )}
      />
    </div>
  );
}

function Name({ own, isSoft }: { readonly own: Biosample; readonly isSoft: boolean }): ReactNode {
  const name = shortName(own);
  return (
    <span className={isSoft ? 'biosample-name soft' : 'biosample-name'} title={own.biosample}>
      {name}
      {name === own.biosample ? null : <span className="soft"> {own.biosample}</span>}
    </span>
  );
}

/** Enter goes from the list into the row's buttons, up and down to those of its neighbours. */
function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
  const target = event.target as HTMLElement;
  if (target.classList.contains('scroller')) {
    const button = target.querySelector<HTMLElement>('tr[data-active] td button');
    if (event.key !== 'Enter' || button === null) return;
    event.preventDefault();
    button.focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = target.closest('tbody tr');
  if (step === undefined || row === null || target.tagName !== 'BUTTON') return;
  event.preventDefault();
  const own = [...row.querySelectorAll('button')].indexOf(target as HTMLButtonElement);
  let next = row;
  for (;;) {
    const beside = step > 0 ? next.nextElementSibling : next.previousElementSibling;
    if (beside === null) return;
    next = beside;
    const button = next.querySelectorAll('button')[own];
    if (button === undefined) continue;
    button.focus();
    next.scrollIntoView({ block: 'nearest' });
    return;
  }
}
