/** The facets of elements and the picker of biosamples, in a browser: what they count is what the API counts. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openPages, type Pages } from './browser.ts';

// biome-ignore lint/suspicious/noExplicitAny: the answers of the API as they come
type Json = any;
let pages: Pages;
/** Biosamples with H3K27ac, by name, and a tissue that has several. */
let marked: { biosample: string; tissue: string }[];
let tissue: string;

const MARK = 'H3K27ac';
const api = (query: string): Promise<Json> =>
  pages.service.json(`/api/v1/ccres?registry=${pages.registry}&limit=0&${query}`);
const posted = (filter: object, facets: readonly object[] = []): Promise<Json> =>
  pages.service.json('/api/v1/ccres', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ registry: pages.registry, filter, facets, limit: 0 }),
  });
const elements = (query = '') => pages.open(`/${pages.registry}/elements${query === '' ? '' : `?${query}`}`);
const encoded = (names: readonly string[]) =>
  encodeURIComponent(names.map((name) => `${MARK}@${name}`).join(';'));

beforeAll(async () => {
  pages = await openPages();
  const { biosamples } = await pages.service.json(
    `/api/v1/biosamples?registry=${pages.registry}&limit=10000`,
  );
  marked = biosamples
    .filter(({ files }: Json) => files[MARK] !== undefined)
    .map(({ biosample, metadata }: Json) => ({ biosample, tissue: metadata.tissue }));
  tissue = marked.find((own) => marked.filter((other) => other.tissue === own.tissue).length > 1)!.tissue;
});
afterAll(async () => {
  expect(pages?.complaints).toEqual([]);
  await pages?.close();
});

const numberIn = (text: string | null) => Number(/[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
const facet = (page: Page, title: string | RegExp) => page.getByRole('region', { name: title });
const totalOf = async (page: Page) => numberIn(await page.locator('h1').textContent());
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const expectTotal = (page: Page, total: number) =>
  expect.poll(() => totalOf(page), { timeout: 5000 }).toBe(total);

async function classCounts(page: Page): Promise<Record<string, number>> {
  const rows = await facet(page, 'Class').getByRole('listitem').all();
  return Object.fromEntries(
    await Promise.all(
      rows.map(async (row) => [
        (await row.locator('label').textContent())!.trim(),
        numberIn(await row.locator('.number').textContent()),
      ]),
    ),
  );
}

/** As the page names them. */
const named = ({ class: classes, ctcfBound }: Json) => ({
  ...Object.fromEntries(classes.map(({ name, count }: Json) => [name, count])),
  'CTCF-bound': ctcfBound[0].count,
  'not CTCF-bound': ctcfBound[1].count,
});
const expectClasses = (page: Page, facets: Json) =>
  expect.poll(() => classCounts(page), { timeout: 5000 }).toEqual(named(facets));

/** Elements with a value: what is written beside the title. */
const sizeOf = ({ bins, below, above }: Json) =>
  bins.reduce((sum: number, n: number) => sum + n, below + above);

describe('the facets', () => {
  it('count what the API counts, each without its own filter', async () => {
    const [a, b] = marked.map(({ biosample }) => encoded([biosample]));
    for (const filter of ['', 'class=PLS,dELS&maxZ.DNase=2,', `high=${a}&low=${b}&tau=0.5,`]) {
      const page = await elements(filter);
      const { facets, total } = await api(
        `${filter}&facets=class,ctcfBound,histogram.maxZ.DNase:-2,10,48,histogram.tssDistance:0,1000000,48,log`,
      );
      await expectTotal(page, total);
      await expectClasses(page, facets);
      for (const [title, name] of [
        ['DNase max-Z', 'histogram.maxZ.DNase'],
        ['Distance to nearest TSS', 'histogram.tssDistance'],
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
    const page = await elements();
    const all = await totalOf(page);
    await facet(page, 'Class').getByRole('checkbox', { name: 'dELS' }).uncheck();
    await expect.poll(() => query(page).class).toBe('PLS,pELS,DNase-H3K4me3,CTCF-only');
    // The brackets are read by keys alone.
    await page.getByRole('textbox', { name: 'DNase max-Z, from' }).fill('2.2');
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page)['maxZ.DNase']).toBe('2.2,');
    const { total, facets } = await api(
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
    expect(query(page)).not.toHaveProperty('class');
    await page.goBack();
    await expectTotal(page, (await api('maxZ.DNase=2.2,')).total);
  });

  it('take a chromosome and a stretch of it by keys', async () => {
    const page = await elements();
    const [{ name, count }] = (await api('facets=chrom')).facets.chrom;
    await page.getByRole('button', { name: new RegExp(`^${name}, `) }).focus();
    await page.keyboard.press('Enter');
    await expectTotal(page, count);
    const lower = page.getByRole('slider', { name: `Position on ${name}, lower end` });
    await lower.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('PageUp');
    await expect.poll(() => query(page).region, { timeout: 5000 }).toMatch(new RegExp(`^${name}:`));
    const from = Number(await lower.getAttribute('aria-valuenow'));
    const to = page.getByRole('textbox', { name: `Position on ${name}, to` });
    const sizeBp = numberIn(await to.getAttribute('placeholder')) || numberIn(await to.inputValue());
    await to.fill(String(Math.round(sizeBp * 0.8)));
    await page.keyboard.press('Tab');
    await expect
      .poll(() => query(page).region, { timeout: 5000 })
      .toBe(`${name}:${from}-${Math.round(sizeBp * 0.8)}`);
    const { total } = await api(`region=${query(page).region}`);
    expect(total).toBeLessThan(count);
    await expectTotal(page, total);
    // The bars of chromosomes leave places out.
    await expect
      .poll(() => page.getByRole('button', { name: new RegExp(`^${name}, `) }).getAttribute('aria-label'))
      .toContain(count.toLocaleString('en-US'));
    await page.getByRole('button', { name: 'Clear chromosome and position' }).click();
    await expect.poll(() => query(page)).not.toHaveProperty('region');
  });

  it('are dragged without filling the history, and say which values are in', async () => {
    const page = await elements('tssDistance=10,');
    const before = await page.evaluate('history.length');
    const handle = page.getByRole('slider', { name: 'Distance to nearest TSS, lower end' });
    const box = (await handle.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 10; i++)
      await page.mouse.move(box.x + box.width / 2 + 8 * i, box.y + box.height / 2);
    await page.mouse.up();
    await expect.poll(() => query(page).tssDistance).not.toBe('10,');
    const from = Number(query(page).tssDistance!.split(',')[0]);
    expect(from).toBeGreaterThan(100);
    expect(Number(await handle.getAttribute('aria-valuenow'))).toBe(from);
    expect(await page.evaluate('history.length')).toBe(before);
    await expectTotal(page, (await api(`tssDistance=${from},`)).total);
  });

  it('without data here stay folded and say so', async () => {
    const { biosamples } = await pages.service.json(`/api/v1/biosamples?registry=${pages.plain}&limit=10000`);
    const lacking = ['H3K4me3', 'H3K27ac', 'CTCF'].filter((assay) =>
      biosamples.every(({ files }: Json) => files[assay] === undefined),
    );
    const page = await pages.open(`/${pages.plain}/elements`);
    for (const assay of lacking) {
      expect(await facet(page, `${assay} max-Z`).textContent()).toContain('no data in this registry');
    }
    expect(numberIn(await page.locator('h1').textContent())).toBeGreaterThan(0);
  });
});

describe('the picker', () => {
  it('takes high in one biosample and low in another by keys alone', async () => {
    const page = await elements();
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
      await expect.poll(() => query(page)[is]).toBe(`${MARK}@${name}`);
    }
    const { total, facets } = await api(`high=${encoded([a])}&low=${encoded([b])}&facets=class,ctcfBound`);
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
    const page = await elements(`high=${encoded(marked.slice(0, 3).map(({ biosample }) => biosample))}`);
    const terms = marked.slice(0, 3).map(({ biosample }) => ({ biosample, assay: MARK, is: 'high' }));
    const join = facet(page, 'Biosamples').getByRole('combobox');
    for (const [value, activity] of [
      ['any', { any: terms }],
      ['2', { atLeast: { k: 2, of: terms } }],
    ] as const) {
      await join.selectOption(value);
      await expectTotal(page, (await posted({ activity })).total);
      await expect.poll(() => query(page).activity).toMatch(new RegExp(`^${value}:`));
    }
    await page.getByRole('button', { name: 'Biosample, tissue or group' }).click();
    const picker = page.getByRole('dialog');
    const branch = picker.getByRole('treeitem', { name: new RegExp(`^${tissue},`, 'i') });
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
    expect(query(page).activity).toContain(`none.${MARK}@tissue:${tissue}`);
    await page.getByRole('button', { name: 'Clear conditions on biosamples' }).click();
    await expect.poll(() => query(page)).not.toHaveProperty('activity');
  });

  it('does not offer a biosample for a mark that it lacks', async () => {
    const page = await elements();
    await page.getByRole('button', { name: 'Biosample, tissue or group' }).click();
    const picker = page.getByRole('dialog');
    const { biosamples } = await pages.service.json(
      `/api/v1/biosamples?registry=${pages.registry}&limit=10000`,
    );
    const { biosample } = biosamples.find(({ files }: Json) => files[MARK] === undefined);
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
