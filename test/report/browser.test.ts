/** The report in a browser: both themes, wide and narrow, by axe and by eye's substitutes. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { writeMiniCase } from '../build/mini-case.ts';
import { cisreg, scratchDirectory } from '../build/run-cli.ts';
import { needs } from '../registry/tools.ts';

const scratch = scratchDirectory();
const FOUR = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser | undefined;
afterAll(() => browser?.close());

describe('the report in a browser', () => {
  it('passes axe, asks for nothing, scrolls only downwards and switches its theme', async ({ skip }) => {
    needs(skip, 'chromium', 'chromium', '--version');
    const { registryYaml } = await writeMiniCase(path.join(scratch, 'input'), 5, {
      assays: [FOUR, FOUR, ['DNase', 'H3K27ac'], ['DNase', 'CTCF'], ['H3K4me3']],
    });
    const out = path.join(scratch, 'out');
    expect(cisreg('build', registryYaml, '--out', out, '--quiet').status).toBe(0);
    const address = pathToFileURL(path.join(out, 'report.html')).href;
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    // axe judges every colour of both themes and both layouts in two runs; the narrowest only has to fit.
    for (const { colorScheme, width, isJudged } of [
      { colorScheme: 'light', width: 1440, isJudged: true },
      { colorScheme: 'dark', width: 390, isJudged: true },
      { colorScheme: 'light', width: 320, isJudged: false },
    ] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const failed: string[] = [];
      page.on('pageerror', (error) => failed.push(String(error)));
      await page.goto(address);
      const place = `${colorScheme} ${width}`;
      expect(
        asked.filter((url) => !url.startsWith('data:')),
        place,
      ).toEqual([address]);
      expect(failed, place).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), place).toBeLessThanOrEqual(width);
      if (isJudged) {
        // Tables are part of the page: they are opened before it is judged.
        await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
        await page.addScriptTag({ content: AXE });
        const violations = await page.evaluate<string[]>(
          'axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html).join(" ")))',
        );
        expect(violations, place).toEqual([]);
      }
      const canvas = 'getComputedStyle(document.body).backgroundColor';
      const before = await page.evaluate(canvas);
      await page.getByRole('button', { name: 'Dark' }).click();
      expect(await page.evaluate(canvas), place).not.toBe(before);
      await context.close();
    }
  });
});
