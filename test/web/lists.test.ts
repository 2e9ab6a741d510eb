/** One's own list of elements and saved ones, in a browser. */

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openPages, type Pages } from './browser.ts';

let pages: Pages;
/** Expects it in the end: pages load their data by themselves. */
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 });
let accessions: string[];
beforeAll(async () => {
  pages = await openPages();
  const { elements } = await pages.service.json('/api/v1/ccres?limit=5&sort=-maxZ.DNase');
  accessions = elements.map((one: { accession: string }) => one.accession);
});
afterAll(() => pages?.close());

/** A list of these, by pasting them. */
async function pasted(words: string): Promise<Page> {
  const page = await pages.open(`/${pages.registry}/list`);
  await page.getByRole('textbox', { name: /^Accessions/ }).fill(words);
  await page.getByRole('button', { name: /^Add \d/ }).click();
  await page.getByRole('status').filter({ hasText: 'added' }).waitFor();
  return page;
}
/** The id of a list of the first registry, saved by the API. */
async function saved(own: readonly string[]): Promise<string> {
  const response = await pages.service.get('/api/v1/lists', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ registry: pages.registry, accessions: own }),
  });
  const { id } = (await response.json()) as { id: string };
  return id;
}
const listed = (page: Page) => page.locator('.list-elements tbody tr td:nth-child(2)').allTextContents();

describe('lists of elements', () => {
  it('takes pasted accessions, names those that it does not know, and keeps the list', async () => {
    const page = await pasted(`${accessions.join(', ')}\nEH38E9999999 nonsense`);
    expect(await page.locator('h1').textContent()).toBe('5 elements');
    expect(await page.getByRole('textbox', { name: /^Accessions/ }).inputValue()).toBe(
      'EH38E9999999\nNONSENSE',
    );
    expect(await page.getByText('2 accessions not known').count()).toBe(1);
    await soon(async () => (await listed(page)).sort()).toEqual([...accessions].sort());
    await page.reload();
    await soon(async () => (await listed(page)).sort()).toEqual([...accessions].sort());
    expect(await page.getByRole('link', { name: 'List, 5 elements' }).count()).toBe(1);
    await expectAccessible(page);
    expect(pages.complaints).toEqual([]);
  });

  it('removes and clears, and takes both back', async () => {
    const page = await pasted(accessions.join(' '));
    await page.getByRole('button', { name: `Remove ${accessions[2]} from the list` }).click();
    await soon(() => page.locator('h1').textContent()).toBe('4 elements');
    await page.getByRole('button', { name: 'Undo' }).click();
    await soon(() => page.locator('h1').textContent()).toBe('5 elements');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await soon(() => page.locator('h1').textContent()).toBe('Your list is empty');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await soon(() => page.locator('h1').textContent()).toBe('5 elements');
  });

  it('saves a list under an address that another visitor opens, downloads and takes over', async () => {
    const page = await pasted(accessions.join(' '));
    await page.getByRole('button', { name: 'Save under an address' }).click();
    await page.waitForURL(/\/list\/\w+$/);
    const address = new URL(page.url()).pathname;

    const other = await pages.open(address);
    await soon(() => other.locator('h1').textContent()).toBe('5 elements');
    await soon(async () => (await listed(other)).sort()).toEqual([...accessions].sort());
    await expectAccessible(other);
    await other.getByRole('button', { name: 'Download' }).click();
    const [download] = await Promise.all([
      other.waitForEvent('download'),
      other.getByRole('link', { name: /^TSV/ }).click(),
    ]);
    const [head, ...rows] = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    const place = head!.split('\t').indexOf('accession');
    expect(rows.map((row) => row.split('\t')[place]).sort()).toEqual([...accessions].sort());

    await other.getByRole('button', { name: 'Add to your list' }).click();
    await soon(() => other.getByRole('link', { name: 'List, 5 elements' }).count()).toBe(1);
    await other.getByRole('link', { name: 'Open in Elements' }).click();
    await other.waitForURL(/elements\?list=/);
    await soon(() => other.locator('h1').textContent()).toMatch(/^5 /);
    expect(pages.complaints).toEqual([]);
  });

  it('merges a saved list by its address', async () => {
    const id = await saved(accessions.slice(0, 3));
    const page = await pasted(accessions.slice(2).join(' '));
    await page
      .getByRole('textbox', { name: 'Address or id of a saved list' })
      .fill(`${pages.address}/${pages.registry}/list/${id}`);
    await page.getByRole('button', { name: 'Add', exact: true }).last().click();
    await soon(() => page.locator('h1').textContent()).toBe('5 elements');
    await page.getByRole('textbox', { name: 'Address or id of a saved list' }).fill('nothing');
    await page.getByRole('button', { name: 'Add', exact: true }).last().click();
    await page.getByRole('alert').filter({ hasText: 'nothing that is saved' }).waitFor();
  });

  it('goes to the elements of another registry', async () => {
    const page = await pasted(accessions.join(' '));
    const lift = await pages.service.json(
      `/api/v1/lift?to=${pages.plain}&accessions=${accessions.join(',')}`,
    );
    const there = new Set(lift.elements.flatMap((one: { accession: string | null }) => one.accession ?? []));
    await page.getByRole('button', { name: 'Look up 5' }).click();
    await page
      .getByRole('status')
      .filter({ hasText: `of ${pages.plain}` })
      .waitFor();
    if (there.size === 0) return;
    await page.getByRole('button', { name: `Open as a list of ${pages.plain}` }).click();
    await page.waitForURL(new RegExp(`/${pages.plain}/list/\\w+$`));
    await soon(() => page.locator('h1').textContent()).toMatch(new RegExp(`^${there.size} `));
  });

  it('says of a list of another registry where it is from', async () => {
    const id = await saved(accessions);
    const page = await pages.open(`/${pages.plain}/list/${id}`);
    await page.getByText(`This list was saved for ${pages.registry}`).waitFor();
    await page.getByRole('link', { name: `Open it in ${pages.registry}` }).click();
    await soon(() => page.locator('h1').textContent()).toBe('5 elements');
  });
});
