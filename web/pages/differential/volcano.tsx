/** Change against p, one point an element or a gene; where no p can be told, one group against the other. */

import { type ReactNode, useCallback } from 'react';
import { PlotFrame, type PlotTable } from '../../parts/plot-frame.tsx';
import { picking } from '../../parts/point-pick.ts';
import { count } from '../../words/numbers.ts';
import { drawPoints, FDR, VOLCANO_PX, type VolcanoPoint } from './volcano-drawing.ts';

interface VolcanoProps {
  readonly title: string;
  readonly points: readonly VolcanoPoint[];
  /** "ΔZ", "log₂ fold change". */
  readonly quantity: string;
  /** "mean Z", "log₂(TPM + 1)": for the plot without p. */
  readonly level: string;
  readonly names: readonly [string, string];
  /** Rows that there are, drawn or not. */
  readonly total: number;
  readonly tested: number;
  readonly selected: string | undefined;
  readonly table: PlotTable;
  readonly legend?: ReactNode;
  /** Names are symbols of genes. */
  readonly isOfGenes?: boolean;
  onSelect(key: string): void;
}

export function Volcano(props: VolcanoProps): ReactNode {
  const {
    title,
    points,
    quantity,
    level,
    names,
    total,
    tested,
    selected,
    table,
    legend,
    isOfGenes = false,
    onSelect,
  } = props;
  const [nameA, nameB] = names;
  const hasP = tested > 0;
  const draw = useCallback(
    (width: number) =>
      picking<VolcanoPoint>(
        drawPoints(points, { quantity, level, names: [nameA, nameB], selected, width, hasP, isOfGenes }),
        { onPick: ({ key }) => onSelect(key) },
      ),
    [points, quantity, level, nameA, nameB, selected, hasP, isOfGenes, onSelect],
  );
  const drawn = hasP ? points.filter(({ p }) => p !== null).length : points.length;
  const differing = points.filter(({ fdr }) => fdr !== null && fdr <= FDR).length;
  const without = points.length - drawn;
  return (
    <PlotFrame
      title={title}
      subtitle={[
        drawn === total ? `n = ${count(drawn)}` : `n = ${count(drawn)} of ${count(total)}`,
        ...(without === 0 ? [] : [`${count(without)} without p`]),
        ...(hasP ? [`${count(differing)} at FDR 5%`] : ['no p: one experiment in a group']),
      ].join(', ')}
      finding={`${title}: ${count(differing)} of ${count(drawn)} differ at FDR 5%`}
      heightPx={VOLCANO_PX}
      table={table}
      legend={legend}
      draw={draw}
    />
  );
}
