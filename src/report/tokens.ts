/** Colours of the pages, by theme: the one place with raw colours. Everything else names a variable. */

/** [light, dark] */
type Pair = readonly [string, string];

const SURFACES: Readonly<Record<string, Pair>> = {
  canvas: ['#f7f7f5', '#131519'],
  surface: ['#ffffff', '#1a1d22'],
  sunken: ['#f0f0ec', '#101215'],
  raised: ['#ffffff', '#23272e'],
  line: ['#e3e3de', '#2b3037'],
  line2: ['#c8c8c0', '#434a54'],
  control: ['#85857d', '#757d89'],
  ink: ['#1b1e23', '#e7e9ec'],
  ink2: ['#474d56', '#b6bcc5'],
  ink3: ['#646a73', '#929aa5'],
  accent: ['#3a49b4', '#a6b2ff'],
  'on-accent': ['#ffffff', '#131519'],
  shadow: ['#1b1e2324', '#00000099'],
  select: ['#e9ebf9', '#272c48'],
  warn: ['#855500', '#f0bf62'],
  'warn-tint': ['#fbf1dc', '#362b17'],
  danger: ['#b3261e', '#ff9a91'],
  'danger-tint': ['#fbeae8', '#3a2120'],
  ok: ['#1b6e42', '#74d3a0'],
  'ok-tint': ['#e4f3ea', '#17301f'],
  mark: ['#8a909a', '#818995'],
  ghost: ['#dcdcd6', '#363c45'],
  heat0: ['#e6e8f4', '#252a3d'],
  heat1: ['#3a49b4', '#a6b2ff'],
};

/** Published fill, edge on light; edge on dark is the fill. Safe fill; safe edge on light and on dark. */
const DATA: Readonly<Record<string, { fill: string; edge: string; safe: string; safeEdge: Pair }>> = {
  pls: { fill: '#ff0000', edge: '#ff0000', safe: '#b92110', safeEdge: ['#b92110', '#c1392a'] },
  pels: { fill: '#ffa700', edge: '#bf7d00', safe: '#f05800', safeEdge: ['#f05800', '#f05800'] },
  dels: { fill: '#ffcd00', edge: '#ab8900', safe: '#e6bc17', safeEdge: ['#a88911', '#e6bc17'] },
  k4me3: { fill: '#ffaaaa', edge: '#ba7c7c', safe: '#a04fb0', safeEdge: ['#a04fb0', '#a04fb0'] },
  ctcf: { fill: '#00b0f0', edge: '#0096cc', safe: '#1c3cbd', safeEdge: ['#1c3cbd', '#4963ca'] },
  open: { fill: '#06da93', edge: '#049f6b', safe: '#4ec0e6', safeEdge: ['#3d96b3', '#4ec0e6'] },
  low: { fill: '#e1e1e1', edge: '#8b8b8b', safe: '#e6e6e6', safeEdge: ['#8c8c8c', '#e6e6e6'] },
  'ca-tf': { fill: '#be28e5', edge: '#be28e5', safe: '#7a3fa8', safeEdge: ['#7a3fa8', '#9a5fc8'] },
  tf: { fill: '#d876ec', edge: '#c46ad6', safe: '#b98ad0', safeEdge: ['#9c6fb5', '#b98ad0'] },
  'assay-dnase': { fill: '#06da93', edge: '#049f6b', safe: '#4ec0e6', safeEdge: ['#3d96b3', '#4ec0e6'] },
  'assay-h3k4me3': { fill: '#ff0000', edge: '#ff0000', safe: '#b92110', safeEdge: ['#b92110', '#c1392a'] },
  'assay-h3k27ac': { fill: '#ffcd00', edge: '#ab8900', safe: '#e6bc17', safeEdge: ['#a88911', '#e6bc17'] },
  'assay-ctcf': { fill: '#00b0d0', edge: '#0099b5', safe: '#1c3cbd', safeEdge: ['#1c3cbd', '#4963ca'] },
  'assay-atac': { fill: '#02c7b9', edge: '#029d92', safe: '#2f8f83', safeEdge: ['#2f8f83', '#2f8f83'] },
};

/** Groups without a colour of their own (tissues), the largest first: hues that eyes of every kind tell apart, after Okabe and Ito. */
const GROUPS: readonly Pair[] = [
  ['#0072b2', '#4aa3e0'],
  ['#d55e00', '#ff8a3d'],
  ['#008f68', '#2fc79a'],
  ['#b0568a', '#e796c4'],
  ['#8a6a00', '#e0b83a'],
  ['#5b3a8c', '#b39bea'],
  ['#2a8fc4', '#a5dbff'],
];

/** The colours of so many groups at the most. */
export const GROUP_COLOURS: readonly Colour[] = GROUPS.map((_, i) => ({
  fill: `var(--group${i + 1})`,
  edge: `var(--group${i + 1})`,
}));

/** A fill with the edge that makes it visible on the surface. */
export interface Colour {
  readonly fill: string;
  readonly edge: string;
}

/** In the order of the class codes of registry/schemes.ts, which both schemes share. */
const CLASS_TOKENS = ['pls', 'pels', 'dels', 'k4me3', 'ctcf', 'open', 'low'] as const;

/** The colour of a class by its code. */
export function classColour(code: number): Colour {
  const token = CLASS_TOKENS[code];
  return token === undefined ? MARK : colourOf(token);
}

/** The colour of an assay; those without one of their own are drawn as marks without a class. */
export function assayColour(assay: string): Colour {
  const token = `assay-${assay.toLowerCase()}`;
  return DATA[token] === undefined ? MARK : colourOf(token);
}

/** Data without a class. */
export const MARK: Colour = { fill: 'var(--mark)', edge: 'var(--mark)' };
/** Data outside of what is looked at, low, left out. */
export const GHOST: Colour = { fill: 'var(--ghost)', edge: 'var(--mark)' };
/** What the reader is asked to look at. */
export const ACCENT: Colour = { fill: 'var(--accent)', edge: 'var(--accent)' };

function colourOf(token: string): Colour {
  return { fill: `var(--${token})`, edge: `var(--${token}-edge)` };
}

/** The variables of both themes and both palettes, as CSS. Without a choice the system's theme holds. */
export function tokenCss(): string {
  const surfaces = (theme: 0 | 1) =>
    [...Object.entries(SURFACES), ...GROUPS.map((pair, i) => [`group${i + 1}`, pair] as const)].map(
      ([name, pair]) => `--${name}:${pair[theme]}`,
    );
  const data = (theme: 0 | 1, isSafe: boolean) =>
    Object.entries(DATA).flatMap(([name, { fill, edge, safe, safeEdge }]) => [
      `--${name}:${isSafe ? safe : fill}`,
      `--${name}-edge:${isSafe ? safeEdge[theme] : theme === 0 ? edge : fill}`,
    ]);
  const block = (selector: string, declarations: readonly string[]) =>
    `${selector}{${declarations.join(';')}}`;
  const light = [...surfaces(0), 'color-scheme:light'];
  const dark = [...surfaces(1), 'color-scheme:dark'];
  return [
    block(':root', [...light, ...data(0, false)]),
    block(':root[data-palette=safe]', data(0, true)),
    '@media (prefers-color-scheme:dark){',
    block(':root:not([data-theme=light])', [...dark, ...data(1, false)]),
    block(':root:not([data-theme=light])[data-palette=safe]', data(1, true)),
    '}',
    block(':root[data-theme=dark]', [...dark, ...data(1, false)]),
    block(':root[data-theme=dark][data-palette=safe]', data(1, true)),
  ].join('\n');
}
