/** Which elements count as near a gene, and the assay that is held against its expression. */

import type { ReactNode } from 'react';
import { type Query, useQueryState } from '../../frame/address.ts';
import { Segmented } from '../../parts/choice.tsx';
import { CLASS_ASSAYS } from '../../words/classes.ts';
import { span } from '../../words/numbers.ts';

/** The API gives so many rows at once; no gene has as many elements within a megabase. */
export const ALL_ROWS = '10000';
export type List = 'promoter' | 'linked' | 'nearby';
const WINDOWS = ['10000', '50000', '100000', '500000', '1000000'];

interface Nearby {
  readonly by?: 'body' | 'nearest' | 'tss';
  readonly window?: string;
  readonly assay?: string;
}

/** What the address asks of GET genes/{id}/ccres. */
export function nearbyOf({ by, window, assay }: Query): Nearby {
  const own = (['tss', 'body', 'nearest'] as const).find((one) => one === by);
  return {
    ...(own === undefined ? {} : { by: own }),
    ...(window === undefined || own === 'body' ? {} : { window }),
    ...(assay === undefined ? {} : { assay }),
  };
}

export function NearbyControls({
  asked,
  assay,
}: {
  readonly asked: Nearby;
  readonly assay: string;
}): ReactNode {
  const [, change] = useQueryState();
  const by = asked.by ?? 'tss';
  const window = asked.window ?? (by === 'nearest' ? '1000000' : '100000');
  return (
    <>
      <Segmented
        label="Near what"
        value={by}
        options={[
          { value: 'tss', text: 'Around TSS' },
          { value: 'body', text: 'In the gene' },
          { value: 'nearest', text: 'Nearest gene' },
        ]}
        onChange={(own) => change({ by: own === 'tss' ? undefined : own, window: undefined })}
      />
      {by === 'body' ? null : (
        <label className="choice">
          At most
          <select value={window} onChange={(event) => change({ window: event.target.value })}>
            {[...new Set([...WINDOWS, window])].map((bp) => (
              <option key={bp} value={bp}>
                {span(Number(bp))}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="choice">
        r with
        <select value={assay} onChange={(event) => change({ assay: event.target.value })}>
          {CLASS_ASSAYS.map((own) => (
            <option key={own}>{own}</option>
          ))}
        </select>
      </label>
    </>
  );
}
