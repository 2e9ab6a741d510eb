/** Genes: found by the beginning of a name, by type, by place; or all of them. */

import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Answer, addressOf } from '../../api/ask.ts';
import { useRowPages } from '../../api/row-pages.ts';
import { type Query, useQueryState } from '../../frame/address.ts';
import { pageAddress, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { GeneName } from '../../parts/marks.tsx';
import { AnswerState, Empty, NotHere } from '../../parts/states.tsx';
import { geneType } from '../../words/genes.ts';
import { count, counted, fixed, place } from '../../words/numbers.ts';
import { GeneFilters } from './gene-filters.tsx';
import './genes.css';

type Gene = Answer<'/api/v1/genes'>['genes'][number];

const FILTERS = ['prefix', 'type', 'region'] as const;

const COLUMNS: readonly Column<Gene>[] = [
  {
    key: 'symbol',
    head: 'Gene',
    name: 'symbol',
    width: '1.4fr',
    cell: (gene) => (
      <>
        <GeneName name={gene.symbol} id={gene.id} />
        {gene.name === null || gene.name === gene.symbol || gene.name === gene.id ? null : (
          <span className="soft"> was {gene.name}</span>
        )}
      </>
    ),
  },
  { key: 'id', head: 'Id', name: 'id', width: '1.2fr', cell: ({ id }) => id },
  { key: 'type', head: 'Type', name: 'type', width: '1fr', cell: ({ type }) => geneType(type) },
  { key: 'place', head: 'Place', name: 'place', width: '1.8fr', cell: (gene) => place(gene) },
  { key: 'strand', head: 'Strand', name: 'strand', width: 64, cell: ({ strand }) => sign(strand) },
  {
    key: 'length',
    head: 'Length, bp',
    name: 'length',
    width: 104,
    isNumber: true,
    cell: ({ length }) => count(length),
  },
  {
    key: 'tau',
    head: 'Specificity τ',
    name: 'tau',
    width: 104,
    isNumber: true,
    cell: ({ tau }) => (tau === null ? <span className="soft">no data</span> : fixed(tau, 2)),
  },
  {
    key: 'topTissue',
    head: 'Highest in',
    name: 'topTissue',
    width: '1fr',
    cell: ({ topTissue }) => topTissue ?? <span className="soft">no data</span>,
  },
];

const sign = (strand: string) => (strand === '-' ? '−' : strand);

export function GenesPage(): ReactNode {
  useTitle('Genes');
  const { annotations } = useRegistry();
  if (annotations.includes('genes')) return <AllGenes />;
  return (
    <main className="compare-genes">
      <header className="entity-head">
        <div className="entity-title">
          <h1>Genes</h1>
        </div>
      </header>
      <NotHere what="genes" kind="genes" />
    </main>
  );
}

function AllGenes(): ReactNode {
  const [query, change] = useQueryState();
  const { id } = useRegistry();
  const navigate = useNavigate();
  const asked = filtersOf(query);
  const { answer, at, onView } = useRowPages('/api/v1/genes', { query: asked }, ({ genes }) => genes);
  const openGene = (gene: Gene) => void navigate({ to: pageAddress(id, path('gene', gene.id)) });
  return (
    <main className="filling genes-page">
      <header className="genes-head">
        <h1>Genes</h1>
        <span className="note" aria-live="polite">
          {answer.data === undefined ? '' : counted(answer.data.total, 'gene')}
          {Object.keys(asked).length === 0 ? ' in this registry' : ' found'}
        </span>
        <span className="actions">
          <DownloadMenu
            text={`Download ${answer.data === undefined ? '' : count(answer.data.total)}`}
            address={(format) => addressOf('/api/v1/genes', { query: { registry: id, ...asked, format } })}
            file="genes"
          />
        </span>
      </header>
      <GeneFilters query={query} types={answer.data?.types ?? []} change={change} />
      <AnswerState answer={answer} what="genes" kind="genes" rows={14}>
        {({ total }) =>
          total === 0 ? (
            <Empty title="No gene passes">
              <button
                type="button"
                onClick={() => change({ prefix: undefined, type: undefined, region: undefined })}
              >
                Show all genes
              </button>
            </Empty>
          ) : (
            <DataTable<Gene>
              label="Genes"
              columns={COLUMNS}
              total={total}
              at={at}
              keyOf={(gene) => `${gene.id} ${gene.name}`}
              height="100%"
              onView={onView}
              onOpen={openGene}
              note="τ from 0, the same in every tissue, to 1, one tissue alone"
              narrow={(gene) => <NarrowGene gene={gene} />}
            />
          )
        }
      </AnswerState>
    </main>
  );
}

/** The filters that the API takes, of all that stands in the address. */
const filtersOf = (query: Query): Query =>
  Object.fromEntries(FILTERS.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));

function NarrowGene({ gene }: { readonly gene: Gene }): ReactNode {
  return (
    <>
      <div>
        <GeneName name={gene.symbol} id={gene.id} />
        <span className="soft">{geneType(gene.type)}</span>
      </div>
      <div className="soft">
        <span>{place(gene)}</span>
        <span>{gene.topTissue === null ? 'no expression data' : `highest in ${gene.topTissue}`}</span>
      </div>
    </>
  );
}
