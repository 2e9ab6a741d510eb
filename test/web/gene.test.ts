/** The pages of genes in a browser: found, read, compared, downloaded. */

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openPages, type Pages } from './browser.ts';

let pages: Pages;
/** Genes with expression, the most specific first. */
let specific: { id: string; symbol: string; tau: number; topTissue: string }[];
beforeAll(async () => {
  pages = await openPages();
  const { genes } = await pages.service.json('/api/v1/genes?limit=10000');
  specific = genes
    .filter(({ tau }: { tau: number | null }) => tau !== null)
    .sort((a: { tau: number }, b: { tau: number }) => b.tau - a.tau);
});
afterAll(() => pages?.close());

/** Machines that do much else at once take their time. */
const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 10_000 });
const api = (path: string) => pages.service.json(`/api/v1/${path}`);
const at = (path: string) => `/${pages.registry}/${path}`;
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
/** The cells of the rows that are in view. */
async function rowsOf(page: Page, label: string): Promise<string[][]> {
  const rows = `table[aria-label="${label}"] tbody tr`;
  await page.locator(rows).first().waitFor();
  return page.evaluate<string[][]>(
    `[...document.querySelectorAll('${rows}')].map((row) => [...row.cells].map((cell) => cell.textContent))`,
  );
}
const settled = (page: Page) => page.waitForLoadState('networkidle');

interface Experiment {
  experiment: string;
  biosample: string;
  tissue: string;
  value: number;
  log10: number;
  replicates: unknown[];
}

/** TPM as pages say it. */
const tpm = (value: number) =>
  value === 0
    ? '0'
    : value < 0.1
      ? '< 0.1'
      : value >= 1000
        ? Math.round(value).toLocaleString('en-US')
        : value.toFixed(1);

describe('the list of genes', () => {
  it('is narrowed by the beginning of a name, and leads to the gene', async () => {
    const { symbol } = specific[0]!;
    const prefix = symbol.slice(0, -1).toLowerCase();
    const { genes, total } = await api(`genes?prefix=${prefix}&limit=10000`);
    const page = await pages.open(at('genes'));
    await page.getByLabel('Name begins with').fill(prefix);
    await eventually(() => query(page)).toEqual({ prefix });
    await eventually(() => page.locator('.genes-head .note').textContent()).toBe(`${total} genes found`);
    const [first] = await rowsOf(page, 'Genes');
    expect(first![1]).toBe(genes[0].id);
    await page.reload();
    await settled(page);
    expect(await page.getByLabel('Name begins with').inputValue()).toBe(prefix);
    await page.getByRole('link', { name: symbol, exact: true }).first().click();
    await eventually(() => page.locator('h1').textContent()).toBe(symbol);
  });

  it('knows types and places, and gives exactly what it lists as a file', async () => {
    const { types } = await api('genes?limit=1');
    const place = await api('genes?limit=1');
    const { chrom, start, end } = place.genes[0];
    const region = `${chrom}:${start + 1}-${end + 500_000}`;
    const page = await pages.open(at('genes'));
    await page.getByRole('combobox', { name: 'Type' }).selectOption(types[0]);
    await page.getByLabel('Place').fill(region);
    await page.getByLabel('Place').press('Enter');
    await eventually(() => query(page)).toEqual({ type: types[0], region });
    await settled(page);
    const file = await download(page, /^Download/, /^TSV/);
    const asked = `genes?type=${types[0]}&region=${region}`;
    expect(file).toBe(await (await pages.service.get(`/api/v1/${asked}&format=tsv`)).text());
    await page.getByRole('main').getByLabel('Place').fill('nowhere');
    await page.getByLabel('Place').press('Enter');
    await eventually(() => page.getByRole('alert').textContent()).toContain('expected a place');
  });
});

/** The text of the file that a menu gives. */
async function download(page: Page, menu: RegExp, item: RegExp): Promise<string> {
  await page.getByRole('main').getByRole('button', { name: menu }).last().click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('link', { name: item })
      .or(page.getByRole('button', { name: item }))
      .last()
      .click(),
  ]);
  return readFileSync(await file.path(), 'utf8');
}

describe('expression of a gene', () => {
  it('is what the API says, highest first; logarithms and replicates on request, in the address', async () => {
    const { symbol } = specific[0]!;
    const { experiments } = await api(`genes/${symbol}/expression?limit=10000`);
    const page = await pages.open(at(`gene/${symbol}`));
    const shown = await rowsOf(page, `Expression of ${symbol}`);
    expect(shown.map((cells) => [cells[0], cells[4]])).toEqual(
      experiments.slice(0, shown.length).map((own: Experiment) => [own.biosample, tpm(own.value)]),
    );
    await page.getByRole('button', { name: 'log₁₀(TPM + 1)' }).click();
    await eventually(() => query(page)).toEqual({ scale: 'log' });
    expect((await rowsOf(page, `Expression of ${symbol}`))[0]![5]).toBe(experiments[0].log10.toFixed(2));
    await page.getByRole('button', { name: 'Replicates', exact: true }).click();
    const samples = experiments.flatMap((own: Experiment) => own.replicates).length;
    await eventually(() => page.getByText(/^Rows 1-\d+ of/).textContent()).toContain(`of ${samples}`);
    await page.reload();
    await settled(page);
    expect(await page.getByText(/^Rows 1-\d+ of/).textContent()).toContain(`of ${samples}`);
  });

  it('hides zeros only when asked to, and says how many', async () => {
    const found = await Promise.all(
      specific.slice(0, 12).map(async ({ symbol }) => {
        const { experiments } = await api(`genes/${symbol}/expression?limit=10000`);
        return {
          symbol,
          all: experiments.length,
          zeros: experiments.filter((own: Experiment) => own.value === 0).length,
        };
      }),
    );
    const { symbol, all, zeros } = found.sort((a, b) => b.zeros - a.zeros)[0]!;
    expect(zeros).toBeGreaterThan(1);
    const page = await pages.open(at(`gene/${symbol}/expression`));
    const foot = page.getByText(/^Rows 1-\d+ of/);
    expect(await foot.textContent()).toContain(`of ${all}`);
    await page.getByLabel('Hide zeros').check();
    await eventually(() => foot.textContent()).toContain(`of ${all - zeros}`);
    expect(await page.locator('.table-foot .note').textContent()).toBe(`${zeros} rows with 0 TPM hidden`);
    expect(await page.locator('figcaption .note').textContent()).toContain(`${zeros} at 0 hidden`);
    expect(query(page)).toEqual({ zeros: 'hidden' });
  });

  it('is by tissue, for one assay, with a tissue lit; table and bars select together, by keyboard too', async () => {
    const { symbol, topTissue } = specific[1]!;
    const page = await pages.open(at(`gene/${symbol}?highlight=${topTissue}`));
    const bars = page.locator('.plot svg [aria-label="bar"] rect[fill="var(--accent)"]');
    const { experiments } = await api(`genes/${symbol}/expression?limit=10000`);
    const lit = experiments.filter((own: Experiment) => own.tissue === topTissue);
    await eventually(() => bars.count()).toBe(lit.length);
    const table = page.getByRole('group', { name: /^Expression of/ });
    await table.focus();
    await table.press('ArrowDown');
    await table.press('Enter');
    await eventually(() => query(page).selected).toBe(experiments[1].experiment);
    expect(await page.locator('tr[aria-selected=true] td').first().textContent()).toBe(
      experiments[1].biosample,
    );
    await eventually(() =>
      page.locator('.plot svg rect[stroke-width="2"], .plot svg g[stroke-width="2"] rect').count(),
    ).toBe(1);
    await page.locator('.plot svg [aria-label="bar"] rect').first().click();
    await eventually(() => query(page).selected).toBe(experiments[0].experiment);
    await page.getByRole('button', { name: 'Tissue maximum' }).click();
    const most = await api(`genes/${symbol}/expression?view=tissueMax&limit=10000`);
    await eventually(() => page.getByText(/^Rows 1-\d+ of/).textContent()).toContain(`of ${most.total}`);
    const [assay] = [...new Set(experiments.map((own: { assay: string }) => own.assay))] as string[];
    await page.getByLabel('Assay').selectOption(assay!);
    await page.getByRole('button', { name: 'Violin by tissue' }).click();
    const some = await api(
      `genes/${symbol}/expression?view=tissueMax&assay=${encodeURIComponent(assay!)}&limit=10000`,
    );
    await eventually(() => page.locator('figcaption .note').textContent()).toContain(`n = ${some.total} `);
  });

  it('of two genes is one point a biosample, with the correlation that the API gives', async () => {
    const [a, b] = [specific[0]!, specific[1]!];
    const page = await pages.open(at(`gene/${a.symbol}`));
    await page.getByLabel('Compare with').fill(b.symbol);
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await eventually(() => page.locator('h1').textContent()).toBe(`${a.symbol} and ${b.symbol}`);
    expect(query(page)).toEqual({ a: a.symbol, b: b.symbol });
    const { correlation, biosamples } = await api(`genes/compare?a=${a.symbol}&b=${b.symbol}&limit=10000`);
    await eventually(() => page.locator('figcaption .note').textContent()).toContain(
      `n = ${correlation.n} biosamples`,
    );
    expect(await page.locator('figcaption .note').textContent()).toContain(
      `r = ${correlation.r.toFixed(2).replace('-', '−')}`,
    );
    expect(await page.locator('.plot svg [aria-label="dot"] circle').count()).toBe(biosamples.length);
    const shown = await rowsOf(page, `${a.symbol} and ${b.symbol} by biosample`);
    const most = Math.max(...biosamples.map((own: { a: number | null }) => own.a ?? 0));
    expect(shown[0]![2]).toBe(tpm(most));
    await expectAccessible(page);
  });
});

describe('the other parts of a gene', () => {
  it('start sites have what RAMPAGE measured at each', async () => {
    const { symbol } = specific[0]!;
    const { values } = await api(`genes/${symbol}/tss?limit=10000`);
    const { startSites } = await api(`genes/${symbol}`);
    const page = await pages.open(at(`gene/${symbol}/tss`));
    const shown = await rowsOf(page, 'Start sites');
    expect(shown.map(([transcript]) => transcript).sort()).toEqual(
      startSites.map(({ transcript }: { transcript: string }) => transcript).sort(),
    );
    const best = Math.max(...values.map(({ value }: { value: number | null }) => value ?? 0));
    expect(shown.map((cells) => cells[2])).toContain(tpm(best));
    await page.locator('table[aria-label="Start sites"] tbody tr').last().click();
    await eventually(() => query(page).transcript ?? '').toBe(shown.at(-1)![0]);
  });

  it('elements are those of the API: promoter, linked, near; one against expression; all of them among elements', async () => {
    const { symbol } = specific[0]!;
    const { links, total } = await api(`genes/${symbol}/links?limit=10000`);
    const page = await pages.open(at(`gene/${symbol}/elements`));
    const promoters = links.filter((own: { isPromoter: boolean }) => own.isPromoter);
    await page.getByRole('button', { name: `Linked ${total}` }).waitFor();
    await page.getByRole('button', { name: `Promoter ${promoters.length}` }).waitFor();
    const shown = await rowsOf(page, `Elements of ${symbol}`);
    expect(shown.map(([accession]) => accession)).toEqual(
      links
        .slice(0, shown.length)
        .map(
          ({ element }: { element: { accession: string | null; rdhs: string } }) =>
            element.accession ?? element.rdhs,
        ),
    );
    await page.getByRole('button', { name: /^Nearby/ }).click();
    await page.getByLabel('At most').selectOption('50000');
    await settled(page);
    const near = await api(`genes/${symbol}/ccres?window=50000&limit=10000`);
    await eventually(() => page.getByText(/^Rows 1-\d+ of/).textContent()).toContain(`of ${near.total}`);
    await page
      .locator(`table[aria-label="Elements of ${symbol}"] tbody tr`)
      .nth(1)
      .locator('td')
      .nth(1)
      .click();
    const nearest = [...near.elements].sort((one, other) => one.distance - other.distance);
    const chosen = nearest[1].accession;
    await eventually(() => query(page)).toEqual({ list: 'nearby', window: '50000', element: chosen });
    const activity = await api(`genes/${symbol}/activity?accession=${chosen}&limit=10000`);
    await eventually(() => page.locator('figcaption .note').textContent()).toContain(
      activity.correlation === null
        ? 'no correlation'
        : `r = ${activity.correlation.r.toFixed(2).replace('-', '−')}`,
    );
    const link = await page.getByRole('link', { name: 'Open in Elements' }).getAttribute('href');
    expect(link).toBe(at(`elements?gene=${symbol}&geneBy=tss&window=50000`));
    const file = await download(page, /^Download nearby/, /^BED/);
    expect(file).toBe(
      await (await pages.service.get(`/api/v1/genes/${symbol}/ccres?window=50000&format=bed`)).text(),
    );
  });
});

describe('names of genes', () => {
  it('that several have are chosen between, old ones lead on, unknown ones to what begins so', async () => {
    const { genes } = await api('genes?prefix=TWIN&limit=10');
    const twin = genes[0].name;
    const page = await pages.open(at(`gene/${twin}`));
    expect(await page.locator('h1').textContent()).toBe(`${genes.length} genes are named ${twin}`);
    await page.getByRole('link', { name: genes[1].id }).click();
    await eventually(() => page.locator('h1').textContent()).toBe(genes[1].symbol);
    const old = (await Promise.all(specific.slice(0, 40).map(({ id }) => api(`genes/${id}`)))).find(
      ({ aliases }) => aliases.length > 0,
    );
    if (old !== undefined) {
      await page.goto(`${pages.address}${at(`gene/${old.aliases[0]}`)}`);
      await eventually(() => page.locator('.entity-title .note').textContent()).toBe(
        `${old.aliases[0]} is now ${old.gene.symbol}`,
      );
    }
    await page.goto(`${pages.address}${at('gene/GENEnone')}`);
    await eventually(() => page.locator('h1').textContent()).toBe('No gene GENEnone');
    await page.getByRole('link', { name: 'All that begin with GEN' }).click();
    await eventually(() => query(page)).toEqual({ prefix: 'GEN' });
  });

  it('are not there where the registry has no genes: the pages say what would bring them', async () => {
    for (const path of ['genes', 'gene/X', 'genes/compare?a=X&b=Y']) {
      const page = await pages.open(`/${pages.plain}/${path}`);
      await eventually(() => page.locator('main').textContent()).toContain('cisreg annotate');
    }
  });
});

describe('pages of genes', () => {
  it('are for everyone: axe, both themes, a phone', async () => {
    const { symbol } = specific[0]!;
    for (const [path, colorScheme, width] of [
      ['genes', 'light', 1440],
      [`gene/${symbol}`, 'dark', 1024],
      [`gene/${symbol}/tss`, 'light', 390],
      [`gene/${symbol}/elements`, 'dark', 1440],
    ] as const) {
      const page = await pages.open(at(path), { colorScheme, viewport: { width, height: 844 } });
      await page.locator('main :is(table, .plot svg)').first().waitFor();
      await expectAccessible(page);
    }
    expect(pages.complaints).toEqual([]);
  });
});
