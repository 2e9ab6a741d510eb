/** Signal over the element in every dataset, how specific it is, and what else is marked there. */

import type { ReactNode } from 'react';
import type { PartProps } from '../element.ts';
import { IntervalsPanel } from './intervals-panel.tsx';
import { SignalPanel } from './signal-panel.tsx';
import { SpecificityPanel } from './specificity-panel.tsx';

export function ProfilesTab({ element }: PartProps): ReactNode {
  return (
    <div className="grid">
      <SignalPanel element={element} />
      <SpecificityPanel element={element} />
      <IntervalsPanel element={element} />
    </div>
  );
}
