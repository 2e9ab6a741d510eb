/** The page of differences in a browser, held against what was planted in the simulated genome. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, openPages, type Pages } from './browser.ts';

interface Biosample {
  biosample: string;
  key: string;
  files: Record<string, string>;
  metadata: { tissue: string };
}
interface Planted {
  chrom: string;
  start: number;
  end: number;
  biosamples: readonly string[];
}

let pages: Pages;
let biosamples: readonly Biosample[];
/** Two tissues with two biosamples with DNase each. */
let a: string;
let b: string;
beforeAll(async () => {
  pages = await openPages();
  biosamples = (await api('biosamples?limit=10000')).biosamples;
  const withDnase = new Map<string, number>();
  for (const { metadata, files } of biosamples)
    if (files.DNase !== undefined) withDnase.set(metadata.tissue, (withDnase.get(metadata.tissue) ?? 0) + 1);
  [a, b] = [...withDnase].filter(([, n]) => n > 1).map(([tissue]) => tissue) as [string, string];
});
afterAll(() => pages?.close());

/** Machines that do much else at once take their time. */
const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 10_000 });
const api = (address: string) => pages.service.json(`/api/v1/${address}`);
const groups = () => `a=tissue:${a}&b=tissue:${b}`;
const at = (rest: string) => `/${pages.registry}/differential?${groups()}${rest}`;
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const of = (tissue: string) => biosamples.filter(({ metadata }) => metadata.tissue === tissue);
const keys = (tissue: string) =>
  of(tissue)
    .map(({ key }) => key)
    .join(';');
const asked = (kind: 'ccres' | 'genes', rest: string) =>
  `differential/${kind}?a=${encodeURIComponent(keys(a))}&b=${encodeURIComponent(keys(b))}${rest}`;
async function rowsOf(page: Page, label: string): Promise<string[][]> {
  const rows = `table[aria-label="${label}"] tbody tr`;
  await page.locator(rows).first().waitFor();
  return page.evaluate<string[][]>(
    `[...document.querySelectorAll('${rows}')].map((row) => [...row.cells].map((cell) => cell.textContent))`,
  );
}

/** Elements of the simulated genome with the biosamples in which they are active. */
function planted(): readonly Planted[] {
  const [, ...lines] = readFileSync(path.join(pages.genome, 'truth', 'elements.tsv'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => {
    const [chrom, start, end, , , , , own] = line.split('\t') as string[];
    return { chrom: chrom!, start: Number(start), end: Number(end), biosamples: (own ?? '').split('; ') };
  });
}

describe('elements that differ', () => {
  it('are those that were planted in one tissue and not in the other, largest difference first', async () => {
    const page = await pages.open(at('&assay=DNase&sort=-change'));
    const shown = await rowsOf(page, 'Elements that differ');
    const { elements, total } = await api(asked('ccres', '&assay=DNase&sort=change&limit=10000'));
    expect(await page.getByText(/^Rows 1-\d+ of/).textContent()).toContain(
      `of ${total.toLocaleString('en-US')}`,
    );
    expect(shown.map(([accession]) => accession)).toEqual(
      elements.slice(0, shown.length).map(({ accession }: { accession: string }) => accession),
    );
    const truth = planted();
    const assayed = (tissue: string) =>
      of(tissue)
        .filter(({ files }) => files.DNase !== undefined)
        .map(({ biosample }) => biosample);
    for (const { chrom, start, end, change, accession } of elements.slice(0, shown.length)) {
      const active = new Set(
        truth
          .filter((own) => own.chrom === chrom && own.start < end && own.end > start)
          .flatMap((own) => own.biosamples),
      );
      const n = (tissue: string) => assayed(tissue).filter((name) => active.has(name)).length;
      expect(change > 0 ? n(b) - n(a) : n(a) - n(b), accession).toBeGreaterThan(0);
    }
    expect(pages.complaints).toEqual([]);
  });

  it('are listed by significance, with how many there are, or that there is none and why', async () => {
    const page = await pages.open(at('&assay=DNase'));
    const { elements, significant, tested } = await api(asked('ccres', '&assay=DNase&sort=p&limit=10000'));
    const fdrs = elements.map(({ fdr }: { fdr: number | null }) => fdr ?? 1);
    expect(significant).toBe(fdrs.filter((fdr: number) => fdr <= 0.05).length);
    const shown = await rowsOf(page, 'Elements that differ');
    expect(shown.map(([accession]) => accession)).toEqual(
      elements.slice(0, shown.length).map(({ accession }: { accession: string }) => accession),
    );
    const said = page.locator('.significance, .not-compared').last();
    expect(await said.textContent()).toContain(tested.toLocaleString('en-US'));
    expect(await said.textContent()).toContain(significant === 0 ? 'No element differs' : 'FDR 5%');
    const [one, other] = [of(a)[0], of(b)[0]];
    const alone = await pages.open(
      `/${pages.registry}/differential?a=${encodeURIComponent(one!.key)}&b=${encodeURIComponent(other!.key)}`,
    );
    await alone.getByText(/^Nothing can be tested: that needs two biosamples or more/).waitFor();
  });

  it('say who was left out, are sorted by p on request, selected by keyboard, and downloaded as they are listed', async () => {
    const page = await pages.open(at('&assay=DNase&sort=-change'));
    const { groups: compared } = await api(asked('ccres', '&assay=DNase&limit=1'));
    const [{ a: inA, b: inB }] = compared;
    if (inA.length < of(a).length || inB.length < of(b).length) {
      expect(await page.locator('.partial').first().textContent()).toContain(
        `DNase was assayed in ${inA.length} of ${of(a).length} of A and ${inB.length} of ${of(b).length} of B`,
      );
    }
    await page.getByRole('button', { name: 'p', exact: true }).click();
    await eventually(() => query(page).sort).toBe('p');
    const { elements } = await api(asked('ccres', '&assay=DNase&sort=p&limit=10'));
    await eventually(async () => (await rowsOf(page, 'Elements that differ'))[0]![0]).toBe(
      elements[0].accession,
    );
    const table = page.getByRole('group', { name: /^Elements that differ/ });
    await table.focus();
    await table.press('ArrowDown');
    await table.press('Enter');
    await eventually(() => query(page).selected).toBe(elements[1].accession);
    await page.reload();
    await page.waitForLoadState('networkidle');
    expect(await page.locator('tr[aria-selected=true] td').first().textContent()).toBe(elements[1].accession);
    await page.getByRole('button', { name: /^Download/ }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^TSV/ }).click(),
    ]);
    const answer = await pages.service.get(`/api/v1/${asked('ccres', '&assay=DNase&sort=p&format=tsv')}`);
    expect(readFileSync(await file.path(), 'utf8')).toBe(await answer.text());
  });
});

describe('groups', () => {
  it('are chosen from the start: an example, whole tissues, single biosamples; nobody is in both', async () => {
    const page = await pages.open(`/${pages.registry}/differential`);
    await page.locator('.examples button').first().click();
    await page.getByText('Elements that differ').first().waitFor();
    expect(query(page).a).toMatch(/^tissue:/);
    await page.getByRole('button', { name: /^Group A/ }).click();
    const list = page.getByRole('dialog', { name: 'Biosamples of group A' });
    await list.getByRole('button', { name: 'Clear' }).click();
    const [one] = of(b);
    await list.getByLabel('Filter biosamples').fill(one!.biosample);
    await list.locator('.member').filter({ hasText: one!.biosample }).getByRole('checkbox').check();
    await page.keyboard.press('Escape');
    await eventually(() => query(page).a).toBe(one!.key);
    await page.goto(`${pages.address}${at('')}`);
    await page.getByRole('button', { name: /^Group A/ }).click();
    await list.getByRole('checkbox', { name: new RegExp(`^${b} \\d`) }).check();
    // They left group B, which is empty now: the page asks for another.
    await eventually(() => query(page).b).toBeUndefined();
    await eventually(() => page.locator('h1').textContent()).toBe('Differential activity');
  });

  it('may be swapped: what was up is down', async () => {
    const page = await pages.open(at('&assay=DNase'));
    const before = await rowsOf(page, 'Elements that differ');
    await page.getByRole('button', { name: 'Swap the groups' }).click();
    await eventually(() => query(page)).toEqual({ a: `tissue:${b}`, b: `tissue:${a}`, assay: 'DNase' });
    const sign = (text: string) => text.replace(/[+−]/, (own) => (own === '+' ? '−' : '+'));
    await eventually(async () => (await rowsOf(page, 'Elements that differ'))[0]![5]).toBe(
      sign(before[0]![5]!),
    );
  });

  it('that the registry has not are named', async () => {
    const page = await pages.open(`/${pages.registry}/differential?a=nobody&b=tissue:${b}`);
    expect(await page.getByRole('alert').textContent()).toContain('nobody');
  });
});

describe('genes that differ, and one place', () => {
  it('have the fold change of the API, and as many points as have a p', async () => {
    const page = await pages.open(at('&view=genes'));
    const { genes, tested, total } = await api(asked('genes', '&sort=p&limit=10'));
    const shown = await rowsOf(page, 'Genes that differ');
    expect(shown.slice(0, 10).map(([symbol]) => symbol)).toEqual(
      genes.map(({ symbol }: { symbol: string }) => symbol),
    );
    expect(shown[0]![5]).toBe(
      `${genes[0].change > 0 ? '+' : ''}${genes[0].change.toFixed(2).replace('-', '−')}`,
    );
    if (tested > 0) {
      expect(await page.locator('figcaption .note').textContent()).toContain(
        tested === total ? `n = ${total}` : `n = ${tested} of ${total}`,
      );
    }
  });

  it('are drawn around a gene: its elements up or down, its genes, their lanes', async () => {
    const { genes } = await api(asked('genes', '&sort=change&limit=1'));
    const page = await pages.open(at(''));
    await page.getByRole('button', { name: 'Around a gene' }).click();
    await page.getByLabel('Gene', { exact: true }).fill(genes[0].symbol);
    await page.getByRole('button', { name: 'Set' }).click();
    await eventually(() => query(page)).toMatchObject({ gene: genes[0].symbol, view: 'locus' });
    await page.getByLabel('within').selectOption('100000');
    await page.waitForLoadState('networkidle');
    const around = `&gene=${genes[0].symbol}&window=100000`;
    const near = await api(asked('ccres', around));
    const nearGenes = await api(asked('genes', around));
    await eventually(() => page.locator('figcaption .note').textContent()).toContain(
      `n = ${near.total} element${near.total === 1 ? '' : 's'}, ${nearGenes.total} gene`,
    );
    // Bars of the genes, and their lanes.
    await eventually(() => page.locator('.plot svg svg').count()).toBe(3);
    await eventually(() => page.locator('.plot [aria-label="rect"] rect').count()).toBe(nearGenes.total);
    await page.reload();
    await eventually(() => page.locator('.plot svg svg').count()).toBe(3);
    await page.getByRole('button', { name: 'Whole genome' }).click();
    await eventually(() => query(page)).toEqual({ a: `tissue:${a}`, b: `tissue:${b}` });
  });

  it('are plotted one group against the other where no p can be told', async () => {
    const [one, other] = [of(a), of(b)].map((own) => own.find(({ files }) => files.DNase !== undefined)!.key);
    const page = await pages.open(`/${pages.registry}/differential?a=${one}&b=${other}&assay=DNase`);
    await eventually(() => page.locator('figcaption .note').textContent()).toContain('no p');
    await eventually(() => page.locator('.plot svg').textContent()).toContain('mean Z');
  });
});

describe('the page of differences', () => {
  it('is for everyone: axe, both themes, a phone', async () => {
    const { genes } = await api(asked('genes', '&sort=change&limit=1'));
    for (const [rest, colorScheme, width] of [
      ['&assay=DNase', 'dark', 1440],
      [`&view=locus&gene=${genes[0].symbol}`, 'light', 390],
    ] as const) {
      const page = await pages.open(at(rest), { colorScheme, viewport: { width, height: 844 } });
      await page.locator('main :is(table, .plot svg)').first().waitFor();
      await expectAccessible(page);
    }
    const page = await pages.open(`/${pages.plain}/differential`);
    await page.locator('.examples').waitFor();
    await expectAccessible(page);
    expect(pages.complaints).toEqual([]);
  });
});
