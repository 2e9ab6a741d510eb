/** Signal profiles: for each biosample and assay the signal over the element and its flanks, of one scale for each assay. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { addressOf } from '../../../api/ask.ts';
import { useQueryState } from '../../../frame/address.ts';
import { useRegistry } from '../../../frame/registry.ts';
import { Segmented } from '../../../parts/choice.tsx';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { AnswerState } from '../../../parts/states.tsx';
import { count, place } from '../../../words/numbers.ts';
import { nameOf, type PartProps } from '../element.ts';
import { SignalGrid } from './signal-grid.tsx';

const FLANKS = ['0', '1000', '5000', '20000'] as const;
const BINS = '60';
/** Datasets on one page: each is a file that is read. */
const PAGE = 200;

export function SignalPanel({ element }: PartProps): ReactNode {
  const { id: registry } = useRegistry();
  const [query, change] = useQueryState();
  const flank = FLANKS.find((one) => one === query.flank) ?? '1000';
  const offset = Math.max(0, Math.floor(Number(query.offset ?? '0'))) || 0;
  const asked = { flank, bins: BINS };
  const answer = useAnswer(
    '/api/v1/ccres/{accession}/signal',
    {
      path: { accession: nameOf(element) },
      query: { ...asked, limit: String(PAGE), offset: String(offset) },
    },
    { kind: 'signals' },
  );
  const total = answer.data?.total ?? 0;
  return (
    <Panel
      title="Signal profiles"
      note={
        answer.data === undefined
          ? undefined
          : `${place(answer.data.window)}; datasets ${count(Math.min(offset + 1, total))}-${count(Math.min(offset + PAGE, total))} of ${count(total)}; one scale for each assay`
      }
      actions={
        <>
          {total > PAGE ? (
            <>
              <button
                type="button"
                disabled={offset === 0}
                onClick={() => change({ offset: offset <= PAGE ? undefined : String(offset - PAGE) })}
              >
                Before
              </button>
              <button
                type="button"
                disabled={offset + PAGE >= total}
                onClick={() => change({ offset: String(offset + PAGE) })}
              >
                Next
              </button>
            </>
          ) : null}
          <Segmented
            label="Flanks"
            value={flank}
            options={FLANKS.map((value) => ({
              value,
              text: value === '0' ? 'Element' : `± ${Number(value) / 1000} kb`,
            }))}
            onChange={(value) => change({ flank: value === '1000' ? undefined : value })}
          />
          <DownloadMenu
            text=""
            label="Download the profiles"
            formats={['tsv', 'ndjson', 'parquet', 'json']}
            file={`${nameOf(element)}-signal`}
            address={(format) =>
              addressOf('/api/v1/ccres/{accession}/signal', {
                path: { accession: nameOf(element) },
                query: { registry, ...asked, format },
              })
            }
          />
        </>
      }
    >
      <AnswerState answer={answer} what="signal profiles" kind="signals" rows={12}>
        {({ datasets, edges }) => <SignalGrid element={element} datasets={datasets} edges={edges} />}
      </AnswerState>
    </Panel>
  );
}
