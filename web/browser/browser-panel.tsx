/** A panel with the genome browser, for the pages of one thing. Where it is (`at`) and its tracks (`tracks`) are in the address. */

import { type ReactNode, useCallback } from 'react';
import { useQueryState } from '../frame/address.ts';
import { Panel } from '../parts/panel.tsx';
import { plainPlace } from '../words/numbers.ts';
import { BrowserStrip, type BrowserStripProps, type Region } from './browser-strip.tsx';
import { regionOf } from './regions.ts';

export { regionOf, widened } from './regions.ts';

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

/** Nothing else stands on the page. */
const MOST_PX = 560;

export function BrowserPanel({
  title = 'Genome browser',
  home,
  columns = 12,
  name,
  ...rest
}: BrowserPanelProps): ReactNode {
  const [{ at, tracks }, change] = useQueryState();
  const region = regionOf(at) ?? home;
  const isAway = at !== undefined && at !== plainPlace(home);
  const onRegion = useCallback(
    (now: Region) => change({ at: plainPlace(now) }, { isReplaced: true }),
    [change],
  );
  const onShown = useCallback(
    (now: string | undefined) => change({ tracks: now }, { isReplaced: true }),
    [change],
  );
  return (
    <Panel
      title={title}
      columns={columns}
      isFlush
      className="browser-panel"
      actions={
        isAway ? (
          <button
            type="button"
            className="link"
            onClick={() => change({ at: undefined }, { isReplaced: true })}
          >
            Back to {name}
          </button>
        ) : null
      }
    >
      <BrowserStrip
        mostHeight={MOST_PX}
        {...rest}
        region={region}
        onRegion={onRegion}
        shown={tracks}
        onShown={onShown}
      />
    </Panel>
  );
}
