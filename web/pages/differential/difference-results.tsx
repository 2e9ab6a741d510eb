/** What differs: the table and the volcano of the same rows, below a head that says how many and gives the file. */

import type { ReactNode } from 'react';
import { Panel } from '../../parts/panel.tsx';
import { type AnswerSoFar, AnswerState, Empty } from '../../parts/states.tsx';
import type { Asked } from './comparison.ts';
import { DifferenceDownload } from './difference-list.tsx';
import type { DifferencePath } from './use-difference.ts';

/** What was asked, and the first page of its answer. */
export interface Found<First extends { readonly total: number }> {
  readonly asked: Asked;
  readonly answer: AnswerSoFar<unknown>;
  readonly first: First | undefined;
}

interface DifferenceResultsProps<First extends { readonly total: number }> {
  readonly title: string;
  readonly found: Found<First>;
  readonly path: DifferencePath;
  readonly file: string;
  /** For the error's sentence. */
  readonly what: string;
  /** What an owner would annotate, where the registry may lack it. */
  readonly kind?: string;
  /** In place of the rows where there are none. */
  readonly nothing: string;
  note(first: First): string;
  /** What the rows do not show, above them. */
  above(first: First): ReactNode;
  list(first: First): ReactNode;
  plot(first: First): ReactNode;
}

export function DifferenceResults<First extends { readonly total: number }>({
  title,
  found: { asked, answer, first },
  path,
  file,
  what,
  kind,
  nothing,
  note,
  above,
  list,
  plot,
}: DifferenceResultsProps<First>): ReactNode {
  return (
    <Panel
      title={title}
      note={first === undefined ? undefined : note(first)}
      isFlush
      actions={
        first === undefined ? undefined : (
          <DifferenceDownload path={path} asked={asked} total={first.total} file={file} />
        )
      }
    >
      <AnswerState answer={answer} what={what} kind={kind} rows={14}>
        {() =>
          first === undefined || first.total === 0 ? (
            <Empty title={nothing}>{null}</Empty>
          ) : (
            <>
              {above(first)}
              <div className="split">
                {list(first)}
                <div className="split-plot">{plot(first)}</div>
              </div>
            </>
          )
        }
      </AnswerState>
    </Panel>
  );
}
