/** No element passes: which condition removed the last ones, and a click that removes it. */

import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Query, useQueryState } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import { Empty, ProblemNote } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { useShortNames } from './biosample-names.ts';
import { conditionsOf } from './conditions.ts';
import { askElements, elementsKey } from './element-answers.ts';
import { withoutFilters } from './element-query.ts';
import { useBiosamples } from './picker/biosamples.ts';

/** So many counts are asked; the last conditions are the likely ones. */
const MOST_ASKED = 12;

interface NothingFoundProps {
  /** What is listed: filters, with the browser's region where only that is listed. */
  readonly filter: Query;
  /** The rows are those in the browser's view: the way out is all of them. */
  readonly isInView: boolean;
}

export function NothingFound({ filter, isInView }: NothingFoundProps): ReactNode {
  const [query, change] = useQueryState();
  const { id, version } = useRegistry();
  const conditions = conditionsOf(query, useShortNames(), useBiosamples());
  const asked = conditions.slice(-MOST_ASKED).toReversed();
  const counts = useQueries({
    queries: asked.map(({ without }) => {
      const asking = { filter: leaving(filter, without), limit: 0 };
      return {
        queryKey: elementsKey(version, asking),
        queryFn: ({ signal }: { signal: AbortSignal }) => askElements(id, asking, signal),
      };
    }),
  });
  const isCounted = counts.every(({ isPending }) => !isPending);
  const failed = counts.find(({ error }) => error !== null);
  // What could not be counted is not said to leave none.
  const left = asked.flatMap((condition, i) => {
    const total = counts[i]?.data?.total;
    return total === undefined ? [] : [{ ...condition, total }];
  });
  const culprit = left.find(({ total }) => total > 0);
  const others = left.filter((own) => own.total > 0 && own !== culprit);
  const all = conditions.map(({ text }) => text).join(', ');
  return (
    <Empty
      title={
        isInView
          ? 'No element in view passes'
          : conditions.length === 1
            ? `No element passes “${all}”`
            : `No element passes all ${conditions.length} conditions`
      }
    >
      {conditions.length > 1 ? <p>{all}</p> : null}
      {!isCounted ? (
        <p>Counting without each condition</p>
      ) : culprit === undefined && failed !== undefined ? (
        <ProblemNote
          problem={failed.error!}
          what="The counts without each condition"
          onRetry={() => {
            for (const { error, refetch } of counts) if (error !== null) void refetch();
          }}
        />
      ) : culprit === undefined ? (
        conditions.length > 1 ? (
          <p>No single condition removes them all: without any one of them there are none either.</p>
        ) : null
      ) : conditions.length > 1 ? (
        <p>{`“${culprit.text}” removes all ${count(culprit.total)} that were left.`}</p>
      ) : null}
      <p className="ways">
        {isInView ? (
          <button type="button" className="main" onClick={() => change({ rows: undefined })}>
            List the whole genome
          </button>
        ) : null}
        {culprit === undefined || !isCounted ? null : (
          <button type="button" onClick={() => change(culprit.without)}>
            {`Remove “${culprit.text}”: ${counted(culprit.total, 'element')}`}
          </button>
        )}
        {others.map(({ key, text, total, without }) => (
          <button key={key} type="button" className="quiet" onClick={() => change(without)}>
            {`Remove “${text}”: ${count(total)}`}
          </button>
        ))}
        {conditions.length > 0 ? (
          <button type="button" className="quiet" onClick={() => change(withoutFilters(query))}>
            {`Clear all ${conditions.length}`}
          </button>
        ) : null}
      </p>
    </Empty>
  );
}

const leaving = (filter: Query, changes: Readonly<Record<string, string | undefined>>): Query =>
  Object.fromEntries(
    Object.entries({ ...filter, ...changes }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  );
