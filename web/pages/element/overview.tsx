/** The first tab: why this class, which genes it may act on, where it is active. */

import type { ReactNode } from 'react';
import { ActivityPanel } from './activity/activity-panel.tsx';
import type { PartProps } from './element.ts';
import { LinkedGenesPanel } from './links/linked-genes-panel.tsx';
import { WhyThisClass } from './why/why-this-class.tsx';

export function Overview({ element }: PartProps): ReactNode {
  return (
    <div className="grid overview">
      <WhyThisClass element={element} />
      <LinkedGenesPanel element={element} />
      <ActivityPanel element={element} />
    </div>
  );
}
