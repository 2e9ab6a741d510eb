/** Elements that differ: the table and the volcano of the same rows. */

import { type ReactNode, useMemo } from 'react';
import { counted } from '../../words/numbers.ts';
import type { Comparison } from './comparison.ts';
import { DifferenceList } from './difference-list.tsx';
import { DifferenceResults } from './difference-results.tsx';
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
  const found = useElements(comparison, true);
  const { rows } = found;
  const points = useMemo(() => elementPoints(rows), [rows]);
  const table = useMemo(() => elementTable(rows), [rows]);
  const { a, b } = comparison;
  return (
    <DifferenceResults
      title="Elements that differ"
      found={found}
      path={ELEMENTS}
      file="differential-elements"
      what="elements"
      nothing="No element is high in A or in B here"
      note={({ total }) =>
        `${counted(total, 'element')}${comparison.isEvery ? '' : ' high in A or B (Z > 1.64)'}`
      }
      above={(first) => (
        <>
          <NotCompared groups={first.groups} comparison={comparison} />
          <Significance what="element" {...first} rows={rows} sizes={groupSizes(first.groups)} />
        </>
      )}
      list={({ total }) => (
        <DifferenceList<ElementDifference>
          label="Elements that differ"
          found={found}
          total={total}
          columns={elementColumns}
          keyOf={elementKey}
          height={TABLE_PX}
          note="Z: mean of the group, not below −3; ΔZ is B − A"
          narrow={(element) => <NarrowDifference element={element} />}
        />
      )}
      plot={({ total, tested }) => (
        <Volcano
          title="Change in Z"
          points={points}
          quantity="ΔZ"
          level="mean Z"
          names={[a.name, b.name]}
          total={total}
          tested={tested}
          selected={selected}
          table={table}
          onSelect={onSelect}
          legend={<ClassLegend rows={rows} hasP={tested > 0} whereNoP="in the table alone" />}
        />
      )}
    />
  );
}
