/** What tests of the page of elements read from it, and ask the API for in its place. */

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Pages } from './browser.ts';

/** The answers of the API as they come. */
export type Json = ReturnType<typeof JSON.parse>;

/** A mark that not every biosample has. */
export const MARK = 'H3K27ac';

/** Counts of a query of the annotated registry. */
export const counted = (pages: Pages, query: string): Promise<Json> =>
  pages.service.json(`/api/v1/ccres?registry=${pages.registry}&limit=0&${query}`);

export const biosamplesOf = async (pages: Pages, registry: string): Promise<Json[]> =>
  (await pages.service.json(`/api/v1/biosamples?registry=${registry}&limit=10000`)).biosamples;

/** Those with the mark. */
export const markedOf = async (pages: Pages): Promise<{ biosample: string; tissue: string }[]> =>
  (await biosamplesOf(pages, pages.registry))
    .filter(({ files }) => files[MARK] !== undefined)
    .map(({ biosample, metadata }) => ({ biosample, tissue: metadata.tissue }));

/** Conditions as an address has them: the mark in each of these. */
export const encoded = (names: readonly string[]) =>
  encodeURIComponent(names.map((name) => `${MARK}@${name}`).join(';'));

export const elements = (pages: Pages, query = '') =>
  pages.open(`/${pages.registry}/elements${query === '' ? '' : `?${query}`}`);

export const facet = (page: Page, title: string) => page.getByRole('region', { name: title });
export const queryOf = (page: Page): Record<string, string> =>
  Object.fromEntries(new URL(page.url()).searchParams);

/** The first count in a text. */
export const numberIn = (text: string | null) => Number(/[\d,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));

/** The heading says so many elements, sooner or later. */
export const expectTotal = (page: Page, total: number) =>
  expect.poll(async () => numberIn(await page.locator('h1').textContent()), { timeout: 10_000 }).toBe(total);

/** The facet of classes has these counts of the API. */
export const expectClasses = (page: Page, { class: classes, ctcfBound }: Json) =>
  expect
    .poll(() => classCounts(page), { timeout: 10_000 })
    .toEqual({
      ...Object.fromEntries(classes.map(({ name, count }: Json) => [name, count])),
      'CTCF-bound': ctcfBound[0].count,
      'not CTCF-bound': ctcfBound[1].count,
    });

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
