/** The documentation against the program: what it shows is run, what it names exists. */

import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/errors.ts';
import { hasShared, SHARED, scratch } from '../formats/scratch.ts';
import {
  anchorOf,
  codeBlocks,
  numberedColumns,
  patternOf,
  quotedWords,
  sectionOf,
  shownRuns,
} from './markdown.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = (name: string) => path.join(root, name);
const text = (name: string) => readFileSync(page(name), 'utf8');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(page('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const program = page('dist/cli/main.js');
const { dir } = scratch();
const python = '/usr/bin/python3';
const hasNumpy = spawnSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0;

/** Runs a line of a page in the workspace, `cisreg` being the compiled program; returns all that it prints. */
function shell(command: string, cwd = dir): string {
  const { stdout } = spawnSync('sh', ['-c', command], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${dir}/bin:${process.env.PATH}`, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return stdout;
}

/** What commands have printed: one that pages share is run once. */
const printedBy = new Map<string, string>();

/** Runs a page's console blocks and compares; stderr counts. Commands of git and npm are not run. */
function checkConsole(name: string, isWanted: (section: string) => boolean): void {
  const blocks = codeBlocks(page(name)).filter(
    ({ language, section }) => language === 'console' && isWanted(section),
  );
  const runs = blocks.flatMap((block) => shownRuns(block.text));
  expect(runs.length).toBeGreaterThan(0);
  for (const { command, printed } of runs) {
    if (/^(git|npm) /.test(command)) continue;
    // A step that takes long says so in a line of its own; how long is the machine's business.
    const found = printedBy.get(command) ?? shell(`{ ${command}\n} 2>&1`).replace(/^.*: \d+ % of .*\n/gm, '');
    printedBy.set(command, found);
    expect(found, command).toMatch(patternOf(printed));
  }
}

beforeAll(() => {
  mkdirSync(`${dir}/bin`);
  const shim = `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`;
  writeFileSync(`${dir}/bin/cisreg`, shim, { mode: 0o755 });
});

describe('README.md', () => {
  it('shows what its commands print', () => {
    checkConsole('README.md', () => true);
  });

  it('has a configuration for own data that builds', () => {
    const own = path.join(dir, 'own');
    const mini = path.join(dir, 'demo/genome');
    mkdirSync(own);
    const blocks = codeBlocks(page('README.md'));
    const block = (language: string) => blocks.find((one) => one.language === language)!.text;
    writeFileSync(`${own}/registry.yaml`, block('yaml'));
    writeFileSync(`${own}/datasets.tsv`, block('tsv'));
    copyFileSync(`${mini}/chrom.sizes`, `${own}/chrom.sizes`);
    copyFileSync(`${mini}/genes.gtf.gz`, `${own}/gencode.gtf.gz`);
    // Files of the same kinds stand in for those that the example names.
    const spare = readFileSync(`${mini}/datasets.tsv`, 'utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([, assay, , , , format]) => assay !== 'DNase' || format === 'narrowPeak');
    const [header, ...rows] = block('tsv')
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    for (const [, assay, , , peaks, , signal] of rows) {
      const at = spare.findIndex((row) => row[1] === assay);
      const [stand] = spare.splice(at, 1);
      if (peaks !== '') copyFileSync(`${mini}/${stand![4]}`, `${own}/${peaks}`);
      copyFileSync(`${mini}/${stand![6]}`, `${own}/${signal}`);
    }
    expect(header).toContain('peaks_format');
    const command = blocks
      .filter(({ language }) => language === 'sh')
      .map((one) => one.text)
      .find((one) => one.startsWith('cisreg build'))!;
    expect(shell(`{ ${command.trim()} --quiet; } 2>&1`, own)).toMatch(/written to registry/);
    const named = [...quotedWords(sectionOf(text('README.md'), 'Build a registry of your own data'))].filter(
      (word) => /^[\w.]+\.(bed|tsv|json)$|^zscores\/$/.test(word),
    );
    expect(named).toContain('maxz.tsv');
    for (const word of named) {
      const there = existsSync(`${own}/registry/${word}`) || existsSync(`${own}/${word}`);
      expect(there, word).toBe(true);
    }
  });
});

describe('docs/examples.md', () => {
  const isReal = (section: string) => /^(hg19|GRCh38),/.test(section);

  it('shows what its commands print on the simulated genome', () => {
    checkConsole('docs/examples.md', (section) => !isReal(section));
  });

  it.skipIf(!hasShared)('shows what its commands print on the real data of ../shared', () => {
    for (const name of ['hg19-chr1', 'grch38-chr22-k562']) {
      symlinkSync(path.join(root, SHARED, name), path.join(dir, name));
    }
    checkConsole('docs/examples.md', isReal);
  });
});

describe('docs/formats.md', () => {
  const formats = text('docs/formats.md');
  const registry = path.join(dir, 'demo/registry');
  const firstLine = (file: string) => readFileSync(file, 'utf8').split('\n')[0]!.split('\t');

  it('names every column of the tables with a header', () => {
    const tables = [
      ...['maxz.tsv', 'elements.tsv', 'biosamples.tsv', 'zscores/stats.tsv'].map(
        (name) => [name, firstLine(path.join(registry, name))] as const,
      ),
      ['cisreg zscore', firstLine(`${dir}/steps/MF0033.z.tsv`)] as const,
      ['cisreg export', firstLine(`${dir}/ztables/CTCF/kidney_primary_cell_male_adult.tsv`)] as const,
      ['cisreg simulate', firstLine(`${dir}/demo/genome/truth/elements.tsv`)] as const,
      ['cisreg simulate', firstLine(`${dir}/demo/genome/truth/genes.tsv`)] as const,
      ['biosamples.tsv', firstLine(`${dir}/four4/biosamples.tsv`)] as const,
    ];
    for (const [heading, columns] of tables) {
      const words = quotedWords(sectionOf(formats, heading));
      expect(
        columns.filter((column) => !words.has(column)),
        heading,
      ).toEqual([]);
    }
  });

  it('numbers every column of the files without a header', () => {
    const biosample = readdirSync(path.join(registry, 'biosamples'))[0]!;
    const tables = [
      ['rDHSs.bed', `${registry}/rDHSs.bed`],
      ['cCREs.bed', `${registry}/cCREs.bed`],
      ['cCREs.unfiltered.bed', `${registry}/cCREs.unfiltered.bed`],
      ['biosamples/KEY.bed', `${registry}/biosamples/${biosample}`],
      ['cisreg dhs', `${dir}/steps/MF0041.dhs.bed`],
      ['cisreg rdhs', `${dir}/steps/rdhs.bed`],
    ] as const;
    for (const [heading, file] of tables) {
      expect(numberedColumns(sectionOf(formats, heading)), heading).toBe(firstLine(file).length);
    }
  });

  it('has a section for every file of a registry', () => {
    const kinds = new Set(
      [...text('docs/annotations.md').matchAll(/^## (.+)$/gm)].flatMap(([, kind]) => kind!.split(', ')),
    );
    const known = (name: string) =>
      formats.includes(`## ${name}`) ||
      (name.startsWith('annotations/') &&
        (name.startsWith('annotations/.') || kinds.has(name.split(path.sep)[1]!))) ||
      name.startsWith('biosamples/') ||
      quotedWords(sectionOf(formats, 'zscores/')).has(
        name.replace(/^zscores\/(columns\/MF\d+)?/, name.includes('columns/') ? 'BASE' : ''),
      );
    const names = readdirSync(registry, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(registry, path.join(entry.parentPath, entry.name)));
    expect(names.length).toBeGreaterThan(200);
    expect(names.filter((name) => !known(name))).toEqual([]);
  });

  it('names every key of registry.json, of the manifest and of the log', () => {
    /** Their keys are data: class names, file names, the user's own columns. */
    const maps = ['files', 'carried', 'tiers', 'classes', 'zones', 'groups', 'parameters'];
    const keysOf = (value: unknown): string[] => {
      if (Array.isArray(value)) return value.flatMap(keysOf);
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value).flatMap(([key, inner]) => [
        key,
        ...(maps.includes(key) ? [] : keysOf(inner)),
      ]);
    };
    const parse = (name: string) => JSON.parse(readFileSync(path.join(registry, name), 'utf8')) as unknown;
    const log = readFileSync(path.join(registry, 'build.log.jsonl'), 'utf8').trim().split('\n');
    const sources = [
      ['registry.json', parse('registry.json')],
      ['zscores/', parse('zscores/manifest.json')],
      ['build.log.jsonl', log.map((line) => JSON.parse(line) as unknown)],
    ] as const;
    for (const [heading, value] of sources) {
      const words = quotedWords(sectionOf(formats, heading));
      expect(
        [...new Set(keysOf(value))].filter((key) => !words.has(key)),
        heading,
      ).toEqual([]);
    }
  });

  it('names every key that registry.yaml may have', () => {
    const wrong = 'nonsense: 1\ndhs: {nonsense: 1}\nprevious: {nonsense: 1}\n';
    writeFileSync(`${dir}/wrong.yaml`, wrong);
    const said = shell('cisreg build wrong.yaml --out wrong 2>&1');
    const lists = [...said.matchAll(/unknown key \S+ expected one of ([^;]+);/g)].map((match) => match[1]!);
    expect(lists.length).toBe(3);
    const words = quotedWords(sectionOf(formats, 'registry.yaml'));
    expect(lists.flatMap((list) => list.split(', ')).filter((key) => !words.has(key))).toEqual([]);
  });

  it.skipIf(!hasNumpy)('reads the column store with numpy as it shows', () => {
    const blocks = codeBlocks(page('docs/formats.md')).filter(({ section }) => section === 'zscores/');
    const source = blocks.filter(({ language }) => language === 'python').map((block) => block.text);
    const printed = blocks.filter(({ language }) => language === 'text').map((block) => block.text);
    writeFileSync(`${dir}/read.py`, source.join(''));
    expect(shell(`${python} read.py 2>&1`)).toBe(printed.join(''));
  });
});

describe('docs/errors.md', () => {
  it('has every error code with its exit status', () => {
    const listed = [...text('docs/errors.md').matchAll(/^\| `([A-Z_]+)` \| (\d) \|/gm)].map((match) => [
      match[1],
      Number(match[2]),
    ]);
    expect(Object.fromEntries(listed)).toEqual(ERROR_CODES);
  });
});

describe('every page', () => {
  it('names only commands and options that the program has', () => {
    const help = (...args: string[]) =>
      spawnSync(process.execPath, [program, ...args, '--help'], { encoding: 'utf8' }).stdout;
    const commands = [...help().matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1]!);
    expect(commands).toContain('build');
    const helpOf = new Map(commands.map((command) => [command, help(command)]));
    helpOf.set('analyze', `${helpOf.get('analyze')}${help('analyze', 'saturation')}`);
    const all = [...helpOf.values()].join('');
    const unknown: string[] = [];
    for (const name of PAGES) {
      const blocks = codeBlocks(page(name));
      const ofLanguage = (language: string) => blocks.filter((block) => block.language === language);
      const code = [
        ...ofLanguage('sh').map((block) => block.text),
        ...ofLanguage('console').flatMap((block) => shownRuns(block.text).map((run) => run.command)),
        ...[...text(name).matchAll(/`(cisreg [^`]+)`/g)].map((match) => match[1]!),
      ];
      for (const line of code
        .join('\n')
        .replaceAll('\\\n', ' ')
        .split(/[\n|;&]/)) {
        const [, command, rest] = /\bcisreg ([a-z]+)\b(.*)/.exec(line) ?? [];
        if (command === undefined) continue;
        if (!helpOf.has(command)) unknown.push(`${name}: cisreg ${command}`);
        for (const [option] of rest!.matchAll(/(?<=\s)--[a-z-]+/g)) {
          if (!helpOf.get(command)?.includes(option)) unknown.push(`${name}: cisreg ${command} ${option}`);
        }
      }
      for (const [, option] of text(name).matchAll(/`(--[a-z-]+)[^`]*`/g)) {
        if (!all.includes(option!)) unknown.push(`${name}: ${option}`);
      }
    }
    expect(unknown).toEqual([]);
  });

  it('has links that lead somewhere', () => {
    const broken: string[] = [];
    for (const name of PAGES) {
      const prose = text(name).replace(/^```[\s\S]*?^```/gm, '');
      for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(target!)) continue;
        const [file, anchor] = target!.split('#') as [string, string | undefined];
        const at = file === '' ? page(name) : path.resolve(path.dirname(page(name)), file);
        const headings = () =>
          [...readFileSync(at, 'utf8').matchAll(/^#+ (.+)$/gm)].map((match) => anchorOf(match[1]!));
        if (!existsSync(at) || (anchor !== undefined && !headings().includes(anchor))) {
          broken.push(`${name}: ${target}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });
});
