/** Which elements count: of some class, and high in some biosample. Both stand in the address, as the API names them. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { useBiosamplesAnswer } from '../../api/biosamples.ts';
import { useQueryState } from '../../frame/address.ts';
import { CLASS_ASSAYS } from '../../words/classes.ts';

export function HitFilters(): ReactNode {
  const [query, change] = useQueryState();
  const classes = useAnswer('/api/v1/ccres', { query: { limit: '0', facets: 'class' } });
  const { data } = useBiosamplesAnswer();
  const { class: ownClass = '', high = '' } = query;
  // The address can say more than can be chosen here: several conditions are one choice then.
  const isSeveral = high.includes(';') || (high !== '' && !high.includes('@'));
  const [assay = '', biosample = ''] = isSeveral ? ['', high] : high.split(/@(.*)/s);
  const names = (classes.data?.facets.class ?? []) as readonly { name: string }[];
  const shownAssay = assay === '' ? 'DNase' : assay;
  const chosen = data?.biosamples.find((own) => own.biosample === biosample);
  const hasOption = chosen?.files[shownAssay] !== undefined;
  return (
    <div className="hit-filters" role="group" aria-label="Which elements count">
      <span className="note">Elements</span>
      <select aria-label="Class" value={ownClass} onChange={(event) => change({ class: event.target.value })}>
        <option value="">of any class</option>
        {names.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        {ownClass === '' || names.some(({ name }) => name === ownClass) ? null : (
          <option value={ownClass}>{ownClass.split(',').join(' or ')}</option>
        )}
      </select>
      <select
        aria-label="High in a biosample"
        value={biosample}
        onChange={(event) =>
          change({ high: event.target.value === '' ? undefined : `${shownAssay}@${event.target.value}` })
        }
      >
        <option value="">with any activity</option>
        {data?.biosamples
          .filter(({ files }) => files[shownAssay] !== undefined)
          .map((one) => (
            <option key={one.key} value={one.biosample}>
              high in {one.biosample}
            </option>
          ))}
        {biosample === '' || (!isSeveral && hasOption) ? null : (
          <option value={biosample}>high: {high.split(';').join(' and ')}</option>
        )}
      </select>
      {biosample === '' || isSeveral ? null : (
        <select
          aria-label="Mark that is high there"
          value={shownAssay}
          onChange={(event) => change({ high: `${event.target.value}@${biosample}` })}
        >
          {CLASS_ASSAYS.filter((one) => one === shownAssay || chosen?.files[one] !== undefined).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      )}
      {query.class === undefined && query.high === undefined ? null : (
        <button type="button" className="link" onClick={() => change({ class: undefined, high: undefined })}>
          Clear
        </button>
      )}
    </div>
  );
}
