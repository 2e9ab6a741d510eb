/**
 * One experiment of two million rDHSs: Z-scores from signals that are rounded already, and the running maximum over
 * experiments; numpy beside it in the same run.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logSignals, normalisationOfLogs, standardise } from '../src/registry/zscores.ts';
import { record } from './results.ts';
import { seededRandom } from './signal-data.ts';

const ROWS = 2_083_035;
const ROUNDS = 7;

const NUMPY = `
import numpy, sys, time
signal = numpy.fromfile(sys.argv[1])
best = numpy.full(len(signal), -numpy.inf)
times = []
for _ in range(int(sys.argv[2])):
    begin = time.perf_counter()
    some = signal > 0
    logs = numpy.log10(signal[some])
    z = numpy.full(len(signal), -10.0)
    z[some] = (logs - logs.mean()) / logs.std()
    numpy.maximum(best, z, out=best)
    times.append(time.perf_counter() - begin)
times.sort()
print(times[len(times) // 2] * 1000, z.sum())
`;

const random = seededRandom(4);
const signal = Float64Array.from({ length: ROWS }, () =>
  random() < 0.1 ? 0 : Number((-Math.log(1 - random()) * 0.4).toPrecision(6)),
);
const best = new Float64Array(ROWS).fill(Number.NEGATIVE_INFINITY);
const times: number[] = [];
let sum = 0;
for (let round = 0; round < ROUNDS; round++) {
  const begin = performance.now();
  const logs = logSignals(signal);
  const z = standardise(logs, normalisationOfLogs(logs));
  for (let i = 0; i < ROWS; i++) if (z[i]! > best[i]!) best[i] = z[i]!;
  times.push(performance.now() - begin);
  sum = z.reduce((total, value) => total + value, 0);
}
times.sort((a, b) => a - b);
const ours = times[ROUNDS >> 1]!;

const dir = mkdtempSync(join(tmpdir(), 'cisreg-zscores-'));
try {
  const file = join(dir, 'signal.f64');
  writeFileSync(file, new Uint8Array(signal.buffer));
  const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', NUMPY, file, String(ROUNDS)], {
    encoding: 'utf8',
  });
  const [numpy, theirSum] = stdout.split(' ').map(Number);
  console.log(`${ROWS.toLocaleString('en')} rows, medians of ${ROUNDS}`);
  console.log(`cisreg: Z and max-Z ${ours.toFixed(1)} ms an experiment`);
  if (status === 0) {
    const isSame = Math.abs(sum - theirSum!) < 1e-6 * Math.abs(sum);
    console.log(`numpy:  Z and max-Z ${numpy!.toFixed(1)} ms; sums of Z ${isSame ? 'agree' : 'DIFFER'}`);
  } else console.log('not run: python3-numpy is not installed (no pass)');
  record('zscores', [{ rows: ROWS, cisregMs: ours, numpyMs: status === 0 ? numpy! : null }]);
} finally {
  rmSync(dir, { recursive: true });
}
