/** The facets at the left of the elements: what there is under the filters of the address, exact, and what changes them. */

import { type ReactNode, useMemo, useState } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { useRegistry } from '../../../frame/registry.ts';
import { ProblemNote } from '../../../parts/states.tsx';
import { useBiosamples } from '../picker/biosamples.ts';
import { ClassFacet, CodeFacet } from './category-facets.tsx';
import { ConditionsFacet } from './conditions-facet.tsx';
import { useFacetCounts } from './facet-counts.ts';
import { type FacetSpec, facetsOf, isSet } from './facet-list.ts';
import { chosenPlace, PlacesFacet } from './places-facet.tsx';
import { RangeFacet } from './range-facet.tsx';
import './facets.css';

/** What every facet gets. */
export interface FacetFrame {
  readonly isOpen: boolean;
  onFold(isOpen: boolean): void;
  /** Undefined where nothing is set. */
  readonly onClear: (() => void) | undefined;
}

export function Facets(): ReactNode {
  const [query, change] = useQueryState();
  const registry = useRegistry();
  const biosamples = useBiosamples();
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const facets = useMemo(() => facetsOf(query, registry, biosamples), [query, registry, biosamples]);
  const isOpen = (spec: FacetSpec) => folds.get(spec.key) ?? (!spec.isFolded || isSet(spec, query));
  const chrom = chosenPlace(query)?.chrom;
  const counts = useFacetCounts(query, { registry, facets: facets.filter(isOpen), chrom });
  const frameOf = (spec: FacetSpec): FacetFrame => ({
    isOpen: isOpen(spec),
    onFold: (isNowOpen) => setFolds((before) => new Map(before).set(spec.key, isNowOpen)),
    onClear: isSet(spec, query)
      ? () =>
          change(
            spec.kind === 'range'
              ? spec.write(query, [null, null])
              : Object.fromEntries(spec.names.map((name) => [name, undefined])),
          )
      : undefined,
  });
  const { problem, retry } = counts;
  return (
    <div className="facets" id="facets">
      {problem === null ? null : <ProblemNote problem={problem} what="Counts" onRetry={retry} />}
      {query.rows === 'view' && query.at !== undefined ? (
        <p className="note of-what">
          The table lists the elements in view. Counts are of all that pass the filters, in view or not.
        </p>
      ) : null}
      {facets.map((spec) => {
        const frame = frameOf(spec);
        switch (spec.kind) {
          case 'class':
            return <ClassFacet key={spec.key} {...{ frame, counts }} />;
          case 'conditions':
            return <ConditionsFacet key={spec.key} frame={frame} />;
          case 'places':
            return <PlacesFacet key={spec.key} {...{ frame, counts }} />;
          case 'tier':
          case 'zone':
            return <CodeFacet key={spec.key} {...{ frame, counts, spec }} kind={spec.kind} />;
          default:
            return <RangeFacet key={spec.key} {...{ frame, counts, spec }} />;
        }
      })}
    </div>
  );
}
