/** The visitor's own list, analysed as a study is. Its address is that of the list, where the service keeps lists. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { isWhole } from '../../api/all-rows.ts';
import { ask, askText, Problem, post } from '../../api/ask.ts';
import { type Query, useQueryState } from '../../frame/address.ts';
import { PageLink, pageAddress } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { toast } from '../../frame/toasts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, NotHere, Partial, ProblemNote, Skeleton } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { AnalysisBody, AnalysisTabs, isTab, type Tab } from './analysis.tsx';
import { useChosen } from './chosen-biosample.ts';
import { genesOf } from './genes-tab.tsx';
import { OwnListPanel } from './own/own-list-panel.tsx';
import { isInTab, textInTab } from './own/own-text.ts';
import { useDefaults } from './own/parameters.tsx';
import type { Report } from './own/read-list.ts';
import { RunningTest } from './own/running-test.tsx';
import { PARAMETER_NAMES, type Parameters, type Source, sourceKey, useBlocks, useHits } from './source.ts';
import { Fact } from './study-page.tsx';
import './gwas.css';
import { EntityHead } from '../../parts/entity-head.tsx';

interface OwnList {
  readonly report: Report;
  readonly text: string;
}

export function OwnPage(): ReactNode {
  const { list: id = '', tab: asked = 'enrichment' } = useParams({ strict: false }) as {
    list?: string;
    tab?: string;
  };
  const { id: registry, version } = useRegistry();
  const answer = useQuery<OwnList, Problem>({
    queryKey: ['gwas', 'own', id, registry, version],
    queryFn: ({ signal }) => ownList(id, registry, signal),
    retry: false,
  });
  useTitle('Your list of variants');
  if (answer.error !== null) return <Failed problem={answer.error} />;
  if (answer.data === undefined) {
    return (
      <main className="grid">
        <Skeleton rows={10} />
      </main>
    );
  }
  return <Own key={id} id={id} list={answer.data} tab={isTab(asked) ? asked : 'enrichment'} />;
}

async function ownList(id: string, registry: string, signal: AbortSignal): Promise<OwnList> {
  if (isInTab(id)) {
    const text = textInTab(registry, id);
    if (text === '')
      throw new Problem('It was kept in another tab, or that one was closed: test it again.', 404);
    const report = await post('/api/v1/gwas/lists', { query: { registry, keep: 'false' } }, text, signal);
    return { report, text };
  }
  const path = { id };
  const [report, text] = await Promise.all([
    ask('/api/v1/gwas/lists/{id}', { path, query: { registry } }, signal),
    askText('/api/v1/gwas/lists/{id}/text', { path }, signal),
  ]);
  return { report, text };
}

function Failed({ problem }: { readonly problem: Problem }): ReactNode {
  return (
    <main className="prose">
      <h1>Your list of variants</h1>
      {problem.isNotHere ? (
        <NotHere what="variants" kind="variants" />
      ) : (
        <ProblemNote problem={problem} what="The list" />
      )}
      <PageLink to="gwas">Studies, and a new list</PageLink>
    </main>
  );
}

function Own({
  id,
  list,
  tab,
}: {
  readonly id: string;
  readonly list: OwnList;
  readonly tab: Tab;
}): ReactNode {
  const { report, text } = list;
  const { biosamples } = useRegistry();
  const [query] = useQueryState();
  const parameters = useParameters(query);
  const source = useMemo<Source>(
    () => (isInTab(id) ? { kind: 'sent', text, parameters } : { kind: 'own', id, parameters }),
    [id, text, parameters],
  );
  const chosen = useChosen(source);
  const client = useQueryClient();
  // Another question, of other parameters, is not cancelled with it.
  const [cancelled, setCancelled] = useState<Source>();
  const defaults = useDefaults();
  const assay = parameters.assay ?? defaults.assay;
  const { answer } = chosen;
  const waiting =
    cancelled === source ? (
      <div className="inset">
        <Empty title="The test was cancelled">
          <button
            type="button"
            onClick={() => {
              setCancelled(undefined);
              void answer.refetch();
            }}
          >
            Test {counted(report.variants, 'variant')} again
          </button>
        </Empty>
      </div>
    ) : answer.data === undefined && answer.error === null ? (
      <RunningTest
        variants={report.variants}
        biosamples={biosamples}
        onCancel={() => {
          setCancelled(source);
          void client.cancelQueries({ queryKey: sourceKey(source, 'enrichment') });
        }}
      />
    ) : undefined;
  return (
    <main className="gwas">
      <OwnHead id={id} source={source} report={report} tab={tab} data={answer.data} ranked={chosen.ranked} />
      <AnalysisBody
        source={source}
        tab={tab}
        name="own list"
        assay={assay}
        chosen={chosen}
        waiting={waiting}
        own={<OwnListPanel text={text} parameters={parameters} />}
      />
    </main>
  );
}

function useParameters(query: Query): Parameters {
  const given = JSON.stringify(PARAMETER_NAMES.map((name) => query[name] ?? null));
  return useMemo(() => {
    const values = JSON.parse(given) as (string | null)[];
    return Object.fromEntries(
      PARAMETER_NAMES.flatMap((name, i) => (values[i] === null ? [] : [[name, values[i]]])),
    );
  }, [given]);
}

interface OwnHeadProps {
  readonly id: string;
  readonly source: Source;
  readonly report: Report;
  readonly tab: Tab;
  readonly data: ReturnType<typeof useChosen>['answer']['data'];
  readonly ranked: ReturnType<typeof useChosen>['ranked'];
}

function OwnHead({ id, source, report, tab, data, ranked }: OwnHeadProps): ReactNode {
  const { id: registry } = useRegistry();
  const { leads, parameters, population } = data ?? {};
  const hits = useHits(source, undefined);
  const blocks = useBlocks(source);
  // No number rather than one of the first rows alone.
  const blockCount =
    blocks.data === undefined || !isWhole(blocks.data, 'snps')
      ? undefined
      : (blocks.data.snps.at(-1)?.block ?? 0);
  const genes = useMemo(
    () =>
      hits.data === undefined || !isWhole(hits.data, 'ccres') ? undefined : genesOf(hits.data.ccres).length,
    [hits.data],
  );
  const page = `gwas/own/${encodeURIComponent(id)}`;
  return (
    <EntityHead name={`Your list of ${counted(report.variants, 'variant')}`}>
      <div className="entity-title">
        <h1>Your list of {counted(report.variants, 'variant')}</h1>
        <span className="badge plain">{report.kind === 'ids' ? 'rsIDs' : report.kind}</span>
        <div className="actions">
          {isInTab(id) ? null : <ShareButton address={pageAddress(registry, page)} />}
        </div>
      </div>
      <dl className="facts">
        <Fact name="Read">
          {count(report.found)} found, {count(report.unknown.count)} unknown here,{' '}
          {count(report.repeated.count)} repeated
        </Fact>
        {leads === undefined ? null : (
          <Fact name="LD blocks">
            {count(leads.tested)} tested, {count(leads.linked)} counted with an earlier one
            {leads.unmatched === 0 ? '' : `, ${count(leads.unmatched)} without controls`}
          </Fact>
        )}
        {ranked.length === 0 ? null : (
          <Fact name="Biosamples enriched">
            {count(ranked.filter(({ isEnriched }) => isEnriched).length)} of {count(ranked.length)} at FDR 5%
          </Fact>
        )}
        {parameters === undefined ? null : (
          <Fact name="Parameters">
            r² &gt; {parameters.r2}
            {population === null ? ', no linkage' : ` in ${population}`}, {parameters.assay},{' '}
            {count(parameters.controls)} controls per SNP, seed {parameters.seed}
          </Fact>
        )}
      </dl>
      {isInTab(id) ? (
        <Partial>
          This service keeps no lists (it runs without <code>--state</code>): this one stays in this tab, and
          has no address to share.
        </Partial>
      ) : null}
      <AnalysisTabs
        page={page}
        tab={tab}
        counts={{
          enrichment: data === undefined ? undefined : ranked.length,
          elements: hits.data?.total,
          variants: blocks.data?.total,
          blocks: blockCount,
          genes,
        }}
      />
    </EntityHead>
  );
}

function ShareButton({ address }: { readonly address: string }): ReactNode {
  return (
    <button
      type="button"
      onClick={() => {
        const url = `${location.origin}${address}${location.search}`;
        void navigator.clipboard
          .writeText(url)
          .then(() => toast('The address of this list was copied'))
          .catch(() => toast(url));
      }}
    >
      <Icon name="link" />
      Copy address
    </button>
  );
}
