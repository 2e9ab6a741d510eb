/**
 * npm test: installs, builds, lints, type-checks, tests, and ends with "N passed, N failed, N skipped".
 * --long runs the long tests too: more kills, more fuzzing. With CI=true a skipped test is a failure, unless it is
 * one on ../shared and that is absent.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, install, root, runTool, toolPath } from './prepare.mjs';
import { missingTools } from './system-tools.mjs';

const isLong = process.argv.includes('--long');
const patterns = process.argv.slice(2).filter((argument) => argument !== '--long');
install();
build();
runTool('biome', ['check', '.']);
for (const project of ['tsconfig.json', 'web/tsconfig.json']) runTool('tsc', ['--noEmit', '-p', project]);

const scratch = mkdtempSync(path.join(tmpdir(), 'cisreg-test-'));
const report = path.join(scratch, 'report.json');
const { status } = spawnSync(
  process.execPath,
  [
    toolPath('vitest'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...patterns,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(isLong ? { CISREG_LONG: '1' } : {}) } },
);
const { numPassedTests, numFailedTests, numPendingTests, testResults } = existsSync(report)
  ? JSON.parse(readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, testResults: [] };
rmSync(scratch, { recursive: true, force: true });

const missing = missingTools();
if (missing.length > 0) {
  const named = missing.map(({ debian, tests }) => `${debian} (${tests})`).join('; ');
  process.stdout.write(
    `Not installed, so some tests were skipped: ${named}. npm run setup:ci installs them on Debian.\n`,
  );
}
const skipped = testResults.flatMap((file) =>
  file.assertionResults.filter((test) => test.status === 'skipped' || test.status === 'pending'),
);
const hasShared = existsSync(path.join(root, '..', 'shared', 'data'));
const inexcusable = skipped.filter((test) => hasShared || !/shared/.test(test.fullName));
let failed = status !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
if (process.env.CI === 'true' && inexcusable.length > 0) {
  for (const test of inexcusable)
    process.stdout.write(`skipped, which CI counts as failed: ${test.fullName}\n`);
  failed += inexcusable.length;
}
process.stdout.write(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`);
process.exit(failed > 0 ? 1 : 0);
