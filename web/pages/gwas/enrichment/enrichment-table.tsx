/** Biosamples by enrichment: the same as the plot, in numbers. */

import { type ReactNode, useMemo } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { count, fixed, pValue } from '../../../words/numbers.ts';
import { sortOf, sortText } from '../sort.ts';
import { FoldAxis, FoldCell } from './fold-cell.tsx';
import { decides, foldEnd, type Ranked } from './ranked.ts';

const FIRST_SORT = 'p';
const ROW_PX = 26;

interface EnrichmentTableProps {
  readonly rows: readonly Ranked[];
  readonly tissue: string | undefined;
  readonly chosen: string | undefined;
  readonly height: number;
  onChoose(row: Ranked): void;
}

export function EnrichmentTable({ rows, tissue, chosen, height, onChoose }: EnrichmentTableProps): ReactNode {
  const [query, setQuery] = useQueryState();
  const columns = useMemo(() => columnsOf(rows, tissue), [rows, tissue]);
  return (
    <RowTable<Ranked>
      label="Enrichment by biosample"
      rows={rows}
      columns={columns}
      keyOf={({ key }) => key}
      rowPx={ROW_PX}
      height={height}
      sort={sortOf(query, FIRST_SORT)}
      onSort={(sort) => setQuery({ sort: sortText(sort, FIRST_SORT) }, { isReplaced: true })}
      selected={chosen}
      onOpen={onChoose}
      narrow={(row) => <NarrowRow row={row} />}
      note="grey band: 95% of controls; hollow: FDR above 5%"
    />
  );
}

function columnsOf(rows: readonly Ranked[], tissue: string | undefined): readonly Column<Ranked>[] {
  const end = foldEnd(rows);
  return [
    {
      key: 'biosample',
      name: 'Biosample',
      head: 'Biosample',
      sortBy: ({ short }) => short,
      cell: ({ short, biosample }) => <span title={biosample}>{short}</span>,
    },
    {
      key: 'tissue',
      name: 'Tissue',
      head: 'Tissue',
      width: 84,
      sortBy: (row) => row.tissue,
      cell: (row) => <span className="soft">{row.tissue || 'not said'}</span>,
    },
    {
      key: 'fold',
      name: 'Fold',
      head: 'Fold',
      isNumber: true,
      width: 60,
      sortBy: ({ fold }) => fold,
      cell: ({ fold }) => <b>{fold === undefined ? '' : fixed(fold, 2)}</b>,
    },
    {
      key: 'band',
      name: 'Fold beside controls',
      head: <FoldAxis end={end} />,
      width: 116,
      cell: (row) => <FoldCell row={row} end={end} isLit={tissue === row.tissue} />,
    },
    {
      key: 'observed',
      name: 'LD blocks in active elements',
      head: 'LD blocks',
      isNumber: true,
      width: 74,
      sortBy: ({ observed }) => observed,
      cell: ({ observed }) => count(observed),
    },
    {
      key: 'mean',
      name: 'LD blocks expected',
      head: 'expected',
      isNumber: true,
      width: 72,
      sortBy: ({ mean }) => mean,
      cell: ({ mean }) => <span className="soft">{fixed(mean, 1)}</span>,
    },
    {
      key: 'p',
      name: 'p',
      head: 'p',
      isNumber: true,
      width: 88,
      isSmallestFirst: true,
      sortBy: ({ log10P }) => log10P,
      cell: ({ p }) => pValue(p),
    },
    {
      key: 'fdr',
      name: 'FDR',
      head: 'FDR',
      isNumber: true,
      width: 88,
      isSmallestFirst: true,
      sortBy: ({ fdr }) => fdr,
      cell: ({ fdr }) => pValue(fdr),
    },
    {
      key: 'fdrBinomial',
      name: 'FDR of counts',
      head: 'FDR, counts',
      isNumber: true,
      width: 96,
      isSmallestFirst: true,
      sortBy: ({ fdrBinomial }) => fdrBinomial,
      cell: ({ fdrBinomial }) => pValue(fdrBinomial),
    },
  ];
}

function NarrowRow({ row }: { readonly row: Ranked }): ReactNode {
  return (
    <>
      <div>
        <b>{row.short}</b>
        <span>{row.fold === undefined ? 'no control hits' : `${fixed(row.fold, 2)} fold`}</span>
      </div>
      <div className="soft">
        <span>
          {count(row.observed)} LD blocks, {fixed(row.mean, 1)} expected
        </span>
        <span>
          {decides(row) === 'fdr' ? 'FDR' : 'FDR, counts'} {pValue(row[decides(row)])}
        </span>
      </div>
    </>
  );
}
