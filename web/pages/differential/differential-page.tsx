/** What differs between two groups of biosamples. */

import type { ReactNode } from 'react';
import { useTitle } from '../../frame/title.ts';

export function DifferentialPage(): ReactNode {
  useTitle('Differential');
  return (
    <main className="prose">
      <h1>Differential activity</h1>
    </main>
  );
}
