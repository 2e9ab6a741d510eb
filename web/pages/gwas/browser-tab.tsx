/** The genome browser at one LD block after the other. */

import { type ReactNode, useMemo } from 'react';
import { BrowserPanel, widened } from '../../browser/browser-panel.tsx';
import { useQueryState } from '../../frame/address.ts';
import { AnswerState, Empty, Partial } from '../../parts/states.tsx';
import { count, place } from '../../words/numbers.ts';
import { blockTracks } from './blocks/block-tracks.ts';
import { blocksOf } from './blocks/blocks.ts';
import { type Source, useBlocks } from './source.ts';

interface BrowserTabProps {
  readonly source: Source;
  readonly biosample: string | undefined;
}

export function BrowserTab({ source, biosample }: BrowserTabProps): ReactNode {
  const [query, setQuery] = useQueryState();
  const answer = useBlocks(source);
  const blocks = useMemo(() => blocksOf(answer.data?.snps ?? []), [answer.data]);
  const tracks = useMemo(() => blockTracks(blocks), [blocks]);
  const signals = useMemo(() => (biosample === undefined ? undefined : [biosample]), [biosample]);
  const at = Math.max(
    0,
    blocks.findIndex(({ lead }) => lead === query.block),
  );
  const go = (to: number) => setQuery({ block: blocks[to]!.lead, at: undefined }, { isReplaced: true });
  return (
    <div className="grid">
      <AnswerState answer={answer} what="LD blocks" kind="gwas">
        {({ total, snps }) => {
          const block = blocks[at];
          if (block === undefined) return <Empty title="No LD blocks: no variant is one of this registry" />;
          return (
            <>
              {total > snps.length ? (
                <Partial>
                  The blocks of the first {count(snps.length)} of {count(total)} variants are here; the files
                  of the tab LD blocks have all.
                </Partial>
              ) : null}
              <div className="block-picker">
                <label className="field">
                  LD block
                  <select
                    value={block.lead}
                    onChange={(event) => go(blocks.findIndex(({ lead }) => lead === event.target.value))}
                  >
                    {blocks.map((own) => (
                      <option key={own.lead} value={own.lead}>
                        {own.lead}, {place(own)}
                      </option>
                    ))}
                  </select>
                </label>
                <button type="button" disabled={at === 0} onClick={() => go(at - 1)}>
                  Previous
                </button>
                <button type="button" disabled={at === blocks.length - 1} onClick={() => go(at + 1)}>
                  Next
                </button>
                <span className="note">
                  {count(at + 1)} of {count(blocks.length)}
                </span>
              </div>
              <BrowserPanel
                title={`LD block of ${block.lead}`}
                home={widened(block)}
                name={block.lead}
                tracks={tracks}
                biosamples={signals}
              />
            </>
          );
        }}
      </AnswerState>
    </div>
  );
}
