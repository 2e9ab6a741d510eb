/** The head of a gene's page: what it is, where, and the ways to its parts. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { addressOf } from '../../api/ask.ts';
import { path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { DownloadMenu, type Format } from '../../parts/download-menu.tsx';
import { EntityHead } from '../../parts/entity-head.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { geneType } from '../../words/genes.ts';
import { fixed, place, span } from '../../words/numbers.ts';
import type { GeneAnswer, Tab } from './gene-page.tsx';
import { outLinks } from './out-links.ts';

interface GeneHeadProps {
  readonly answer: GeneAnswer;
  readonly tab: Tab;
  /** As the address has it: an alias is said to be one. */
  readonly asked: string;
}

export function GeneHead({ answer, tab, asked }: GeneHeadProps): ReactNode {
  const { gene, aliases, startSites, expression, foundBy } = answer;
  const { id: registry, assembly } = useRegistry();
  const one = { path: { id: gene.id }, query: { limit: '1' } } as const;
  const measured = useAnswer('/api/v1/genes/{id}/expression', one);
  const linked = useAnswer('/api/v1/genes/{id}/links', one);
  const to = (own: Tab) => path('gene', asked, own);
  return (
    <EntityHead name={gene.symbol}>
      <div className="entity-title">
        <h1>
          <i>{gene.symbol}</i>
        </h1>
        <span className="badge plain">{geneType(gene.type)}</span>
        {foundBy === 'alias' ? (
          <span className="note">
            <i>{asked}</i> is now <i>{gene.symbol}</i>
          </span>
        ) : null}
        <div className="actions">
          {outLinks(assembly, gene).map(({ name, address }) => (
            <a key={name} className="button" href={address} target="_blank" rel="noreferrer">
              {name}
              <Icon name="out" />
            </a>
          ))}
          <DownloadMenu
            text="Download elements"
            label={`Download elements within 100 kb of ${gene.symbol}`}
            address={(format: Format) =>
              addressOf('/api/v1/genes/{id}/ccres', { path: { id: gene.id }, query: { registry, format } })
            }
            file={`${gene.symbol}-elements`}
          />
        </div>
      </div>
      <dl className="facts">
        <Fact name="Id">{gene.id}</Fact>
        <Fact name="Place">{place(gene)}</Fact>
        <Fact name="Length">{span(gene.length)}</Fact>
        <Fact name="Strand">{gene.strand === '-' ? '−' : gene.strand}</Fact>
        <Fact name="Start sites">{startSites.length}</Fact>
        {aliases.length === 0 ? null : <Fact name="Also">{aliases.join(', ')}</Fact>}
        {expression?.tau == null ? null : (
          <Fact name="Specificity τ">
            {fixed(expression.tau, 2)}, highest in {expression.topTissue}
          </Fact>
        )}
      </dl>
      <Tabs
        label={`Parts of ${gene.symbol}`}
        current={tab}
        tabs={[
          { key: 'expression', name: 'Expression', to: to('expression'), count: countOf(measured) },
          { key: 'tss', name: 'Start sites', to: to('tss'), count: startSites.length },
          { key: 'elements', name: 'Elements', to: to('elements'), count: countOf(linked) },
          { key: 'browser', name: 'Browser', to: to('browser') },
        ]}
      />
    </EntityHead>
  );
}

/** What there is; null where the registry has no such data. */
const countOf = (answer: { data?: { total: number } | undefined; error: { isNotHere: boolean } | null }) =>
  answer.error?.isNotHere ? null : answer.data?.total;

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
