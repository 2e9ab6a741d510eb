/** How many elements have each class in one biosample. */

import { barX, plot, ruleX, text } from '@observablehq/plot';
import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { AnswerState } from '../../parts/states.tsx';
import { colourOfClass } from '../../words/classes.ts';
import { count, share } from '../../words/numbers.ts';
import type { Biosample } from './biosample.ts';

const ROW_PX = 26;

export function ClassCounts({ biosample }: { readonly biosample: Biosample }): ReactNode {
  // Held against itself: every element is on the diagonal.
  const answer = useAnswer('/api/v1/biosamples/compare', { query: { a: biosample.key, b: biosample.key } });
  return (
    <AnswerState answer={answer} what="the classes" rows={7}>
      {({ classes, table }) => {
        const rows = classes.map((name, i) => ({ name, n: table[i]![i]! }));
        const total = rows.reduce((sum, { n }) => sum + n, 0);
        const active = rows.filter(({ name }) => name !== 'Low-DNase');
        const open = active.reduce((sum, { n }) => sum + n, 0);
        return (
          <PlotFrame
            title="Elements by class"
            subtitle={`n = ${count(total)} elements; ${count(open)} open here (${share(open, total)}), ${count(total - open)} Low-DNase`}
            finding={`Of ${count(total)} elements ${count(open)} are open in ${biosample.biosample}.`}
            heightPx={active.length * ROW_PX + 36}
            table={{ head: ['class', 'elements'], rows: rows.map(({ name, n }) => [name, n]) }}
            draw={(width) =>
              plot({
                width,
                height: active.length * ROW_PX + 36,
                marginLeft: 116,
                marginRight: 64,
                marginBottom: 36,
                x: { label: 'Elements', ticks: 5, grid: true, labelArrow: 'none' },
                y: { label: null, domain: active.map(({ name }) => name), tickSize: 0 },
                color: { type: 'identity' },
                marks: [
                  barX(active, {
                    x: 'n',
                    y: 'name',
                    fill: ({ name }) => colourOfClass(name).fill,
                    stroke: ({ name }) => colourOfClass(name).edge,
                    insetTop: 5,
                    insetBottom: 5,
                  }),
                  text(active, {
                    x: 'n',
                    y: 'name',
                    text: ({ n }) => count(n),
                    dx: 6,
                    textAnchor: 'start',
                    fill: 'var(--ink)',
                  }),
                  ruleX([0], { stroke: 'var(--ink3)' }),
                ],
              }) as SVGElement
            }
          />
        );
      }}
    </AnswerState>
  );
}
