/** The order of what differs, in the address and at the server. */

import type { Sort } from '../../parts/data-table.tsx';
import type { ServerSort } from './use-difference.ts';

/** What is significant comes first; where there is no p, the largest change. */
const BY_P: Sort = { by: 'p', isDescending: false };

/** The order that the address names. */
export function sortOf(text: string | undefined): Sort {
  return text === undefined ? BY_P : { by: text.replace(/^-/, ''), isDescending: text.startsWith('-') };
}

/** What the server sorts by, so that what comes first is what the order asks for. */
export function serverSort({ by }: Sort): ServerSort {
  if (by === 'p' || by === 'fdr') return 'p';
  return by === 'position' ? 'position' : 'change';
}

/** Whether the rows come in this very order: the server has each of its orders one way round. */
export const isServerSort = ({ by, isDescending }: Sort): boolean =>
  by === 'change' ? isDescending : ['position', 'p', 'fdr'].includes(by) && !isDescending;

/** What the rows are that the server gives first. */
export const FIRST_ROWS: Readonly<Record<ServerSort, string>> = {
  change: 'largest changes',
  p: 'smallest p',
  position: 'first in the genome',
};
