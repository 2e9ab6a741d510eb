/** The built pages, the real server and a real browser: what tests of pages start with. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { openState } from '../../src/server/lists/state-store.ts';
import { annotatedRegistry } from '../server/annotated-registry.ts';
import { type Running, running } from '../server/simulated.ts';

/** As root in a container; and nothing of the browser's own goes to the network. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Pages {
  /** http://127.0.0.1:PORT */
  readonly address: string;
  /** The simulated genome: its truth/ says what was planted. */
  readonly genome: string;
  /** The ids of the served registries: annotated with every kind, and one without annotations. */
  readonly registry: string;
  readonly plain: string;
  /** Asks the service itself. */
  readonly service: Running;
  /** A page at an address of the service, once its network is quiet. Each has a context of its own: nothing is remembered. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>;
  /** A context, for several pages of one visitor. */
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
  /** What pages complained of since the start: errors, and requests to other hosts. A test ends with an empty list. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves the simulated registry and its pages (CISREG_PAGES has another build of them), and starts Chromium. Close it.
 */
export async function openPages(): Promise<Pages> {
  const { genome, registry } = await annotatedRegistry();
  const second = path.join(genome, 'second', 'registry');
  const state = path.join(inject('scratchOfRun'), `pages-${process.pid}-${Date.now()}`);
  const pages = process.env.CISREG_PAGES;
  const service = await running([registry, second], {
    state: openState(state),
    ...(pages === undefined ? {} : { pages }),
  });
  const [id, plain] = (await service.json('/api/v1/registries')).registries.map(
    (own: { id: string }) => own.id,
  );
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
  const complaints: string[] = [];
  const context = async (options?: BrowserContextOptions) => {
    const own = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    own.on('weberror', (error) => complaints.push(String(error.error())));
    own.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(service.address) && !/^(data|blob):/.test(url)) complaints.push(`asked ${url}`);
    });
    return own;
  };
  return {
    address: service.address,
    genome,
    registry: id,
    plain,
    service,
    complaints,
    context,
    async open(address, options) {
      const page = await (await context(options)).newPage();
      await page.goto(`${service.address}${address}`);
      await page.waitForLoadState('networkidle');
      return page;
    },
    async close() {
      await browser.close();
      await service.app.close();
    },
  };
}

/** What axe finds on a page, and whether it scrolls sideways; `without` names parts that are not ours. */
export async function expectAccessible(page: Page, without: readonly string[] = []): Promise<void> {
  // Not as a script of the page: its policy allows none but our own.
  await page.evaluate(AXE);
  const exclude = JSON.stringify(without.map((one) => [one]));
  const violations = await page.evaluate<string[]>(
    `axe.run({ exclude: ${exclude} }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html).join(' ')))`,
  );
  expect(violations, page.url()).toEqual([]);
  const isWide = 'document.documentElement.scrollWidth > innerWidth';
  expect(await page.evaluate(isWide), `${page.url()} scrolls sideways`).toBe(false);
}
