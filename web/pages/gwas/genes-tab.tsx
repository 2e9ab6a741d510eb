/** Genes that the elements hit point to: by their best link, and by the nearest TSS. */

import { type ReactNode, useMemo } from 'react';
import { useQueryState } from '../../frame/address.ts';
import type { Column } from '../../parts/data-table.tsx';
import { fileName, saveAs, tsvOf } from '../../parts/download.ts';
import { Icon } from '../../parts/icon.tsx';
import { Accession, Confidence, GeneName } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { AnswerState, Empty, Partial } from '../../parts/states.tsx';
import { isWeakLink, WEAK_WORDS } from '../../words/links.ts';
import { count, counted, fixed } from '../../words/numbers.ts';
import { VariantLink } from './hits/hit-columns.tsx';
import { sortOf, sortText } from './sort.ts';
import { type Hit, type Source, useHits } from './source.ts';

const FIRST_SORT = '-confidence';

export interface HitGene {
  readonly id: string;
  readonly symbol: string;
  /** Elements hit whose best linked gene it is, by a link that is not weak. */
  readonly linked: number;
  /** Elements hit whose nearest TSS is of it. */
  readonly nearest: number;
  /** Of the best of these links. */
  readonly confidence: number | undefined;
  /** The element of that link, else the first with its TSS nearest. */
  readonly element: string;
  readonly leads: readonly string[];
}

/** The genes of elements, each once, in the order of the elements. */
export function genesOf(hits: readonly Hit[]): readonly HitGene[] {
  const genes = new Map<string, HitGene & { leads: Set<string> }>();
  const add = (hit: Hit, id: string, symbol: string, confidence: number | undefined) => {
    const element = hit.accession ?? hit.rdhs;
    const before = genes.get(id) ?? {
      id,
      symbol,
      linked: 0,
      nearest: 0,
      confidence: undefined,
      element,
      leads: new Set(),
    };
    const isBetter = confidence !== undefined && confidence > (before.confidence ?? -1);
    for (const { lead } of hit.snps) before.leads.add(lead);
    genes.set(id, {
      ...before,
      linked: before.linked + (confidence === undefined || isWeakLink(confidence) ? 0 : 1),
      nearest: before.nearest + (confidence === undefined ? 1 : 0),
      confidence: isBetter ? confidence : before.confidence,
      element: isBetter ? element : before.element,
    } as HitGene & { leads: Set<string> });
  };
  for (const hit of hits) {
    if (hit.linkedGene !== null)
      add(hit, hit.linkedGene.id, hit.linkedGene.symbol, hit.linkedGene.confidence);
    if (hit.nearestGene !== null) add(hit, hit.nearestGene, hit.nearestSymbol ?? hit.nearestGene, undefined);
  }
  return [...genes.values()].map((gene) => ({ ...gene, leads: [...gene.leads] }));
}

export function GenesTab({ source, name }: { readonly source: Source; readonly name: string }): ReactNode {
  const [query, setQuery] = useQueryState();
  const answer = useHits(source, undefined);
  const genes = useMemo(() => genesOf(answer.data?.ccres ?? []), [answer.data]);
  return (
    <div className="grid">
      <Panel
        title="Genes that the elements hit point to"
        note={
          answer.data === undefined
            ? ''
            : `${counted(genes.length, 'gene')}, of ${counted(answer.data.total, 'element')} hit`
        }
        isFlush
        actions={
          <button
            type="button"
            disabled={genes.length === 0}
            onClick={() => saveAs(fileName(`genes-${name}`, 'tsv'), fileOf(genes))}
          >
            <Icon name="download" />
            TSV
          </button>
        }
      >
        <AnswerState answer={answer} what="genes" kind="gwas" rows={12}>
          {({ total, ccres }) =>
            genes.length === 0 ? (
              <div className="inset">
                <Empty title={total === 0 ? 'No element is hit' : 'No gene is near the elements hit'} />
              </div>
            ) : (
              <>
                {total > ccres.length ? (
                  <Partial>
                    Of the first {count(ccres.length)} of {count(total)} elements hit.
                  </Partial>
                ) : null}
                <RowTable<HitGene>
                  label="Genes that the elements hit point to"
                  rows={genes}
                  columns={COLUMNS}
                  keyOf={({ id }) => id}
                  height={Math.min(genes.length, 20) * 28 + 34}
                  sort={sortOf(query, FIRST_SORT)}
                  onSort={(sort) => setQuery({ sort: sortText(sort, FIRST_SORT) }, { isReplaced: true })}
                  narrow={(gene) => <NarrowGene gene={gene} />}
                  note={`Linked: the gene that an element is linked with most confidently, by all methods together, from 0.10 on. ${WEAK_WORDS}`}
                />
              </>
            )
          }
        </AnswerState>
      </Panel>
    </div>
  );
}

const COLUMNS: readonly Column<HitGene>[] = [
  {
    key: 'gene',
    name: 'Gene',
    head: 'Gene',
    sortBy: ({ symbol }) => symbol,
    cell: ({ id, symbol }) => <GeneName name={symbol} id={id} />,
  },
  {
    key: 'confidence',
    name: 'Confidence of its best link',
    head: 'Confidence',
    isNumber: true,
    width: 112,
    sortBy: ({ confidence }) => confidence,
    cell: ({ confidence }) =>
      confidence === undefined ? (
        <span className="soft">nearest only</span>
      ) : (
        <Confidence value={confidence} />
      ),
  },
  {
    key: 'linked',
    name: 'Elements hit that are linked, with confidence 0.10 or more',
    head: 'Linked elements',
    isNumber: true,
    width: 124,
    sortBy: ({ linked }) => linked,
    cell: ({ linked }) => count(linked),
  },
  {
    key: 'nearest',
    name: 'Elements hit with its TSS nearest',
    head: 'Nearest to',
    isNumber: true,
    width: 96,
    sortBy: ({ nearest }) => nearest,
    cell: ({ nearest }) => count(nearest),
  },
  {
    key: 'element',
    name: 'Best element',
    head: 'Best element',
    width: 148,
    cell: ({ element }) => <Accession accession={element} />,
  },
  {
    key: 'leads',
    name: 'LD blocks',
    head: 'LD blocks',
    width: '2fr',
    sortBy: ({ leads }) => leads.length,
    cell: ({ leads }) => (
      <span title={leads.join(', ')}>
        {leads.slice(0, 3).map((lead, i) => (
          <span key={lead}>
            {i === 0 ? '' : ', '}
            <VariantLink id={lead} />
          </span>
        ))}
        {leads.length > 3 ? `, ${leads.length - 3} more` : ''}
      </span>
    ),
  },
];

function NarrowGene({ gene }: { readonly gene: HitGene }): ReactNode {
  return (
    <>
      <div>
        <GeneName name={gene.symbol} id={gene.id} />
        <Accession accession={gene.element} />
      </div>
      <div className="soft">
        <span>
          linked {count(gene.linked)}, nearest to {count(gene.nearest)}
        </span>
        <span>{gene.confidence === undefined ? '' : `confidence ${fixed(gene.confidence, 2)}`}</span>
      </div>
    </>
  );
}

const fileOf = (genes: readonly HitGene[]): string =>
  tsvOf(
    ['geneId', 'geneSymbol', 'confidence', 'linkedElements', 'nearestToElements', 'bestElement', 'leads'],
    genes.map((gene) => [
      gene.id,
      gene.symbol,
      gene.confidence,
      gene.linked,
      gene.nearest,
      gene.element,
      gene.leads.join(';'),
    ]),
  );
