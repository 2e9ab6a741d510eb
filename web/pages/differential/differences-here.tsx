/** What differs at a place, beside the plot: a list with its file. */

import type { ReactNode } from 'react';
import { Panel } from '../../parts/panel.tsx';
import { Empty } from '../../parts/states.tsx';
import { counted } from '../../words/numbers.ts';
import { DifferenceDownload } from './difference-list.tsx';
import type { Found } from './difference-results.tsx';
import type { DifferencePath } from './use-difference.ts';

interface DifferencesHereProps<First extends { readonly total: number }> {
  readonly title: string;
  readonly what: 'element' | 'gene';
  readonly found: Found<First>;
  readonly path: DifferencePath;
  readonly columns: 5 | 7;
  readonly nothing: string;
  children(first: First): ReactNode;
}

/** Nothing before it is known. */
export function DifferencesHere<First extends { readonly total: number }>({
  title,
  what,
  found: { asked, first },
  path,
  columns,
  nothing,
  children,
}: DifferencesHereProps<First>): ReactNode {
  if (first === undefined) return null;
  return (
    <Panel
      title={title}
      note={counted(first.total, what)}
      isFlush
      columns={columns}
      actions={
        <DifferenceDownload path={path} asked={asked} total={first.total} file={`differential-${what}s`} />
      }
    >
      {first.total === 0 ? <Empty title={nothing}>{null}</Empty> : children(first)}
    </Panel>
  );
}
