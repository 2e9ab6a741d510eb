/** A plot as a file: on the light theme, with its title, and in the foot what it counts, the registry and its address. */

const HEAD_PX = 20;
const LINE_PX = 12;
const SCALE = 2;

interface PlotWords {
  readonly title: string;
  /** Lines of the foot, above the address: n, the registry. */
  readonly notes: readonly string[];
}

/** The text of an SVG file. Tokens become the colours of the light theme, since a file has no theme. */
export function svgFileOf(svg: SVGElement, { title, notes }: PlotWords): string {
  const width = Number(svg.getAttribute('width'));
  const height = Number(svg.getAttribute('height'));
  const foot = [...notes.filter((note) => note !== ''), window.location.href];
  const fullPx = HEAD_PX + height + LINE_PX * foot.length + 8;
  const copy = svg.cloneNode(true) as SVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `0 ${-HEAD_PX} ${width} ${fullPx}`);
  copy.setAttribute('height', String(fullPx));
  copy.setAttribute('font-family', 'Inter, Helvetica, Arial, sans-serif');
  const text = (y: number, size: number, words: string) => {
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'text');
    for (const [name, value] of Object.entries({ x: 4, y, 'font-size': size, fill: 'var(--ink)' }))
      line.setAttribute(name, String(value));
    line.textContent = words;
    copy.append(line);
  };
  text(-6, 13, title);
  for (const [i, line] of foot.entries()) text(height + LINE_PX * (i + 1), 9, line);
  const tokens = lightTokens();
  return new XMLSerializer()
    .serializeToString(copy)
    .replaceAll(/var\((--[\w-]+)\)/g, (whole, name: string) => tokens.get(name) ?? whole)
    .replaceAll('currentColor', tokens.get('--ink') ?? 'currentColor');
}

/** The same as a picture, twice as fine, on white. */
export async function pngOf(svg: SVGElement, words: PlotWords): Promise<Blob> {
  const text = svgFileOf(svg, words);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.width * SCALE;
  canvas.height = picture.height * SCALE;
  const context = canvas.getContext('2d')!;
  context.fillStyle = lightTokens().get('--surface') ?? 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png'),
  );
}

/** Every token with its colour on the light theme, read by switching the theme within one turn: nothing is painted. */
function lightTokens(): ReadonlyMap<string, string> {
  const { documentElement } = document;
  const theme = documentElement.dataset.theme;
  documentElement.dataset.theme = 'light';
  const style = getComputedStyle(documentElement);
  const names = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule): rule is CSSStyleRule => rule instanceof CSSStyleRule && rule.selectorText === ':root')
    .flatMap((rule) => [...rule.style])
    .filter((name) => name.startsWith('--'));
  const tokens = new Map(names.map((name) => [name, style.getPropertyValue(name).trim()]));
  if (theme !== undefined) documentElement.dataset.theme = theme;
  return tokens;
}
