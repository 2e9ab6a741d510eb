/** Activity across all biosamples, with room, and how specific it is. */

import type { ReactNode } from 'react';
import { ActivityPanel } from '../activity/activity-panel.tsx';
import type { PartProps } from '../element.ts';
import { ClassesPanel } from './classes-panel.tsx';
import { SpecificityPanel } from './specificity-panel.tsx';

export function ActivityTab({ element }: PartProps): ReactNode {
  return (
    <div className="grid">
      <ActivityPanel element={element} isTall />
      <ClassesPanel element={element} />
      <SpecificityPanel element={element} />
    </div>
  );
}
