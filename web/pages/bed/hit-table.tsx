/** Every pair of a region and an element that it overlaps, read as the rows come into view. */

import { useQueries } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { components } from '../../api/schema.d.ts';
import type { Query } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Accession, ClassName, GeneName, ZCell } from '../../parts/marks.tsx';
import { Empty, ProblemNote } from '../../parts/states.tsx';
import { CLASS_ASSAYS } from '../../words/classes.ts';
import { count, place } from '../../words/numbers.ts';
import { geneSymbols } from '../elements/gene-symbols.ts';
import { type BedSource, keyOf, type Overlap, overlapResponse } from './bed-source.ts';

/** A line of the NDJSON. */
interface Hit {
  readonly interval: number;
  readonly name: string | null;
  readonly intervalStart: number;
  readonly intervalEnd: number;
  readonly sharedBp: number;
  readonly element: components['schemas']['ElementView'];
}
interface Shown extends Hit {
  readonly symbol: string | null;
}

interface HitTableProps {
  readonly source: BedSource;
  readonly data: Overlap;
}

const BLOCK = 200;
/** A BED that is nowhere kept is sent again for every block. */
const SENT_BLOCK = 5000;
const blockRows = ({ kind }: BedSource): number => (kind === 'here' ? SENT_BLOCK : BLOCK);
const nameOf = ({ element }: Hit): string => element.accession ?? element.rdhs;
const regionOf = (hit: Hit) =>
  place({ chrom: hit.element.chrom, start: hit.intervalStart, end: hit.intervalEnd });

export function HitTable({ source, data }: HitTableProps): ReactNode {
  const { asked: filter } = data;
  const registry = useRegistry();
  const perBlock = blockRows(source);
  const [view, setView] = useState({ first: 0, last: 0 });
  const blocks = Array.from({ length: view.last - view.first + 1 }, (_, i) => view.first + i);
  const results = useQueries({
    queries: blocks.map((block) => ({
      queryKey: ['hit rows', registry.version, keyOf(source), filter, block],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        readBlock(registry, { source, filter, block }, signal),
      enabled: data.pairs > 0,
      retry: false,
    })),
  });
  const onView = useCallback(
    (first: number, end: number) => {
      setView({ first: Math.floor(first / perBlock), last: Math.floor(Math.max(first, end - 1) / perBlock) });
    },
    [perBlock],
  );
  const columns = useMemo(() => columnsOf(), []);
  if (data.pairs === 0) return <Empty title="No region overlaps such an element" />;
  const failed = results.find(({ error }) => error !== null);
  return (
    <>
      {failed === undefined ? null : (
        <ProblemNote problem={failed.error!} what="Some rows" onRetry={() => void failed.refetch()} />
      )}
      <DataTable<Shown>
        label="Regions and elements"
        columns={columns}
        total={data.pairs}
        at={(index) => {
          const block = Math.floor(index / perBlock);
          return results[blocks.indexOf(block)]?.data?.[index - block * perBlock];
        }}
        keyOf={(hit) => `${hit.interval} ${hit.element.rdhs}`}
        content={`${keyOf(source)} ${JSON.stringify(filter)}`}
        onView={onView}
        note={
          <>
            <span>Z: highest over biosamples, bar to 10, tick at 1.64</span>
            <span>Positions 1-based</span>
          </>
        }
        narrow={(hit) => (
          <>
            <div>
              <span>{regionOf(hit)}</span>
              <span className="soft">{count(hit.sharedBp)} bp shared</span>
            </div>
            <div>
              <Accession accession={nameOf(hit)} />
              {hit.element.class === null ? null : <ClassName name={hit.element.class} />}
            </div>
          </>
        )}
      />
    </>
  );
}

async function readBlock(
  registry: { readonly id: string; readonly version: string },
  { source, filter, block }: { readonly source: BedSource; readonly filter: Query; readonly block: number },
  signal: AbortSignal,
): Promise<readonly Shown[]> {
  const query = {
    registry: registry.id,
    ...filter,
    format: 'ndjson',
    offset: String(block * blockRows(source)),
    limit: String(blockRows(source)),
  };
  const text = await (await overlapResponse(source, query, signal)).text();
  const hits = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Hit);
  const ids = hits.flatMap(({ element }) => element.nearestGene ?? []);
  const symbols = await geneSymbols(registry, ids, signal);
  return hits.map((hit) => ({ ...hit, symbol: symbols.get(hit.element.nearestGene ?? '') ?? null }));
}

function columnsOf(): readonly Column<Shown>[] {
  return [
    {
      key: 'row',
      head: 'Row',
      name: 'Row of the BED',
      isNumber: true,
      width: 84,
      cell: ({ interval }) => count(interval + 1),
    },
    {
      key: 'region',
      head: 'Region',
      name: 'Region',
      width: 'minmax(190px, 1.3fr)',
      cell: regionOf,
    },
    {
      key: 'name',
      head: 'Name',
      name: 'Name in the BED',
      width: 'minmax(80px, 0.7fr)',
      cell: ({ name }) => name ?? <span className="soft">none</span>,
    },
    {
      key: 'shared',
      head: 'Shared, bp',
      name: 'Shared, bp',
      isNumber: true,
      width: 88,
      cell: ({ sharedBp }) => count(sharedBp),
    },
    {
      key: 'element',
      head: 'Element',
      name: 'Element',
      width: 'minmax(118px, 0.8fr)',
      cell: (hit) => <Accession accession={nameOf(hit)} />,
    },
    {
      key: 'class',
      head: 'Class',
      name: 'Class',
      width: 'minmax(178px, 0.9fr)',
      cell: ({ element }) =>
        element.class === null ? (
          <span className="soft">not a cCRE</span>
        ) : (
          <ClassName name={element.class} isCtcfBound={element.ctcfBound} />
        ),
    },
    ...CLASS_ASSAYS.slice(0, 3).map(
      (assay): Column<Shown> => ({
        key: assay,
        head: `${assay} max`,
        name: `${assay}, highest Z`,
        isNumber: true,
        width: 112,
        cell: ({ element }) => <ZCell z={element.maxZ[assay]} assay={assay} />,
      }),
    ),
    {
      key: 'gene',
      head: 'Nearest TSS',
      name: 'Nearest TSS',
      width: 'minmax(154px, 0.7fr)',
      cell: ({ element, symbol }) =>
        element.nearestGene === null ? (
          <span className="soft">no data</span>
        ) : (
          <GeneName name={symbol ?? element.nearestGene} id={element.nearestGene} />
        ),
    },
  ];
}
