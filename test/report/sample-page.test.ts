/** The page of a classified sample: its numbers against the BED beside it, its sentences, and axe. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseHTML } from 'linkedom';
import { chromium } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeMiniCase } from '../build/mini-case.ts';
import { readTable } from '../build/naive-inputs.ts';
import { cisreg, scratchDirectory } from '../build/run-cli.ts';
import { needs } from '../registry/tools.ts';

const scratch = scratchDirectory();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FOUR = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];

interface Page {
  readonly file: string;
  readonly text: string;
  /** Rows of the table of classes or labels, by the text of their cells. */
  readonly rows: readonly string[][];
  readonly head: readonly string[];
  /** Labels of KEY.bed, and classes of cCREs.bed. */
  readonly labels: readonly string[];
  readonly classes: readonly string[];
}

/** Builds a registry and classifies some assays of its first biosample in it. */
async function pageOf(scheme: string, registry: string, assays: readonly string[]): Promise<Page> {
  const input = path.join(scratch, `${scheme}-input`);
  const signals = readTable(path.join(input, 'datasets.tsv'))
    .filter(({ biosample, zscore }) => biosample === 'K562' && zscore !== 'no')
    .filter(({ assay }) => assays.includes(assay!))
    .flatMap(({ assay, signal }) => [`--${assay!.toLowerCase()}`, path.join(input, signal!)]);
  expect(signals.length).toBe(2 * assays.length);
  const out = path.join(scratch, `${scheme}-${assays.join('-')}`);
  const { status, stderr } = cisreg(
    ...['classify', '--registry', registry, '--biosample', 'cells', ...signals, '--quiet', '-o', out],
  );
  expect(status, stderr).toBe(0);
  const file = path.join(out, 'cells.html');
  const { document } = parseHTML(readFileSync(file, 'utf8'));
  const table = [...document.querySelectorAll('#elements table')].at(-1)!;
  const cells = (row: { readonly children: Iterable<{ readonly textContent: string | null }> }) =>
    [...row.children].map((cell) => cell.textContent!.trim());
  const column = (bed: string, i: number) =>
    readFileSync(bed, 'utf8')
      .trimEnd()
      .split('\n')
      .map((row) => row.split('\t')[i]!);
  return {
    file,
    text: document.querySelector('#elements')!.textContent!.replace(/\s+/g, ' '),
    head: cells(table.querySelector('thead tr')!),
    rows: [...table.querySelectorAll('tbody tr')].map(cells),
    labels: column(path.join(out, 'cells.bed'), 9),
    classes: column(path.join(registry, 'cCREs.bed'), 5),
  };
}

const bare = (label: string) => label.replace(',CTCF-bound', '');
const shown = (n: number) => n.toLocaleString('en');
const countIn = (labels: readonly string[], name: string) =>
  shown(labels.filter((label) => bare(label) === name).length);
const sumOf = (texts: readonly string[]) =>
  texts.reduce((sum, text) => sum + (text === 'none' ? 0 : Number(text.replaceAll(',', ''))), 0);

const registries = new Map<string, string>();
beforeAll(async () => {
  for (const scheme of ['encode3', 'encode4']) {
    const { registryYaml } = await writeMiniCase(path.join(scratch, `${scheme}-input`), 5, {
      assays: [FOUR, FOUR, ['DNase', 'H3K27ac'], ['DNase', 'CTCF']],
      yaml: { scheme },
    });
    const registry = path.join(scratch, scheme);
    const { status, stderr } = cisreg('build', registryYaml, '--out', registry, '--quiet');
    expect(status, stderr).toBe(0);
    registries.set(scheme, registry);
  }
});

describe('the page of a sample', () => {
  it('of encode3 sets every class beside the registry', async () => {
    const { text, head, rows, labels, classes } = await pageOf('encode3', registries.get('encode3')!, FOUR);
    expect(head).toEqual(['Class', 'In the sample', 'Share', 'In the registry', 'Share']);
    const names = ['PLS', 'pELS', 'dELS', 'DNase-H3K4me3', 'CTCF-only'];
    expect(rows.map((row) => [row[0], row[1], row[3]])).toEqual([
      ...names.map((name) => [name, countIn(labels, name), countIn(classes, name)]),
      ...['DNase-only', 'Low-DNase'].map((name) => [name, countIn(labels, name), 'none']),
    ]);
    expect(sumOf(rows.map((row) => row[1]!))).toBe(labels.length);
    expect(sumOf(rows.map((row) => row[3]!))).toBe(classes.length);
    const bound = labels.filter((label) => label.endsWith(',CTCF-bound')).length;
    expect(bound).toBeGreaterThan(0);
    expect(text).toContain(
      `All four assays are there: All-data/Full-classification. ${shown(bound)} active cCREs are CTCF-bound.`,
    );
    expect(text).toContain('The suffix CTCF-bound is counted with its class here');
  });

  it('of encode3 with DNase alone says which classes cannot be there', async () => {
    const { text, rows, labels } = await pageOf('encode3', registries.get('encode3')!, ['DNase']);
    expect(text).toContain(
      'H3K4me3, H3K27ac and CTCF are not there and count as low: no cCRE is PLS, DNase-H3K4me3, pELS, dELS, CTCF-only or CTCF-bound. Promoters appear in other classes.',
    );
    expect(text).not.toContain('suffix');
    expect(new Set(labels)).toEqual(new Set(['DNase-only', 'Low-DNase']));
    expect(rows.slice(0, 5).map((row) => row[1])).toEqual(['0', '0', '0', '0', '0']);
  });

  it('of encode4 has no suffix, and sets CA-only beside the CA of the registry', async () => {
    const page = await pageOf('encode4', registries.get('encode4')!, ['DNase', 'H3K4me3', 'H3K27ac']);
    const { text, rows, labels, classes } = page;
    const [sample, registry] = [1, 3].map((i) => new Map(rows.map((row) => [row[0], row[i]!]))) as [
      Map<string, string>,
      Map<string, string>,
    ];
    expect(classes).toContain('CA');
    expect(registry.get('CA-only (registry: CA)')).toBe(countIn(classes, 'CA'));
    expect(sample.get('CA-only (registry: CA)')).toBe(countIn(labels, 'CA-only'));
    expect(sumOf([...sample.values()])).toBe(labels.length);
    expect(sumOf([...registry.values()])).toBe(classes.length);
    expect(text).toContain('CTCF is not there and counts as low: no cCRE is CA-CTCF.');
    expect(labels).not.toContain('CA-CTCF');
    expect(text).toContain('CA-only in a sample is what CA is in the registry.');
    expect(text).not.toMatch(/CTCF-bound|Promoters/);
  });

  it('without DNase counts labels, and promises no classes', async () => {
    const page = await pageOf('encode3', registries.get('encode3')!, ['H3K27ac', 'CTCF']);
    const { text, head, rows, labels } = page;
    expect(head).toEqual(['Label', 'In the sample', 'Share']);
    expect(Object.fromEntries(rows.map(([label, n]) => [label, n]))).toEqual(
      Object.fromEntries(
        [...new Set(labels)].map((label) => [label, shown(labels.filter((own) => own === label).length)]),
      ),
    );
    expect(text).toContain(
      'Neither DNase nor ATAC is there: labels name the marks that are high, and are no classes. H3K4me3 is not there and counts as low: no label names it.',
    );
    expect(text).not.toMatch(/Promoters|CTCF-bound|no cCRE is|All four/);
    const all = await pageOf('encode3', registries.get('encode3')!, ['H3K4me3', 'H3K27ac', 'CTCF']);
    expect(all.text).not.toMatch(/All four|count as low|counts as low/);
  });

  it('passes axe in both themes, asks for nothing and scrolls only downwards', async ({ skip }) => {
    needs(skip, 'chromium', 'chromium', '--version');
    const pages = [
      await pageOf('encode4', registries.get('encode4')!, FOUR),
      await pageOf('encode3', registries.get('encode3')!, ['H3K4me3', 'CTCF']),
    ];
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    for (const { file } of pages) {
      for (const { colorScheme, width } of [
        { colorScheme: 'light', width: 1440 },
        { colorScheme: 'dark', width: 390 },
      ] as const) {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
        const page = await context.newPage();
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        const address = pathToFileURL(file).href;
        await page.goto(address);
        expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([address]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
        await page.addScriptTag({ content: AXE });
        const violations = await page.evaluate<string[]>(
          'axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html).join(" ")))',
        );
        expect(violations, `${file} ${colorScheme}`).toEqual([]);
        await context.close();
      }
    }
    await browser.close();
  });
});
