/** Expression of a gene: a table and a plot of the same rows, which select together. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { addressOf } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { pageAddress } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import type { Sort } from '../../parts/data-table.tsx';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { Panel } from '../../parts/panel.tsx';
import { sortedRows } from '../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../parts/states.tsx';
import { counted } from '../../words/numbers.ts';
import { GeneField } from '../genes/gene-field.tsx';
import { BarPlot } from './bar-plot.tsx';
import { ExpressionControls, useExpressionWish } from './expression-controls.tsx';
import type { GeneAnswer } from './gene-page.tsx';
import { type Experiment, type Measured, measuredRows } from './measured-rows.ts';
import { MeasuredTable, measuredColumns } from './measured-table.tsx';
import { ViolinPlot } from './violin-plot.tsx';

const ALL = '10000';
const MOST_PX = 760;
const ROW_PX = 28;
const HEAD_PX = 34;

export function ExpressionTab({ answer: { gene } }: { readonly answer: GeneAnswer }): ReactNode {
  const { id } = useRegistry();
  const navigate = useNavigate();
  const wish = useExpressionWish();
  const { view, assay, sampleType } = wish;
  const path = { id: gene.id };
  const all = useAnswer('/api/v1/genes/{id}/expression', { path, query: { limit: ALL } });
  const asked = {
    view,
    ...(assay === undefined ? {} : { assay }),
    ...(sampleType === undefined ? {} : { sampleType }),
  };
  const answer = useAnswer('/api/v1/genes/{id}/expression', { path, query: { ...asked, limit: ALL } });
  return (
    <Panel
      title="Expression"
      note={
        <>
          of <i>{gene.symbol}</i> by RNA-seq; mean of replicates unless said otherwise
        </>
      }
      isFlush
      className="split-panel"
      actions={
        <>
          <GeneField
            label="Compare with"
            button="Compare"
            onGene={(other) =>
              void navigate({
                to: pageAddress(id, 'genes/compare'),
                search: { a: gene.symbol, b: other } as never,
              })
            }
          />
          <DownloadMenu
            text="Download"
            label="Download expression"
            formats={['tsv', 'ndjson', 'parquet', 'json']}
            address={(format) =>
              addressOf('/api/v1/genes/{id}/expression', { path, query: { registry: id, ...asked, format } })
            }
            file={`${gene.symbol}-expression`}
          />
        </>
      }
    >
      <AnswerState answer={answer} what="expression" kind="expression" rows={14}>
        {(data) => (
          <>
            <ExpressionControls wish={wish} all={all.data?.experiments ?? data.experiments} />
            <Measurements name={gene.symbol} unit={data.unit} experiments={data.experiments} />
          </>
        )}
      </AnswerState>
    </Panel>
  );
}

interface MeasurementsProps {
  readonly name: string;
  readonly unit: string;
  readonly experiments: readonly Experiment[];
}

function Measurements({ name, unit, experiments }: MeasurementsProps): ReactNode {
  const [query, change] = useQueryState();
  const { view, scale, isEach, isHidingZeros, plot, tissue } = useExpressionWish();
  const sort = sortOf(query.sort, view);
  const rows = useMemo(() => measuredRows(experiments, isEach), [experiments, isEach]);
  const kept = useMemo(
    () => (isHidingZeros ? rows.filter(({ value }) => value !== 0) : rows),
    [rows, isHidingZeros],
  );
  const sorted = useMemo(
    () => sortedRows<Measured>(kept, measuredColumns(unit, scale), sort),
    [kept, unit, scale, sort],
  );
  const selected = query.selected;
  const onSelect = useCallback(
    (key: string) => change({ selected: key === selected ? undefined : key }, { isReplaced: true }),
    [change, selected],
  );
  const hidden = rows.length - kept.length;
  if (kept.length === 0) {
    return (
      <Empty title={rows.length === 0 ? 'No experiment passes' : `All ${counted(rows.length, 'row')} are 0`}>
        <button
          type="button"
          onClick={() => change({ assay: undefined, sampleType: undefined, zeros: undefined })}
        >
          Show all experiments
        </button>
      </Empty>
    );
  }
  const title = `Expression of ${name}${isEach ? ', replicates' : ''}`;
  const shared = { title, unit, rows: sorted, scale, tissue, selected, onSelect };
  return (
    <div className="split">
      <MeasuredTable
        label={title}
        unit={unit}
        scale={scale}
        rows={sorted}
        sort={sort}
        onSort={({ by, isDescending }) =>
          change({ sort: `${isDescending ? '-' : ''}${by}` }, { isReplaced: true })
        }
        selected={selected}
        onSelect={onSelect}
        heightPx={Math.min(sorted.length * ROW_PX + HEAD_PX, MOST_PX)}
        note={
          hidden === 0
            ? `${unit}: transcripts per million`
            : `${counted(hidden, 'row')} with 0 ${unit} hidden`
        }
      />
      <div className="split-plot">
        {plot === 'violin' ? (
          <ViolinPlot {...shared} />
        ) : (
          <BarPlot
            {...shared}
            hidden={hidden}
            isWhole={query.bars === 'all'}
            onWhole={(isWhole) => change({ bars: isWhole ? 'all' : undefined }, { isReplaced: true })}
          />
        )}
      </div>
    </div>
  );
}

const BY_VALUE: Sort = { by: 'value', isDescending: true };
const sorts = new Map<string, Sort>();

/** The order that the address names; without one by value, but tissues stay together where the view is by tissue. The same object for the same text. */
function sortOf(text: string | undefined, view: string): Sort | undefined {
  if (text === undefined) return view === 'tissue' ? undefined : BY_VALUE;
  const known = sorts.get(text) ?? { by: text.replace(/^-/, ''), isDescending: text.startsWith('-') };
  sorts.set(text, known);
  return known;
}
