/** Elements that differ: the table and the volcano of the same rows. */

import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Problem } from '../../api/ask.ts';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState, Empty } from '../../parts/states.tsx';
import { counted } from '../../words/numbers.ts';
import type { Comparison } from './comparison.ts';
import { DifferenceDownload, DifferenceList } from './difference-list.tsx';
import { ClassLegend, groupSizes, NotCompared, Significance } from './element-notes.tsx';
import {
  elementColumns,
  elementKey,
  elementPoints,
  elementTable,
  NarrowDifference,
} from './element-points.tsx';
import type { ElementDifference } from './use-difference.ts';
import { ELEMENTS, useElements, useSelected } from './use-rows.ts';
import { Volcano } from './volcano.tsx';

/** As high as the plot beside it. */
const TABLE_PX = 500;

export function ElementResults({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const [selected, onSelect] = useSelected();
  const { asked, answer, rows, first } = useElements(comparison, true);
  const points = useMemo(() => elementPoints(rows), [rows]);
  const table = useMemo(() => elementTable(rows), [rows]);
  const { a, b } = comparison;
  return (
    <Panel
      title="Elements that differ"
      note={
        first === undefined
          ? undefined
          : `${counted(first.total, 'element')}${comparison.isEvery ? '' : ' high in A or B (Z > 1.64)'}`
      }
      isFlush
      actions={
        first === undefined ? undefined : (
          <DifferenceDownload
            path={ELEMENTS}
            asked={asked}
            total={first.total}
            file="differential-elements"
          />
        )
      }
    >
      <AnswerState answer={answer as unknown as UseQueryResult<unknown, Problem>} what="elements" rows={14}>
        {() =>
          first === undefined || first.total === 0 ? (
            <Empty title="No element is high in A or in B here">{null}</Empty>
          ) : (
            <>
              <NotCompared groups={first.groups} comparison={comparison} />
              <Significance what="element" {...first} rows={rows} sizes={groupSizes(first.groups)} />
              <div className="split">
                <DifferenceList<ElementDifference>
                  label="Elements that differ"
                  rows={rows}
                  total={first.total}
                  columns={elementColumns}
                  keyOf={elementKey}
                  selected={selected}
                  onSelect={onSelect}
                  onMore={() => void answer.fetchNextPage()}
                  height={TABLE_PX}
                  note="Z: mean of the group, not below −3; ΔZ is B − A"
                  narrow={(element) => <NarrowDifference element={element} />}
                />
                <div className="split-plot">
                  <Volcano
                    title="Change in Z"
                    points={points}
                    quantity="ΔZ"
                    level="mean Z"
                    names={[a.name, b.name]}
                    total={first.total}
                    tested={first.tested}
                    selected={selected}
                    table={table}
                    onSelect={onSelect}
                    legend={<ClassLegend rows={rows} hasP={first.tested > 0} whereNoP="in the table alone" />}
                  />
                </div>
              </div>
            </>
          )
        }
      </AnswerState>
    </Panel>
  );
}
