/** Elements by their class in A (rows) and in B (columns). Bars are shares of the row. */

import { type ReactNode, useState } from 'react';
import type { Answer } from '../../api/ask.ts';
import { Segmented } from '../../parts/choice.tsx';
import { fileName, saveAs, tsvOf } from '../../parts/download.ts';
import { Icon } from '../../parts/icon.tsx';
import { ClassName } from '../../parts/marks.tsx';
import { count, share } from '../../words/numbers.ts';
import type { Biosample } from './biosample.ts';

export type Comparison = Answer<'/api/v1/biosamples/compare'>;

interface ClassTableProps {
  readonly data: Comparison;
  readonly a: Biosample;
  readonly b: Biosample;
}

export function ClassTable({ data: { classes, table }, a, b }: ClassTableProps): ReactNode {
  const [shown, setShown] = useState<'count' | 'share'>('count');
  const rowSums = table.map((row) => row.reduce((sum, n) => sum + n, 0));
  const columnSums = classes.map((_, j) => table.reduce((sum, row) => sum + row[j]!, 0));
  const total = rowSums.reduce((sum, n) => sum + n, 0);
  const asTsv = () =>
    tsvOf(
      [`class in ${a.biosample}`, ...classes.map((name) => `${name} in ${b.biosample}`)],
      classes.map((name, i) => [name, ...table[i]!]),
    );
  return (
    <>
      <div className="class-table-tools">
        <span className="note">
          n = {count(total)} elements; rows: class in A, columns: class in B; bar: share of the row
        </span>
        <span className="actions">
          <Segmented
            label="Numbers in the table"
            value={shown}
            options={[
              { value: 'count', text: 'Counts' },
              { value: 'share', text: 'Shares of the row' },
            ]}
            onChange={(value) => setShown(value as 'count' | 'share')}
          />
          <button
            type="button"
            className="quiet"
            aria-label="TSV of the table of classes"
            onClick={() => saveAs(fileName(`classes ${a.key} ${b.key}`, 'tsv'), asTsv())}
          >
            <Icon name="download" />
            TSV
          </button>
        </span>
      </div>
      <div className="class-table-scroller" tabIndex={0} role="group" aria-label="Table of classes, scrolls">
        <table className="class-table">
          <thead>
            <tr>
              <th scope="col">A ↓ &nbsp; B →</th>
              {classes.map((name) => (
                <th key={name} scope="col" className="number">
                  <ClassName name={name} />
                </th>
              ))}
              <th scope="col" className="number">
                All in A
              </th>
            </tr>
          </thead>
          <tbody>
            {classes.map((name, i) => (
              <tr key={name}>
                <th scope="row">
                  <ClassName name={name} />
                </th>
                {classes.map((other, j) => (
                  <Cell
                    key={other}
                    n={table[i]![j]!}
                    of={rowSums[i]!}
                    isSame={i === j}
                    shown={shown}
                    title={`${name} in A, ${other} in B: ${count(table[i]![j]!)} of ${count(rowSums[i]!)}`}
                  />
                ))}
                <td className="number sum">{count(rowSums[i]!)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All in B</th>
              {columnSums.map((n, j) => (
                <td key={classes[j]} className="number sum">
                  {count(n)}
                </td>
              ))}
              <td className="number sum">{count(total)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  );
}

interface CellProps {
  readonly n: number;
  readonly of: number;
  readonly isSame: boolean;
  readonly shown: 'count' | 'share';
  readonly title: string;
}

function Cell({ n, of, isSame, shown, title }: CellProps): ReactNode {
  const part = of === 0 ? 0 : n / of;
  return (
    <td className={`number${isSame ? ' same' : ''}${n === 0 ? ' none' : ''}`} title={title}>
      {shown === 'count' ? count(n) : share(n, of)}
      <span className="share-bar" style={{ width: `${100 * part}%` }} />
    </td>
  );
}
