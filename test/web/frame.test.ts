/** What is around every page, in a browser. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openPages, type Pages } from './browser.ts';

let pages: Pages;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(() => pages?.close());

describe('the frame of the pages', () => {
  it('leads to every section, and says where one is', async () => {
    const page = await pages.open('/');
    for (const name of ['Elements', 'Genes', 'Variants & GWAS', 'Biosamples', 'Differential', 'BED upload']) {
      await page
        .getByRole('navigation', { name: 'Sections' })
        .getByRole('link', { name, exact: true })
        .click();
      const current = page.locator('.sections .current');
      await expect.poll(() => current.allTextContents(), { message: name }).toEqual([name]);
      await expect.poll(() => page.locator('h1').count(), { message: name }).toBe(1);
    }
    expect(pages.complaints).toEqual([]);
  });

  it('keeps the theme and the colours that a visitor chose', async () => {
    const context = await pages.context({ colorScheme: 'light' });
    const page = await context.newPage();
    await page.goto(pages.address);
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('light');
    await page.getByRole('button', { name: 'Theme and colours' }).click();
    await page.getByRole('radio', { name: 'Dark' }).check();
    await page.getByRole('radio', { name: 'Colour-blind-safe' }).check();
    await page.reload();
    expect(await page.evaluate('({ ...document.documentElement.dataset })')).toMatchObject({
      theme: 'dark',
      palette: 'safe',
    });
  });

  it('says what is not there, and where to go', async () => {
    const page = await pages.open('/no-registry/elements');
    expect(await page.locator('h1').textContent()).toBe('No such page');
    await page
      .getByRole('link', { name: new RegExp(`^${pages.registry} `) })
      .last()
      .click();
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/${pages.registry}`);
  });

  it('leads on from an address that is nearly a page, with its query', async () => {
    const page = await pages.open(`/${pages.registry}/ccres?class=PLS`);
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/${pages.registry}/elements`);
    expect(new URL(page.url()).search).toBe('?class=PLS');
    await page.goto(`${pages.address}/${pages.registry}/studies/none`);
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/${pages.registry}/gwas/none`);
  });

  it('is for everyone: axe, both themes, a phone', async () => {
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 390],
    ] as const) {
      const page = await pages.open('/', { colorScheme, viewport: { width, height: 844 } });
      await expectAccessible(page);
    }
    expect(pages.complaints).toEqual([]);
  });
});
