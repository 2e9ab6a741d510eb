/**
 * Where on the genome the elements are: a row a chromosome, a cell a stretch, darker where more of them begin. The few chromosomes of a small
 * registry have bars in place of cells.
 */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState } from '../../parts/states.tsx';
import { count } from '../../words/numbers.ts';

/** Of the longest chromosome; the others have fewer, of the same size. */
const CELLS = 100;
const BP_PER_MB = 1e6;
/** Rows that fit; smaller sequences are one line of text. */
const MOST = 24;
/** So many rows have room for bars. */
const FEW = 8;
/** What the rows have together, and the most that one takes: of cells, of bars. */
const [ALL_PX, CELL_PX, BAR_PX] = [340, 28, 160];
/** Between rows of bars, as the style has it. */
const GAP_PX = 12;

export function GenomeDensity(): ReactNode {
  const { chromosomes } = useRegistry();
  // Alternates and patches have long names; people look at chromosomes.
  const shown = chromosomes
    .filter(({ name, sizeBp }) => sizeBp > BP_PER_MB && !name.includes('_'))
    .slice(0, MOST);
  const longest = Math.max(...shown.map(({ sizeBp }) => sizeBp), 1);
  const bins = shown.map(({ sizeBp }) => Math.max(1, Math.round((CELLS * sizeBp) / longest)));
  const facets = shown.map(({ name }, i) => `positions.${name}:${bins[i]}`);
  const answer = useAnswer(
    '/api/v1/ccres',
    { query: { limit: '1', facets: facets.join(',') } },
    { isWanted: shown.length > 0 },
  );
  if (shown.length === 0) return null;
  return (
    <AnswerState answer={answer} what="positions" rows={12}>
      {({ facets: found }) => {
        const rows = shown.map(({ name, sizeBp }) => {
          const facet = found?.[`positions.${name}`];
          const own: readonly number[] = facet !== undefined && 'bins' in facet ? facet.bins : [];
          return {
            name,
            sizeBp,
            bins: own,
            total: own.reduce((sum, n) => sum + n, 0),
            perMb: own.map((n) => (n * own.length * BP_PER_MB) / sizeBp),
          };
        });
        const most = Math.max(...rows.flatMap(({ perMb }) => perMb), 1);
        const isFew = rows.length <= FEW;
        const rowPx = Math.min(
          isFew ? BAR_PX : CELL_PX,
          Math.round((isFew ? ALL_PX - GAP_PX * (rows.length - 1) : ALL_PX) / rows.length),
        );
        return (
          <Panel
            title="Along the genome"
            note={
              isFew ? (
                `highest bar: ${count(Math.round(most))} elements per Mb`
              ) : (
                <span className="density-key">
                  elements per Mb 0 <span className="ramp" /> {count(Math.round(most))}
                </span>
              )
            }
          >
            <ul
              className={isFew ? 'density bars' : 'density'}
              style={{ gridAutoRows: `minmax(14px, ${rowPx}px)` }}
            >
              {rows.map(({ name, sizeBp, perMb, total }) => (
                <li key={name}>
                  <PageLink to="elements" query={{ chrom: name }}>
                    <span className="chrom">{name.replace(/^chr/, '')}</span>
                    <span className="cells" style={{ width: `calc((100% - 84px) * ${sizeBp / longest})` }}>
                      {perMb.map((value, cell) => (
                        <span
                          key={cell}
                          style={
                            isFew
                              ? { height: `${(100 * value) / most}%` }
                              : {
                                  background: `color-mix(in oklab, var(--heat1) ${Math.round((100 * value) / most)}%, var(--heat0))`,
                                }
                          }
                        />
                      ))}
                    </span>
                    <span className="soft">
                      {count(total)}
                      <span className="unseen"> elements</span>
                    </span>
                  </PageLink>
                </li>
              ))}
            </ul>
          </Panel>
        );
      }}
    </AnswerState>
  );
}
