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
  return isPrivate ? withoutHub(url.href) : url.href;
}

/** The same without the hub, where UCSC cannot reach it; an assembly that only the hub has keeps it. */
export function withoutHub(ucsc: string): string {
  const url = new URL(ucsc);
  if (url.searchParams.has('db')) url.searchParams.delete('hubClear');
  return url.href;
}
