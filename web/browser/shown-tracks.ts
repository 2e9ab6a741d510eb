/**
 * What the visitor chose under "Tracks", as a text for the address. It says what differs from what the page shows by itself, so that the page's own
 * tracks follow its conditions: ids of tracks that were added, `!id` of those that were taken away, commas between; `fixed` for axes that stay.
 */

export interface Chosen {
  /** Ids of tracks: `genes`, `elements`, `maxZ.DNase`, `DNase@KEY` of a biosample, addresses of the visitor's own. */
  readonly added: readonly string[];
  readonly hidden: readonly string[];
  /** Axes end where signals of their assay usually do; else at the highest value in view. The same for the same assay either way. */
  readonly isFixed: boolean;
}

const FIXED = 'fixed';
const NOT = '!';

/** The choice that a text stands for. */
export function parseShown(text: string | undefined): Chosen {
  const parts = (text ?? '').split(',').filter(Boolean).map(unescaped);
  return {
    added: parts.filter((part) => !part.startsWith(NOT) && part !== FIXED),
    hidden: parts.filter((part) => part.startsWith(NOT)).map((part) => part.slice(1)),
    isFixed: parts.includes(FIXED),
  };
}

/** The text of a choice; undefined where nothing was chosen. */
export function shownText({ added, hidden, isFixed }: Chosen): string | undefined {
  const parts = [...added, ...hidden.map((id) => NOT + id), ...(isFixed ? [FIXED] : [])];
  return parts.length === 0 ? undefined : parts.map(escaped).join(',');
}

const escaped = (id: string) => id.replaceAll('%', '%25').replaceAll(',', '%2C');
const unescaped = (part: string) => part.replaceAll(/%2C/gi, ',').replaceAll('%25', '%');

/** The choice with a track added: one that was hidden comes back. */
export function withTrack(chosen: Chosen, id: string): Chosen {
  if (chosen.hidden.includes(id)) return { ...chosen, hidden: chosen.hidden.filter((own) => own !== id) };
  return chosen.added.includes(id) ? chosen : { ...chosen, added: [...chosen.added, id] };
}

/** The choice without a track: one of the page's own is hidden. */
export function withoutTrack(chosen: Chosen, id: string): Chosen {
  if (chosen.added.includes(id)) return { ...chosen, added: chosen.added.filter((own) => own !== id) };
  return chosen.hidden.includes(id) ? chosen : { ...chosen, hidden: [...chosen.hidden, id] };
}

/** Whether the id of a track is an address. */
export const isAddress = (id: string): boolean => /^https?:\/\//i.test(id) && URL.canParse(id);
