/** A BED that the server refused: its lines that are no rows, what is wrong with each, and the ways to mend it. */

import { type ReactNode, useEffect, useState } from 'react';
import type { Problem } from '../../api/ask.ts';
import { Icon } from '../../parts/icon.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { type BadLines, badLines } from './bad-lines.ts';
import type { Given } from './bed-page.tsx';

interface BedProblemProps {
  readonly problem: Problem;
  readonly given: Given;
  onLeaveOut(rest: Blob): void;
  onRetry(): void;
}

export function BedProblem({ problem, given, onLeaveOut, onRetry }: BedProblemProps): ReactNode {
  // The server names the first line that it cannot read; a file is looked through for all of them here.
  const isOfLines = /^the BED:\d+/.test(problem.message);
  const [found, setFound] = useState<BadLines>();
  useEffect(() => {
    let isGone = false;
    setFound(undefined);
    if (!isOfLines) return;
    badLines(given.body).then(
      (own) => isGone || setFound(own),
      () => isGone || setFound({ count: 0, first: [], rows: 0, rest: undefined }),
    );
    return () => {
      isGone = true;
    };
  }, [given, isOfLines]);
  if (!isOfLines || found?.count === 0)
    return <ProblemNote problem={problem} what={given.name} onRetry={onRetry} />;
  if (found === undefined)
    return (
      <div className="problem" role="alert">
        <p>Looking for the lines of {given.name} that cannot be read…</p>
      </div>
    );
  const { rest } = found;
  const more = found.count - found.first.length;
  const isOne = found.count === 1;
  return (
    <div className="problem" role="alert">
      <p>
        <Icon name="warning" />
        <b>
          {isOne
            ? `Line ${count(found.first[0]!.number)} of ${given.name} cannot be read`
            : `${count(found.count)} lines of ${given.name} cannot be read`}
          , {counted(found.rows, 'row')} can
        </b>
      </p>
      <ol className="bad-lines">
        {found.first.map(({ number, what, text }) => (
          <li key={number}>
            <p>
              {isOne ? null : <>Line {count(number)}: </>}
              {what}.
            </p>
            <pre className="bad-line">{text}</pre>
          </li>
        ))}
      </ol>
      {more === 0 ? null : <p>And {counted(more, 'further line')}.</p>}
      <p className="mends">
        Mend {isOne ? 'the line' : 'them'} and send the file again
        {rest === undefined ? (
          found.rows === 0 ? (
            '.'
          ) : (
            '. They are too many to leave them out here.'
          )
        ) : (
          <>
            , or{' '}
            <button type="button" className="link" onClick={() => onLeaveOut(rest)}>
              {isOne ? 'leave it out' : `leave all ${count(found.count)} out`}
            </button>
          </>
        )}
      </p>
    </div>
  );
}
