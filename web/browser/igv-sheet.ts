/** igv.js's own sheet, made to fit ours: no ground, no gaps, no spinners over data. */

const RULES = `
.igv-container { padding: 0; min-height: 0; }
.igv-viewport, .igv-axis-column > div, .igv-scrollbar-column > div { margin-top: 0; }
.igv-viewport { cursor: grab; touch-action: pan-y; }
.igv-viewport:active { cursor: grabbing; }
.igv-scrollbar-column { visibility: hidden; }
.igv-navbar, .igv-viewport-message, .igv-loading-spinner-container { display: none !important; }
.igv-zoom-in-notice-container { background: none; }
.igv-zoom-in-notice-container > div { color: var(--ink3); background: none; font: 12px / 16px var(--font); }
`;

let sheet: CSSStyleSheet | undefined;

/** Adds the rules to the shadow tree that igv.js made in `host`. */
export function fitSheet(host: HTMLElement): void {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(RULES);
  }
  const root = host.shadowRoot;
  if (root !== null) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
