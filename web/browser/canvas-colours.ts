/** Colours for canvases, which know no variables. */

const resolved = new Map<string, string>();

/** `var(--dels)` as the colour that it is now; other texts stay. */
export function canvasColour(colour: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  if (name === undefined) return colour;
  let value = resolved.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    resolved.set(name, value);
  }
  return value;
}

/** Calls when the theme or the palette has changed; returns what ends that. */
export function onColours(change: () => void): () => void {
  const changed = () => {
    resolved.clear();
    change();
  };
  const system = matchMedia('(prefers-color-scheme: dark)');
  window.addEventListener('cisreg-colours', changed);
  system.addEventListener('change', changed);
  return () => {
    window.removeEventListener('cisreg-colours', changed);
    system.removeEventListener('change', changed);
  };
}

/** The font of the pages, for canvases. */
export function canvasFont(px: number, style = ''): string {
  return `${style} ${px}px ${getComputedStyle(document.body).fontFamily}`.trim();
}
