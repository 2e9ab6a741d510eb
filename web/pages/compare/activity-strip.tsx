/** The Z-scores of several elements over all biosamples of one assay, as strips below one another. */

import { type ReactNode, useMemo } from 'react';
import { useBiosamplesAnswer } from '../../api/biosamples.ts';
import { useQueryState } from '../../frame/address.ts';
import { Segmented } from '../../parts/choice.tsx';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { CLASS_ASSAYS, type ClassAssay } from '../../words/classes.ts';
import { count, counted } from '../../words/numbers.ts';
import { said } from '../biosamples/biosample.ts';
import { type Compared, nameOf } from './element-columns.tsx';
import { STRIP_PX, stripSvg } from './strip-svg.ts';

const FOOT_PX = 72;

export function ActivityStrip({ elements }: { readonly elements: readonly Compared[] }): ReactNode {
  const [query, change] = useQueryState();
  const assay: ClassAssay = CLASS_ASSAYS.find((one) => one === query.assay) ?? 'DNase';
  const all = useBiosamplesAnswer();
  const tissueOf = useMemo(
    () => new Map(all.data?.biosamples.map((one) => [one.key, said(one, 'tissue')])),
    [all.data],
  );
  // Of every element the same biosamples: those with the assay, tissue by tissue.
  const biosamples = useMemo(() => {
    const tissue = (key: string) => tissueOf.get(key) ?? '';
    return (elements[0]?.biosamples ?? [])
      .filter(({ z }) => z[assay].state !== 'notAssayed')
      .map(({ key, biosample }) => ({ key, biosample, tissue: tissue(key) }))
      .sort((a, b) => a.tissue.localeCompare(b.tissue, 'en') || a.biosample.localeCompare(b.biosample, 'en'));
  }, [elements, assay, tissueOf]);
  const without = (elements[0]?.biosamples.length ?? 0) - biosamples.length;
  const cells = useMemo(() => {
    const order = new Map(biosamples.map((one, place) => [one.key, { ...one, place }]));
    return elements.flatMap((element) =>
      element.biosamples.flatMap(({ key, z }) => {
        const own = order.get(key);
        return own === undefined ? [] : [{ ...own, element: nameOf(element), ...z[assay] }];
      }),
    );
  }, [elements, biosamples, assay]);
  const heightPx = elements.length * STRIP_PX + FOOT_PX;
  const highs = cells.filter(({ state }) => state === 'high').length;
  return (
    <PlotFrame
      title={`${assay} Z in each biosample`}
      subtitle={`n = ${counted(biosamples.length, 'biosample')}, ${count(without)} no data`}
      finding={`${count(highs)} of ${count(cells.length)} ${assay} Z-scores are high.`}
      heightPx={heightPx}
      controls={
        <Segmented<ClassAssay>
          label="Assay"
          value={assay}
          options={CLASS_ASSAYS.map((one) => ({ value: one, text: one }))}
          onChange={(one) => change({ assay: one === 'DNase' ? undefined : one }, { isReplaced: true })}
        />
      }
      legend={
        <>
          <Key className="none">no signal</Key>
          <Key className="low">low</Key>
          <Key className="high">high, Z 1.64</Key>
          <Key className="highest">Z 6 and above</Key>
        </>
      }
      table={{
        head: ['element', 'biosample', 'tissue', 'state', `${assay} Z`],
        rows: cells.map(({ element, biosample, tissue, state, z }) => [element, biosample, tissue, state, z]),
      }}
      draw={(widthPx) => stripSvg(cells, elements.map(nameOf), { widthPx, heightPx })}
    />
  );
}

function Key({ className, children }: { readonly className: string; readonly children: string }): ReactNode {
  return (
    <span className="class-name">
      <span className={`swatch strip-key ${className}`} aria-hidden="true" />
      {children}
    </span>
  );
}
