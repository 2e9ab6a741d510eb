/** What is compared, and where: assay, elements, the whole genome, around a gene, or a region; and the view. */

import { type ReactNode, useEffect, useState } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { Segmented } from '../../parts/choice.tsx';
import { span } from '../../words/numbers.ts';
import { assaysOf, type Biosample } from '../elements/picker/biosamples.ts';
import { GeneField } from '../genes/gene-field.tsx';
import { type Comparison, DEFAULT_WINDOW } from './comparison.ts';

const WINDOWS = ['100000', '250000', DEFAULT_WINDOW, '1000000', '2000000'];
type Scope = 'genome' | 'gene' | 'region';

interface ScopeControlsProps {
  readonly comparison: Comparison;
  readonly biosamples: readonly Biosample[];
}

export function ScopeControls({ comparison, biosamples }: ScopeControlsProps): ReactNode {
  const [, change] = useQueryState();
  const { view, assay, isEvery, gene, window, region } = comparison;
  const asked: Scope = gene !== undefined ? 'gene' : region !== undefined ? 'region' : 'genome';
  const [wished, setWished] = useState<Scope>(asked);
  useEffect(() => setWished(asked), [asked]);
  const nowhere = asked === 'genome' ? 'choose a gene or a region first' : undefined;
  return (
    <div className="scope">
      <Segmented
        label="View"
        value={view}
        options={[
          { value: 'elements', text: 'Elements' },
          { value: 'genes', text: 'Genes' },
          { value: 'locus', text: 'Locus', disabledBecause: nowhere },
        ]}
        onChange={(own) => change({ view: own === 'elements' ? undefined : own, selected: undefined })}
      />
      <Segmented
        label="Where"
        value={wished}
        options={[
          { value: 'genome', text: 'Whole genome' },
          { value: 'gene', text: 'Around a gene' },
          { value: 'region', text: 'In a region' },
        ]}
        onChange={(own) => {
          setWished(own);
          if (own === 'genome')
            change({
              gene: undefined,
              window: undefined,
              region: undefined,
              view: view === 'locus' ? undefined : view,
            });
        }}
      />
      {wished === 'gene' ? (
        <>
          <GeneField
            label="Gene"
            button="Set"
            value={gene}
            onGene={(own) => change({ gene: own, region: undefined, view: 'locus' })}
          />
          <label className="choice">
            within
            <select
              value={window}
              onChange={(event) =>
                change({ window: event.target.value === DEFAULT_WINDOW ? undefined : event.target.value })
              }
            >
              {[...new Set([...WINDOWS, window])].map((bp) => (
                <option key={bp} value={bp}>
                  {span(Number(bp))}
                </option>
              ))}
            </select>
          </label>
        </>
      ) : null}
      {wished === 'region' ? <RegionField value={region ?? ''} /> : null}
      {view === 'genes' ? null : (
        <>
          <label className="choice">
            Assay
            <select
              title="By class: H3K4me3 of PLS, H3K27ac of pELS and dELS; other classes are left out"
              value={assay}
              onChange={(event) =>
                change({ assay: event.target.value === 'class' ? undefined : event.target.value })
              }
            >
              <option value="class">By class: H3K4me3 or H3K27ac</option>
              {assaysOf(biosamples).map((own) => (
                <option key={own} value={own}>
                  {own}
                </option>
              ))}
            </select>
          </label>
          <label className="check">
            <input
              type="checkbox"
              checked={isEvery}
              onChange={(event) => change({ only: event.target.checked ? 'all' : undefined })}
            />
            Also elements low in both
          </label>
        </>
      )}
    </div>
  );
}

function RegionField({ value }: { readonly value: string }): ReactNode {
  const [, change] = useQueryState();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <form
      className="gene-field"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '')
          change({ region: text.trim(), gene: undefined, window: undefined, view: 'locus' });
      }}
    >
      <label htmlFor="differential-region">Region</label>
      <input
        id="differential-region"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="chr1:1-1,000,000"
        spellCheck={false}
      />
      <button type="submit">Set</button>
    </form>
  );
}
