/** The order of a table in the address, as the API spells orders: `p`, `-fold`. */

import type { Query } from '../../frame/address.ts';
import type { Sort } from '../../parts/data-table.tsx';

/** The order that an address names; `otherwise` where it names none. */
export function sortOf(query: Query, otherwise: string, name = 'sort'): Sort {
  const text = query[name] ?? otherwise;
  return text.startsWith('-') ? { by: text.slice(1), isDescending: true } : { by: text, isDescending: false };
}

/** The text of an order; undefined for the one that needs none. */
export function sortText({ by, isDescending }: Sort, otherwise: string): string | undefined {
  const text = `${isDescending ? '-' : ''}${by}`;
  return text === otherwise ? undefined : text;
}
