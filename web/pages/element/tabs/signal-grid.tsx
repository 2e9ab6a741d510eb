/** Sparklines in rows of biosamples and columns of assays. Several datasets of one cell are lines upon each other. */

import type { ReactNode } from 'react';
import type { Answer } from '../../../api/ask.ts';
import { useQueryState } from '../../../frame/address.ts';
import { AssayName } from '../../../parts/marks.tsx';
import { CLASS_ASSAYS, colourOfAssay } from '../../../words/classes.ts';
import { counted, fixed } from '../../../words/numbers.ts';
import { type Element, useInBiosamples } from '../element.ts';
import { grouped } from '../grouped.ts';

export type Dataset = Answer<'/api/v1/ccres/{accession}/signal'>['datasets'][number];

/** Of the drawing, in its own units; it is stretched to its cell. */
const HIGH = 28;
/** The table has at least this width, and each column a name and the scale in it. */
const [LEAST_PX, COLUMN_PX] = [640, 104];

interface SignalGridProps {
  readonly element: Element;
  readonly datasets: readonly Dataset[];
  readonly edges: readonly number[];
}

export function SignalGrid({ element, datasets, edges }: SignalGridProps): ReactNode {
  const [query] = useQueryState();
  const chosen = useInBiosamples(element).data?.biosamples.find(
    ({ key }) => key === query.biosample,
  )?.biosample;
  const assays = assaysOf(datasets);
  const biosamples = [...grouped(datasets, ({ biosample }) => biosample)];
  const most = new Map(assays.map((assay) => [assay, mostOf(datasets.filter((own) => own.assay === assay))]));
  const [from, to] = [edges[0]!, edges.at(-1)!];
  const middle = {
    x: (element.start - from) / (to - from),
    width: (element.end - element.start) / (to - from),
  };
  const gone = datasets.filter(({ state }) => state !== 'read').length;
  return (
    <>
      <div className="signal-scroll" tabIndex={0} role="group" aria-label="Signal profiles, a table">
        <table
          className="signal-grid"
          style={{ minWidth: Math.max(LEAST_PX, COLUMN_PX * (assays.length + 1)) }}
        >
          <thead>
            <tr>
              <th scope="col">Biosample</th>
              {assays.map((assay) => (
                <th key={assay} scope="col">
                  <AssayName name={assay} />{' '}
                  <span className="soft scale">0 to {fixed(most.get(assay)!, 2)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {biosamples.map(([biosample, own]) => (
              <tr key={biosample} aria-selected={biosample === chosen || undefined}>
                <th scope="row" title={biosample}>
                  {biosample}
                </th>
                {assays.map((assay) => (
                  <td key={assay}>
                    <Cell
                      datasets={own.filter((one) => one.assay === assay)}
                      most={most.get(assay)!}
                      middle={middle}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note signal-grid-note">
        The band is the element. Gaps have no value in the file, which is not 0; hatched cells were not
        assayed.
        {gone === 0 ? '' : ` Of ${counted(gone, 'dataset')} the file is not here or cannot be reached.`}
      </p>
    </>
  );
}

/** The assays of the class first, in their order; the rest by name. */
function assaysOf(datasets: readonly Dataset[]): readonly string[] {
  const rank = (assay: string) => {
    const own = (CLASS_ASSAYS as readonly string[]).indexOf(assay);
    return own < 0 ? CLASS_ASSAYS.length : own;
  };
  return [...new Set(datasets.map(({ assay }) => assay))].sort(
    (a, b) => rank(a) - rank(b) || a.localeCompare(b),
  );
}

const mostOf = (datasets: readonly Dataset[]): number =>
  Math.max(...datasets.flatMap(({ bins }) => bins ?? []).map((value) => value ?? 0), 1e-6);

interface CellProps {
  readonly datasets: readonly Dataset[];
  readonly most: number;
  /** Where the element lies, as shares of the window. */
  readonly middle: { readonly x: number; readonly width: number };
}

function Cell({ datasets, most, middle }: CellProps): ReactNode {
  const read = datasets.filter(({ bins }) => bins !== null);
  if (read.length === 0) {
    return (
      <span className="signal-none">
        {datasets.length === 0 ? 'no data' : 'no file'}
        <span className="hatched" />
      </span>
    );
  }
  const colour = colourOfAssay(read[0]!.assay);
  const top = Math.max(...read.map(({ max }) => max ?? 0));
  const words = read
    .map(
      ({ file, experiment, mean, max }) =>
        `${file} (${experiment}): mean ${wordsOf(mean)}, highest ${wordsOf(max)}`,
    )
    .join('\n');
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 100 ${HIGH}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`highest ${fixed(top, 2)}`}
    >
      <title>{words}</title>
      <rect x={100 * middle.x} width={Math.max(100 * middle.width, 0.6)} height={HIGH} fill="var(--select)" />
      {read.map(({ file, bins }, i) => (
        <path
          key={file}
          d={pathOf(bins!, most, i === 0)}
          fill={i === 0 ? colour.fill : 'none'}
          stroke={colour.edge}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

const wordsOf = (value: number | null): string => (value === null ? 'no data' : fixed(value, 2));

/** Steps over the bins; gaps where they have no value. A filled path goes down to 0 at its ends. */
function pathOf(bins: readonly (number | null)[], most: number, isFilled: boolean): string {
  const width = 100 / bins.length;
  const y = (value: number) => (HIGH - (Math.max(value, 0) / most) * (HIGH - 1)).toFixed(2);
  let path = '';
  bins.forEach((value, i) => {
    if (value === null) return;
    const [left, right] = [(i * width).toFixed(2), ((i + 1) * width).toFixed(2)];
    const isFirst = i === 0 || bins[i - 1] === null;
    const isLast = i === bins.length - 1 || bins[i + 1] === null;
    if (isFirst) path += isFilled ? `M${left} ${HIGH}L${left} ${y(value)}` : `M${left} ${y(value)}`;
    else path += `L${left} ${y(value)}`;
    path += `L${right} ${y(value)}`;
    if (isLast && isFilled) path += `L${right} ${HIGH}Z`;
  });
  return path;
}
