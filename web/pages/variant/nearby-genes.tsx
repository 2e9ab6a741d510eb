/** Genes around a variant: by the nearest of their ends, within 100 kb. */

import { type ReactNode, useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import type { Answer } from '../../api/ask.ts';
import type { Column } from '../../parts/data-table.tsx';
import { GeneName } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../parts/states.tsx';
import { count, counted, plainPlace } from '../../words/numbers.ts';
import type { AboutVariant } from './variant-page.tsx';

const AROUND = 100_000;

type Gene = Answer<'/api/v1/genes'>['genes'][number] & { readonly body: number; readonly tss: number };

export function NearbyGenes({ variant }: { readonly variant: AboutVariant['variant'] }): ReactNode {
  const { chrom, start, end } = variant;
  const region = plainPlace({ chrom, start: Math.max(0, start - AROUND), end: end + AROUND });
  const answer = useAnswer('/api/v1/genes', { query: { region, limit: '1000' } });
  const genes = useMemo(
    () =>
      (answer.data?.genes ?? [])
        .map((gene): Gene => {
          const body = Math.max(0, gene.start - start, start + 1 - gene.end);
          const tss = Math.abs((gene.strand === '-' ? gene.end - 1 : gene.start) - start);
          return { ...gene, body, tss };
        })
        .sort((a, b) => a.tss - b.tss),
    [answer.data, start],
  );
  return (
    <Panel
      title="Genes around it"
      note={answer.data === undefined ? '' : `${counted(answer.data.total, 'gene')} within 100 kb`}
      columns={4}
      isFlush
    >
      <AnswerState answer={answer} what="genes" kind="genes" rows={6}>
        {() =>
          genes.length === 0 ? (
            <div className="inset">
              <Empty title="No gene within 100 kb" />
            </div>
          ) : (
            <RowTable<Gene>
              label="Genes around the variant"
              rows={genes}
              columns={COLUMNS}
              keyOf={({ id }) => id}
              note="to the 5′ end of the gene"
            />
          )
        }
      </AnswerState>
    </Panel>
  );
}

const COLUMNS: readonly Column<Gene>[] = [
  {
    key: 'gene',
    name: 'Gene',
    head: 'Gene',
    sortBy: ({ symbol }) => symbol,
    cell: ({ id, symbol }) => <GeneName name={symbol} id={id} />,
  },
  {
    key: 'body',
    name: 'Where it lies',
    head: 'Variant lies',
    width: 100,
    cell: ({ body }) => (body === 0 ? 'in the gene' : <span className="soft">beside it</span>),
  },
  {
    key: 'tss',
    name: 'To the 5′ end, bp',
    head: 'To TSS, bp',
    isNumber: true,
    width: 100,
    sortBy: ({ tss }) => tss,
    cell: ({ tss }) => count(tss),
  },
];
