/** A visitor's BED in a browser: given, counted, shared, mended, downloaded. */

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annotatedRegistry } from '../server/annotated-registry.ts';
import { running } from '../server/simulated.ts';
import { expectAccessible, openPages, type Pages } from './browser.ts';

const REGIONS = 200_000;

let pages: Pages;
/** Expects it in the end: pages load their data by themselves. */
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 });
let bed: Buffer;
beforeAll(async () => {
  pages = await openPages();
  bed = Buffer.from(await regions());
});
afterAll(() => pages?.close());

/** Regions all over the genome, in no order, some of them on a chromosome that the registry has not. */
async function regions(): Promise<string> {
  const { chroms } = await spans();
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return seed / 2 ** 32;
  };
  const rows = Array.from({ length: REGIONS }, (_, i) => {
    const [chrom, end] = chroms[Math.floor(random() * chroms.length)]!;
    const start = Math.floor(random() * end);
    return `${i % 1000 === 0 ? 'chrNone' : chrom}\t${start}\t${start + 1 + Math.floor(random() * 400)}\tr${i}`;
  });
  return `${rows.join('\n')}\n`;
}

/** The chromosomes of the registry, to the end of their last element. */
async function spans(): Promise<{ chroms: [string, number][] }> {
  const { facets } = await pages.service.json('/api/v1/ccres?limit=0&facets=chrom');
  const names: string[] = facets.chrom
    .filter((own: { count: number }) => own.count > 0)
    .map((own: { name: string }) => own.name);
  const chroms = names.map(async (chrom): Promise<[string, number]> => {
    const { total } = await pages.service.json(`/api/v1/ccres?limit=0&chrom=${chrom}`);
    const { elements } = await pages.service.json(`/api/v1/ccres?limit=1&chrom=${chrom}&offset=${total - 1}`);
    return [chrom, elements[0].end];
  });
  return { chroms: await Promise.all(chroms) };
}

const give = (page: Page, name: string, buffer: Buffer) =>
  page
    .getByLabel('A BED, plain or gzip')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
const count = (value: number) => value.toLocaleString('en-US');

describe('the page of BED uploads', () => {
  it('counts 200,000 regions as the API does, and keeps them under an address that others can open', async () => {
    const answer = await pages.service.json('/api/v1/intersect', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: new Uint8Array(bed),
    });
    expect(answer).toMatchObject({ intervals: REGIONS, onOtherChromosomes: REGIONS / 1000 });
    const page = await pages.open(`/${pages.registry}/bed`);
    await give(page, 'peaks.bed', bed);
    await page.waitForURL(/\/bed\/\w+$/);
    const title = `${count(answer.hit)} of ${count(REGIONS)} regions overlap an element`;
    await soon(() => page.locator('h1').textContent()).toBe(title);

    const other = await pages.open(new URL(page.url()).pathname);
    await soon(() => other.locator('h1').textContent()).toBe(title);
    const facts = (await other.locator('.bed-page .facts').textContent())!;
    for (const number of [REGIONS - answer.hit, answer.elements.total, answer.genes.overlapping]) {
      expect(facts).toContain(count(number));
    }
    await other.getByRole('button', { name: 'SVG, PNG, TSV and table of Share of elements, %' }).click();
    await other.getByRole('button', { name: 'As table' }).click();
    const cells = await other.evaluate<string[][]>(
      "[...document.querySelectorAll('.plain-table tbody tr')].map((row) => [...row.cells].slice(0, 2).map((cell) => cell.textContent))",
    );
    const byClass = answer.elements.byClass.filter((own: { count: number }) => own.count > 0);
    expect(cells).toEqual(
      byClass.map((own: { name: string; count: number }) => [own.name, String(own.count)]),
    );
    await expectAccessible(other);
    expect(pages.complaints).toEqual([]);
  });

  it('counts only elements of a class, in the address', async () => {
    const page = await pages.open(`/${pages.registry}/bed`);
    await give(page, 'some.bed', bed.subarray(0, bed.indexOf('\n', 40_000) + 1));
    await page.waitForURL(/\/bed\/\w+$/);
    await page.getByRole('combobox', { name: 'Class' }).selectOption('PLS');
    await soon(() => page.locator('h1').textContent()).toContain('such an element');
    expect(page.url()).toContain('?class=PLS');
    const upload = new URL(page.url()).pathname.split('/').at(-1);
    const { hit } = await pages.service.json(`/api/v1/intersect?upload=${upload}&class=PLS`);
    await soon(() => page.locator('h1').textContent()).toMatch(new RegExp(`^${count(hit)} of `));
    // Into the list of elements: as many as are overlapped.
    await page.getByRole('combobox', { name: 'Class' }).selectOption('');
    const { elements, pairs } = await pages.service.json(`/api/v1/intersect?upload=${upload}`);
    await page.getByRole('link', { name: /^Open .* in Elements$/ }).click();
    await page.waitForURL(/elements\?accession=/);
    await soon(() => page.locator('h1').textContent()).toContain(count(elements.total));
    await page.goBack();
    await page.getByRole('button', { name: /^Download / }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^TSV/ }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.length).toBe(pairs + 1);
    expect(lines[0]!.split('\t').slice(0, 5)).toEqual([
      'interval',
      'name',
      'intervalStart',
      'intervalEnd',
      'sharedBp',
    ]);
  });

  it('quotes every line that cannot be read by its number, and leaves them out where that is wanted', async () => {
    const page = await pages.open(`/${pages.registry}/bed`);
    const box = page.getByLabel('Or paste rows');
    const good = Array.from({ length: 30 }, (_, i) => `chr1\t${100 + i}\t900`);
    const lines = [
      '# a comment',
      'chrom\tstart\tend',
      ...good.slice(0, 10),
      'chr1\t5x0\t900',
      'chr1\t9\t7',
      ...good.slice(10),
      'chr1\t1\t2\tpeak',
    ];
    const bad = [2, 13, 14, lines.length];
    await box.fill(lines.join('\n'));
    await page.getByRole('button', { name: /^Look up/ }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('4 lines of pasted rows cannot be read, 30 rows can').waitFor();
    expect(await alert.locator('.bad-line').allTextContents()).toEqual(bad.map((line) => lines[line - 1]));
    const said = await alert.locator('li p').allTextContents();
    expect(said.map((one) => Number(/Line (\d+)/.exec(one)?.[1]))).toEqual(bad);
    await expectAccessible(page);
    await alert.getByRole('button', { name: 'leave all 4 out' }).click();
    await page.waitForURL(/\/bed\/\w+$/);
    await soon(() => page.locator('h1').textContent()).toContain(' of 30 regions');
    expect(pages.complaints).toEqual([]);
  });

  it('counts the lines that are not quoted, and offers nothing where no row is left', async () => {
    const page = await pages.open(`/${pages.registry}/bed`);
    await page.getByLabel('Or paste rows').fill('chr1 100\n'.repeat(25));
    await page.getByRole('button', { name: /^Look up/ }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('25 lines of pasted rows cannot be read').waitFor();
    expect(await alert.locator('.bad-line').count()).toBe(20);
    await alert.getByText('And 5 further lines.').waitFor();
    expect(await alert.getByRole('button').count()).toBe(0);
  });

  it('says what is gone or never was', async () => {
    const page = await pages.open(`/${pages.registry}/bed/nothing`);
    await page.getByText(/is nothing that is saved here/).waitFor();
    expect(await page.locator('h1').count()).toBe(1);
    await page.getByRole('link', { name: 'Upload a BED' }).click();
    await page.waitForURL(/\/bed$/);
  });

  it('answers from the page where the server keeps nothing', async () => {
    const { registry } = await annotatedRegistry();
    const without = await running(
      [registry],
      process.env.CISREG_PAGES === undefined ? {} : { pages: process.env.CISREG_PAGES },
    );
    try {
      const page = await (await pages.context()).newPage();
      await page.goto(`${without.address}/${pages.registry}/bed`);
      await page.getByRole('button', { name: 'Put in an example' }).click();
      const look = page.getByRole('button', { name: 'Look up 40 regions' });
      await look.click();
      await page.getByText('This server keeps no uploads').waitFor();
      await page.getByRole('heading', { name: /of 40 regions/ }).waitFor();
      await soon(() => page.getByRole('table', { name: 'Regions and elements' }).count()).toBe(1);
      await page.getByRole('button', { name: /^Download / }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: /^BED/ }).click(),
      ]);
      expect(readFileSync(await download.path(), 'utf8')).toMatch(/^chr/);
    } finally {
      await without.app.close();
    }
  });
});
