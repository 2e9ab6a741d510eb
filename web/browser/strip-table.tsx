/** What the strip shows, as tables: its tracks, and the features in view. For who does not see the canvas, and for copying. */

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { RowTable } from '../parts/row-table.tsx';
import { counted, fixed, place, span } from '../words/numbers.ts';
import type { ElementFeature } from './element-features.ts';
import { FEATURE_COLUMNS, type Placed } from './feature-columns.tsx';
import type { Feature } from './igv-api.ts';
import type { IgvView } from './igv-view.ts';
import type { Region } from './strip-props.ts';
import { axisEnd } from './track-labels.tsx';
import type { TrackSpec } from './track-specs.ts';

interface StripTableProps {
  readonly view: IgvView | undefined;
  readonly specs: readonly TrackSpec[];
  readonly region: Region;
  readonly problems: ReadonlyMap<string, Error>;
  readonly onElement: ((accession: string) => void) | undefined;
}

/** The button "Table" and what it opens. */
export function StripTable(props: StripTableProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  return (
    <>
      <button type="button" className="quiet strip-table-button" onClick={() => setOpen(true)}>
        <Icon name="table" />
        Table
      </button>
      {isOpen ? (
        <dialog
          ref={dialog}
          className="dialog strip-tables"
          aria-label="The genome browser as tables"
          onClose={() => setOpen(false)}
        >
          <Tables {...props} onLeave={() => dialog.current?.close()} />
          <form method="dialog">
            <button type="submit">Close</button>
          </form>
        </dialog>
      ) : null}
    </>
  );
}

function Tables({
  view,
  specs,
  region,
  problems,
  onElement,
  onLeave,
}: StripTableProps & { onLeave(): void }): ReactNode {
  const inView = (spec: TrackSpec) =>
    (view?.featuresOf(spec.id) ?? []).filter(
      ({ chr, start, end }) => chr === region.chrom && start < region.end && end > region.start,
    );
  const rows = specs.map((spec) => ({ spec, features: inView(spec) }));
  const isSignal = (spec: TrackSpec, features: readonly Feature[]) =>
    spec.kind === 'signal' || features.some(({ value }) => value !== undefined);
  const placed = rows.flatMap(({ spec, features }) =>
    isSignal(spec, features) ? [] : features.map((feature) => ({ spec, feature })),
  );
  return (
    <>
      <h2>
        {place(region)} <span className="soft">{span(region.end - region.start)}</span>
      </h2>
      <h3>Tracks</h3>
      <div className="plain-table">
        <table>
          <thead>
            <tr>
              <th scope="col">Track</th>
              <th scope="col">In view</th>
              <th scope="col" className="number">
                Mean
              </th>
              <th scope="col" className="number">
                Highest
              </th>
              <th scope="col" className="number">
                Axis ends at
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ spec, features }) => {
              const signal = isSignal(spec, features) ? summary(features, region) : undefined;
              const limits = view?.limitsOf(spec.id);
              return (
                <tr key={spec.id}>
                  <th scope="row">{spec.name}</th>
                  <td>
                    {problems.get(spec.id)?.message ??
                      (signal === undefined ? counted(features.length, 'feature') : signal.said)}
                  </td>
                  <td className="number">{signal?.mean}</td>
                  <td className="number">{signal?.highest}</td>
                  <td className="number">{limits === undefined ? null : axisEnd(limits[1])}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <h3>Features in view</h3>
      <RowTable<Placed>
        label="Features in view"
        rows={placed}
        columns={FEATURE_COLUMNS}
        keyOf={({ spec, feature }) => `${spec.id} ${feature.start} ${feature.end} ${feature.name}`}
        height={Math.min(placed.length * 28 + 33, 300)}
        onOpen={({ feature }) => {
          const { accession } = feature as ElementFeature;
          if (accession === undefined || onElement === undefined) return;
          onLeave();
          onElement(accession);
        }}
      />
    </>
  );
}

/** Mean and highest of a signal in a region; both leave out what has no value. */
function summary(features: readonly Feature[], { start, end }: Region) {
  let [sum, bases, highest] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const feature of features) {
    const shared = Math.min(feature.end, end) - Math.max(feature.start, start);
    if (feature.value === undefined || shared <= 0) continue;
    sum += feature.value * shared;
    bases += shared;
    highest = Math.max(highest, feature.value);
  }
  if (bases === 0) return { said: 'no values', mean: null, highest: null };
  return {
    said: 'values',
    mean: fixed(sum / bases, 2),
    highest: fixed(highest, 2),
  };
}
