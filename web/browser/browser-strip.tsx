/** The genome browser of a page: igv.js under our own bar. It asks this service alone, but for tracks that the visitor adds from elsewhere. */

import type { ReactNode } from 'react';
import type { BrowserStripProps } from './strip-props.ts';

export type { BrowserStripProps, ExtraTrack, PlacedElement, Region } from './strip-props.ts';

export function BrowserStrip({ height = 240 }: BrowserStripProps): ReactNode {
  return <div className="browser-strip" style={{ height }} />;
}
