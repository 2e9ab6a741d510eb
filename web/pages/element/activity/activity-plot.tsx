/** The plot beside the table: one assay, four kinds, one selection. */

import { type ReactNode, useCallback, useMemo } from 'react';
import { Swatch } from '../../../parts/marks.tsx';
import { PlotFrame } from '../../../parts/plot-frame.tsx';
import { AnswerState } from '../../../parts/states.tsx';
import { colourOfAssay, GHOST } from '../../../words/classes.ts';
import { count, zScore } from '../../../words/numbers.ts';
import { nameOf, type PartProps } from '../element.ts';
import type { ActivityChoice, Setters } from './activity-choice.ts';
import { type ActivityRow, stateCounts, zAt } from './activity-rows.ts';
import { barsDrawing } from './bars-plot.ts';
import { type Drawable, type Drawing, nWords, tableOf, withZ } from './drawing.ts';
import { type Embedded, embeddingDrawing } from './embedding-plot.ts';
import { useEmbedding } from './more-assays.ts';
import { tissueDrawing } from './tissue-plot.ts';
import { violinDrawing } from './violin-plot.ts';

interface ActivityPlotProps extends PartProps {
  readonly rows: readonly ActivityRow[];
  readonly choice: ActivityChoice;
  readonly set: Setters;
}

const DRAWINGS = { bars: barsDrawing, tissue: tissueDrawing, violin: violinDrawing } as const;

export function ActivityPlot({ element, rows, choice, set }: ActivityPlotProps): ReactNode {
  const { assay, kind, selected, isWhole } = choice;
  const embedding = useEmbedding();
  const asked: Drawable = { rows, assay, selected, isWhole, onSelect: set.selected };
  const frame = (drawing: Drawing) => (
    <Framed element={element} asked={asked} drawing={drawing} onWhole={set.whole} />
  );
  return (
    <div className="activity-plot">
      {kind === 'embedding' ? (
        <AnswerState answer={embedding} what="embedding of biosamples" kind="embedding" rows={10}>
          {({ points }) => frame(embeddingDrawing(asked, points as readonly Embedded[]))}
        </AnswerState>
      ) : (
        frame(DRAWINGS[kind](asked))
      )}
    </div>
  );
}

interface FramedProps extends PartProps {
  readonly asked: Drawable;
  readonly drawing: Drawing;
  onWhole(isWhole: boolean): void;
}

function Framed({ element, asked, drawing, onWhole }: FramedProps): ReactNode {
  const { rows, assay, selected, isWhole } = asked;
  const { title, heightPx, note, more } = drawing;
  // Drawn anew when what is drawn changes, not whenever the page is.
  const what = JSON.stringify([
    title,
    heightPx,
    assay,
    selected,
    isWhole,
    rows.map(({ key, tissue, z }) => [key, tissue, zAt(z, assay)]),
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `what` stands for the rows
  const draw = useCallback(drawing.draw, [what]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const table = useMemo(() => tableOf(rows, assay), [what]);
  const colour = colourOfAssay(assay);
  return (
    <PlotFrame
      title={`${assay} ${title}`}
      subtitle={nWords(rows, assay)}
      legend={
        <>
          <span>{note}</span>
          <span className="key">
            <Swatch colour={colour} /> high
          </span>
          <span className="key">
            <Swatch colour={GHOST} /> low
          </span>
          {more === undefined && !isWhole ? null : (
            <button type="button" className="link" onClick={() => onWhole(!isWhole)}>
              {more ?? 'fewer'}
            </button>
          )}
        </>
      }
      finding={findingOf(nameOf(element), asked)}
      heightPx={heightPx}
      table={table}
      draw={draw}
    />
  );
}

/** "H3K27ac at EH38E0000001 is high in 3 of 16 biosamples; the highest is K562, 6.21". */
function findingOf(name: string, { rows, assay }: Drawable): string {
  const { high, notAssayed } = stateCounts(rows, assay);
  const top = withZ(rows, assay)[0];
  const best = top === undefined ? '' : `; the highest is ${top.biosample}, ${zScore(zAt(top.z, assay).z!)}`;
  return `${assay} at ${name} is high in ${count(high)} of ${count(rows.length - notAssayed)} biosamples${best}`;
}
