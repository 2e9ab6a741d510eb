/** docs/deploy.md and the Containerfile: what of them can be held to account without a container or a service manager. */

import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/build/build.ts';
import { silent } from '../../src/progress.ts';
import { writeMiniCase } from '../build/mini-case.ts';
import { cisreg } from '../build/run-cli.ts';
import { scratch } from '../formats/scratch.ts';
import { codeBlocks, sectionOf } from './markdown.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = path.join(root, 'docs/deploy.md');
const { dir } = scratch();
const registry = path.join(dir, 'registry');

beforeAll(async () => {
  const { registryYaml } = await writeMiniCase(path.join(dir, 'input'), 2, {});
  await build(registryYaml, { out: registry, threads: 1, force: false, keepWork: false }, silent);
});

describe('the Containerfile', () => {
  const lines = readFileSync(path.join(root, 'Containerfile'), 'utf8').split('\n');

  it('copies only what the repository or an earlier stage has', () => {
    const sources = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(sources).toContain('src');
    expect(sources.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });

  it('ends as a user without rights, and starts the program that package.json names', () => {
    expect(lines.filter((line) => line.startsWith('USER ')).at(-1)).toBe('USER node');
    const { bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(lines.join('\n')).toContain(`/opt/cisreg/${bin.cisreg} /usr/local/bin/cisreg`);
  });

  it('uses a Node that the program takes', () => {
    const versions = lines
      .filter((line) => line.startsWith('FROM '))
      .map((line) => /node:(\d+)/.exec(line)![1]);
    const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const least = Number(/\d+/.exec(engines.node)![0]);
    expect(versions.every((version) => Number(version) >= least)).toBe(true);
  });
});

describe('docs/deploy.md', () => {
  it('has a command that verifies a copy, and notices a byte too many', () => {
    const command = codeBlocks(page).find(({ text }) => text.includes('sha256sum'))!.text;
    const check = () => spawnSync('sh', ['-c', command], { cwd: registry, encoding: 'utf8' });
    expect(check()).toMatchObject({ status: 0, stdout: '' });
    appendFileSync(path.join(registry, 'maxz.tsv'), '\n');
    expect(check()).toMatchObject({ status: 1, stdout: 'maxz.tsv: FAILED\n' });
  });

  it('starts a build in its unit with options that the program has', () => {
    const unit = codeBlocks(page).find(({ text }) => text.includes('ExecStart='))!.text;
    const [command, ...rest] = /ExecStart=\S+ (.*)/.exec(unit)![1]!.split(' ');
    const help = cisreg(command!, '--help').stdout;
    const options = rest.filter((word) => word.startsWith('--'));
    expect(options.length).toBeGreaterThan(1);
    expect(options.filter((option) => !help.includes(option))).toEqual([]);
  });

  it('has the bytes a rDHS and experiment that the store takes', () => {
    const { rows, columns } = JSON.parse(readFileSync(path.join(registry, 'zscores/manifest.json'), 'utf8'));
    const { files } = JSON.parse(readFileSync(path.join(registry, 'registry.json'), 'utf8'));
    const bytes = Object.entries<{ bytes: number }>(files)
      .filter(([name]) => /\.(f32|bits)$/.test(name))
      .reduce((sum, [, file]) => sum + file.bytes, 0);
    const stated = /\| (\d+\.\d) R C \|/.exec(sectionOf(readFileSync(page, 'utf8'), 'Memory and disk'))![1];
    expect((bytes / rows / columns.length).toFixed(1)).toBe(stated);
  });
});
