/** The first page: one search box, what this registry is, and ways in. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { SearchBox } from '../../frame/search-box.tsx';
import { useTitle } from '../../frame/title.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { AssayTable } from './assay-table.tsx';
import { ClassBars } from './class-bars.tsx';
import { Examples } from './examples.tsx';
import { GenomeDensity } from './genome-density.tsx';
import { RegistryFacts } from './registry-facts.tsx';
import './home.css';

/** Where else one may begin: page, name, what it does. */
const WAYS = [
  ['gwas', 'Variants and GWAS', 'A study or your own list; tissues enriched'],
  ['bed', 'Overlap a BED file', 'Any size; classes, genes, an address to share'],
  ['biosamples/compare', 'Compare two biosamples', 'What is gained and what is lost, genome-wide'],
  ['downloads', 'Download or use the API', 'BED, bigBed, Parquet, NDJSON; no key, no limit'],
] as const;

export function HomePage(): ReactNode {
  const registry = useRegistry();
  useTitle(undefined);
  const classes = useAnswer('/api/v1/ccres', { query: { limit: '1', facets: 'class' } });
  const biosamples = useAnswer('/api/v1/biosamples', { query: { limit: '10000' } });
  return (
    <main className="home-page">
      <div className="home-top">
        <div>
          <h1>{count(registry.ccres)} candidate cis-regulatory elements</h1>
          <p className="lead">
            What each one does in {counted(registry.biosamples, 'biosample')} of {registry.assembly}. Look up
            one place, or filter the whole genome.
          </p>
          <SearchBox size="home" />
          <Examples />
        </div>
        <RegistryFacts />
      </div>
      <div className="home-panels">
        <Panel title="Elements by class" note={`n = ${count(registry.ccres)}`}>
          <AnswerState answer={classes} what="classes">
            {({ facets, total }) => (
              <ClassBars counts={Array.isArray(facets?.class) ? facets.class : []} total={total} />
            )}
          </AnswerState>
        </Panel>
        <GenomeDensity />
        <Panel
          title="Biosamples and assays"
          note={`bar: share with the assay, n = ${count(registry.biosamples)}`}
          isFlush
        >
          <AnswerState answer={biosamples} what="biosamples">
            {(answer) => <AssayTable biosamples={answer.biosamples} />}
          </AnswerState>
        </Panel>
      </div>
      <nav className="home-ways" aria-label="Ways to begin">
        {WAYS.map(([to, name, does]) => (
          <PageLink key={to} to={to}>
            <span className="way">
              {name} <Icon name="right" />
            </span>
            <span className="note">{does}</span>
          </PageLink>
        ))}
      </nav>
    </main>
  );
}
