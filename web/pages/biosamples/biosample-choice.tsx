/** One biosample out of all, by tissue. */

import { type ReactNode, useId } from 'react';
import { AssaySquares } from '../../parts/marks.tsx';
import { type Biosample, countsOf, said } from './biosample.ts';

interface BiosampleChoiceProps {
  readonly label: string;
  readonly biosamples: readonly Biosample[];
  readonly value: Biosample | undefined;
  onChoose(key: string): void;
}

export function BiosampleChoice({ label, biosamples, value, onChoose }: BiosampleChoiceProps): ReactNode {
  const id = useId();
  const tissues = countsOf(biosamples.map((one) => said(one, 'tissue')))
    .map(([name]) => name)
    .sort((one, other) => one.localeCompare(other, 'en'));
  return (
    <div className="biosample-choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value?.key ?? ''} onChange={(event) => onChoose(event.target.value)}>
        <option value="" disabled>
          Choose a biosample
        </option>
        {tissues.map((tissue) => (
          <optgroup key={tissue} label={tissue}>
            {biosamples
              .filter((one) => said(one, 'tissue') === tissue)
              .map(({ key, biosample, files }) => (
                <option key={key} value={key} disabled={files.DNase === undefined}>
                  {biosample}
                  {files.DNase === undefined ? ' (no DNase)' : ''}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      {value === undefined ? null : <AssaySquares assayed={Object.keys(value.files)} />}
    </div>
  );
}
