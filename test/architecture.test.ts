/** The house: who may import whom, what may be depended on, and how large a file may grow. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../src/version.ts';

/** What pages have of the sources: everything else they ask. */
const SHARED_WITH_PAGES = ['src/report/tokens.ts', 'src/registry/schemes.ts'];

const root = path.resolve(import.meta.dirname, '..');

/** The rooms that each room may import besides itself, genome, threads, errors.ts, progress.ts and version.ts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  genome: [],
  threads: [],
  formats: [],
  signal: ['formats'],
  registry: [],
  store: ['registry', 'formats'],
  export: ['registry', 'signal', 'formats', 'store'],
  analysis: ['registry', 'signal', 'formats', 'store'],
  annotation: ['registry', 'signal', 'formats', 'store', 'analysis'],
  report: ['registry', 'formats', 'store', 'analysis', 'export'],
  build: ['registry', 'signal', 'formats', 'store', 'export', 'report'],
  server: ['registry', 'signal', 'formats', 'store', 'export', 'analysis', 'annotation', 'report'],
  simulate: ['formats'],
  mirror: ['formats'],
  'index.ts': ['formats', 'signal', 'registry', 'store', 'export', 'build'],
  cli: [
    'formats',
    'signal',
    'registry',
    'store',
    'export',
    'build',
    'simulate',
    'analysis',
    'annotation',
    'report',
    'server',
    'mirror',
  ],
};
const FOR_ALL = ['genome', 'threads', 'errors.ts', 'mistakes.ts', 'progress.ts', 'version.ts'];

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesBelow(file) : [file];
  });
}

const sources = filesBelow(path.join(root, 'src'));
const roomOf = (file: string) => path.relative(path.join(root, 'src'), file).split(path.sep)[0]!;
const importsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map((match) =>
    path.resolve(path.dirname(file), match[1]!),
  );

describe('the rooms', () => {
  it('import only the rooms below them', () => {
    const reversed = sources.flatMap((file) => {
      const room = roomOf(file);
      const allowed = [room, ...FOR_ALL, ...(MAY_IMPORT[room] ?? [])];
      return importsOf(file)
        .map(roomOf)
        .filter((target) => !allowed.includes(target))
        .map((target) => `${path.relative(root, file)} imports ${target}`);
    });
    expect(reversed).toEqual([]);
  });

  it('are all known here', () => {
    const rooms = new Set(sources.map(roomOf).filter((name) => !name.endsWith('.ts')));
    expect([...rooms].filter((room) => MAY_IMPORT[room] === undefined)).toEqual([]);
  });

  it('import files that exist, by their full name', () => {
    const missing = sources.flatMap((file) => importsOf(file).filter((target) => !existsSync(target)));
    expect(missing).toEqual([]);
  });

  it('hold no file of more than 450 lines', () => {
    const long = sources.filter((file) => readFileSync(file, 'utf8').split('\n').length > 450);
    expect(long.map((file) => path.relative(root, file))).toEqual([]);
  });
});

describe('the pages', () => {
  /** What generates types or configures Vite is no page. */
  const written = filesBelow(path.join(root, 'web')).filter((file) => !/schema\.d\.ts$|\.json$/.test(file));
  const scripts = written.filter((file) => /\.tsx?$/.test(file));
  const named = (file: string) => path.relative(root, file).split(path.sep).join('/');

  it('import each other, packages, and of the sources colours and names of classes alone', () => {
    const strange = scripts.flatMap((file) =>
      importsOf(file)
        .map(named)
        .filter((target) => !target.startsWith('web/') && !SHARED_WITH_PAGES.includes(target))
        .map((target) => `${named(file)} imports ${target}`),
    );
    expect(strange).toEqual([]);
    const missing = scripts.flatMap((file) => importsOf(file).filter((target) => !existsSync(target)));
    expect(missing.map(named)).toEqual([]);
  });

  it('import the packages that are listed here, which are built into them', () => {
    const packages = scripts.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'((?:@[\w-]+\/)?[\w:-]+)/g)].map(
        ([, name]) => name!,
      ),
    );
    const ofTheBuild = ['vite', '@vitejs/plugin-react', 'node:path', 'virtual:tokens'];
    const listed = [
      '@fontsource-variable/inter',
      '@observablehq/plot',
      '@tanstack/react-query',
      '@tanstack/react-router',
      'igv',
      'react',
      'react-dom',
    ];
    expect([...new Set(packages)].filter((name) => ![...listed, ...ofTheBuild].includes(name))).toEqual([]);
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(path.join(root, 'package.json'), 'utf8'),
    );
    const declared = { ...dependencies, ...devDependencies };
    expect(listed.filter((name) => declared[name] === undefined)).toEqual([]);
  });

  it('name colours by their variables: raw ones are in src/report/tokens.ts, and in the mark', () => {
    const colour =
      /(?<![&\w])#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(/gi;
    const raw = written
      .filter((file) => named(file) !== 'web/public/mark.svg')
      .flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(colour)].map(([own]) => `${named(file)} has ${own}`),
      );
    expect(raw).toEqual([]);
  });

  it('hold no file of more than 450 lines', () => {
    const long = scripts.filter((file) => readFileSync(file, 'utf8').split('\n').length > 450);
    expect(long.map(named)).toEqual([]);
  });
});

describe('the package', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

  it('pins every dependency exactly', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([]);
  });

  it('depends at run time on what is listed here and nothing else', () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual([
      '@fastify/compress',
      '@fastify/etag',
      '@fastify/swagger',
      '@observablehq/plot',
      'commander',
      'fastify',
      'graphql',
      'helmet',
      'hyparquet-writer',
      'linkedom',
      'tinypool',
      'typebox',
      'umap-js',
      'undici',
      'yaml',
    ]);
  });

  it('has the version that the program prints', () => {
    expect(VERSION).toBe(manifest.version);
  });
});
