/** A study: which biosamples it is enriched in, and what its LD blocks hit. */

import { useParams } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { isWhole } from '../../api/all-rows.ts';
import type { Problem } from '../../api/ask.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { fileStem } from '../../parts/download.ts';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { NotHere, Partial, ProblemNote, Skeleton } from '../../parts/states.tsx';
import { count, share } from '../../words/numbers.ts';
import { AnalysisBody, AnalysisTabs, isTab, type Tab } from './analysis.tsx';
import { type Chosen, useChosen } from './chosen-biosample.ts';
import { genesOf } from './genes-tab.tsx';
import { OwnListPanel } from './own/own-list-panel.tsx';
import { fileAddress, type Source, useBlocks, useHits, useStudy } from './source.ts';
import './gwas.css';
import { EntityHead } from '../../parts/entity-head.tsx';

type About = NonNullable<ReturnType<typeof useStudy>['data']>;

export function StudyPage(): ReactNode {
  const { study: id = '', tab: asked = 'enrichment' } = useParams({ strict: false }) as {
    study?: string;
    tab?: string;
  };
  const answer = useStudy(id);
  useTitle(answer.data?.study.trait);
  if (answer.error !== null) return <Failed id={id} problem={answer.error} />;
  if (answer.data === undefined) {
    return (
      <main className="grid">
        <Skeleton rows={10} />
      </main>
    );
  }
  return <Study key={id} about={answer.data} tab={isTab(asked) ? asked : 'enrichment'} />;
}

function Failed({ id, problem }: { readonly id: string; readonly problem: Problem }): ReactNode {
  return (
    <main className="prose">
      <h1>{problem.isNotHere ? 'Association studies' : id}</h1>
      {problem.isNotHere ? (
        <NotHere what="association studies" kind="gwas" />
      ) : (
        <ProblemNote problem={problem} what="The study" />
      )}
      <PageLink to="gwas">All studies</PageLink>
    </main>
  );
}

function Study({ about, tab }: { readonly about: About; readonly tab: Tab }): ReactNode {
  const { study, parameters } = about;
  const source = useMemo<Source>(() => ({ kind: 'study', id: study.id }), [study.id]);
  const chosen = useChosen(source);
  return (
    <main className="gwas">
      <StudyHead about={about} tab={tab} source={source} chosen={chosen} />
      <AnalysisBody
        source={source}
        tab={tab}
        name={study.trait}
        assay={parameters.assay}
        chosen={chosen}
        own={
          <OwnListPanel
            study={study}
            parameters={study.population === null ? {} : { population: study.population }}
          />
        }
      />
    </main>
  );
}

interface StudyHeadProps {
  readonly about: About;
  readonly tab: Tab;
  readonly source: Source;
  readonly chosen: Chosen;
}

function StudyHead({ about, tab, source, chosen }: StudyHeadProps): ReactNode {
  const { id: registry } = useRegistry();
  const { study, parameters, test } = about;
  const { ranked } = chosen;
  const hits = useHits(source, undefined);
  const blocks = useBlocks(source);
  const genes = useMemo(
    // No number rather than one of the first rows alone.
    () =>
      hits.data === undefined || !isWhole(hits.data, 'ccres') ? undefined : genesOf(hits.data.ccres).length,
    [hits.data],
  );
  return (
    <EntityHead name={study.trait}>
      <div className="entity-title">
        <h1>{study.trait}</h1>
        <span className="badge plain">GWAS study</span>
        <span className="soft">
          {study.author} {study.date.slice(0, 4)}
          {study.accessions.length === 0 ? '' : `, ${study.accessions.join(', ')}`}, PubMed{' '}
          <a href={`https://pubmed.ncbi.nlm.nih.gov/${encodeURIComponent(study.pubmed)}`} rel="noreferrer">
            {study.pubmed}
          </a>
        </span>
        <div className="actions">
          <DownloadMenu
            text="Download"
            label="Download the elements hit"
            address={(format) => fileAddress(source, 'ccres', { registry, format })!}
            file={fileStem(`elements-${study.trait}`)}
          />
        </div>
      </div>
      <dl className="facts">
        <Fact name="LD blocks">
          {count(study.ldBlocks)}
          {study.population === null ? ', no linkage here' : `, r² > ${parameters.r2} in ${study.population}`}
        </Fact>
        <Fact name="Overlap an element">
          {count(study.blocksOnCcres)} ({share(study.blocksOnCcres, study.ldBlocks)})
        </Fact>
        <Fact name="Elements hit">{count(study.ccres)}</Fact>
        {ranked.length === 0 ? null : (
          <Fact name="Biosamples enriched">
            {count(ranked.filter(({ isEnriched }) => isEnriched).length)} of {count(ranked.length)} at FDR 5%
          </Fact>
        )}
        <Fact name="Controls">
          {test === null ? 'not tested' : `${count(parameters.controls)} per SNP, seed ${parameters.seed}`}
        </Fact>
        <Fact name="Samples">{study.samples || 'not said'}</Fact>
      </dl>
      {study.isOtherPopulation ? (
        <Partial>
          Its samples name {study.populations.join(', ') || 'no population'}; linkage is of {study.population}
          .
        </Partial>
      ) : null}
      <AnalysisTabs
        page={`gwas/${encodeURIComponent(study.id)}`}
        tab={tab}
        counts={{
          enrichment: chosen.answer.data === undefined ? undefined : ranked.length,
          elements: study.ccres,
          variants: blocks.data?.total,
          blocks: study.ldBlocks,
          genes,
        }}
      />
    </EntityHead>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
