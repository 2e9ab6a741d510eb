/** A BED that was kept, under its address: what it overlaps. */

import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTitle } from '../../frame/title.ts';
import './bed.css';
import { OverlapSummary } from './overlap-summary.tsx';

export function KeptBedPage(): ReactNode {
  const { upload = '' } = useParams({ strict: false }) as { upload?: string };
  useTitle('BED overlap');
  return (
    <main className="bed-page">
      <OverlapSummary source={{ kind: 'kept', id: upload }} />
    </main>
  );
}
