/** Studies, and one's own list, in a browser: what was planted is found, mistakes are quoted, and addresses hold. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableOf } from '../annotation/naive-gwas.ts';
import { expectAccessible, openPages, type Pages } from './browser.ts';

interface Study {
  readonly id: string;
  readonly trait: string;
  readonly accessions: readonly string[];
  readonly isTested: boolean;
  readonly ldBlocks: number;
  readonly ccres: number;
}
interface Row {
  readonly biosample: string;
  readonly state: string;
  readonly observed: number;
  readonly fold: number;
}

let pages: Pages;
let studies: readonly Study[];
/** A study with enrichment that was planted, and in which biosamples. */
let study: Study;
let planted: readonly string[];
let leads: readonly string[];
let shortName: (biosample: string) => string;

beforeAll(async () => {
  pages = await openPages();
  ({ studies } = await api('gwas/studies?limit=1000'));
  const truth = tableOf(path.join(pages.genome, 'truth', 'gwas.tsv')).find(
    ({ role }) => role === 'enriched',
  )!;
  study = studies.find(({ accessions }) => accessions.includes(truth.study!))!;
  planted = truth.biosamples!.split('; ');
  const { snps } = await api(`gwas/studies/${study.id}/blocks?limit=10000`);
  leads = [...new Set<string>(snps.map(({ lead }: { lead: string }) => lead))];
  const { biosamples } = await api('biosamples?limit=10000');
  const names = new Map<string, string>(
    biosamples.map((one: { biosample: string; metadata: { displayName?: string } }) => [
      one.biosample,
      one.metadata.displayName ?? one.biosample,
    ]),
  );
  shortName = (biosample) => names.get(biosample)!;
});
afterAll(() => pages?.close());

const api = (address: string) => pages.service.json(`/api/v1/${address}`);
/** Machines that do much else at once take their time. */
const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 10_000 });
const at = (rest = '') => `/${pages.registry}/gwas${rest}`;
const ofStudy = (rest = '') => at(`/${study.id}${rest}`);
/** What is used of the rows of a table: the tests know no DOM. */
type Rows = readonly { querySelectorAll(name: string): Iterable<{ textContent: string | null }> }[];
async function rowsOf(page: Page, label: string): Promise<string[][]> {
  const rows = page.locator(`table[aria-label="${label}"] tbody tr`);
  await rows.first().waitFor();
  return rows.evaluateAll((all) =>
    (all as unknown as Rows).map((row) => [...row.querySelectorAll('td')].map((td) => td.textContent ?? '')),
  );
}
const RANKED = 'Enrichment by biosample';
const own = (page: Page) => page.getByRole('region', { name: 'Test your own list' });
const list = (page: Page) => page.getByLabel('Your variants');

describe('studies', () => {
  it('are listed with what they hit, found by words, and opened by the keyboard', async () => {
    const page = await pages.open(at());
    await eventually(async () => (await rowsOf(page, 'Studies')).map(([trait]) => trait).sort()).toEqual(
      studies.map(({ trait }) => trait).sort(),
    );
    await page.getByLabel('Find studies').fill(study.trait);
    await page.waitForURL(/[?&]q=/);
    await eventually(async () => (await rowsOf(page, 'Studies')).length).toBe(1);
    const [row] = await rowsOf(page, 'Studies');
    expect(row).toContain(String(study.ccres));
    await expectAccessible(page);
    await page.getByRole('group', { name: /^Studies/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${ofStudy()}`);
    expect(pages.complaints).toEqual([]);
  });

  it('have the rows of the API, those that were planted first; a row is chosen by the keyboard and stays after a reload', async () => {
    const page = await pages.open(ofStudy());
    const { biosamples } = await api(`gwas/studies/${study.id}/enrichment?limit=10000`);
    const tested = biosamples.filter(({ state }: Row) => state === 'tested');
    await eventually(async () =>
      (await rowsOf(page, RANKED)).map(([name, , fold, , observed]) => [name, fold, observed]),
    ).toEqual(
      tested.map(({ biosample, fold, observed }: Row) => [
        shortName(biosample),
        fold.toFixed(2),
        String(observed),
      ]),
    );
    const ranked = await rowsOf(page, RANKED);
    expect(
      ranked
        .slice(0, planted.length)
        .map(([name]) => name)
        .sort(),
    ).toEqual(planted.map(shortName).sort());
    expect(await page.getByRole('figure').getAttribute('aria-label')).toContain(ranked[0]![0]!);
    await page.getByRole('heading', { name: `Elements hit, high in ${ranked[0]![0]}` }).waitFor();
    await expectAccessible(page);

    await page.getByRole('group', { name: /^Enrichment by biosample/ }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/[?&]biosample=/);
    const second = page.getByRole('heading', { name: `Elements hit, high in ${ranked[1]![0]}` });
    await second.waitFor();
    await page.reload();
    await second.waitFor();

    await page.getByRole('button', { name: /^BED, TSV of the elements hit/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^TSV/ }).last().click(),
    ]);
    const [head, ...rows] = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    const name = encodeURIComponent(tested[1].biosample);
    const { ccres } = await api(`gwas/studies/${study.id}/ccres?limit=10000&biosample=${name}`);
    const place = head!.split('\t').indexOf('accession');
    expect(rows.map((one) => one.split('\t')[place])).toEqual(
      ccres.map((one: { accession: string }) => one.accession),
    );
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Biosample page' }).click();
    await page.waitForURL(new RegExp(`/${pages.registry}/biosample/[^/]+$`));
    await page.getByRole('heading', { level: 1, name: tested[1].biosample }).waitFor();
    expect(pages.complaints).toEqual([]);
  });

  it('have elements, variants, LD blocks and genes on tabs of their own', async () => {
    const page = await pages.open(ofStudy('/elements'));
    const tab = (name: string) => page.getByRole('link', { name: new RegExp(`^${name}`) }).last();
    await eventually(() => tab('LD blocks').textContent()).toBe(`LD blocks ${study.ldBlocks}`);
    await eventually(async () => (await rowsOf(page, 'Elements hit')).length).toBeGreaterThan(3);
    await expectAccessible(page);
    await tab('LD blocks').click();
    const blocks = await rowsOf(page, 'LD blocks');
    expect(blocks[0]![1]).toBe(leads[0]);
    await page.locator('table[aria-label="LD blocks"] tbody tr').nth(2).locator('td').nth(3).click();
    await page.waitForURL(new RegExp(`[?&]block=${leads[2]}`));
    await page.getByRole('heading', { name: `Block of ${leads[2]}` }).waitFor();
    await tab('Genes').click();
    expect((await rowsOf(page, 'Genes that the elements hit point to')).length).toBeGreaterThan(3);
    await tab('Variants').click();
    expect((await rowsOf(page, 'Reported SNPs')).length).toBeGreaterThan(3);
    const [variant] = await rowsOf(page, 'Variants of the LD blocks');
    await page.getByRole('link', { name: variant![1]!, exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: variant![1]! }).waitFor();
    const { variant: about } = await api(`variants/${variant![1]}`);
    const facts = await page.locator('.entity-head .facts').textContent();
    expect(facts).toContain(about.chrom);
    expect(facts).toContain(`${about.ref}>${about.alt}`);
    await expectAccessible(page, ['.browser-strip']);
    expect(pages.complaints).toEqual([]);
  });
});

describe('one’s own list', () => {
  it('is quoted where it cannot be read, finds what was planted, and has an address that another visitor opens', async () => {
    const page = await pages.open(at());
    await list(page).fill(`${leads.join('\n')}\nrs12x\nrs999999999\n${leads[0]}\n`);
    const report = own(page).locator('.read-report');
    await eventually(() => report.textContent()).toContain(`${leads.length} found`);
    const text = await report.textContent();
    for (const words of ['1 unknown here', '1 repeated', '1 word not readable "rs12x"'])
      expect(text).toContain(words);
    expect(text).toContain(`Line ${leads.length + 1} has "rs12x", expected rs and digits`);
    const test = own(page).getByRole('button', { name: /^Test \d/ });
    expect(await test.getAttribute('aria-disabled')).toBe('true');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Edit line' }).click();
    expect(await page.evaluate('getSelection().toString()')).toBe('rs12x');
    await page.getByRole('button', { name: 'leave it out' }).click();
    await eventually(() => test.getAttribute('aria-disabled')).toBe('false');
    expect(await test.textContent()).toBe(`Test ${leads.length} variants`);
    await page.getByLabel('Seed').fill('3');
    await test.click();
    await page.waitForURL(/\/gwas\/own\/[a-z2-7]{26}\?seed=3$/);
    const found = async (one: Page) =>
      (await rowsOf(one, RANKED))
        .slice(0, planted.length)
        .map(([name]) => name)
        .sort();
    expect(await found(page)).toEqual(planted.map(shortName).sort());
    await expectAccessible(page);

    const { pathname, search } = new URL(page.url());
    const other = await pages.open(`${pathname}${search}`, {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    await other.getByRole('heading', { level: 1, name: `Your list of ${leads.length} variants` }).waitFor();
    await eventually(() => other.locator('.facts').first().textContent()).toContain('seed 3');
    expect(await list(other).inputValue()).toContain(leads[0]);
    await other.locator('.ranked .two-lines').first().waitFor();
    await expectAccessible(other);
    expect(pages.complaints).toEqual([]);
  });

  it('takes a BED as a file; a test that runs can be cancelled and begun again', async () => {
    const page = await pages.open(at());
    const { snps } = await api(`gwas/studies/${study.id}/blocks?limit=10000`);
    const bed = snps
      .filter(({ id, lead }: { id: string; lead: string }) => id === lead)
      .map((one: { chrom: string; start: number }) => `${one.chrom}\t${one.start}\t${one.start + 1}`)
      .join('\n');
    const name = 'places.bed';
    await page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(`${bed}\n`) });
    await eventually(() => own(page).textContent()).toContain('as a BED');
    expect(await own(page).textContent()).toContain(name);
    let held = 0;
    await page.route('**/api/v1/gwas/lists/*/enrichment*', async (route) => {
      if (held++ === 0) return;
      await route.continue();
    });
    await own(page)
      .getByRole('button', { name: /^Test \d/ })
      .click();
    await page.getByText(/s, at most 50 s/).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The test was cancelled').waitFor();
    await page.getByRole('button', { name: /^Test \d+ variants again/ }).click();
    expect((await rowsOf(page, RANKED)).length).toBeGreaterThan(3);
    expect(pages.complaints).toEqual([]);
  });

  it('loses the words that are no ids, and keeps those beside them', async () => {
    const page = await pages.open(at());
    await list(page).fill(`these ${leads[0]}, are;${leads[1]}\nthe leads\n${leads[2]}`);
    const report = own(page).locator('.read-report');
    await eventually(() => report.textContent()).toContain(
      '4 words not readable "these", "are", "the", "leads"',
    );
    await page.getByRole('button', { name: 'leave all 4 words out' }).click();
    expect(await list(page).inputValue()).toBe(`${leads[0]} ${leads[1]}\n${leads[2]}`);
    expect(pages.complaints).toEqual([]);
  });

  it('is not tested where it has too few, and says so; where a registry has no variants the page says that', async () => {
    const page = await pages.open(at());
    await list(page).fill(leads.slice(0, 5).join(' '));
    const test = own(page).getByRole('button', { name: 'Test 5 variants' });
    await own(page).getByText('A test needs more than 25 variants, this list has 5').waitFor();
    expect(await test.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Tested with more than').fill('4');
    await eventually(() => test.getAttribute('aria-disabled')).toBe('false');
    await page.getByLabel('Tested with more than').fill('25');
    await own(page).getByRole('button', { name: 'Elements hit, without a test' }).click();
    await page.waitForURL(/\/gwas\/own\/[a-z2-7]{26}\/elements$/);
    await page.goto(page.url().replace('/elements', ''));
    await page.getByText(/5 of the 5 lead SNPs are in the panel; a test needs more than 25/).waitFor();
    const plain = await pages.open(`/${pages.plain}/gwas`);
    await plain.getByText('No association studies in this registry').waitFor();
    await plain.getByText('No variants in this registry').waitFor();
    expect(pages.complaints).toEqual([]);
  });
});

describe('variants', () => {
  it('are found by ids and places, with those that are not there', async () => {
    const page = await pages.open(`/${pages.registry}/variants`);
    const box = page.getByLabel('rsIDs or a place');
    await box.fill(`${leads[0]} ${leads[1]} rs999999999`);
    await box.press('Enter');
    await page.getByText('Not in this registry: rs999999999').waitFor();
    expect((await rowsOf(page, 'Variants')).map(([id]) => id).sort()).toEqual([leads[0], leads[1]].sort());
    const { variant } = await api(`variants/${leads[0]}`);
    await box.fill(variant.location);
    await box.press('Enter');
    await page.waitForURL(/[?&]region=/);
    await eventually(async () => (await rowsOf(page, 'Variants')).map(([id]) => id)).toEqual([leads[0]]);
    expect(pages.complaints).toEqual([]);
  });
});
