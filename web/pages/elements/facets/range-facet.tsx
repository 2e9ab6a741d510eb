/** A number of elements as a histogram with handles and fields: Z, max-Z, distance, specificity, length. */

import type { ReactNode } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { Icon } from '../../../parts/icon.tsx';
import { MARK } from '../../../words/classes.ts';
import { count } from '../../../words/numbers.ts';
import { useShortNames } from '../biosample-names.ts';
import type { FacetHistogram } from '../element-answers.ts';
import { Facet } from './facet.tsx';
import type { FacetCounts } from './facet-counts.ts';
import type { RangeFacetSpec } from './facet-list.ts';
import type { FacetFrame } from './facets.tsx';
import { RangeFields } from './range-fields.tsx';
import { RangeHistogram } from './range-histogram.tsx';

interface RangeFacetProps {
  readonly frame: FacetFrame;
  readonly counts: FacetCounts;
  readonly spec: RangeFacetSpec;
}

export function RangeFacet({ frame, counts, spec }: RangeFacetProps): ReactNode {
  const [query, change] = useQueryState();
  const shortNameOf = useShortNames();
  const { scale, unit, colour = MARK, line, column, isMissing } = spec;
  const found = counts.histogram(spec.asked);
  const isBefore = counts.isBefore('range');
  const title = column === undefined ? spec.title : `${column.assay} Z in ${shortNameOf(column.biosample)}`;
  const ends = spec.read(query);
  const onEnds = (next: typeof ends) => change(spec.write(query, next), { isReplaced: true });
  return (
    <Facet
      title={title}
      name={title}
      note={found === undefined || !frame.isOpen ? undefined : `n = ${count(sizeOf(found))}`}
      isMissing={isMissing}
      {...frame}
    >
      <RangeHistogram
        label={title}
        scale={scale}
        bins={found?.bins}
        ends={ends}
        colour={colour}
        line={line}
        isDimmed={isBefore}
        onEnds={onEnds}
      />
      <RangeFields
        label={title}
        scale={scale}
        ends={ends}
        unit={unit}
        onEnds={onEnds}
        note={
          isBefore ? (
            <span className="counting">
              <Icon name="clock" /> Counting
            </span>
          ) : (
            outside(found, scale)
          )
        }
      />
    </Facet>
  );
}

/** Elements with a value. */
const sizeOf = ({ bins, below, above }: FacetHistogram): number =>
  bins.reduce((sum, n) => sum + n, below + above);

/** What the bars leave out. */
function outside(
  found: FacetHistogram | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  if (found === undefined) return '';
  const parts: readonly [number, string][] = [
    [found.below, `below ${count(from)}`],
    [found.above, `from ${count(to)} on`],
    [found.noSignal, 'no signal'],
    [found.unknown, 'not known'],
  ];
  return parts
    .filter(([n]) => n > 0)
    .map(([n, words]) => `${count(n)} ${words}`)
    .join(', ');
}
