/** A panel with the genome browser, for the pages of one thing. Where it is (`at`) and its tracks (`tracks`) are in the address. */

import type { ReactNode } from 'react';
import { Panel } from '../parts/panel.tsx';
import { BrowserStrip, type BrowserStripProps, type Region } from './browser-strip.tsx';

export interface BrowserPanelProps
  extends Omit<BrowserStripProps, 'region' | 'onRegion' | 'shown' | 'onShown' | 'height'> {
  /** Default "Genome browser". */
  readonly title?: string | undefined;
  /** Where it begins, and what "Back to ..." returns to: the thing with its surroundings, 0-based half-open. `widened` makes it. */
  readonly home: Region;
  /** The name of the thing for "Back to ...": EH38E0000001, SOX4, rs123. */
  readonly name: string;
  readonly columns?: number | undefined;
}

/** A region with so much of its surroundings on either side: at least `flank` bp, and at least half its own length. */
export function widened({ chrom, start, end }: Region, flank = 7500): Region {
  const beside = Math.max(flank, Math.round((end - start) / 2));
  return { chrom, start: Math.max(0, start - beside), end: end + beside };
}

export function BrowserPanel({
  title = 'Genome browser',
  home,
  columns = 12,
  name,
  ...rest
}: BrowserPanelProps): ReactNode {
  return (
    <Panel title={title} columns={columns} isFlush note={name}>
      <BrowserStrip {...rest} region={home} onRegion={() => {}} />
    </Panel>
  );
}
