/** The filters above the biosamples. Each stands in the address. */

import { type ReactNode, useId } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { AssayName } from '../../parts/marks.tsx';
import { count } from '../../words/numbers.ts';
import { type Biosample, countsOf, FILTERS, inWords, said } from './biosample.ts';

interface FiltersProps {
  readonly biosamples: readonly Biosample[];
  readonly assays: readonly string[];
}

export function BiosampleFilters({ biosamples, assays }: FiltersProps): ReactNode {
  const [query, change] = useQueryState();
  const id = useId();
  const wanted = (query.assay ?? '').split(',').filter(Boolean);
  const toggle = (assay: string, isOn: boolean) => {
    const now = isOn ? [...wanted, assay] : wanted.filter((one) => one !== assay);
    change({ assay: assays.filter((one) => now.includes(one)).join(',') });
  };
  const isFiltered = FILTERS.some((name) => query[name] !== undefined);
  return (
    <form
      className="biosample-filters"
      role="search"
      aria-label="Filter biosamples"
      onSubmit={(event) => event.preventDefault()}
    >
      <input
        type="search"
        aria-label="Text in the name or metadata"
        placeholder="Name, tissue, donor, ontology"
        value={query.q ?? ''}
        onChange={(event) => change({ q: event.target.value }, { isReplaced: true })}
      />
      {(['tissue', 'sampleType', 'lifeStage'] as const).map((name) => (
        <select
          key={name}
          aria-label={inWords(name)}
          value={query[name] ?? ''}
          onChange={(event) => change({ [name]: event.target.value })}
        >
          <option value="">{inWords(name)}: any</option>
          {countsOf(biosamples.map((one) => said(one, name))).map(([value, n]) => (
            <option key={value} value={value}>
              {value} ({count(n)})
            </option>
          ))}
        </select>
      ))}
      <fieldset className="assays-wanted">
        <legend className="unseen">Assayed, all of these</legend>
        <span className="note" id={id} aria-hidden="true">
          Assayed
        </span>
        {assays.map((assay) => (
          <label key={assay} className="check">
            <input
              type="checkbox"
              checked={wanted.includes(assay)}
              onChange={(event) => toggle(assay, event.target.checked)}
            />
            <AssayName name={assay} />
          </label>
        ))}
      </fieldset>
      {isFiltered ? (
        <button
          type="button"
          className="link"
          onClick={() => change(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
        >
          Clear all
        </button>
      ) : null}
    </form>
  );
}
