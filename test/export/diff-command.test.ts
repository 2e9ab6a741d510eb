/** The command `cisreg diff`, its documentation and its page. */

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { diffSides } from '../../src/export/diff.ts';
import { DIFF_COLUMNS } from '../../src/export/diff-rows.ts';
import { readDiffSide } from '../../src/export/diff-sides.ts';
import { silent } from '../../src/progress.ts';
import { diffPage } from '../../src/report/diff-page.ts';
import { cisreg } from '../build/run-cli.ts';
import { quotedWords, sectionOf } from '../docs/markdown.ts';
import { scratch } from '../formats/scratch.ts';

const { dir, file } = scratch();
const CHROMIUM = '/usr/bin/chromium';

const OLD = `chr1	100	300	EH38D1	EH38E1	PLS,CTCF-bound	1a
chr1	500	700	EH38D2	EH38E2	pELS	1b
chr1	900	1100	EH38D3	EH38E3	dELS	2
chr2	100	300	EH38D4	EH38E4	CTCF-only,CTCF-bound	2
`;
const NEW = `chr1	100	300	EH38D1	EH38E1	PLS	1a
chr1	520	720	EH38D2	EH38E2	dELS	1b
chr1	2000	2200	EH38D9	EH38E4	dELS	2
chr2	150	320	EH38D8	EH38E8	CTCF-only,CTCF-bound	2
`;
const old = file('old.bed', OLD);
const now = file('new.bed', NEW);

describe('cisreg diff', () => {
  it('prints a summary, and writes the table of differences', () => {
    const { status, stdout, stderr } = cisreg('diff', old, now, '--tsv', `${dir}/d.tsv`, '-q');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`old  ${old}: BED, encode3; 4 elements`);
    expect(stdout).toContain('accessions: 2 kept, 1 renumbered in place, 1 lost, 1 new, 1 reassigned');
    expect(stdout).toContain('EH38E4  chr2:100-300 -> chr1:2000-2200');
    const rows = readFileSync(`${dir}/d.tsv`, 'utf8').trimEnd().split('\n');
    const short = rows.slice(1).map((row) => row.split('\t').slice(0, 7).join(' '));
    expect(short).toEqual([
      'CTCF-bound chr1 100 300 100 300 200',
      'moved,class chr1 500 700 520 720 180',
      'vanished chr1 900 1100 NA NA NA',
      'appeared,reassigned chr1 NA NA 2000 2200 NA',
      'moved,renumbered,reassigned chr2 100 300 150 320 150',
    ]);
  });

  it('prints JSON whose every key is documented, and columns that are', () => {
    const printed = JSON.parse(cisreg('diff', old, now, '--json', '-q').stdout) as object;
    const keysOf = (value: unknown): string[] => {
      if (Array.isArray(value)) return value.flatMap(keysOf);
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
    };
    const page = readFileSync(path.resolve('docs/formats.md'), 'utf8');
    const words = quotedWords(sectionOf(page, 'cisreg diff'));
    const keys = [...new Set(keysOf(printed))].filter((key) => key !== 'nothing');
    expect([...keys, ...DIFF_COLUMNS].filter((key) => !words.has(key) && !/^jaccard/.test(key))).toEqual([]);
  });

  it('refuses two standard inputs, a file that is not there, a directory that is no registry', () => {
    const both = cisreg('diff', '-', '-');
    expect([both.status, both.stderr]).toEqual([2, expect.stringMatching(/both sides.*\[USAGE\]/)]);
    const none = cisreg('diff', `${dir}/none.bed`, now, '-q');
    expect([none.status, none.stderr]).toEqual([
      1,
      expect.stringMatching(/none\.bed: no such file.*\[NOT_FOUND\]/),
    ]);
    const empty = cisreg('diff', dir, now, '-q');
    expect([empty.status, empty.stderr]).toEqual([1, expect.stringMatching(/registry\.json.*\[NOT_FOUND\]/)]);
  });
});

describe('the page', () => {
  const summary = async () =>
    (await diffSides(await readDiffSide(old), await readDiffSide(now), silent)).summary;

  it('asks nothing of the network, escapes names, tells no directory, and has the same bytes each time', async () => {
    const one = await summary();
    const page = await diffPage({ ...one, new: { ...one.new, name: '/home/me/<b>&' } });
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|\bsrc=|@import|\/home\/me/);
    expect(page).toContain('New: &lt;b&gt;&amp;');
    expect(await diffPage({ ...one, new: { ...one.new, name: '/home/me/<b>&' } })).toBe(page);
  });

  it.skipIf(!existsSync(CHROMIUM))(
    'has no fault that axe finds and nothing wider than its window',
    async () => {
      const out = file('page.html', await diffPage(await summary()));
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
      try {
        for (const colorScheme of ['light', 'dark'] as const) {
          for (const width of [1440, 390]) {
            const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
            await page.goto(`file://${out}`);
            await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
            const found = await page.evaluate(async () => {
              // @ts-expect-error axe is a global of the page
              const { violations } = await axe.run();
              // @ts-expect-error the page has a document
              const root = document.documentElement;
              return {
                rules: violations.map(({ id }: { id: string }) => id),
                overflow: root.scrollWidth - root.clientWidth,
              };
            });
            expect(found, `${colorScheme} ${width}`).toEqual({ rules: [], overflow: 0 });
            await page.close();
          }
        }
      } finally {
        await browser.close();
      }
    },
  );
});
