/** Genes by the number of overlapped elements whose nearest TSS is theirs. */

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useRegistry } from '../../frame/registry.ts';
import type { Column } from '../../parts/data-table.tsx';
import { fileName, saveAs, tsvOf } from '../../parts/download.ts';
import { Icon } from '../../parts/icon.tsx';
import { GeneName } from '../../parts/marks.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { Empty, ProblemNote, Skeleton } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { geneSymbols } from '../elements/gene-symbols.ts';
import type { Overlap } from './bed-source.ts';
import type { GeneHits, HitsState } from './read-hits.ts';

interface NearestGenesProps {
  readonly data: Overlap;
  readonly hits: HitsState;
}

/** So many rows are as high as they are. */
const WITHOUT_SCROLLING = 9;

export function NearestGenes({ data, hits: state }: NearestGenesProps): ReactNode {
  const registry = useRegistry();
  const { hits, problem, isLarge, isReading, readRows, read } = state;
  const [inView, setInView] = useState<readonly string[]>([]);
  const genes = hits?.genes;
  const onView = useCallback((rows: readonly GeneHits[]) => {
    const ids = rows.map(({ id }) => id);
    setInView((before) => (before.join() === ids.join() ? before : ids));
  }, []);
  const symbols = useQuery({
    queryKey: ['gene symbols', registry.version, inView],
    queryFn: async ({ signal }) => new Map(await geneSymbols(registry, inView, signal)),
    enabled: inView.length > 0,
    placeholderData: (before) => before,
  });
  const columns = useMemo((): readonly Column<GeneHits>[] => {
    const number = (key: 'elements' | 'promoters', head: string, width: number): Column<GeneHits> => ({
      key,
      head,
      name: head,
      isNumber: true,
      width,
      sortBy: (row) => row[key],
      cell: (row) => count(row[key]),
    });
    return [
      {
        key: 'gene',
        head: 'Gene',
        name: 'Gene',
        cell: ({ id }) => <GeneName name={symbols.data?.get(id) ?? id} id={id} />,
      },
      number('elements', 'Elements', 92),
      number('promoters', 'of them PLS', 100),
    ];
  }, [symbols.data]);
  const [isSaving, setSaving] = useState(false);
  const save = async (all: readonly GeneHits[]) => {
    setSaving(true);
    const names = await geneSymbols(
      registry,
      all.map(({ id }) => id),
    );
    saveAs(
      fileName('nearest genes', 'tsv'),
      tsvOf(
        ['gene', 'symbol', 'elements', 'PLS'],
        all.map(({ id, elements, promoters }) => [id, names.get(id) ?? null, elements, promoters]),
      ),
    );
    setSaving(false);
  };
  if (problem !== undefined) return <ProblemNote problem={problem} what="The genes" onRetry={read} />;
  if (genes === undefined && isReading) {
    return isLarge ? (
      <p className="hits-read" role="status">
        {count(readRows)} of {counted(data.pairs, 'pair')} read
      </p>
    ) : (
      <Skeleton rows={8} />
    );
  }
  if (genes === undefined) {
    return (
      <div className="hits-read">
        <p>Genes are counted from all {counted(data.pairs, 'pair')}, which takes a moment.</p>
        <button type="button" onClick={read}>
          Count genes
        </button>
      </div>
    );
  }
  if (genes.length === 0) return <Empty title="No gene" />;
  return (
    <RowTable<GeneHits>
      label="Genes of the nearest TSS"
      rows={genes}
      columns={columns}
      keyOf={({ id }) => id}
      {...(genes.length > WITHOUT_SCROLLING ? { height: 300 } : {})}
      firstSort={{ by: 'elements', isDescending: true }}
      actions={
        <button type="button" className="link" disabled={isSaving} onClick={() => void save(genes)}>
          <Icon name="download" />
          TSV
        </button>
      }
      note={`n = ${counted(genes.length, 'gene')}`}
      onView={onView}
    />
  );
}
