/** The first page and its search, as people use them. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openPages, type Pages } from './browser.ts';

let pages: Pages;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages?.close());

const path = (page: Page) => decodeURIComponent(new URL(page.url()).pathname);
const box = (page: Page) => page.getByRole('combobox', { name: 'Search this registry' });

describe('the first page', () => {
  it('says what is served: numbers, classes, tissues, version', async () => {
    const page = await pages.open('/');
    const [registry] = (await pages.service.json('/api/v1/registries')).registries;
    const { facets } = await pages.service.json('/api/v1/ccres?limit=1&facets=class');
    expect(await page.locator('h1').textContent()).toContain(registry.ccres.toLocaleString('en-US'));
    for (const { name, count } of facets.class) {
      const row = page.locator('.class-bars li', { hasText: name }).first();
      expect(await row.textContent(), name).toContain(count.toLocaleString('en-US'));
    }
    expect(await page.locator('.registry-facts').textContent()).toContain(registry.version);
    const rows = await page.locator('.density li').count();
    expect(rows).toBe(
      registry.chromosomes.filter((own: { name: string; sizeBp: number }) => own.sizeBp > 1e6).length,
    );
    for (const theme of ['light', 'dark'] as const) {
      await expectAccessible(await pages.open('/', { colorScheme: theme }));
    }
    expect(pages.complaints).toEqual([]);
  });

  it('has examples that find something, in either registry', async () => {
    for (const id of [pages.registry, pages.plain]) {
      const page = await pages.open(`/${id}`);
      const examples = page.locator('.examples a');
      await expect.poll(() => examples.count()).toBeGreaterThanOrEqual(id === pages.registry ? 6 : 3);
      const texts = await examples.allTextContents();
      for (const text of texts) {
        const found = await pages.service.json(`/api/v1/search?registry=${id}&q=${encodeURIComponent(text)}`);
        expect(found.unknown, text).toEqual([]);
        expect(found.total, text).toBeGreaterThan(0);
      }
    }
  });
});

describe('the search', () => {
  it('leads by keyboard from a gene to its page', async () => {
    const page = await pages.open('/');
    const { genes } = await pages.service.json('/api/v1/genes?limit=1&offset=7');
    await page.keyboard.press('/');
    await page.keyboard.type(genes[0].symbol);
    const option = page.getByRole('group', { name: 'Genes' }).getByRole('option').first();
    await option.waitFor();
    // The first is all together, the gene comes next.
    await expect.poll(() => page.getByRole('option').first().textContent()).toContain('element');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => option.getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Enter');
    await expect.poll(() => path(page)).toBe(`/${pages.registry}/gene/${genes[0].id}`);
  });

  it('understands several things at once, with their exact number, and shows just these', async () => {
    const { biosamples } = await pages.service.json('/api/v1/biosamples?limit=1');
    const { tissue } = biosamples[0].metadata;
    const q = `${tissue} enhancers`;
    const { total } = await pages.service.json(`/api/v1/search?q=${encodeURIComponent(q)}`);
    const page = await pages.open('/');
    await box(page).fill(q);
    const first = page.getByRole('option').first();
    await expect.poll(() => first.textContent()).toContain(`${total.toLocaleString('en-US')} element`);
    await page.keyboard.press('Enter');
    await expect.poll(() => path(page)).toBe(`/${pages.registry}/elements`);
    await expect
      .poll(() => page.locator('h1').textContent())
      .toContain(`${total.toLocaleString('en-US')} element`);
    await page.reload();
    await expect
      .poll(() => page.locator('h1').textContent())
      .toContain(`${total.toLocaleString('en-US')} element`);
  });

  it('keeps a part with Tab, and closes with Esc', async () => {
    const page = await pages.open('/');
    const { genes } = await pages.service.json('/api/v1/genes?limit=1&offset=3');
    await box(page).fill(`enhancer ${genes[0].symbol.slice(0, -1)}`);
    await page.getByRole('group', { name: 'Genes' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    expect(await box(page).inputValue()).toMatch(/^enhancer \S+ $/);
    await page.keyboard.press('Escape');
    expect(await box(page).getAttribute('aria-expanded')).toBe('false');
  });

  it('says what it does not know, and goes nowhere by itself', async () => {
    const page = await pages.open(`/${pages.registry}/search?q=nothing-such`);
    expect(path(page)).toBe(`/${pages.registry}/search`);
    expect(await page.locator('.parts').textContent()).toContain('nothing-such');
    await expectAccessible(page);
  });

  it('leads old addresses to pages', async () => {
    const { elements } = await pages.service.json('/api/v1/ccres?limit=1');
    const page = await pages.open(`/search/?q=${elements[0].accession}&assembly=GRCh38`);
    await expect.poll(() => path(page)).toBe(`/${pages.registry}/element/${elements[0].accession}`);
  });
});
