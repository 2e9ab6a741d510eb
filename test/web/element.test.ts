/** The page of one element, in a browser: what it says is what the service says. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf, treeOf } from '../../web/pages/element/why/class-path.ts';
import { expectAccessible, openPages, type Pages } from './browser.ts';

const CLASSES = ['PLS', 'pELS', 'dELS', 'DNase-H3K4me3', 'CTCF-only'];
const ASSAYS = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];
const TABS = ['genes', 'variants', 'peaks', 'functional', 'orthologs', 'conservation', 'profiles'];

type Json = ReturnType<typeof JSON.parse>;

let pages: Pages;
let example: string;
beforeAll(async () => {
  pages = await openPages();
  example = await elementOf('class=pELS&sort=-maxZ.DNase');
  page = await (await pages.context()).newPage();
}, 120_000);
afterAll(() => pages?.close());

const api = (address: string, registry = pages.registry): Promise<Json> =>
  pages.service.json(`/api/v1/${address}${address.includes('?') ? '&' : '?'}registry=${registry}`);

async function elementOf(filter: string, registry = pages.registry): Promise<string> {
  return (await api(`ccres?${filter}&limit=1`, registry)).elements[0].accession;
}

/** One visitor looks at all of it: pages are loaded anew, but not the browser. */
let page: Page;
async function show(below: string, registry = pages.registry): Promise<void> {
  await page.goto(`${pages.address}/${registry}/element/${below}`);
  await page.locator('.tabs').waitFor();
}

const sentence = () => page.locator('.class-sentence').innerText();
const groupOf = (name: string) => page.getByRole('group', { name });

const queryOf = () => Object.fromEntries(new URL(page.url()).searchParams);

/** Two decimals with the minus of pages; three where two would be the threshold. */
function shown(z: number): string {
  const text = z.toFixed(2) === '1.64' ? z.toFixed(3) : z.toFixed(2);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '\u2212');
}

describe('why an element has its class', () => {
  it('follows the rule to the class that the registry has, for every element', async () => {
    const { elements } = await api('ccres?limit=10000');
    const tree = treeOf('encode3', 'all');
    const wrong = elements.filter((own: Json) => pathOf(tree, own.zone, own.maxZ).className !== own.class);
    expect(elements.length).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
  });

  it('follows it in each biosample, where what was not assayed counts as low', async () => {
    const { elements } = await api('ccres?limit=60&sort=-maxZ.CTCF');
    const tree = treeOf('encode3', 'biosample');
    const names = elements.map((own: Json) => own.accession).join(',');
    for (const element of (await api(`compare?accessions=${names}`)).elements) {
      for (const own of element.biosamples.filter((one: Json) => one.z.DNase.state !== 'notAssayed'))
        expect(pathOf(tree, element.zone, own.z).className, own.biosample).toBe(own.class.split(',')[0]);
    }
  });

  it('has the classes of the later scheme in its tree', () => {
    const { questions, whenNone } = treeOf('encode4', 'all');
    expect(questions.map((row) => row.map(({ mark, makes }) => `${mark} ${makes}`))).toEqual([
      ['H3K4me3 PLS', 'H3K27ac pELS', 'CTCF CA-CTCF'],
      ['H3K27ac pELS', 'H3K4me3 CA-H3K4me3', 'CTCF CA-CTCF'],
      ['H3K27ac dELS', 'H3K4me3 CA-H3K4me3', 'CTCF CA-CTCF'],
    ]);
    expect([whenNone, treeOf('encode4', 'biosample').whenNone]).toEqual(['CA', 'CA-only']);
  });

  it('says it as a sentence, as a tree with its way, and as steps, for one element of each class', async () => {
    for (const name of CLASSES) {
      const accession = await elementOf(`class=${name}&sort=-maxZ.DNase`);
      const { maxZ, element } = await api(`ccres/${accession}/explanation`);
      await show(accession);
      const said = await sentence();
      expect(said).toContain(`(${name}).`);
      expect(said).toContain(`DNase is high (${shown(maxZ.DNase.z)} in ${maxZ.DNase.biosample})`);
      expect(said).toContain(`${element.tssDistance.toLocaleString('en-US')} bp from its centre`);
      const way = await page.locator('.tree-box.taken').allInnerTexts();
      expect(way).toHaveLength(3);
      expect(way.at(-1)).toMatch(new RegExp(` high\\s+${name}$`));
      const values = await page.locator('.class-steps .step-value').allTextContents();
      expect(values[0]).toBe(shown(maxZ.DNase.z));
      const asked = await page.locator('.tree-box:is(.taken, .passed)').count();
      // CTCF-bound is a step of its own where CTCF was not asked.
      expect(values).toHaveLength(asked + (name === 'CTCF-only' ? 0 : 1));
    }
  });

  it('says it for one biosample, with what was not assayed', async () => {
    const { biosamples } = await api(`ccres/${example}/biosamples`);
    const one = biosamples.find(
      ({ z }: Json) =>
        z.DNase.state === 'high' && z.H3K27ac.state === 'notAssayed' && z.H3K4me3.state === 'high',
    );
    await show(example);
    await page.getByLabel('The biosample whose class is explained').selectOption(one.key);
    await expect.poll(() => queryOf()).toMatchObject({ why: 'biosample', biosample: one.key });
    await expect.poll(sentence).toContain(`(${one.class.split(',')[0]}) here`);
    expect(await sentence()).toContain('H3K27ac was not assayed, counts as low here');
    const before = await sentence();
    await page.reload();
    await expect.poll(sentence).toBe(before);
    await page.getByRole('button', { name: 'All biosamples' }).click();
    await expect.poll(sentence).toContain('(pELS).');
  });
});

describe('activity across biosamples', () => {
  it('counts the biosamples of each kind of evidence, and high, low and no data of each tissue', async () => {
    const { biosamples } = await api(`ccres/${example}/biosamples`);
    const has = (z: Json, assay: string) => z[assay].state !== 'notAssayed';
    const core = biosamples.filter(({ z }: Json) => ASSAYS.every((assay) => has(z, assay))).length;
    const ancillary = biosamples.filter(({ z }: Json) => !has(z, 'DNase')).length;
    await show(example);
    const groups = groupOf('Evidence of the biosamples');
    await page.locator('.activity tbody tr').first().waitFor();
    expect(await groups.getByRole('button').allTextContents()).toEqual([
      `All ${biosamples.length}`,
      `Core ${core}`,
      `Partial ${biosamples.length - core - ancillary}`,
      `Ancillary ${ancillary}`,
    ]);
    await groups.getByRole('button', { name: 'Core' }).click();
    await expect.poll(() => queryOf().group).toBe('core');
    expect(await page.locator('.activity .table-foot').innerText()).toContain(`of ${core}`);
    await groups.getByRole('button', { name: 'All' }).click();
    await groupOf('Assay of the plot').getByRole('button', { name: 'CTCF' }).click();
    const missing = biosamples.filter(({ z }: Json) => !has(z, 'CTCF')).length;
    await expect
      .poll(() => page.locator('.activity figcaption').innerText())
      .toContain(`n = ${biosamples.length - missing} biosamples`);
    expect(await page.locator('.activity figcaption').innerText()).toContain(`${missing} no data`);
  });

  it('selects in the table and in every plot alike, and the address remembers', async () => {
    const { biosamples } = await api(`ccres/${example}/biosamples`);
    const byName = new Map<string, string>(biosamples.map((own: Json) => [own.biosample, own.key]));
    await show(`${example}?assay=DNase`);
    const row = page.locator('.activity tbody tr').nth(1);
    const name = await row.locator('td').first().innerText();
    await row.click();
    await expect.poll(() => queryOf().biosample).toBe(byName.get(name));
    await expect.poll(() => page.locator('.activity .plot svg').textContent()).toContain(name);
    // The first point that is high, and not the chosen one.
    const point = page.locator('.activity .plot g[aria-label=dot]').nth(1).locator('circle').last();
    await point.click({ force: true });
    await expect.poll(() => queryOf().biosample).not.toBe(byName.get(name));
    const { biosample } = queryOf();
    const chosen = page.locator('.activity tr[aria-selected]');
    expect(byName.get(await chosen.locator('td').first().innerText())).toBe(biosample);
    for (const kind of ['Bars', 'Violin', 'Embedding']) {
      await groupOf('Kind of plot').getByRole('button', { name: kind }).click();
      await expect
        .poll(() => page.locator('.activity .plot svg').innerHTML())
        .toMatch(/stroke="var\(--accent\)"/);
    }
    await page.reload();
    await chosen.waitFor();
    expect(queryOf()).toEqual({ assay: 'DNase', biosample, plot: 'embedding' });
  });

  it('shows assays that make no class, where the registry has them', async () => {
    const { assays, points } = await api('biosamples/embedding?limit=10000');
    const assay = assays.find((own: string) => !ASSAYS.includes(own));
    const own = points.filter((point: Json) => point.assay === assay);
    await show(`${example}?assay=${assay}`);
    const said = () => page.locator('.activity figcaption').innerText();
    await expect.poll(said).toMatch(new RegExp(`^${assay} [^]*n = ${own.length} biosample`));
    const drawn = page.locator('.activity .plot g[aria-label=dot] circle');
    await expect.poll(() => drawn.count()).toBe(own.length);
  });

  it('is for the keyboard: arrows move, Enter selects', async () => {
    await show(`${example}/activity`);
    const table = groupOf('Activity by biosample; arrow keys move');
    const third = await page.locator('.activity tbody tr').nth(2).locator('td').first().innerText();
    await table.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.locator('.activity tr[aria-selected]').waitFor();
    expect(await page.locator('.activity tr[aria-selected] td').first().innerText()).toBe(third);
  });

  it('hands out the plot as a table of all biosamples, those without data too', async () => {
    const { biosamples } = await api(`ccres/${example}/biosamples`);
    await show(`${example}?assay=H3K27ac`);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: /^SVG, PNG, TSV and table of H3K27ac/ }).click();
    await page.getByRole('button', { name: 'TSV', exact: true }).click();
    const text = readFileSync(await (await waiting).path(), 'utf8');
    const [head, ...rows] = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(head).toEqual(['Biosample', 'Tissue', 'Class there', 'H3K27ac Z', 'State']);
    const states: Json = { high: 'high', low: 'low', noSignal: 'no signal', notAssayed: 'no data' };
    expect(rows.map((row) => [row[0], row[3], row[4]])).toEqual(
      biosamples.map(({ biosample, z }: Json) => [
        biosample,
        String(z.H3K27ac.z ?? 'NA'),
        states[z.H3K27ac.state],
      ]),
    );
  });
});

describe('the accession of an element', () => {
  it('may be of an earlier registry: the page says what it is now', async () => {
    const bed = gunzipSync(readFileSync(path.join(pages.genome, 'previous/ccre.bed.gz'))).toString();
    for (const line of bed.split('\n')) {
      const old = line.split('\t')[4] ?? line.split('\t')[3];
      const response = await pages.service.get(`/api/v1/ccres/${old}`);
      if (response.status !== 200) continue;
      const { element }: Json = await response.json();
      if (element.accession === null || element.accession === old) continue;
      await show(`${old}/genes`);
      expect(await page.locator('h1').innerText()).toBe(element.accession);
      expect(await page.locator('.renamed').innerText()).toContain(
        `${old} of an earlier registry is now ${element.accession}`,
      );
      return;
    }
    throw new Error('no accession was renamed');
  });

  it('may be that of its rDHS, or unknown', async () => {
    const { element } = await api(`ccres/${example}`);
    await show(element.rdhs);
    expect(await page.locator('h1').innerText()).toBe(example);
    expect(await page.locator('.renamed').count()).toBe(0);
    const near = `${example.slice(0, -1)}x`;
    await page.goto(`${pages.address}/${pages.registry}/element/${near}`);
    await expect.poll(() => page.locator('h1').innerText()).toBe(`No element ${near}`);
    await page
      .getByRole('link', { name: example.slice(0, -2) })
      .first()
      .click();
    await expect.poll(() => page.locator('h1').innerText()).toContain(example.slice(0, -2));
  });

  it('is kept in the list, and taken back', async () => {
    await show(example);
    await page.getByRole('button', { name: `Add ${example} to the list` }).click();
    expect(await page.evaluate<string[]>('Object.values(localStorage)')).toContain(JSON.stringify([example]));
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: `Add ${example} to the list` }).waitFor();
  });

  it('is cited with the version of the registry, at addresses that answer', async () => {
    await show(example);
    await page.getByRole('button', { name: 'Share and cite' }).click();
    const { version } = (await api('registries')).registries[0];
    const citation = await page.getByRole('textbox', { name: 'Citation' }).inputValue();
    expect(citation).toContain(example);
    expect(citation).toContain(version);
    const data = await page.getByRole('textbox', { name: /^Its data/ }).inputValue();
    const answer: Json = await (await fetch(data)).json();
    expect(answer.element.accession).toBe(example);
  });
});

describe('what is known of an element', () => {
  it('lists linked genes by confidence, and the evidence of the one that is chosen', async () => {
    const { links } = await api('links?limit=10000');
    const strong = links
      .filter((link: Json) => link.evidence.length > 0)
      .sort((a: Json, b: Json) => b.evidence.length - a.evidence.length)[0];
    await show(`${strong.accession}/genes?gene=${strong.geneId}`);
    const evidence = page.getByRole('table', { name: `Evidence for ${strong.geneSymbol}` });
    await expect.poll(() => evidence.locator('tbody tr').count()).toBe(strong.evidence.length);
    await page.getByRole('button', { name: 'How' }).click();
    expect(await page.getByText('How the confidence is made').isVisible()).toBe(true);
  });

  it('lists factors with a peak here, and the experiments of the one that is chosen', async () => {
    const { targets } = await api(`ccres/${example}/peaks`);
    await show(`${example}/peaks`);
    const table = page.getByRole('table', { name: 'Transcription factors' });
    await expect
      .poll(() => table.locator('tbody tr').count())
      .toBe(targets.filter((own: Json) => own.kind === 'tf').length);
    await table.getByText(targets[0].target, { exact: true }).click();
    await expect.poll(() => queryOf().target).toBe(targets[0].target);
    await page.getByRole('heading', { name: `Experiments of ${targets[0].target}` }).waitFor();
  });

  it('leads to orthologs in the other registry that is served', async () => {
    const { elements } = await api('ccres?limit=200&class=PLS');
    for (const { accession } of elements) {
      const { orthologs } = await api(`ccres/${accession}/orthologs`);
      if (orthologs.length === 0) continue;
      await show(`${accession}/orthologs`);
      await page.getByRole('link', { name: orthologs[0].accession }).click();
      await expect
        .poll(() => new URL(page.url()).pathname)
        .toBe(`/${pages.plain}/element/${orthologs[0].accession}`);
      return;
    }
    throw new Error('no element has an ortholog');
  });

  it('says of a registry without annotations what is not there, and shows the rest', async () => {
    const accession = await elementOf('class=dELS', pages.plain);
    await show(accession, pages.plain);
    await expect
      .poll(() => page.locator('.linked-genes').innerText())
      .toContain('No linked genes in this registry');
    await page.locator('.activity tbody tr').first().waitFor();
    for (const tab of ['Genes', 'Variants', 'Functional assays', 'Orthologs', 'Conservation']) {
      const name = `${tab} not in this registry`;
      expect(await page.getByRole('link', { name }).count(), name).toBe(1);
    }
    for (const tab of TABS) {
      await show(`${accession}/${tab}`, pages.plain);
      await expect.poll(() => page.locator('.empty').first().innerText()).toMatch(/^No .+ in this registry/);
    }
  });

  it('is for everyone: axe, both themes, a phone', async () => {
    for (const tab of ['', '/genes', '/profiles']) {
      await show(`${example}${tab}`);
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
    }
    const options = { colorScheme: 'dark', viewport: { width: 390, height: 844 } } as const;
    const phone = await pages.open(`/${pages.registry}/element/${example}`, options);
    await phone.locator('.class-steps li').first().waitFor();
    await expectAccessible(phone);
    expect(await phone.locator('.class-tree').isVisible()).toBe(false);
    await phone.getByText('Show the whole tree').click();
    expect(await phone.locator('.class-tree').isVisible()).toBe(true);
    expect(pages.complaints).toEqual([]);
  });
});
