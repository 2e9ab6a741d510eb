/** What of the expression is shown, and how; all of it in the address. */

import type { ReactNode } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { Choice, Segmented } from '../../parts/choice.tsx';
import type { Experiment, Scale } from './measured-rows.ts';
import './gene.css';

const VIEWS = [
  { value: 'experiment', text: 'Experiments' },
  { value: 'tissue', text: 'By tissue' },
  { value: 'tissueMax', text: 'Tissue maximum' },
] as const;
type View = (typeof VIEWS)[number]['value'];

interface ExpressionWish {
  readonly view: View;
  readonly scale: Scale;
  readonly isEach: boolean;
  readonly isHidingZeros: boolean;
  readonly plot: 'bars' | 'violin';
  readonly assay: string | undefined;
  readonly sampleType: string | undefined;
  /** The tissue that is highlighted. */
  readonly tissue: string | undefined;
}

export function useExpressionWish(): ExpressionWish {
  const [query] = useQueryState();
  return {
    view: VIEWS.find(({ value }) => value === query.view)?.value ?? 'experiment',
    scale: query.scale === 'log' ? 'log' : 'linear',
    isEach: query.replicates === 'each',
    isHidingZeros: query.zeros === 'hidden',
    plot: query.plot === 'violin' ? 'violin' : 'bars',
    assay: query.assay,
    sampleType: query.sampleType,
    tissue: query.highlight,
  };
}

interface ExpressionControlsProps {
  readonly wish: ExpressionWish;
  /** Every experiment: what can be chosen. */
  readonly all: readonly Experiment[];
}

export function ExpressionControls({ wish, all }: ExpressionControlsProps): ReactNode {
  const [, change] = useQueryState();
  const of = (value: (own: Experiment) => string | null) =>
    [...new Set(all.map(value))].filter((own) => own !== null).sort();
  return (
    <div className="plot-controls">
      <Segmented
        label="Rows"
        value={wish.view}
        options={VIEWS}
        onChange={(view) => change({ view: view === 'experiment' ? undefined : view, sort: undefined })}
      />
      <Segmented
        label="Scale"
        value={wish.scale}
        options={[
          { value: 'linear', text: 'Linear' },
          { value: 'log', text: 'log₁₀(TPM + 1)' },
        ]}
        onChange={(scale) => change({ scale: scale === 'log' ? 'log' : undefined })}
      />
      <Segmented
        label="Replicates"
        value={wish.isEach ? 'each' : 'mean'}
        options={[
          { value: 'mean', text: 'Mean' },
          { value: 'each', text: 'Replicates' },
        ]}
        onChange={(replicates) => change({ replicates: replicates === 'each' ? 'each' : undefined })}
      />
      <Segmented
        label="Plot"
        value={wish.plot}
        options={[
          { value: 'bars', text: 'Bars' },
          { value: 'violin', text: 'Violin by tissue' },
        ]}
        onChange={(plot) => change({ plot: plot === 'violin' ? 'violin' : undefined })}
      />
      <Choice
        label="Assay"
        all="All assays"
        value={wish.assay}
        options={of((own) => own.assay)}
        onChange={(assay) => change({ assay })}
      />
      <Choice
        label="Sample type"
        all="All types"
        value={wish.sampleType}
        options={of((own) => own.sampleType)}
        onChange={(sampleType) => change({ sampleType })}
      />
      <Choice
        label="Highlight"
        all="No tissue"
        value={wish.tissue}
        options={of((own) => own.tissue)}
        onChange={(highlight) => change({ highlight })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={wish.isHidingZeros}
          onChange={(event) => change({ zeros: event.target.checked ? 'hidden' : undefined })}
        />
        Hide zeros
      </label>
    </div>
  );
}
