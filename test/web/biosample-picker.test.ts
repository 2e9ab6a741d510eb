/** The picker of biosamples in a browser: what it counts is what the API counts. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openPages, type Pages } from './browser.ts';
import {
  biosamplesOf,
  counted,
  elements,
  encoded,
  expectClasses,
  expectTotal,
  facet,
  type Json,
  MARK,
  markedOf,
  numberIn,
  queryOf,
} from './element-counts.ts';

let pages: Pages;
/** Biosamples with the mark, and a tissue that has several. */
let marked: { biosample: string; tissue: string }[];
let tissue: string;
beforeAll(async () => {
  pages = await openPages();
  marked = await markedOf(pages);
  tissue = marked.find((own) => marked.filter((other) => other.tissue === own.tissue).length > 1)!.tissue;
});
afterAll(() => pages?.close());

const posted = (filter: object, facets: readonly object[] = []): Promise<Json> =>
  pages.service.json('/api/v1/ccres', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ registry: pages.registry, filter, facets, limit: 0 }),
  });

describe('the picker', () => {
  it('takes high in one biosample and low in another by keys alone', async () => {
    const page = await elements(pages);
    const [a, b] = [marked[0]!.biosample, marked.at(-1)!.biosample];
    await page.getByRole('button', { name: 'Biosample, tissue or group' }).focus();
    await page.keyboard.press('Enter');
    const picker = page.getByRole('dialog', { name: 'High or low in biosamples' });
    const field = picker.getByRole('searchbox');
    await expect.poll(() => page.evaluate('document.activeElement.type')).toBe('search');
    for (const [name, is] of [
      [a, 'high'],
      [b, 'low'],
    ] as const) {
      await field.focus();
      await field.fill(name);
      // On through the filters and the tree to the list.
      for (let i = 0; i < 20; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate("document.activeElement.matches('.picker .scroller')")) break;
      }
      await page.keyboard.press('Enter');
      if (is === 'low')
        await page.keyboard
          .press('Tab')
          .then(() => picker.getByRole('button', { name: `low in ${name}`, exact: true }).focus());
      await page.keyboard.press('Space');
      await expect.poll(() => queryOf(page)[is]).toBe(`${MARK}@${name}`);
    }
    const { total, facets } = await counted(
      pages,
      `high=${encoded([a])}&low=${encoded([b])}&facets=class,ctcfBound`,
    );
    await expect
      .poll(async () => numberIn(await picker.locator('.picker-foot > b').textContent()), { timeout: 5000 })
      .toBe(total);
    await page.keyboard.press('Escape');
    await expect.poll(() => picker.isVisible()).toBe(false);
    // Where one was.
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Biosample, tissue or group');
    await expectTotal(page, total);
    await expectClasses(page, facets);
    await page.reload();
    await page.waitForLoadState('networkidle');
    await expectTotal(page, total);
    expect(await facet(page, 'Biosamples').getByRole('listitem').count()).toBe(2);
  });

  it('joins by any and by at least so many, and takes a tissue as a group', async () => {
    const page = await elements(
      pages,
      `high=${encoded(marked.slice(0, 3).map(({ biosample }) => biosample))}`,
    );
    const terms = marked.slice(0, 3).map(({ biosample }) => ({ biosample, assay: MARK, is: 'high' }));
    const join = facet(page, 'Biosamples').getByRole('combobox');
    for (const [value, activity] of [
      ['any', { any: terms }],
      ['2', { atLeast: { k: 2, of: terms } }],
    ] as const) {
      await join.selectOption(value);
      await expectTotal(page, (await posted({ activity })).total);
      await expect.poll(() => queryOf(page).activity).toMatch(new RegExp(`^${value}:`));
    }
    await page.getByRole('button', { name: 'Biosample, tissue or group' }).click();
    const picker = page.getByRole('dialog');
    const branch = picker.getByRole('treeitem', { name: new RegExp(`^${tissue}\\b`, 'i') });
    await branch.click();
    await page.keyboard.press('ArrowRight');
    expect(await branch.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate("document.activeElement.getAttribute('aria-level')")).toBe('3');
    await page.keyboard.press('ArrowLeft');
    const group = marked
      .filter((own) => own.tissue === tissue)
      .map(({ biosample }) => ({ biosample, assay: MARK, is: 'high' }));
    await picker.getByRole('button', { name: `High in none of ${group.length}` }).click();
    const activity = { atLeast: { k: 2, of: [...terms, { not: { any: group } }] } };
    const { total, facets } = await posted({ activity }, [{ of: 'class' }, { of: 'ctcfBound' }]);
    await picker.getByRole('button', { name: 'Done' }).click();
    await expectTotal(page, total);
    await expectClasses(page, { class: facets[0], ctcfBound: facets[1] });
    expect(queryOf(page).activity).toContain(`none.${MARK}@tissue:${tissue}`);
    await page.getByRole('button', { name: 'Clear conditions on biosamples' }).click();
    await expect.poll(() => queryOf(page)).not.toHaveProperty('activity');
  });

  it('does not offer a biosample for a mark that it lacks', async () => {
    const page = await elements(pages);
    await page.getByRole('button', { name: 'Biosample, tissue or group' }).click();
    const picker = page.getByRole('dialog');
    const biosamples = await biosamplesOf(pages, pages.registry);
    const { biosample } = biosamples.find(({ files }) => files[MARK] === undefined);
    await picker.getByRole('searchbox').fill(biosample);
    await picker.getByRole('button', { name: MARK, exact: true }).click();
    await expect.poll(() => picker.getByText(`no ${MARK}`).count()).toBe(1);
    expect(await picker.getByRole('button', { name: `high in ${biosample}`, exact: true }).count()).toBe(0);
  });

  it('is for everyone: axe, both themes, a phone', async () => {
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 390],
    ] as const) {
      const context = await pages.context({ colorScheme, viewport: { width, height: 844 } });
      const page = await context.newPage();
      await page.goto(`${pages.address}/${pages.registry}/elements?high=${encoded([marked[0]!.biosample])}`);
      await page.waitForLoadState('networkidle');
      if (width < 992) await page.getByRole('button', { name: /^Filters/ }).click();
      await page.getByRole('button', { name: 'Biosample, tissue or group' }).click();
      await page.getByRole('dialog', { name: 'High or low in biosamples' }).waitFor();
      await expectAccessible(page, ['.browser-strip']);
      await context.close();
    }
  });
});
