/** Two biosamples held against each other: the classes of every element in both, what is gained and what is lost. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { useBiosamplesAnswer } from '../../api/biosamples.ts';
import { useQueryState } from '../../frame/address.ts';
import { PageLink } from '../../frame/link.tsx';
import { useTitle } from '../../frame/title.ts';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState } from '../../parts/states.tsx';
import { count, share } from '../../words/numbers.ts';
import type { Biosample } from './biosample.ts';
import './biosamples.css';
import { BiosampleChoice } from './biosample-choice.tsx';
import './compare.css';
import { ClassTable } from './class-table.tsx';
import { GainedLost } from './gained-lost.tsx';
import { HighInBoth } from './high-in-both.tsx';

export function CompareBiosamplesPage(): ReactNode {
  const answer = useBiosamplesAnswer();
  return (
    <main className="compare-biosamples">
      {answer.data === undefined ? <h1 className="unseen">Compare two biosamples</h1> : null}
      <AnswerState answer={answer} what="the biosamples">
        {({ biosamples }) => <Chosen biosamples={biosamples} />}
      </AnswerState>
    </main>
  );
}

function Chosen({ biosamples }: { readonly biosamples: readonly Biosample[] }): ReactNode {
  const [query, change] = useQueryState();
  const named = (name: string | undefined) =>
    biosamples.find(({ key, biosample }) => key === name || biosample === name);
  const [a, b] = [named(query.a), named(query.b)];
  useTitle(
    a === undefined || b === undefined ? 'Compare two biosamples' : `${a.biosample} and ${b.biosample}`,
  );
  return (
    <>
      <header className="entity-head">
        <div className="entity-title">
          <h1>Compare two biosamples</h1>
          <div className="actions">
            {a === undefined || b === undefined ? null : (
              <PageLink to="differential" query={{ a: a.key, b: b.key }} className="button">
                Differential
              </PageLink>
            )}
            <PageLink
              to="biosamples"
              query={{ chosen: [a?.key, b?.key].filter(Boolean).join(',') }}
              className="button"
            >
              All biosamples
            </PageLink>
          </div>
        </div>
        <div className="two-choices">
          <BiosampleChoice
            label="A"
            biosamples={biosamples}
            value={a}
            onChoose={(key) => change({ a: key })}
          />
          <button
            type="button"
            onClick={() => change({ a: query.b, b: query.a })}
            disabled={a === undefined || b === undefined}
          >
            Swap
          </button>
          <BiosampleChoice
            label="B"
            biosamples={biosamples}
            value={b}
            onChoose={(key) => change({ b: key })}
          />
        </div>
        {[query.a, query.b].map((name, i) =>
          name !== undefined && named(name) === undefined ? (
            <p key={i === 0 ? 'a' : 'b'} className="field-error">
              No biosample of this registry is called {name}.
            </p>
          ) : null,
        )}
      </header>
      {a === undefined || b === undefined ? (
        <div className="grid">
          <Panel title="Choose two biosamples">
            <p className="soft">
              Those with DNase can be compared: without it, elements have no class in a biosample.
            </p>
          </Panel>
        </div>
      ) : (
        <Compared a={a} b={b} />
      )}
    </>
  );
}

function Compared({ a, b }: { readonly a: Biosample; readonly b: Biosample }): ReactNode {
  const answer = useAnswer('/api/v1/biosamples/compare', { query: { a: a.key, b: b.key } });
  return (
    <div className="grid">
      <Panel title="Classes side by side" columns={8} className="finding">
        <AnswerState answer={answer} what="the comparison" rows={10}>
          {(data) => {
            const { activeInBoth: both, lost, gained } = data;
            const open = both + lost + gained;
            return (
              <>
                <p className="sentence">
                  Of <b>{count(open)}</b> elements open in either, <b>{count(both)}</b> ({share(both, open)})
                  are open in both, <b>{count(lost)}</b> in A alone (lost) and <b>{count(gained)}</b> in B
                  alone (gained).
                </p>
                <ClassTable data={data} a={a} b={b} />
              </>
            );
          }}
        </AnswerState>
      </Panel>
      <Panel title="Gained and lost" columns={4} note="open: DNase is high (Z > 1.64)">
        <AnswerState answer={answer} what="the comparison" rows={10}>
          {(data) => <GainedLost data={data} />}
        </AnswerState>
      </Panel>
      <HighInBoth a={a} b={b} />
    </div>
  );
}
