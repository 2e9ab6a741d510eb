/** Genes that differ: the table and the volcano of the same rows. */

import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Problem } from '../../api/ask.ts';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState, Empty } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import type { Comparison } from './comparison.ts';
import { DifferenceDownload, DifferenceList } from './difference-list.tsx';
import { Significance } from './element-notes.tsx';
import { geneColumns, genePoints, geneTable, NarrowGene } from './gene-points.tsx';
import type { GeneDifference } from './use-difference.ts';
import { GENES, useGenes, useSelected } from './use-rows.ts';
import { Volcano } from './volcano.tsx';

/** As high as the plot beside it. */
const TABLE_PX = 480;

export function GeneResults({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const [selected, onSelect] = useSelected();
  const { asked, answer, rows, first } = useGenes(comparison, true);
  const points = useMemo(() => genePoints(rows), [rows]);
  const table = useMemo(() => geneTable(rows), [rows]);
  const { a, b } = comparison;
  return (
    <Panel
      title="Genes that differ"
      note={
        first === undefined
          ? undefined
          : `${counted(first.total, 'gene')}; ${counted(first.experiments.a.length, 'experiment')} of A, ${first.experiments.b.length} of B`
      }
      isFlush
      actions={
        first === undefined ? undefined : (
          <DifferenceDownload path={GENES} asked={asked} total={first.total} file="differential-genes" />
        )
      }
    >
      <AnswerState
        answer={answer as unknown as UseQueryResult<unknown, Problem>}
        what="expression"
        kind="expression"
        rows={14}
      >
        {() =>
          first === undefined || first.total === 0 ? (
            <Empty title="No gene was measured in both groups here">{null}</Empty>
          ) : (
            <>
              <Significance
                what="gene"
                {...first}
                rows={rows}
                sizes={`${counted(first.experiments.a.length, 'experiment')} of A, ${count(first.experiments.b.length)} of B`}
              />
              <div className="split">
                <DifferenceList<GeneDifference>
                  label="Genes that differ"
                  rows={rows}
                  total={first.total}
                  columns={geneColumns}
                  keyOf={({ id }) => id}
                  selected={selected}
                  onSelect={onSelect}
                  onMore={() => void answer.fetchNextPage()}
                  height={TABLE_PX}
                  note="log₂ fold: log₂((B + 1) / (A + 1)) of mean TPM"
                  narrow={(gene) => <NarrowGene gene={gene} />}
                />
                <div className="split-plot">
                  <Volcano
                    title="Change in expression"
                    isOfGenes
                    points={points}
                    quantity="log₂ fold change"
                    level="log₂(TPM + 1)"
                    names={[a.name, b.name]}
                    total={first.total}
                    tested={first.tested}
                    selected={selected}
                    table={table}
                    onSelect={onSelect}
                    legend={first.tested > 0 ? <span>hollow: FDR above 5%</span> : undefined}
                  />
                </div>
              </div>
            </>
          )
        }
      </AnswerState>
    </Panel>
  );
}
