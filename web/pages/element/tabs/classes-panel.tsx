/** Which classes the element has over the biosamples. */

import type { ReactNode } from 'react';
import type { Column } from '../../../parts/data-table.tsx';
import { ClassName } from '../../../parts/marks.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState } from '../../../parts/states.tsx';
import { wordsOfClass } from '../../../words/classes.ts';
import { count, share } from '../../../words/numbers.ts';
import { activityRows } from '../activity/activity-rows.ts';
import { type PartProps, useInBiosamples } from '../element.ts';
import { grouped } from '../grouped.ts';

interface Row {
  readonly name: string;
  readonly biosamples: number;
}

export function ClassesPanel({ element }: PartProps): ReactNode {
  const answer = useInBiosamples(element);
  return (
    <Panel title="Classes across biosamples" isFlush columns={6}>
      <AnswerState answer={answer} what="the classes across biosamples" rows={6}>
        {({ biosamples, total }) => {
          const rows = [...grouped(activityRows(biosamples, []), ({ className }) => className)].map(
            ([name, own]): Row => ({ name, biosamples: own.length }),
          );
          return (
            <RowTable
              label="Classes across biosamples"
              rows={rows}
              columns={columnsOf(total)}
              keyOf={({ name }) => name}
              firstSort={{ by: 'biosamples', isDescending: true }}
              narrow={(row) => (
                <>
                  <div>
                    <ClassName name={row.name} />
                    <Shared {...row} total={total} />
                  </div>
                  <div className="soft">{meaningOf(row.name)}</div>
                </>
              )}
              note="without DNase there is no class: the high marks are named"
            />
          );
        }}
      </AnswerState>
    </Panel>
  );
}

const meaningOf = (name: string): string =>
  name.startsWith('High-') ? 'DNase not assayed, marks high' : wordsOfClass(name);

function Shared({ biosamples, total }: { readonly biosamples: number; readonly total: number }): ReactNode {
  return (
    <span>
      {count(biosamples)} <span className="soft">({share(biosamples, total)})</span>
    </span>
  );
}

const columnsOf = (total: number): readonly Column<Row>[] => [
  {
    key: 'class',
    head: 'Class there',
    name: 'Class there',
    sortBy: ({ name }) => name,
    width: 'minmax(140px, 1fr)',
    cell: ({ name }) => <ClassName name={name} />,
  },
  {
    key: 'words',
    head: 'Meaning',
    name: 'Meaning',
    width: '1.4fr',
    cell: ({ name }) => meaningOf(name),
  },
  {
    key: 'biosamples',
    head: 'Biosamples',
    name: 'Biosamples',
    isNumber: true,
    width: 130,
    sortBy: ({ biosamples }) => biosamples,
    cell: (row) => <Shared {...row} total={total} />,
  },
];
