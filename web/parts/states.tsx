/** What stands where data will be, is not, or failed to come. */

import type { ReactNode } from 'react';
import { Problem } from '../api/ask.ts';
import { count } from '../words/numbers.ts';
import { Icon } from './icon.tsx';

/** Grey rows for a first load; they appear after 200 ms, so that quick answers do not flash. */
export function Skeleton({ rows }: { readonly rows: number }): ReactNode {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ width: `${92 - ((row * 37) % 40)}%` }} />
      ))}
    </div>
  );
}

interface ProblemNoteProps {
  readonly problem: Error;
  /** What was to be shown: "Linked genes". */
  readonly what: string;
  readonly onRetry?: (() => void) | undefined;
}

/** What failed, where and what to do, in its own panel. What the visitor chose is kept. */
export function ProblemNote({ problem, what, onRetry }: ProblemNoteProps): ReactNode {
  const { status, parameter, requestId } = problem instanceof Problem ? problem : new Problem('', -1);
  return (
    <div className="problem" role="alert">
      <p>
        <Icon name="warning" />
        <b>{what} could not be read</b>
      </p>
      <p>{problem.message}</p>
      {onRetry === undefined ? null : (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
      {status > 0 ? (
        <details>
          <summary>Details</summary>
          <p>
            Status {status}
            {parameter === undefined ? '' : `, parameter ${parameter}`}
            {requestId === undefined ? '' : `, request ${requestId}`}
          </p>
        </details>
      ) : null}
    </div>
  );
}

/** Data that this registry does not have; `kind` is what its owner would annotate. */
export function NotHere({ what, kind }: { readonly what: string; readonly kind: string }): ReactNode {
  return (
    <div className="empty">
      <p>
        <b>No {what} in this registry</b>
      </p>
      <p>
        Its owner can add them: <code>{kind}</code> in annotations.yaml, then <code>cisreg annotate</code>.
      </p>
    </div>
  );
}

interface EmptyProps {
  /** "No element is high in K562". */
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing was found: says which condition removed it; `children` has the ways on. */
export function Empty({ title, children }: EmptyProps): ReactNode {
  return (
    <div className="empty" role="status">
      <p>
        <b>{title}</b>
      </p>
      {children}
    </div>
  );
}

/** What the numbers leave out. */
export function Partial({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className="partial">
      <Icon name="info" />
      <span>{children}</span>
    </p>
  );
}

interface FirstOfProps {
  readonly shown: number;
  readonly total: number;
  /** "variants". */
  readonly what?: string;
}

/** Says that a table has the first rows alone; nothing where it has all. */
export function FirstOf({ shown, total, what }: FirstOfProps): ReactNode {
  if (total <= shown) return null;
  return (
    <Partial>
      The first {count(shown)} of {count(total)} {what === undefined ? '' : `${what} `}are listed; the files
      have all.
    </Partial>
  );
}

/** What is looked at of an answer, of one page or of several. */
export interface AnswerSoFar<T> {
  readonly data: T | undefined;
  readonly error: Problem | null;
  readonly isPlaceholderData: boolean;
  refetch(): unknown;
}

interface AnswerStateProps<T> {
  readonly answer: AnswerSoFar<T>;
  /** For the error's sentence and the missing one: "linked genes". */
  readonly what: string;
  /** What an owner would annotate, where the registry may lack it. */
  readonly kind?: string | undefined;
  /** Rows of the skeleton. */
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}

/** An answer in its four states. While a changed question is asked, what is there is dimmed and stays. */
export function AnswerState<T>({ answer, what, kind, rows = 6, children }: AnswerStateProps<T>): ReactNode {
  const { data, error, isPlaceholderData, refetch } = answer;
  if (error !== null) {
    if (kind !== undefined && error.isNotHere) return <NotHere what={what} kind={kind} />;
    return (
      <ProblemNote
        problem={error}
        what={what[0]!.toUpperCase() + what.slice(1)}
        onRetry={() => void refetch()}
      />
    );
  }
  if (data === undefined) return <Skeleton rows={rows} />;
  return (
    <div className={isPlaceholderData ? 'answer dimmed' : 'answer'} aria-busy={isPlaceholderData}>
      {children(data)}
    </div>
  );
}
