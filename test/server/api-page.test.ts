/** The page at /api in a browser: both themes, wide and narrow, by axe and by eye's substitutes. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needs } from '../registry/tools.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let service: Running;
let browser: Browser | undefined;
beforeAll(async () => {
  service = await running([(await annotatedRegistry()).registry]);
});
afterAll(async () => {
  await browser?.close();
  await service.app.close();
});

describe('the page of the API', () => {
  it('has every route, and an example of each that can be followed', async () => {
    const page = await (await service.get('/api')).text();
    const { paths, components } = await service.json('/api/openapi.json');
    for (const [route, methods] of Object.entries<Record<string, { 'x-example'?: string }>>(paths)) {
      for (const [method, { 'x-example': example }] of Object.entries(methods)) {
        expect(page).toContain(`<h3>${method.toUpperCase()} ${route}</h3>`);
        if (method !== 'get' || example === undefined) continue;
        expect(page).toContain(
          `href="${example.slice(1).replaceAll('&', '&amp;').replaceAll("'", '&#39;')}"`,
        );
      }
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    for (const name of Object.keys(components.schemas)) expect(ids).toContain(name);
  });

  it('passes axe, asks for nothing, and scrolls only downwards', async ({ skip }) => {
    needs(skip, 'chromium', 'chromium', '--version');
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    for (const { colorScheme, width } of [
      { colorScheme: 'light', width: 1440 },
      { colorScheme: 'dark', width: 390 },
    ] as const) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      const failed: string[] = [];
      page.on('pageerror', (error) => failed.push(String(error)));
      // What the page's own policy refuses is said here.
      page.on('console', (message) => failed.push(message.text()));
      await page.goto(`${service.address}/api`);
      const place = `${colorScheme} ${width}`;
      expect(
        asked.filter((url) => !url.startsWith('data:')),
        place,
      ).toEqual([`${service.address}/api`]);
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      expect(await page.evaluate('document.documentElement.scrollWidth'), place).toBeLessThanOrEqual(width);
      const canvas = 'getComputedStyle(document.body).backgroundColor';
      const before = await page.evaluate(canvas);
      await page.getByRole('button', { name: 'Dark' }).click();
      expect(await page.evaluate(canvas), place).not.toBe(before);
      expect(failed, place).toEqual([]);
      // Tables are alike: axe takes half a minute for all of them, and judges some.
      await page.evaluate(
        'for (const one of [...document.querySelectorAll("details")].slice(20)) one.open = false',
      );
      // The policy lets no script in but the page's own: axe goes around it.
      await page.evaluate(AXE);
      const violations = await page.evaluate<string[]>(
        'axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html).join(" ")))',
      );
      expect(violations, place).toEqual([]);
      await context.close();
    }
  });
});
