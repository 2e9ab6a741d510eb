/** Where on the genome the elements are: a row a chromosome, a cell a stretch, darker where more of them begin. */

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
        return (
          <Panel
            title="Along the genome"
            note={
              <span className="density-key">
                elements per Mb 0 <span className="ramp" /> {count(Math.round(most))}
              </span>
            }
          >
            <ul
              className="density"
              style={{ gridAutoRows: `minmax(14px, ${Math.min(28, Math.round(340 / rows.length))}px)` }}
            >
              {rows.map(({ name, sizeBp, perMb, total }) => (
                <li key={name}>
                  <PageLink to="elements" query={{ chrom: name }}>
                    <span className="chrom">{name.replace(/^chr/, '')}</span>
                    <span className="cells" style={{ width: `calc((100% - 84px) * ${sizeBp / longest})` }}>
                      {perMb.map((value, cell) => (
                        <span
                          key={cell}
                          style={{
                            background: `color-mix(in oklab, var(--heat1) ${Math.round((100 * value) / most)}%, var(--heat0))`,
                          }}
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
