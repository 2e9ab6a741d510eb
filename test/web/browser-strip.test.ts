/** The genome browser on pages: what it draws, what it says of it, and that it asks nobody else. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openPages, type Pages } from './browser.ts';

let pages: Pages;
let gene: { symbol: string; chrom: string; start: number; end: number };
/** Has every class assay. */
let sample: { biosample: string; key: string };
let other: { biosample: string; key: string };

beforeAll(async () => {
  pages = await openPages();
  const { genes } = await pages.service.json('/api/v1/genes?region=chr1&limit=1');
  gene = genes[0];
  const { biosamples } = await pages.service.json('/api/v1/biosamples?limit=1000');
  const full = biosamples.filter(
    ({ files }: { files: object }) => Object.values(files).filter(Boolean).length > 3,
  );
  [sample, other] = full;
}, 180_000);
afterAll(() => pages.close());

/** Machines that do much else at once take their time. */
const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 10_000 });
const ready = '.browser-strip[data-is-ready=true]';

/** The tab of a gene with the signals of a biosample; once its tracks have come. */
async function opened(query = '', options = {}): Promise<Page> {
  const page = await pages.open(
    `/${pages.registry}/gene/${gene.symbol}/browser?biosample=${sample.key}${query}`,
    options,
  );
  await page.waitForSelector(ready);
  const axes = page.locator('.strip-axis');
  const read = async () => (await axes.allTextContents()).filter((text) => text !== '…').length;
  await eventually(read).toBeGreaterThan(3);
  await page.waitForLoadState('networkidle');
  return page;
}

/** Where the middle of a region is on the screen, in the track of that name. */
async function pointOf(page: Page, track: string, { start, end }: { start: number; end: number }) {
  const region = await page.getByLabel('Position, gene, accession or rsID').inputValue();
  const [from, to] = /:([\d,]+)-([\d,]+)$/
    .exec(region)!
    .slice(1)
    .map((text) => Number(text.replaceAll(',', '')));
  const host = (await page.locator('.strip-back').boundingBox())!;
  const label = (await page.locator('.strip-labels li', { hasText: track }).first().boundingBox())!;
  const share = ((start + end) / 2 - (from! - 1)) / (to! - from! + 1);
  return { x: host.x + host.width * share, y: label.y + label.height / 2 };
}

/** Different colours in the canvases of igv.js, track by track. */
const coloursDrawn = (page: Page): Promise<string[][]> => page.evaluate(DRAWN);
const DRAWN = `[...document.querySelector('.strip-host > div').shadowRoot.querySelectorAll('canvas')].map((canvas) => {
  if (canvas.width === 0 || canvas.height === 0) return [];
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) colours.add(data[i] + ',' + data[i + 1] + ',' + data[i + 2]);
  return [...colours];
})`;

describe('the browser strip', () => {
  it('draws genes, elements and signals in the colours of the theme, and nothing has a ground', async () => {
    for (const [theme, ink, white] of [
      ['light', '71,77,86', '255,255,255'],
      ['dark', '182,188,197', '26,29,34'],
    ] as const) {
      const page = await opened('', { colorScheme: theme });
      const drawn = (await coloursDrawn(page)).filter((colours) => colours.length > 0);
      expect(drawn.length).toBe(6);
      expect(drawn[0], 'genes').toContain(ink);
      const dnase = theme === 'light' ? '4,159,107' : '6,218,147';
      expect(drawn[2], 'DNase').toContain(dnase);
      // The sheet shows through: only the gaps of genes are filled with it.
      for (const colours of drawn.slice(1)) expect(colours).not.toContain(white);
      await page.context().close();
    }
  }, 60_000);

  it('follows the theme and the palette without a reload', async () => {
    const page = await opened();
    await page.getByRole('button', { name: 'Theme and colours' }).click();
    await page.getByRole('radio', { name: 'Dark' }).click();
    await page.getByRole('radio', { name: 'Colour-blind-safe' }).click();
    const drawn = (await coloursDrawn(page)).filter((colours) => colours.length > 0);
    expect(drawn[0]).toContain('182,188,197');
    expect(drawn[2]).toContain('78,192,230');
    await page.context().close();
  });

  it('counts what is in view, lists its tracks, and has both as tables', async () => {
    const page = await opened();
    const at = await page.getByLabel('Position, gene, accession or rsID').inputValue();
    const asked = await pages.service.json(`/api/v1/ccres?region=${encodeURIComponent(at)}&limit=10000`);
    await eventually(() => page.locator('.strip-said').textContent()).toContain(`${asked.total} element`);
    expect(await page.locator('.strip-detail').allTextContents()).toEqual([
      'DNase',
      'H3K4me3',
      'H3K27ac',
      'CTCF',
    ]);
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'The genome browser as tables' });
    const tracks = dialog.locator('table').first();
    expect(await tracks.getByRole('row').count()).toBe(7);
    expect(await tracks.getByRole('row').nth(2).textContent()).toContain(`${asked.total} feature`);
    const features = dialog.getByRole('table', { name: 'Features in view' });
    expect(await features.textContent()).toContain(gene.symbol);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expectAccessible(page);
    await page.context().close();
  }, 30_000);

  it('has its place in the address: by dragging, keys, buttons and words, and after a reload', async () => {
    const page = await opened();
    const query = () => new URL(page.url()).searchParams;
    const host = (await page.locator('.strip-host').boundingBox())!;
    await page.mouse.move(host.x + 500, host.y + 70);
    await page.mouse.down();
    await page.mouse.move(host.x + 300, host.y + 70, { steps: 6 });
    await page.mouse.up();
    await eventually(() => query().get('at')).toMatch(new RegExp(`^${gene.chrom}:\\d+-\\d+$`));
    const steps = [
      () => page.getByRole('button', { name: 'Zoom in' }).click(),
      async () => {
        await page.locator('.strip-host').focus();
        await page.keyboard.press('ArrowRight');
      },
      () => page.keyboard.press('-'),
    ];
    for (const step of steps) {
      const before = query().get('at');
      await step();
      await eventually(() => query().get('at')).not.toBe(before);
    }
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Table');

    const field = page.getByLabel('Position, gene, accession or rsID');
    const { variants } = await pages.service.json('/api/v1/variants?region=chr2&limit=1');
    const { elements } = await pages.service.json('/api/v1/ccres?region=chr3&limit=1');
    for (const [text, expected] of [
      [variants[0].id, /^chr2:/],
      [elements[0].accession, /^chr3:/],
      ['chr1:10,001-60,000', /^chr1:10001-60000$/],
    ] as const) {
      await field.fill(text);
      await field.press('Enter');
      await eventually(() => query().get('at')).toMatch(expected);
    }
    await field.fill('nobody');
    await field.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(query().get('at')).toBe('chr1:10001-60000');
    await page.reload();
    await page.waitForSelector(ready);
    await eventually(() => field.inputValue()).toBe('chr1:10,001-60,000');
    await page.getByRole('button', { name: `Back to ${gene.symbol}` }).click();
    await eventually(() => query().has('at')).toBe(false);
    await page.context().close();
  }, 60_000);

  it('greys what does not match the filters, and a click on an element is the row’s', async () => {
    const { elements } = await pages.service.json('/api/v1/ccres?class=PLS&region=chr1&limit=1');
    const [element] = elements;
    const [start, end] = [Math.max(0, element.start - 40_000), element.end + 40_000];
    const at = `chr1:${start + 1}-${end}`;
    const page = await pages.open(`/${pages.registry}/elements?class=PLS&at=${at}`);
    await page.waitForSelector(ready);
    const count = async (query: string) =>
      (await pages.service.json(`/api/v1/ccres?region=${at}&limit=1${query}`)).total as number;
    const [all, matching] = [await count(''), await count('&class=PLS')];
    await eventually(() => page.locator('.strip-said').textContent()).toMatch(
      new RegExp(`, ${matching} elements? match(es)?, ${all - matching} do(es)? not \\(grey\\)`),
    );
    const point = await pointOf(page, 'Elements', element);
    await page.mouse.move(point.x, point.y);
    await eventually(() => page.locator('.strip-host').getAttribute('title')).toContain(
      `${element.accession}, PLS`,
    );
    await page.mouse.click(point.x, point.y);
    await eventually(() => page.url()).toContain(element.accession);
    await page.context().close();
  }, 30_000);
});

describe('tracks of the visitor', () => {
  it('are added, taken away, and in the address', async () => {
    const page = await opened();
    const shown = () => new URL(page.url()).searchParams.get('tracks');
    await page.getByRole('button', { name: 'Tracks' }).click();
    await page.getByLabel('Biosample or tissue').fill(other.key);
    await page.getByRole('button', { name: `H3K27ac in ${other.biosample}` }).click();
    await eventually(shown).toBe(`H3K27ac@${other.key}`);
    await page.getByRole('button', { name: 'Remove Genes' }).click();
    await eventually(shown).toBe(`H3K27ac@${other.key},!genes`);
    await page.getByLabel('Axes fit what is in view').click();
    await eventually(shown).toContain(',fixed');
    await page.reload();
    await page.waitForSelector(ready);
    await eventually(() => page.locator('.strip-labels li').count()).toBe(6);
    expect(await page.locator('.strip-labels').textContent()).not.toContain('Genes');
    // The same axis for the same assay.
    await eventually(async () => (await page.locator('.strip-axis').allTextContents()).join()).toBe(
      '30,50,50,50,50',
    );
    await page.context().close();
  }, 30_000);

  it('are files of this computer, or at an address that is asked when the visitor says so', async () => {
    const page = await opened();
    await page.getByRole('button', { name: 'Tracks' }).click();
    await page.locator('input[type=file]').setInputFiles({
      name: 'mine.bed',
      mimeType: 'text/plain',
      buffer: Buffer.from(`${gene.chrom}\t${gene.start}\t${gene.end}\t<b>own</b>\n`),
    });
    await page.locator('.strip-labels li', { hasText: 'mine.bed' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    const features = page.getByRole('table', { name: 'Features in view' });
    await eventually(() => features.textContent()).toContain('<b>own</b>');
    await page.context().close();

    // A link that somebody sent: nothing is asked, and leaving it out empties the address.
    const address = 'https://tracks.example.org/x.bw';
    const linked = await opened(`&tracks=${encodeURIComponent(address)}`);
    await linked.getByText('tracks.example.org').waitFor();
    expect(pages.complaints).toEqual([]);
    await linked.getByRole('button', { name: 'Leave it out' }).click();
    await eventually(() => new URL(linked.url()).searchParams.has('tracks')).toBe(false);
    await linked.context().close();
  }, 30_000);
});

describe('a file that does not come', () => {
  it('is told at its track, can be asked again, and is not looked for elsewhere', async () => {
    const context = await pages.context();
    const page = await context.newPage();
    const files = '**/files/*/signals/*.bigWig';
    await page.route(files, (route) => route.fulfill({ status: 404, body: 'gone' }));
    await page.goto(`${pages.address}/${pages.registry}/gene/${gene.symbol}/browser?biosample=${sample.key}`);
    await page.waitForSelector(ready);
    const again = page.getByRole('button', { name: 'not read, try again' });
    await eventually(() => again.count()).toBe(4);
    await eventually(() => page.locator('.strip-said').textContent()).toMatch(/\d elements?/);
    await page.unroute(files);
    await again.first().click();
    await eventually(() => again.count()).toBe(3);
    expect(pages.complaints).toEqual([]);
    await context.close();
  }, 30_000);
});

describe('other registries and windows', () => {
  it('shows a registry without genes, signals and sequence, and says what is missing', async () => {
    const { elements } = await pages.service.json(`/api/v1/ccres?registry=${pages.plain}&limit=1`);
    const [{ accession }] = elements;
    const page = await pages.open(`/${pages.plain}/element/${accession}/browser`);
    await page.waitForSelector(ready);
    await eventually(() => page.locator('.strip-said').textContent()).toMatch(/\d elements?$/);
    const labels = page.locator('.strip-labels');
    await eventually(() => labels.textContent()).toContain('max-Z');
    await page.getByRole('button', { name: 'Tracks' }).click();
    await page.getByText('No signals in this registry').waitFor();
    await page.context().close();
  }, 30_000);

  it('is short on a phone, folds, and nothing scrolls sideways', async () => {
    const page = await pages.open(`/${pages.registry}/gene/${gene.symbol}/browser?biosample=${sample.key}`, {
      viewport: { width: 390, height: 800 },
    });
    await page.waitForSelector(ready);
    await eventually(() => page.locator('.strip-labels li').count()).toBe(4);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Fold the tracks' }).click();
    expect(await page.locator('.strip-sheet').count()).toBe(0);
    await page.getByRole('button', { name: 'Show the tracks' }).click();
    await page.waitForSelector(ready);
    await page.context().close();
  }, 30_000);

  it('asked nobody but the service', () => {
    expect(pages.complaints).toEqual([]);
  });
});
