/** A BED on its way: how much has been sent, then that the server reads it. */

import type { ReactNode } from 'react';
import { count } from '../../words/numbers.ts';

interface SendingProps {
  readonly name: string;
  readonly sentBytes: number;
  readonly allBytes: number;
  onCancel(): void;
}

const size = (bytes: number): string =>
  bytes < 1e6 ? `${count(Math.ceil(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

export function Sending({ name, sentBytes, allBytes, onCancel }: SendingProps): ReactNode {
  const isSent = sentBytes >= allBytes;
  return (
    <div className="sending" role="status">
      <span>
        {isSent ? 'Reading' : 'Sending'} {name}
      </span>
      <progress
        aria-label={`Sent of ${name}`}
        max={allBytes}
        {...(isSent ? {} : { value: Math.min(sentBytes, allBytes) })}
      />
      <span className="soft">
        {size(Math.min(sentBytes, allBytes))} of {size(allBytes)}
      </span>
      <button type="button" className="link" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
