/**
 * npm run screenshots [-- FOLDER]: every page of the example registry, light and dark, wide, middle and on a phone, into a folder (default
 * demo/screenshots), to be looked at. Says which pages complain, ask elsewhere, scroll sideways or
 * fail axe (igv.js's own container excepted), and ends with status 1 then. `--docs` makes the
 * pictures of docs/screen.md instead.
 */

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { cisreg, DEMO, makeDemo } from './demo.mjs';
import { build, install, root } from './prepare.mjs';

/** [theme, width]. */
const LOOKS = [
  ['light', 1440],
  ['dark', 1440],
  ['light', 1024],
  ['dark', 390],
];
/** The pictures of the guide, and their size. */
const GUIDE = { home: 'home', elements: 'elements-filtered', element: 'element', study: 'study' };
const GUIDE_VIEW = { width: 1200, height: 760 };
const BROWSER = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

install();
build();
makeDemo();
const isGuide = process.argv.includes('--docs');
const given = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const folder = isGuide
  ? path.join(root, 'docs', 'screens')
  : path.resolve(given ?? path.join(root, 'demo', 'screenshots'));
mkdirSync(folder, { recursive: true });
const args = [cisreg, 'serve', ...DEMO, '--port', '0', '--state', 'demo/state', '--quiet'];
const server = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
const address = await new Promise((resolve) => {
  server.stdout.on('data', (text) => {
    const [found] = /http:\/\/[\d.]+:\d+/.exec(String(text)) ?? [];
    if (found !== undefined) resolve(found);
  });
});
const json = async (question, init) => (await fetch(`${address}/api/v1/${question}`, init)).json();

let complaints = 0;
const complain = (text) => {
  complaints++;
  process.stdout.write(`${text}\n`);
};
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: BROWSER });
try {
  const pages = await addresses();
  if (isGuide) {
    for (const [picture, name] of Object.entries(GUIDE)) await guide(picture, pages[name]);
  } else {
    for (const [name, page] of Object.entries(pages)) {
      for (const [theme, width] of LOOKS) await shoot(name, page, theme, width);
      process.stdout.write(`${name}\n`);
    }
  }
} finally {
  await browser.close();
  server.kill('SIGTERM');
}
process.stdout.write(
  `${complaints} complaints; pictures in ${path.relative(process.cwd(), folder) || '.'}\n`,
);
process.exitCode = complaints === 0 ? 0 : 1;

async function shoot(name, page, theme, width) {
  const where = `${name} ${theme} ${width}`;
  const tab = await browser.newPage({
    viewport: { width, height: width < 640 ? 844 : 900 },
    colorScheme: theme,
  });
  tab.on('pageerror', (error) => complain(`${where}: ${error}`));
  tab.on('console', (message) => message.type() === 'error' && complain(`${where}: ${message.text()}`));
  tab.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(data|blob):/.test(url)) complain(`${where}: asks ${url}`);
  });
  await tab.goto(address + page);
  await tab.waitForLoadState('networkidle');
  await tab.waitForTimeout(400);
  if (await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth))
    complain(`${where}: scrolls sideways`);
  await tab.screenshot({ path: path.join(folder, `${name}-${theme}-${width}.png`), fullPage: true });
  await tab.evaluate(AXE);
  const { violations } = await tab.evaluate(() => globalThis.axe.run({ exclude: [['.igv-container']] }));
  for (const { id, nodes } of violations) {
    complain(
      `${where}: axe ${id}: ${nodes
        .slice(0, 2)
        .map(({ html }) => html.slice(0, 160))
        .join(' ')}`,
    );
  }
  await tab.close();
}

async function guide(picture, page) {
  const tab = await browser.newPage({ viewport: GUIDE_VIEW, colorScheme: 'light' });
  await tab.goto(address + page);
  await tab.waitForLoadState('networkidle');
  // The genome browser draws after its data has come.
  await tab.waitForTimeout(2500);
  await tab.screenshot({ path: path.join(folder, `${picture}.png`) });
  await tab.close();
}

/** Pages by a name for their pictures; what they show is drawn from what is served. */
async function addresses() {
  const [{ id }, { id: plain }] = (await json('registries')).registries;
  const at = (...parts) => `/${[id, ...parts].map(encodeURIComponent).join('/')}`;
  const { elements } = await json('ccres?class=dELS&sort=-maxZ.H3K27ac&limit=12');
  const element = elements[0].accession;
  const accessions = elements.map(({ accession }) => accession);
  const { biosamples } = await json('biosamples?limit=100');
  const [a, b] = biosamples.filter(({ files }) => Object.keys(files).length >= 4);
  const { genes } = await json('genes?limit=2');
  const { studies } = await json('gwas/studies?limit=10');
  const study = studies.find(({ isTested }) => isTested) ?? studies[0];
  const { variants } = await json(`ccres/${element}/variants?within=100000&limit=1`);
  const posted = (body, type) => ({ method: 'POST', headers: { 'content-type': type }, body });
  const list = await json('lists', posted(JSON.stringify({ registry: id, accessions }), 'application/json'));
  const bed = elements.map(({ chrom, start, end }) => `${chrom}\t${start}\t${end}`).join('\n');
  const upload = await json('uploads', posted(`${bed}\n`, 'text/plain'));
  const high = new URLSearchParams({ high: `H3K27ac@${a.biosample}`, low: `H3K27ac@${b.biosample}` });
  const pair = new URLSearchParams({ a: a.biosample, b: b.biosample });
  return {
    home: '/',
    'home-plain': `/${encodeURIComponent(plain)}`,
    search: `${at('search')}?q=zzz+${genes[0].symbol}`,
    elements: at('elements'),
    'elements-filtered': `${at('elements')}?${high}`,
    'elements-none': `${at('elements')}?tau=2,3`,
    element: at('element', element),
    ...Object.fromEntries(
      [
        'activity',
        'genes',
        'variants',
        'peaks',
        'functional',
        'orthologs',
        'conservation',
        'profiles',
        'browser',
      ].map((tab) => [`element-${tab}`, at('element', element, tab)]),
    ),
    'element-plain': `/${encodeURIComponent(plain)}/element/${(await json(`ccres?registry=${plain}&limit=1`)).elements[0].accession}`,
    genes: at('genes'),
    gene: at('gene', genes[0].symbol),
    ...Object.fromEntries(
      ['tss', 'elements', 'browser'].map((tab) => [`gene-${tab}`, at('gene', genes[0].symbol, tab)]),
    ),
    'genes-compare': `${at('genes', 'compare')}?a=${genes[0].symbol}&b=${genes[1].symbol}`,
    gwas: at('gwas'),
    study: at('gwas', study.id),
    ...Object.fromEntries(
      ['elements', 'variants', 'blocks', 'genes', 'browser'].map((tab) => [
        `study-${tab}`,
        at('gwas', study.id, tab),
      ]),
    ),
    variants: at('variants'),
    ...(variants?.[0] === undefined ? {} : { variant: at('variant', variants[0].id) }),
    biosamples: at('biosamples'),
    biosample: at('biosample', a.biosample),
    'biosamples-compare': `${at('biosamples', 'compare')}?${pair}`,
    compare: `${at('compare')}?accessions=${accessions.slice(0, 4).join(',')}`,
    differential: `${at('differential')}?${pair}`,
    bed: at('bed'),
    'bed-kept': at('bed', upload.id),
    list: at('list'),
    'list-saved': at('list', list.id),
    downloads: at('downloads'),
    methods: at('methods'),
    cite: at('cite'),
    api: at('api'),
    'not-here': '/no-such-registry',
  };
}
