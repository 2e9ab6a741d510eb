/** The facets of elements in a browser: what they count is what the API counts. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPages, type Pages } from './browser.ts';
import {
  counted,
  elements,
  encoded,
  expectClasses,
  expectTotal,
  facet,
  type Json,
  markedOf,
  numberIn,
  queryOf,
} from './element-counts.ts';

let pages: Pages;
beforeAll(async () => {
  pages = await openPages();
});
afterAll(async () => {
  await pages?.close();
  expect(pages?.complaints).toEqual([]);
});

/** Elements with a value: what is written beside the title. */
const sizeOf = ({ bins, below, above }: Json) =>
  bins.reduce((sum: number, n: number) => sum + n, below + above);

describe('the facets', () => {
  it('count what the API counts, each without its own filter', async () => {
    const [a, b] = (await markedOf(pages)).map(({ biosample }) => encoded([biosample]));
    for (const filter of ['', 'class=PLS,dELS&maxZ.DNase=2,', `high=${a}&low=${b}&tau=0.5,`]) {
      const page = await elements(pages, filter);
      const { facets, total } = await counted(
        pages,
        `${filter}&facets=class,ctcfBound,histogram.maxZ.DNase:-2,10,48,histogram.tssDistance:0,1000000,48,log`,
      );
      await expectTotal(page, total);
      await expectClasses(page, facets);
      for (const [title, name] of [
        ['DNase max-Z', 'histogram.maxZ.DNase'],
        ['Centre to nearest TSS', 'histogram.tssDistance'],
      ] as const) {
        const note = facet(page, title).locator('.facet-head .note');
        await expect
          .poll(async () => numberIn(await note.textContent()), { timeout: 5000 })
          .toBe(sizeOf(facets[name]));
      }
      await page.context().close();
    }
  });

  it('of names and numbers change the address and the counts, are cleared, and stay with a reload', async () => {
    const page = await elements(pages);
    const all = numberIn(await page.locator('h1').textContent());
    await facet(page, 'Class').getByRole('checkbox', { name: 'dELS' }).uncheck();
    await expect.poll(() => queryOf(page).class).toBe('PLS,pELS,DNase-H3K4me3,CTCF-only');
    await page.getByRole('textbox', { name: 'DNase max-Z, from' }).fill('2.2');
    await page.keyboard.press('Enter');
    await expect.poll(() => queryOf(page)['maxZ.DNase']).toBe('2.2,');
    const { total, facets } = await counted(
      pages,
      'class=PLS,pELS,DNase-H3K4me3,CTCF-only&maxZ.DNase=2.2,&facets=class,ctcfBound',
    );
    await expectTotal(page, total);
    await page.reload();
    await page.waitForLoadState('networkidle');
    await expectTotal(page, total);
    await expectClasses(page, facets);
    expect(await facet(page, 'Class').getByRole('checkbox', { name: 'dELS' }).isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Clear class' }).click();
    await page.getByRole('button', { name: 'Remove DNase max-Z from 2.20' }).click();
    await expectTotal(page, all);
    expect(queryOf(page)).not.toHaveProperty('class');
    await page.goBack();
    await expectTotal(page, (await counted(pages, 'maxZ.DNase=2.2,')).total);
  });

  it('take a chromosome and a stretch of it by keys', async () => {
    const page = await elements(pages);
    const [{ name, count }] = (await counted(pages, 'facets=chrom')).facets.chrom;
    await page.getByRole('button', { name: new RegExp(`^Chromosome ${name.replace('chr', '')}, `) }).focus();
    await page.keyboard.press('Enter');
    await expectTotal(page, count);
    const lower = page.getByRole('slider', { name: `Position on ${name}, lower end` });
    await lower.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp');
    await expect.poll(() => queryOf(page).region, { timeout: 5000 }).toMatch(new RegExp(`^${name}:`));
    const from = Number(await lower.getAttribute('aria-valuenow'));
    const to = page.getByRole('textbox', { name: `Position on ${name}, to` });
    const sizeBp = numberIn(await to.getAttribute('placeholder')) || numberIn(await to.inputValue());
    await to.fill(String(Math.round(sizeBp * 0.8)));
    await page.keyboard.press('Tab');
    await expect
      .poll(() => queryOf(page).region, { timeout: 5000 })
      .toBe(`${name}:${from}-${Math.round(sizeBp * 0.8)}`);
    const { total } = await counted(pages, `region=${queryOf(page).region}`);
    expect(total).toBeLessThan(count);
    await expectTotal(page, total);
    // The bars of chromosomes leave places out.
    await expect
      .poll(() =>
        page
          .getByRole('button', { name: new RegExp(`^Chromosome ${name.replace('chr', '')}, `) })
          .getAttribute('aria-label'),
      )
      .toContain(count.toLocaleString('en-US'));
    await page.getByRole('button', { name: 'Clear chromosome and position' }).click();
    await expect.poll(() => queryOf(page)).not.toHaveProperty('region');
  });

  it('are dragged without filling the history, and say which values are in', async () => {
    const page = await elements(pages, 'tssDistance=10,');
    const before = await page.evaluate('history.length');
    const handle = page.getByRole('slider', { name: 'Centre to nearest TSS, lower end' });
    const box = (await handle.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 10; i++)
      await page.mouse.move(box.x + box.width / 2 + 8 * i, box.y + box.height / 2);
    await page.mouse.up();
    await expect.poll(() => queryOf(page).tssDistance).not.toBe('10,');
    const from = Number(queryOf(page).tssDistance!.split(',')[0]);
    expect(from).toBeGreaterThan(100);
    expect(Number(await handle.getAttribute('aria-valuenow'))).toBe(from);
    expect(await page.evaluate('history.length')).toBe(before);
    await expectTotal(page, (await counted(pages, `tssDistance=${from},`)).total);
  });
});
