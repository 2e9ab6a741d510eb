/** The filters of a picker: text, mark, and what the biosample sheet has of type and life stage. */

import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { Segmented } from '../../../parts/choice.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { AssayName } from '../../../parts/marks.tsx';
import { CLASS_ASSAYS } from '../../../words/classes.ts';
import { count } from '../../../words/numbers.ts';
import { assaysOf, type Biosample, hasAssay, valuesOf } from './biosamples.ts';

export interface Filters {
  readonly text: string;
  /** Names of the metadata and the values that they must have. */
  readonly where: Readonly<Record<string, string>>;
  /** All class assays were done. */
  readonly hasAll: boolean;
}

export const NO_FILTERS: Filters = { text: '', where: {}, hasAll: false };

const SELECTS = [
  { name: 'sampleType', label: 'Sample type' },
  { name: 'lifeStage', label: 'Life stage' },
] as const;

interface PickerFiltersProps {
  readonly biosamples: readonly Biosample[];
  readonly filters: Filters;
  readonly assay: string;
  onAssay(assay: string): void;
  onFilters(filters: Filters): void;
  /** In front of the selects. */
  readonly children?: ReactNode;
}

export function PickerFilters({
  biosamples,
  filters,
  assay,
  onAssay,
  onFilters,
  children,
}: PickerFiltersProps): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  // One types at once; on a phone that would open the keyboard over the list. The dialog looks for the attribute when it opens, which is after this.
  useLayoutEffect(() => {
    if (!matchMedia('(hover: hover)').matches) return;
    field.current?.setAttribute('autofocus', '');
    field.current?.focus();
  }, []);
  const isFull = biosamples.some((own) => CLASS_ASSAYS.every((one) => hasAssay(own, one)));
  const words = [
    'name',
    ...(valuesOf(biosamples, 'tissue').length > 0 ? ['tissue'] : []),
    ...(valuesOf(biosamples, 'ontology').length > 0 ? ['ontology term'] : []),
  ];
  const label = `Filter ${count(biosamples.length)} biosamples by ${words.join(', ')} or accession`;
  return (
    <div className="picker-filters">
      <div className="picker-line">
        <label className="picker-text">
          <Icon name="search" />
          <input
            ref={field}
            type="search"
            aria-label={label}
            placeholder={label}
            value={filters.text}
            onChange={(event) => onFilters({ ...filters, text: event.target.value })}
          />
        </label>
        <span className="picker-mark">
          <span className="note">Mark</span>
          <Segmented
            label="Mark"
            value={assay}
            options={assaysOf(biosamples).map((name) => ({ value: name, text: name }))}
            onChange={onAssay}
          />
        </span>
      </div>
      <div className="picker-line">
        {children}
        {SELECTS.map(({ name, label: what }) => {
          const values = valuesOf(biosamples, name);
          return values.length < 2 ? null : (
            <select
              key={name}
              aria-label={what}
              value={filters.where[name] ?? ''}
              onChange={({ target: { value } }) => {
                const { [name]: _, ...rest } = filters.where;
                onFilters({ ...filters, where: value === '' ? rest : { ...rest, [name]: value } });
              }}
            >
              <option value="">{what}: any</option>
              {values.map((value) => (
                <option key={value} value={value}>
                  {value}
                </option>
              ))}
            </select>
          );
        })}
        {isFull ? (
          <label className="check boxed">
            <input
              type="checkbox"
              checked={filters.hasAll}
              onChange={(event) => onFilters({ ...filters, hasAll: event.target.checked })}
            />
            All four marks
          </label>
        ) : null}
        <span className="legend">
          {CLASS_ASSAYS.map((name) => (
            <AssayName key={name} name={name} />
          ))}
          <span className="class-name">
            <span className="swatch absent" />
            not assayed
          </span>
        </span>
      </div>
    </div>
  );
}
