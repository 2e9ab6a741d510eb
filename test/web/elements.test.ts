/** The page of elements in a browser: what it lists is what the service answers. */

import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openPages, type Pages } from './browser.ts';

interface Row {
  readonly accession: string;
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

let pages: Pages;
let total: number;
/** Two biosamples with H3K27ac. */
let names: readonly string[];
beforeAll(async () => {
  pages = await openPages();
  total = (await ccres('limit=0')).total;
  const { biosamples } = await pages.service.json('/api/v1/biosamples?limit=10000');
  names = biosamples
    .filter(({ files }: { files: object }) => 'H3K27ac' in files)
    .map(({ biosample }: { biosample: string }) => biosample);
});
afterAll(() => pages?.close());

const ccres = (query: string): Promise<{ total: number; elements: readonly Row[] }> =>
  pages.service.json(`/api/v1/ccres?${query}`);
const counted = (value: number) => value.toLocaleString('en-US');
/** The page, without igv.js: reading that takes longer than everything else. */
async function open(query = '', options: BrowserContextOptions = {}): Promise<Page> {
  const context = await pages.context(options);
  await context.route(/\/assets\/igv-/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`${pages.address}/${pages.registry}/elements${query}`);
  return page;
}
const queryOf = (page: Page) => new URL(page.url()).searchParams;
/** A busy machine takes its time. */
const soon = <T>(of: () => T) => expect.poll(of, { timeout: 20_000 });
const title = (page: Page) => page.locator('h1');

const ROWS = `[...document.querySelectorAll('tbody tr[aria-rowindex]')].map((row) => [
  Number(row.getAttribute('aria-rowindex')) - 2,
  row.querySelector('a[href*="/element/"]')?.textContent ?? '',
])`;

/** The accessions that are in view, by their row from 0 on, once they are there. */
async function rowsInView(page: Page): Promise<[number, string][]> {
  await page.locator('tbody tr a').first().waitFor();
  await soon(() => page.locator('td.waiting').count()).toBe(0);
  const rows = await page.evaluate<[number, string][]>(ROWS);
  expect(rows.length).toBeGreaterThan(3);
  return rows;
}

/** What the service has at these rows. */
async function expectRows(page: Page, query = ''): Promise<void> {
  const rows = await rowsInView(page);
  const { elements } = await ccres(`${query}&offset=${rows[0]![0]}&limit=${rows.length}`);
  expect(rows.map(([, accession]) => accession)).toEqual(elements.map(({ accession }) => accession));
}

describe('what is listed', () => {
  it('is what the filters of the address let pass, with its number', async () => {
    const [one] = names;
    const filter = `class=PLS,pELS&high=${encodeURIComponent(`H3K27ac@${one}`)}`;
    const { total: found } = await ccres(`${filter}&limit=0`);
    expect(found).toBeGreaterThan(20);
    const page = await open(`?${filter}`);
    await soon(() => title(page).textContent()).toContain(`${counted(found)} elements`);
    expect(await title(page).textContent()).toContain(`of ${counted(total)}`);
    await expectRows(page, filter);
    // Once it rests, it is said.
    await expect
      .poll(() => page.getByRole('status').allTextContents())
      .toContain(`${counted(found)} elements`);
    await expectAccessible(page, ['.browser-strip', '.facets']);
    await page.context().close();
  });

  it('is sorted by a click on a head, and stays so after a reload', async () => {
    const page = await open();
    await page.getByRole('columnheader', { name: 'DNase max' }).getByRole('button').click();
    await soon(() => queryOf(page).get('sort')).toBe('-maxZ.DNase');
    await soon(() => page.locator('th[aria-sort=descending]').count()).toBe(1);
    await soon(() => page.locator('.answer.dimmed').count()).toBe(0);
    await expectRows(page, 'sort=-maxZ.DNase');
    await page.reload();
    await expectRows(page, 'sort=-maxZ.DNase');
    await page.context().close();
  });

  it('is right far down, and at its end', async () => {
    const page = await open();
    await rowsInView(page);
    const scroller = page.locator('.scroller');
    for (const part of [0.3, 0.9, 0.62]) {
      await page.evaluate(
        `{ const all = document.querySelector('.scroller'); all.scrollTop = all.scrollHeight * ${part}; }`,
      );
    }
    await soon(async () => (await rowsInView(page))[0]![0]).toBeGreaterThan(total / 2);
    await expectRows(page);
    await scroller.focus();
    await page.keyboard.press('End');
    await soon(async () => (await rowsInView(page)).at(-1)![0]).toBe(total - 1);
    await expectRows(page);
    await page.context().close();
  });

  it('says which condition removed the last ones, and removes it', async () => {
    const { total: left } = await ccres('class=PLS&limit=0');
    const page = await open('?class=PLS&maxZ.DNase=9000,');
    await page.getByText('No element passes all 2 conditions').waitFor();
    await page.getByRole('button', { name: `: ${counted(left)} elements` }).click();
    await soon(() => title(page).textContent()).toContain(`${counted(left)} elements`);
    expect([...queryOf(page)]).toEqual([['class', 'PLS']]);
    await page.goBack();
    await page.getByRole('button', { name: 'Clear all 2' }).click();
    await soon(() => title(page).textContent()).toContain(`${counted(total)} elements`);
    await page.context().close();
  });

  it('is a mistake in its own place where a filter is none', async () => {
    const page = await open('?class=NOSUCH');
    const alert = page.getByRole('alert').filter({ hasText: 'The elements could not be read' });
    expect(await alert.textContent()).toContain('NOSUCH');
    await page.context().close();
  });

  it('is a mistake where the assembly has no such place, and the browser is where the registry begins', async () => {
    const page = await open('?region=chr99:1-2');
    const alert = page.getByRole('alert').filter({ hasText: 'The elements could not be read' });
    expect(await alert.textContent()).toContain('on no chromosome of');
    await soon(() => page.getByRole('textbox', { name: 'Position, gene' }).inputValue()).toMatch(/^chr1:1-/);
    await page.context().close();
  });
});

describe('columns', () => {
  it('are chosen and moved in a dialog, by the keyboard too, and stand in the address', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Columns' });
    await dialog.getByLabel('Length, bp', { exact: true }).check();
    await dialog.getByRole('searchbox').fill(names[0]!);
    await dialog.getByLabel(`H3K27ac in ${names[0]}`, { exact: true }).check();
    const own = () => queryOf(page).get('columns')!.split(';');
    await soon(() => own().slice(-2)).toEqual(['length', `H3K27ac@${names[0]}`]);
    await dialog.getByRole('button', { name: 'Move Length, bp up' }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await soon(() => own().at(-3)).toBe('length');
    await expectAccessible(page, ['.browser-strip', '.facets']);
    await dialog.getByRole('button', { name: 'Done' }).click();
    const heads = await page.getByRole('columnheader').allTextContents();
    expect(heads.slice(-3)[0]).toBe('Length, bp');
    await page.reload();
    await rowsInView(page);
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(heads);
    const [first] = (await ccres('limit=1')).elements as readonly { length: number }[] & readonly Row[];
    const cells = await page.locator('tbody tr').first().locator('td').allTextContents();
    expect(cells.at(-3)).toBe(counted(first!.end - first!.start));
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await dialog.getByRole('button', { name: 'Reset' }).click();
    await soon(() => queryOf(page).has('columns')).toBe(false);
    await page.context().close();
  });
});

describe('selected elements', () => {
  it('go to the list, and are compared', async () => {
    const page = await open('?class=PLS');
    const [one, two] = (await rowsInView(page)).map(([, accession]) => accession);
    await page.getByLabel(`Select ${one}`).check();
    await page.getByLabel(`Select ${two}`).check();
    await page.getByRole('button', { name: 'Add to list' }).click();
    await page.getByRole('link', { name: 'List, 2 elements' }).waitFor();
    const compare = await page.getByRole('link', { name: 'Compare' }).getAttribute('href');
    expect(compare).toContain(`accessions=${one},${two}`);
    const { total: all } = await ccres('class=PLS&limit=0');
    await page.getByRole('button', { name: `Select all ${counted(all)}` }).click();
    await page.getByText(`${counted(all)} selected`).waitFor();
    await page.context().close();
  });

  it('are opened and selected by the keyboard alone', async () => {
    const page = await open('?class=PLS');
    const rows = await rowsInView(page);
    await page.locator('.scroller').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    expect(await page.getByLabel(`Select ${rows[2]![1]}`).isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/element/${rows[2]![1]}`);
    await page.goBack();
    await page.locator('tr[aria-selected=true]').waitFor();
    expect(queryOf(page).get('selected')).toBe(rows[2]![1]);
    await page.context().close();
  });
});

describe('files and addresses', () => {
  it('have exactly what is listed, in its order, with its columns', async () => {
    const high = encodeURIComponent(`H3K27ac@${names[0]}`);
    const query = `class=dELS&high=${high}&sort=-tau`;
    const page = await open(`?${query}`);
    const own = `${query}&columns=${high}`;
    for (const [format, label] of [
      ['tsv', /^TSV/],
      ['bed', /^BED/],
      ['ndjson', /^NDJSON/],
      ['parquet', /^Parquet/],
    ] as const) {
      const file = await downloaded(page, label);
      const answer = await pages.service.get(`/api/v1/ccres?${own}&format=${format}`);
      expect(file.equals(Buffer.from(await answer.arrayBuffer())), format).toBe(true);
    }
    await page.context().close();
  });

  it('have what no address of the API says', async () => {
    const [a, b] = names;
    const activity = `any:high.H3K27ac@${a};high.H3K27ac@${b}`;
    const page = await open(`?activity=${encodeURIComponent(activity)}`);
    const is = 'high';
    const assay = 'H3K27ac';
    const body = {
      filter: { activity: { any: [a, b].map((biosample) => ({ biosample, assay, is })) } },
      columns: [a, b].map((biosample) => ({ biosample, assay })),
    };
    const post = (format: string, limit?: number) =>
      pages.service.get('/api/v1/ccres', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, format, ...(limit === undefined ? {} : { limit }) }),
      });
    const { total: found } = (await (await post('json', 0)).json()) as { total: number };
    await soon(() => title(page).textContent()).toContain(`${counted(found)} elements`);
    const file = await downloaded(page, /^TSV/);
    expect(file.toString()).toBe(await (await post('tsv')).text());
    await page.context().close();
  });

  it('are shared: the page as it is, and the list in the API of this version', async () => {
    const page = await open('?class=pELS&sort=-maxZ.CTCF&columns=accession;maxZ.CTCF;length');
    const rows = await rowsInView(page);
    await page.getByRole('button', { name: 'Share' }).click();
    const own = await page.getByLabel('This page').inputValue();
    const api = await page.getByLabel('The list in the API').inputValue();
    expect(api).toMatch(/\/v\/[0-9a-f]+\/api\/v1\/ccres\?.*class=pELS/);
    const answer = (await (await fetch(api)).json()) as { elements: readonly Row[] };
    expect(answer.elements.slice(0, rows.length).map(({ accession }) => accession)).toEqual(
      rows.map(([, accession]) => accession),
    );
    const other = await (await pages.context()).newPage();
    await other.goto(own);
    expect(await rowsInView(other)).toEqual(rows);
    expect(await other.getByRole('columnheader').allTextContents()).toEqual(
      await page.getByRole('columnheader').allTextContents(),
    );
    await other.context().close();
    await page.context().close();
  });
});

describe('the browser and the table', () => {
  it('are one place: a location leads the browser, the browser can lead the rows', async () => {
    const page = await open('?class=dELS');
    const [, , third] = (await ccres('class=dELS&limit=3')).elements;
    await page.getByRole('link', { name: 'show it in the browser' }).nth(2).click();
    await soon(() => queryOf(page).get('selected')).toBe(third!.accession);
    const at = queryOf(page).get('at')!;
    const [, chrom, from, to] = /^(.+):(\d+)-(\d+)$/.exec(at)!;
    expect(chrom).toBe(third!.chrom);
    expect(Number(from)).toBeLessThanOrEqual(third!.start + 1);
    expect(Number(to)).toBeGreaterThanOrEqual(third!.end);
    await page.getByRole('button', { name: 'In view' }).click();
    const { total: inView } = await ccres(`class=dELS&region=${at}&limit=0`);
    await soon(() => title(page).textContent()).toContain(`${inView} element`);
    await page.context().close();
  });
});

describe('on a phone', () => {
  it('filters are a sheet that says what they give, rows have two lines, nothing scrolls sideways', async () => {
    const page = await open('?class=PLS', { viewport: { width: 390, height: 844 } });
    const rows = await rowsInView(page);
    expect(await page.locator('tbody tr').first().locator('td.two-lines').count()).toBe(1);
    const { total: found } = await ccres('class=PLS&limit=0');
    await page.getByRole('button', { name: 'Filters 1' }).click();
    await page.getByRole('button', { name: `Show ${counted(found)} elements` }).click();
    await page.getByLabel('Sorted by').selectOption('-maxZ.DNase');
    await soon(() => queryOf(page).get('sort')).toBe('-maxZ.DNase');
    await soon(async () => (await rowsInView(page))[0]).not.toEqual(rows[0]);
    await expectRows(page, 'class=PLS&sort=-maxZ.DNase');
    await expectAccessible(page, ['.browser-strip', '.facets']);
    await page.context().close();
  });
});

it('the pages complain of nothing', () => {
  expect(pages.complaints).toEqual([]);
});

async function downloaded(page: Page, format: RegExp): Promise<Buffer> {
  await page.getByRole('button', { name: /^Download/ }).click();
  const item = page.locator('.downloads:popover-open').locator('a, button').filter({ hasText: format });
  const [download] = await Promise.all([page.waitForEvent('download'), item.click()]);
  return readFileSync(await download.path());
}
