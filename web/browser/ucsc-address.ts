import { plainPlace } from '../words/numbers.ts';
import type { Region } from './strip-props.ts';

interface At {
  readonly region: Region;
  readonly hasHighlight: boolean;
  readonly isPrivate: boolean;
}

/** UCSC's address of an element, at another place. */
export function addressAt(ucsc: string, { region, hasHighlight, isPrivate }: At): string {
  const url = new URL(ucsc);
  url.searchParams.set('position', plainPlace(region));
  if (!hasHighlight) url.searchParams.delete('highlight');
  if (isPrivate && url.searchParams.has('db')) url.searchParams.delete('hubClear');
  return url.href;
}
