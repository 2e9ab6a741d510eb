/** A BED that the server refused: the line, what is wrong with it, and the ways to mend it. */

import { type ReactNode, useEffect, useState } from 'react';
import type { Problem } from '../../api/ask.ts';
import { Icon } from '../../parts/icon.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { count } from '../../words/numbers.ts';
import { badLine, type FoundLine, lineOf } from './bad-line.ts';
import type { Given } from './bed-page.tsx';

interface BedProblemProps {
  readonly problem: Problem;
  readonly given: Given;
  onLeaveOut(rest: Blob): void;
  onRetry(): void;
}

export function BedProblem({ problem, given, onLeaveOut, onRetry }: BedProblemProps): ReactNode {
  const line = badLine(problem);
  const number = line?.number;
  const [found, setFound] = useState<FoundLine>();
  useEffect(() => {
    let isGone = false;
    setFound(undefined);
    if (number === undefined) return;
    void lineOf(given.body, number).then((own) => {
      if (!isGone) setFound(own);
    });
    return () => {
      isGone = true;
    };
  }, [given, number]);
  if (line === undefined) return <ProblemNote problem={problem} what={given.name} onRetry={onRetry} />;
  return (
    <div className="problem" role="alert">
      <p>
        <Icon name="warning" />
        <b>
          Line {count(line.number)} of {given.name}
        </b>
      </p>
      <p>{line.what}</p>
      {found === undefined ? null : (
        <>
          <pre className="bad-line">{found.text === '' ? '(empty)' : found.text}</pre>
          <p className="mends">
            Mend the line and send it again, or{' '}
            <button type="button" className="link" onClick={() => onLeaveOut(found.rest)}>
              leave line {count(line.number)} out
            </button>
          </p>
        </>
      )}
    </div>
  );
}
