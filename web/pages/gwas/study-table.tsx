/** Studies: traits, who reported them, and how much of them lies in elements. */

import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { PageLink, pageAddress, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import type { Column } from '../../parts/data-table.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { count, share } from '../../words/numbers.ts';
import { sortOf, sortText } from './sort.ts';

type Study = Answer<'/api/v1/gwas/studies'>['studies'][number];

const FIRST_SORT = 'trait';
const MOST_PX = 640;

export function StudyTable({ studies }: { readonly studies: readonly Study[] }): ReactNode {
  const { id: registry } = useRegistry();
  const [query, setQuery] = useQueryState();
  const navigate = useNavigate();
  return (
    <RowTable<Study>
      label="Studies"
      rows={studies}
      columns={COLUMNS}
      keyOf={({ id }) => id}
      height={Math.min(studies.length * 28 + 34, MOST_PX)}
      sort={sortOf(query, FIRST_SORT)}
      onSort={(sort) => setQuery({ sort: sortText(sort, FIRST_SORT) }, { isReplaced: true })}
      onOpen={({ id }) => void navigate({ to: pageAddress(registry, path('gwas', id)) })}
      narrow={(study) => <NarrowStudy study={study} />}
      note="elements: published cCREs with a variant of an LD block"
    />
  );
}

const COLUMNS: readonly Column<Study>[] = [
  {
    key: 'trait',
    name: 'Trait',
    head: 'Trait',
    width: '1.6fr',
    sortBy: ({ trait }) => trait,
    cell: ({ id, trait, title }) => (
      <span title={title}>
        <PageLink to={path('gwas', id)}>{trait}</PageLink>
      </span>
    ),
  },
  {
    key: 'author',
    name: 'First author',
    head: 'Author, year',
    width: 120,
    sortBy: ({ author }) => author,
    cell: ({ author, date }) => `${author} ${date.slice(0, 4)}`,
  },
  {
    key: 'pubmed',
    name: 'PubMed id',
    head: 'PubMed',
    width: 92,
    sortBy: ({ pubmed }) => pubmed,
    cell: ({ pubmed }) => <span className="soft">{pubmed}</span>,
  },
  {
    key: 'population',
    name: 'Population',
    head: 'Population',
    width: 100,
    sortBy: ({ populations }) => populations.join(' '),
    cell: ({ populations, isOtherPopulation, population }) => (
      <span title={isOtherPopulation && population !== null ? `linkage of ${population}` : undefined}>
        {populations.join(', ') || <span className="soft">not said</span>}
        {isOtherPopulation && population !== null ? <span className="soft"> ({population})</span> : null}
      </span>
    ),
  },
  {
    key: 'leads',
    name: 'Lead SNPs',
    head: 'Lead SNPs',
    isNumber: true,
    width: 82,
    sortBy: ({ leads }) => leads,
    cell: ({ leads }) => count(leads),
  },
  {
    key: 'ldBlocks',
    name: 'LD blocks',
    head: 'LD blocks',
    isNumber: true,
    width: 80,
    sortBy: ({ ldBlocks }) => ldBlocks,
    cell: ({ ldBlocks }) => count(ldBlocks),
  },
  {
    key: 'overlap',
    name: 'LD blocks that overlap an element',
    head: 'Overlap an element',
    isNumber: true,
    width: 138,
    sortBy: ({ blocksOnCcres, ldBlocks }) => blocksOnCcres / Math.max(1, ldBlocks),
    cell: ({ blocksOnCcres, ldBlocks }) => (
      <>
        {count(blocksOnCcres)} <span className="soft">({share(blocksOnCcres, ldBlocks)})</span>
      </>
    ),
  },
  {
    key: 'ccres',
    name: 'Elements hit',
    head: 'Elements',
    isNumber: true,
    width: 78,
    sortBy: ({ ccres }) => ccres,
    cell: ({ ccres }) => count(ccres),
  },
  {
    key: 'tested',
    name: 'Enrichment',
    head: 'Enrichment',
    width: 124,
    sortBy: ({ isTested }) => (isTested ? 0 : 1),
    cell: ({ isTested }) => (isTested ? 'tested' : <span className="soft">too few leads</span>),
  },
];

function NarrowStudy({ study }: { readonly study: Study }): ReactNode {
  return (
    <>
      <div>
        <PageLink to={path('gwas', study.id)}>{study.trait}</PageLink>
        <span>{study.isTested ? 'tested' : 'too few leads'}</span>
      </div>
      <div className="soft">
        <span>
          {study.author} {study.date.slice(0, 4)}, {study.populations.join(', ')}
        </span>
        <span>
          {count(study.ldBlocks)} LD blocks, {count(study.ccres)} elements
        </span>
      </div>
    </>
  );
}
