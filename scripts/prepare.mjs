/** What the other scripts start with: dependencies installed as the lock file says, and dist/ as the sources say. */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a program in the checkout with its output shown; ends this process with its status where it fails. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) {
    process.stderr.write(`${program} cannot be started: ${error.message}\n`);
    process.exit(1);
  }
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs a program of node_modules. */
export function runTool(name, args, options) {
  run(process.execPath, [toolPath(name), ...args], options);
}

/** The script of a program of node_modules, to be run by node. */
export function toolPath(name) {
  const folder = path.join(
    root,
    'node_modules',
    { tsc: 'typescript', biome: '@biomejs/biome' }[name] ?? name,
  );
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/** Installs the dependencies if the lock file changed since the last time. */
export function install() {
  const wanted = digest([path.join(root, 'package-lock.json')]);
  const stamp = path.join(root, 'node_modules', '.cisreg-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  run('npm', ['ci', '--no-audit', '--no-fund'], { shell: process.platform === 'win32' });
  writeFileSync(stamp, wanted);
}

/** Compiles src/ to dist/ and builds web/ to dist/web, each if a source of it changed since the last time. */
export function build() {
  buildProgram();
  buildPages();
}

const dist = path.join(root, 'dist');
/** What of dist/ is the pages': their files, and what they were built from. */
const PAGES = 'web';
const PAGES_STAMP = '.cisreg-pages';

function buildProgram() {
  const sources = ['package.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) =>
    path.join(root, name),
  );
  const wanted = digest([...sources, ...filesBelow(path.join(root, 'src'))]);
  const stamp = path.join(dist, '.cisreg-sources');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // A module that is gone from src must not live on in dist.
  for (const name of existsSync(dist) ? readdirSync(dist) : []) {
    if (name !== PAGES && name !== PAGES_STAMP) rmSync(path.join(dist, name), { recursive: true });
  }
  runTool('tsc', ['-p', 'tsconfig.build.json']);
  // npm link points at this file, and a fresh compilation would take its right to be run.
  chmodSync(path.join(dist, 'cli', 'main.js'), 0o755);
  writeFileSync(stamp, wanted);
}

function buildPages() {
  const others = ['src/report/tokens.ts', 'package-lock.json'].map((name) => path.join(root, name));
  const wanted = digest([...others, ...filesBelow(path.join(root, 'web'))]);
  const [pages, stamp] = [path.join(dist, PAGES), path.join(dist, PAGES_STAMP)];
  if (existsSync(pages) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // A server that starts meanwhile finds the old pages or the new ones.
  const [fresh, old] = [path.join(dist, '.web-new'), path.join(dist, '.web-old')];
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  runTool('vite', ['build', '--config', 'web/vite.config.ts', '--outDir', fresh, '--logLevel', 'warn']);
  if (existsSync(pages)) renameSync(pages, old);
  renameSync(fresh, pages);
  rmSync(old, { recursive: true, force: true });
  writeFileSync(stamp, wanted);
}

function filesBelow(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name))
    .flatMap((file) => (statSync(file).isDirectory() ? filesBelow(file) : [file]));
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
