/** What differs between two groups: elements, genes, or both around one place. */

import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { Problem } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { Swatch } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState, Empty, Partial } from '../../parts/states.tsx';
import { colourOfClass } from '../../words/classes.ts';
import { counted } from '../../words/numbers.ts';
import { type Comparison, elementQuestion, geneQuestion } from './comparison.ts';
import { DifferenceDownload, DifferenceList, serverSort, sortOf } from './difference-list.tsx';
import {
  elementColumns,
  elementKey,
  elementPoints,
  elementTable,
  NarrowDifference,
} from './element-points.tsx';
import { geneColumns, genePoints, geneTable, NarrowGene } from './gene-points.tsx';
import { type ElementDifference, type GeneDifference, useDifference } from './use-difference.ts';
import { Volcano } from './volcano.tsx';

export const TABLE_PX = 500;
const ELEMENTS = '/api/v1/differential/ccres';
const GENES = '/api/v1/differential/genes';

export function useElements(comparison: Comparison, isWanted: boolean) {
  const [query] = useQueryState();
  const asked = elementQuestion(comparison);
  const answer = useDifference(ELEMENTS, asked, { sort: serverSort(sortOf(query.sort)), isWanted });
  const rows = useMemo(() => answer.data?.flatMap(({ elements }) => elements) ?? [], [answer.data]);
  return { asked, answer, rows, first: answer.data?.[0] };
}

export function useGenes(comparison: Comparison, isWanted: boolean) {
  const [query] = useQueryState();
  const asked = geneQuestion(comparison);
  const answer = useDifference(GENES, asked, { sort: serverSort(sortOf(query.sort)), isWanted });
  const rows = useMemo(() => answer.data?.flatMap(({ genes }) => genes) ?? [], [answer.data]);
  return { asked, answer, rows, first: answer.data?.[0] };
}

/** The row in hand, in the address; the same again lets it go. */
export function useSelected(): [string | undefined, (key: string) => void] {
  const [{ selected }, change] = useQueryState();
  const onSelect = useCallback(
    (key: string) => change({ selected: key === selected ? undefined : key }, { isReplaced: true }),
    [change, selected],
  );
  return [selected, onSelect];
}

export function ElementResults({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const [selected, onSelect] = useSelected();
  const { asked, answer, rows, first } = useElements(comparison, true);
  const points = useMemo(() => elementPoints(rows), [rows]);
  const table = useMemo(() => elementTable(rows), [rows]);
  const { a, b } = comparison;
  return (
    <Panel
      title="Elements that differ"
      note={
        first === undefined
          ? undefined
          : `${counted(first.total, 'element')}${comparison.isEvery ? '' : ' high in A or B (Z > 1.64)'}`
      }
      isFlush
      actions={
        first === undefined ? undefined : (
          <DifferenceDownload
            path={ELEMENTS}
            asked={asked}
            total={first.total}
            file="differential-elements"
          />
        )
      }
    >
      <AnswerState answer={answer as unknown as UseQueryResult<unknown, Problem>} what="elements" rows={14}>
        {() =>
          first === undefined || first.total === 0 ? (
            <Empty title="No element is high in A or in B here">{null}</Empty>
          ) : (
            <>
              <NotCompared groups={first.groups} comparison={comparison} />
              <div className="split">
                <DifferenceList<ElementDifference>
                  label="Elements that differ"
                  rows={rows}
                  total={first.total}
                  columns={elementColumns}
                  keyOf={elementKey}
                  selected={selected}
                  onSelect={onSelect}
                  onMore={() => void answer.fetchNextPage()}
                  height={TABLE_PX}
                  note="Z: mean of the group, not below −3; ΔZ is B − A"
                  narrow={(element) => <NarrowDifference element={element} />}
                />
                <div className="split-plot">
                  <Volcano
                    title="Change in Z"
                    points={points}
                    quantity="ΔZ"
                    level="mean Z"
                    names={[a.name, b.name]}
                    total={first.total}
                    tested={first.tested}
                    selected={selected}
                    table={table}
                    onSelect={onSelect}
                    legend={<ClassLegend rows={rows} hasP={first.tested > 0} whereNoP="in the table alone" />}
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

interface ClassLegendProps {
  readonly rows: readonly ElementDifference[];
  readonly hasP: boolean;
  /** How points without a p are drawn. */
  readonly whereNoP: string;
}

export function ClassLegend({ rows, hasP, whereNoP }: ClassLegendProps): ReactNode {
  const classes = [...new Set(rows.map((own) => own.class ?? 'none'))].sort();
  return (
    <>
      {classes.map((name) => (
        <span key={name} className="class-name">
          <Swatch colour={colourOfClass(name)} />
          {name}
        </span>
      ))}
      {hasP ? <span>hollow: FDR above 5%</span> : null}
      {hasP && rows.some(({ p }) => p === null) ? <span>no p: {whereNoP}</span> : null}
    </>
  );
}

interface NotComparedProps {
  readonly groups: readonly {
    readonly assay: string;
    readonly a: readonly string[];
    readonly b: readonly string[];
  }[];
  readonly comparison: Comparison;
}

/** Biosamples without the assay are left out: that is said. */
export function NotCompared({ groups, comparison: { a, b } }: NotComparedProps): ReactNode {
  const lacking = groups.filter((own) => own.a.length < a.members.length || own.b.length < b.members.length);
  if (lacking.length === 0) return null;
  return (
    <div className="not-compared">
      <Partial>
        {lacking
          .map(
            (own) =>
              `${own.assay} was assayed in ${own.a.length} of ${a.members.length} of A and ${own.b.length} of ${b.members.length} of B`,
          )
          .join('; ')}
        : the others are left out.
      </Partial>
    </div>
  );
}

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
          )
        }
      </AnswerState>
    </Panel>
  );
}
