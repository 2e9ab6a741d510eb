/** The locus view: the plot over one stretch of the genome, and the lists of what is in it. */

import { type ReactNode, useCallback, useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { useRegistry } from '../../frame/registry.ts';
import { Panel } from '../../parts/panel.tsx';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { AnswerState, NotHere } from '../../parts/states.tsx';
import { count, counted, place } from '../../words/numbers.ts';
import { type Comparison, DEFAULT_WINDOW } from './comparison.ts';
import { DifferenceList } from './difference-list.tsx';
import { DifferencesHere } from './differences-here.tsx';
import { ClassLegend, groupSizes, NotCompared, Significance } from './element-notes.tsx';
import {
  elementColumns,
  elementKey,
  elementPoints,
  elementTable,
  NarrowDifference,
} from './element-points.tsx';
import { geneColumns, genePoints, NarrowGene } from './gene-points.tsx';
import { drawLocus, type LocusData, locusPx } from './locus-plot.ts';
import type { ElementDifference, GeneDifference } from './use-difference.ts';
import { ELEMENTS, GENES, useElements, useGenes, useSelected } from './use-rows.ts';

/** Reserved before the genes are known. */
const LANES = 4;
const LIST_PX = 320;

interface Stretch {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

export function LocusResults({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const [selected, onSelect] = useSelected();
  const found = useElements(comparison, true);
  const genes = useGenes(comparison, true);
  const stretch = useStretch(comparison, [...found.rows, ...genes.rows]);
  const points = useMemo(() => elementPoints(found.rows), [found.rows]);
  const ofGenes = useMemo(() => genePoints(genes.rows), [genes.rows]);
  const table = useMemo(() => elementTable(found.rows), [found.rows]);
  const { chrom, start, end } = stretch ?? { chrom: '', start: 0, end: 0 };
  const draw = useCallback(
    (width: number) => {
      if (chrom === '') return undefined;
      const data: LocusData = {
        chrom,
        start,
        end,
        elements: found.rows,
        points,
        genes: genes.rows,
        genePoints: ofGenes,
        gene: comparison.gene,
        selected,
        onSelect,
      };
      return drawLocus(data, width);
    },
    [chrom, start, end, found.rows, points, genes.rows, ofGenes, comparison.gene, selected, onSelect],
  );
  return (
    <>
      <Panel title={titleOf(comparison)} note={stretch === undefined ? undefined : place(stretch)}>
        <AnswerState answer={found.answer} what="elements" rows={14}>
          {() => (
            <>
              {found.first === undefined ? null : (
                <>
                  <NotCompared groups={found.first.groups} comparison={comparison} />
                  <Significance
                    what="element"
                    {...found.first}
                    rows={found.rows}
                    sizes={groupSizes(found.first.groups)}
                  />
                </>
              )}
              <PlotFrame
                title="Change along the genome"
                subtitle={`n = ${counted(found.rows.length, 'element')}${found.first !== undefined && found.first.total > found.rows.length ? ` of ${count(found.first.total)}` : ''}${genes.first === undefined ? '' : `, ${counted(genes.rows.length, 'gene')}`}`}
                finding={`Change in Z of ${counted(found.rows.length, 'element')} and in expression of ${counted(genes.rows.length, 'gene')}`}
                heightPx={locusPx(LANES)}
                table={table}
                legend={
                  <ClassLegend rows={found.rows} hasP={(found.first?.tested ?? 0) > 0} whereNoP="grey" />
                }
                draw={draw}
              />
              {genes.answer.error?.isNotHere ? <NotHere what="expression" kind="expression" /> : null}
            </>
          )}
        </AnswerState>
      </Panel>
      <DifferencesHere
        title="Elements"
        what="element"
        found={found}
        path={ELEMENTS}
        columns={7}
        nothing="No element is high in A or in B here"
      >
        {({ total }) => (
          <DifferenceList<ElementDifference>
            label="Elements here"
            found={found}
            total={total}
            columns={elementColumns}
            keyOf={elementKey}
            height={LIST_PX}
            note="ΔZ is B − A"
            narrow={(element) => <NarrowDifference element={element} />}
          />
        )}
      </DifferencesHere>
      <DifferencesHere
        title="Genes"
        what="gene"
        found={genes}
        path={GENES}
        columns={5}
        nothing="No gene was measured in both groups here"
      >
        {({ total }) => (
          <DifferenceList<GeneDifference>
            label="Genes here"
            found={genes}
            total={total}
            columns={FEW_COLUMNS}
            keyOf={({ id }) => id}
            height={LIST_PX}
            note="log₂ fold: B over A"
            narrow={(gene) => <NarrowGene gene={gene} />}
          />
        )}
      </DifferencesHere>
    </>
  );
}

/** Without type and place, which the plot shows. */
const FEW_COLUMNS = geneColumns.filter(({ key }) => key !== 'type' && key !== 'position' && key !== 'p');

const titleOf = ({ gene, window, region }: Comparison): string =>
  gene === undefined
    ? `Around ${region}`
    : `Around ${gene}${window === DEFAULT_WINDOW ? '' : `, ${count(Number(window))} bp on either side`}`;

/** What the plot spans: the gene with its window, the region, or, of a whole chromosome, what is in it. */
function useStretch(
  { gene, window, region }: Comparison,
  rows: readonly (ElementDifference | GeneDifference)[],
): Stretch | undefined {
  const { chromosomes } = useRegistry();
  const sizeOf = (chrom: string) =>
    chromosomes.find(({ name }) => name === chrom)?.sizeBp ?? Number.POSITIVE_INFINITY;
  const { data } = useAnswer(
    '/api/v1/genes/{id}',
    { path: { id: gene ?? '' } },
    { isWanted: gene !== undefined },
  );
  if (gene !== undefined) {
    if (data === undefined) return undefined;
    const { chrom, start, end } = data.gene;
    return {
      chrom,
      start: Math.max(0, start - Number(window)),
      end: Math.min(sizeOf(chrom), end + Number(window)),
    };
  }
  const parts = /^(\S+?):([\d,]+)-([\d,]+)$/.exec(region?.trim() ?? '');
  if (parts !== null) {
    const at = (text: string) => Number(text.replaceAll(',', ''));
    return { chrom: parts[1]!, start: at(parts[2]!) - 1, end: Math.min(sizeOf(parts[1]!), at(parts[3]!)) };
  }
  const [first] = rows;
  if (first === undefined) return undefined;
  const own = rows.filter(({ chrom }) => chrom === first.chrom);
  return {
    chrom: first.chrom,
    start: own.reduce((least, { start }) => Math.min(least, start), first.start),
    end: own.reduce((most, { end }) => Math.max(most, end), first.end),
  };
}
