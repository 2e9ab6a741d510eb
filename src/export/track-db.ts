/** trackDb.txt of a UCSC hub: stanzas of settings (https://genome.ucsc.edu/goldenPath/help/trackDb/trackDbHub.html). */

/** The settings of one track, in the order in which they are written; `track` comes first. */
export type Stanza = Readonly<Record<string, string>> & { readonly track: string };

/** UCSC cuts longer labels. */
const SHORT_LABEL = 17;
const LONG_LABEL = 80;

/** The stanzas as text, children indented below their parent. */
export function trackDbText(stanzas: readonly Stanza[]): string {
  return stanzas.map((stanza) => settingLines(stanza, stanza.parent === undefined ? '' : '    ')).join('\n');
}

/** Settings as lines: one stanza of trackDb.txt, or hub.txt. */
export function settingLines(settings: Readonly<Record<string, string>>, indent = ''): string {
  return Object.entries(settings)
    .map(([key, value]) => `${indent}${key} ${settingOf(key, value)}\n`)
    .join('');
}

function settingOf(key: string, value: string): string {
  // A line end would begin another setting.
  const line = value.replace(/\s+/g, ' ').trim();
  if (key === 'shortLabel') return cut(line, SHORT_LABEL);
  return key === 'longLabel' ? cut(line, LONG_LABEL) : line;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 2).trimEnd()}..`;
}

/** A name that UCSC takes for a track: letters, digits and _, a letter first, and none that is in `taken`, to which it is added. */
export function trackName(text: string, taken: Set<string>): string {
  const plain = text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^[^A-Za-z]+/, '') || 'track';
  let name = plain;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain}_${n}`;
  taken.add(name.toLowerCase());
  return name;
}
