/** A test that runs: how long it does, and how to end it. */

import { type ReactNode, useEffect, useState } from 'react';
import { counted } from '../../../words/numbers.ts';

/** The service ends a test after this. */
const MOST_S = 50;

interface RunningTestProps {
  readonly variants: number | undefined;
  readonly biosamples: number;
  onCancel(): void;
}

export function RunningTest({ variants, biosamples, onCancel }: RunningTestProps): ReactNode {
  const seconds = useSeconds();
  return (
    <div className="running-test" role="status">
      <p>
        <b>Matching controls and counting</b>
      </p>
      <p className="soft">
        {variants === undefined ? 'The list' : counted(variants, 'variant')} in{' '}
        {counted(biosamples, 'biosample')}
      </p>
      <progress aria-label="The test runs" />
      <p className="soft">
        <span aria-hidden="true">
          {seconds} s, at most {MOST_S} s
        </span>{' '}
        <button type="button" className="link" onClick={onCancel}>
          Cancel
        </button>
      </p>
    </div>
  );
}

function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const began = Date.now();
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - began) / 1000)), 250);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
