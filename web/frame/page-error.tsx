/** A page that failed as a whole. */

import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ProblemNote } from '../parts/states.tsx';

export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  return (
    <main className="prose">
      <ProblemNote
        problem={error instanceof Error ? error : new Error(String(error))}
        what="This page"
        onRetry={reset}
      />
    </main>
  );
}
