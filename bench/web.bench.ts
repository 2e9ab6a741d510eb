/**
 * npm run bench:web: the pages on the genome-sized simulated registry (CISREG_BENCH_GENOME): what the first page weighs and when it paints, from
 * the input event of a facet to painted counts, and how long the main thread is held while a million rows are scrolled.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Figures, record } from './results.ts';
import { startService } from './service-process.ts';
import { genomeRegistry } from './service-registry.ts';

const GOALS = { homeKB: 300, firstPaintMs: 1500, facetMs: 200 };
/** Classes whose boxes are clicked: no set of them comes twice. */
const TURNS = ['pELS', 'CTCF-only', 'PLS', 'pELS', 'dELS', 'CTCF-only', 'DNase-H3K4me3', 'PLS'];
const SCROLLS = 60;
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];

const scratch = mkdtempSync(path.join(tmpdir(), 'cisreg-web-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const service = await startService(genomeRegistry(scratch));
const address = `http://127.0.0.1:${service.port}`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
const rows: Figures[] = [];
const say = (what: string, value: number, unit: string, goal?: number) => {
  const verdict = goal === undefined ? '' : `   goal ${goal} ${unit}: ${value <= goal ? 'met' : 'MISSED'}`;
  process.stdout.write(`${what.padEnd(52)} ${value.toFixed(0).padStart(7)} ${unit}${verdict}\n`);
  rows.push({ what, value: Math.round(value), unit, goal: goal ?? null });
};
process.stdout.write(`load average ${loadavg()[0]!.toFixed(1)}, ${availableParallelism()} cores\n`);
try {
  const { registries } = (await (await fetch(`${address}/api/v1/registries`)).json()) as {
    registries: { id: string }[];
  };
  const id = registries[0]!.id;
  await home(browser);
  await facets(await pageAt(`/${id}/elements`));
  await scrolling(await pageAt(`/${id}/elements`));
} finally {
  await browser.close();
  await service.stop();
}
record('web', rows);

async function pageAt(where: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(address + where);
  await page.waitForLoadState('networkidle');
  return page;
}

/** In a browser that has nothing yet: bytes on the wire by kind, and the largest paint. */
async function home(from: Browser): Promise<void> {
  const paints: number[] = [];
  let bytes = 0;
  for (let round = 0; round < 5; round++) {
    const context = await from.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (!new URL(request.url()).pathname.startsWith('/api/')) {
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      }
    });
    await page.goto(address);
    // Useful is a page with its number of elements and its search box.
    await page.waitForSelector('h1');
    const paint = await page.evaluate<number>(
      'new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))',
    );
    await page.waitForLoadState('networkidle');
    paints.push(paint);
    bytes = (await Promise.all(sizes)).reduce((sum, own) => sum + own, 0);
    await context.close();
  }
  say('home: HTML, JS, CSS, fonts on the wire', bytes / 1000, 'kB', GOALS.homeKB);
  say('home: number of elements and search box painted, median', median(paints), 'ms', GOALS.firstPaintMs);
}

/** Turns classes off and on, to sets that nobody asked for yet: from the input until the page has painted the new total and no count is old. */
async function facets(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.facetTimes = [];
    // The page answers the click, which comes before the input event of the same moment.
    document.addEventListener('click', (event) => {
      if (event.target.type !== 'checkbox') return;
      const began = event.timeStamp;
      const before = document.querySelector('h1').textContent;
      const look = () => {
        const isOld = document.querySelector('h1').textContent === before || document.querySelector('#facets [aria-busy=true]');
        if (isOld && performance.now() - began < 5000) return requestAnimationFrame(look);
        requestAnimationFrame(() => setTimeout(() => window.facetTimes.push(performance.now() - began)));
      };
      requestAnimationFrame(look);
    }, true);
  })()`);
  for (const [turn, name] of TURNS.entries()) {
    await page
      .getByRole('checkbox', { name: new RegExp(`^${name}`) })
      .first()
      .click();
    // Not waitForFunction: the policy of the pages has no code from strings.
    while ((await page.evaluate<number>('window.facetTimes.length')) <= turn) await page.waitForTimeout(10);
    await page.waitForLoadState('networkidle');
  }
  const times = await page.evaluate<number[]>('window.facetTimes');
  say('facet: input to painted counts and histograms, median', median(times), 'ms', GOALS.facetMs);
  say(`facet: the worst of ${TURNS.length}`, Math.max(...times), 'ms', GOALS.facetMs);
}

/** Wheel turns over the table; a task over 50 ms is felt. */
async function scrolling(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((own) => own.duration))).observe({ entryTypes: ['longtask'] });
  })()`);
  const table = page.locator('.data-table .scroller').first();
  await table.hover();
  for (let turn = 0; turn < SCROLLS; turn++) {
    await page.mouse.wheel(0, 900);
    await page.waitForTimeout(16);
  }
  const long = await page.evaluate<number[]>('window.longTasks');
  say(`scrolling: longest task of ${SCROLLS} turns of the wheel`, Math.max(0, ...long), 'ms', 50);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
