/** Files that are made in the page. */

/** Hands a text or a blob to the visitor as a file. */
export function saveAs(name: string, content: Blob | string, type = 'text/plain;charset=utf-8'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Rows as tab-separated text; tabs and line ends in a cell become spaces. */
export function tsvOf(
  head: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): string {
  const cell = (value: string | number | null | undefined) =>
    String(value ?? 'NA').replaceAll(/[\t\r\n]+/g, ' ');
  return `${[head, ...rows].map((row) => row.map(cell).join('\t')).join('\n')}\n`;
}

/** Words as the name of a file without its ending: no characters that file systems refuse. */
export const fileStem = (words: string): string =>
  words.replaceAll(/[^\w.+-]+/g, '-').replaceAll(/^-+|-+$/g, '');

/** The same with an ending. */
export const fileName = (words: string, ending: string): string => `${fileStem(words)}.${ending}`;
