/** Biosamples in a browser: choosing by the lasso and by the keyboard, two side by side, elements side by side. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annotatedRegistry } from '../server/annotated-registry.ts';
import { expectAccessible, openPages, type Pages } from './browser.ts';

let pages: Pages;
/** Expects it in the end: pages load their data by themselves. */
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 });
let biosamples: { key: string; biosample: string; files: Record<string, string> }[];
beforeAll(async () => {
  pages = await openPages();
  ({ biosamples } = await pages.service.json('/api/v1/biosamples?limit=1000'));
});
afterAll(() => pages?.close());

const chosenIn = (page: Page) =>
  (new URL(page.url()).searchParams.get('chosen') ?? '').split(',').filter(Boolean).sort();

/** Draws a line around the upper left quarter of the embedding. */
async function lassoQuarter(page: Page): Promise<void> {
  const box = (await page.locator('.scatter-place').boundingBox())!;
  const to = (x: number, y: number) =>
    page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 });
  await to(0.02, 0.02);
  await page.mouse.down();
  for (const [x, y] of [
    [0.55, 0.02],
    [0.55, 0.55],
    [0.02, 0.55],
    [0.02, 0.06],
  ] as const)
    await to(x, y);
  await page.mouse.up();
  await page.waitForURL(/chosen=/);
}

describe('the page of biosamples', () => {
  it('chooses by a lasso what the boxes of the table choose, and remembers it in the address', async () => {
    const page = await pages.open(`/${pages.registry}/biosamples`);
    await page.locator('.scatter-place canvas').waitFor();
    await lassoQuarter(page);
    const byMouse = chosenIn(page);
    expect(byMouse.length).toBeGreaterThan(1);
    await page.reload();
    await page.waitForLoadState('networkidle');
    expect(await page.getByText(`${byMouse.length} chosen`).count()).toBeGreaterThan(0);

    const keyboard = await pages.open(`/${pages.registry}/biosamples`);
    const table = keyboard.getByRole('group', { name: 'Biosamples; arrow keys move' });
    await table.focus();
    for (const { key } of biosamples) {
      if (byMouse.includes(key)) await keyboard.keyboard.press('Space');
      await keyboard.keyboard.press('ArrowDown');
    }
    await soon(() => chosenIn(keyboard)).toEqual(byMouse);
    await expectAccessible(keyboard);
    expect(pages.complaints).toEqual([]);
  });

  it('filters by text, tissue and assay, in the address', async () => {
    const page = await pages.open(`/${pages.registry}/biosamples`);
    await page.getByRole('checkbox', { name: 'CTCF' }).check();
    const withCtcf = biosamples.filter(({ files }) => files.CTCF !== undefined).length;
    await soon(() => page.locator('h1').textContent()).toBe(`${withCtcf} biosamples of ${biosamples.length}`);
    expect(page.url()).toContain('assay=CTCF');
    await page.goBack();
    await soon(() => page.locator('h1').textContent()).toBe(`${biosamples.length} biosamples`);
  });

  it('leads with two chosen ones to their comparison, whose numbers the biosamples’ BEDs have too', async () => {
    const [a, b] = biosamples.filter(({ files }) => Object.keys(files).length === 4);
    const page = await pages.open(`/${pages.registry}/biosamples?chosen=${a!.key},${b!.key}`);
    await page.getByRole('link', { name: 'Compare two' }).click();
    await page.locator('.class-table tbody tr').first().waitFor();
    expect(new URL(page.url()).search).toBe(`?a=${a!.key}&b=${b!.key}`);
    const shown = await page.evaluate<string[][]>(
      "[...document.querySelectorAll('.class-table tbody tr')].map((row) => [...row.cells].slice(1).map((cell) => cell.textContent))",
    );
    const heads = await page.locator('.class-table tbody th').allTextContents();

    const { registry } = await annotatedRegistry();
    const classesOf = (key: string) =>
      readFileSync(path.join(registry, 'biosamples', `${key}.bed`), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[9]!.split(',')[0]!);
    const [inA, inB] = [classesOf(a!.key), classesOf(b!.key)];
    const counts = new Map<string, number>();
    inA.forEach((own, i) => {
      const pair = `${own} ${inB[i]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    });
    heads.forEach((own, i) => {
      const expected = heads.map((other) => counts.get(`${own} ${other}`) ?? 0);
      expect(shown[i]!.slice(0, heads.length).map((text) => Number(text!.replaceAll(',', '')))).toEqual(
        expected,
      );
    });
    await expectAccessible(page);
  });

  it('opens the elements behind a number of the comparison, as many as it says', async () => {
    const [a, b] = biosamples.filter(({ files }) => Object.keys(files).length === 4);
    const page = await pages.open(`/${pages.registry}/biosamples/compare?a=${a!.key}&b=${b!.key}`);
    const link = page.locator('.high-table tbody tr').nth(2).locator('td a').nth(1);
    const said = await link.textContent();
    await link.click();
    await page.waitForURL(/elements\?/);
    await page.waitForLoadState('networkidle');
    const { high, low } = Object.fromEntries(new URL(page.url()).searchParams);
    expect(high).toBe(`H3K27ac@${a!.biosample}`);
    expect(low).toBe(`H3K27ac@${b!.biosample}`);
    await soon(() => page.locator('h1').textContent()).toContain(said!);
  });

  it('shows one biosample with its metadata, classes and files', async () => {
    const one = biosamples.find(({ files }) => files.DNase !== undefined)!;
    const page = await pages.open(`/${pages.registry}/biosample/${one.key}`);
    await soon(() => page.locator('h1').textContent()).toBe(one.biosample);
    await page.locator('.plot svg').waitFor();
    const file = await page.getByRole('link', { name: 'bigBed of all elements' }).getAttribute('href');
    expect((await pages.service.get(file!)).status).toBe(200);
    await expectAccessible(page);
    expect(pages.complaints).toEqual([]);
  });

  it('says that a registry has no embedding, and works without', async () => {
    const page = await pages.open(`/${pages.plain}/biosamples`);
    expect(await page.getByText('No embedding in this registry').count()).toBe(1);
    expect(await page.getByRole('table', { name: 'Biosamples' }).count()).toBe(1);
    await expectAccessible(page);
  });
});

describe('elements side by side', () => {
  it('adds and removes columns, and keeps them in the address', async () => {
    const { elements } = await pages.service.json('/api/v1/ccres?limit=3&sort=-maxZ.DNase');
    const [first, second, third] = elements.map((one: { accession: string }) => one.accession);
    const page = await pages.open(`/${pages.registry}/compare?accessions=${first},${second}`);
    await page.getByRole('textbox', { name: 'Accessions to add' }).fill(`${third} EH38E9999999`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.waitForURL(new RegExp(`${first},${second},${third}$`));
    expect(await page.getByRole('alert').textContent()).toContain('EH38E9999999');
    await page.getByRole('button', { name: `Remove ${first}` }).click();
    await page.waitForURL(new RegExp(`accessions=${second},${third}$`));
    await soon(() => page.locator('.element-columns thead th').allTextContents()).toEqual([second, third]);
    await expectAccessible(page);
    expect(pages.complaints).toEqual([]);
  });
});
