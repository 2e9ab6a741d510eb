/** One gene: its expression, its start sites, its elements, its place in the browser. */

import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import type { Answer } from '../../api/ask.ts';
import { BrowserPanel, widened } from '../../browser/browser-panel.tsx';
import { useQueryState } from '../../frame/address.ts';
import { PageLink, path } from '../../frame/link.tsx';
import { useTitle } from '../../frame/title.ts';
import { NotHere, ProblemNote, Skeleton } from '../../parts/states.tsx';
import { ElementsTab } from './elements-tab.tsx';
import { ExpressionTab } from './expression-tab.tsx';
import { GeneChooser } from './gene-chooser.tsx';
import { GeneHead } from './gene-head.tsx';
import { TssTab } from './tss-tab.tsx';
import './gene.css';

export type GeneAnswer = Answer<'/api/v1/genes/{id}'>;

export const TABS = ['expression', 'tss', 'elements', 'browser'] as const;
export type Tab = (typeof TABS)[number];

export function GenePage(): ReactNode {
  const { name = '', tab } = useParams({ strict: false });
  const { data, error, refetch } = useAnswer('/api/v1/genes/{id}', { path: { id: name } });
  useTitle(data?.gene.symbol ?? name);
  if (error?.isNotHere) return <Alone title={name}>{<NotHere what="genes" kind="genes" />}</Alone>;
  if (error?.status === 404) return <Unknown name={name} />;
  if (error !== null) {
    return (
      <Alone title={name}>
        <ProblemNote problem={error} what="The gene" onRetry={() => void refetch()} />
      </Alone>
    );
  }
  if (data === undefined) return <Waiting name={name} />;
  if (data.alternatives.length > 0) {
    return <GeneChooser name={name} genes={[data.gene, ...data.alternatives]} tab={tab} />;
  }
  const current = TABS.find((own) => own === tab) ?? 'expression';
  return (
    <main className="gene-page">
      <GeneHead answer={data} tab={current} asked={name} />
      <div className="grid">
        <TabOf tab={current} answer={data} />
      </div>
    </main>
  );
}

function TabOf({ tab, answer }: { readonly tab: Tab; readonly answer: GeneAnswer }): ReactNode {
  if (tab === 'tss') return <TssTab answer={answer} />;
  if (tab === 'elements') return <ElementsTab answer={answer} />;
  if (tab === 'browser') return <BrowserTab answer={answer} />;
  return <ExpressionTab answer={answer} />;
}

function BrowserTab({ answer: { gene } }: { readonly answer: GeneAnswer }): ReactNode {
  const [{ biosample }] = useQueryState();
  return (
    <BrowserPanel
      home={widened(gene)}
      name={gene.symbol}
      biosamples={biosample === undefined ? undefined : biosample.split(';')}
    />
  );
}

/** As high as the head will be, so that nothing jumps when the gene is there. */
function Waiting({ name }: { readonly name: string }): ReactNode {
  return (
    <main className="gene-page">
      <header className="entity-head waiting-head">
        <h1>{name}</h1>
      </header>
      <div className="grid">
        <section className="panel" aria-busy="true" aria-label="On its way">
          <Skeleton rows={12} />
        </section>
      </div>
    </main>
  );
}

/** A page that has no gene to show. */
function Alone({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <main className="prose">
      <h1>{title}</h1>
      {children}
    </main>
  );
}

function Unknown({ name }: { readonly name: string }): ReactNode {
  const beginning = name.slice(0, 3);
  const { data } = useAnswer('/api/v1/genes', { query: { prefix: beginning, limit: '12' } });
  return (
    <Alone title={`No gene ${name}`}>
      <p>No symbol, id or alias of this registry is {name}.</p>
      {data === undefined || data.total === 0 ? (
        <p>
          <PageLink to="genes">All genes</PageLink>
        </p>
      ) : (
        <>
          <p>These begin with {beginning}:</p>
          <ul className="plain">
            {data.genes.map((gene) => (
              <li key={`${gene.id} ${gene.name}`}>
                <PageLink to={path('gene', gene.id)} className="gene">
                  {gene.symbol}
                </PageLink>
              </li>
            ))}
          </ul>
          <p>
            <PageLink to="genes" query={{ prefix: beginning }}>
              All that begin with {beginning}
            </PageLink>
          </p>
        </>
      )}
    </Alone>
  );
}
