/** The column store of a built registry, read by numpy as its documentation says, beside the naive build. */

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { needs } from '../registry/tools.ts';
import { writeMiniCase } from './mini-case.ts';
import { naiveBuild, signalOfTracks } from './naive-build.ts';
import { cisreg, scratchDirectory } from './run-cli.ts';

const PYTHON = '/usr/bin/python3';

/** Prints each column as numpy reads it, and whether the row-major copy holds the same. */
const SCRIPT = `
import json, sys, numpy as np
store = sys.argv[1] + '/zscores/'
manifest = json.load(open(store + 'manifest.json'))
n = manifest['rows']
rows = np.fromfile(store + manifest['rowMajor'], '<f4').reshape(n, -1)
columns = {}
for i, column in enumerate(manifest['columns']):
    z = np.fromfile(store + column['base'] + '.z.f32', '<f4')
    signal = np.fromfile(store + column['base'] + '.signal.f32', '<f4')
    high = np.unpackbits(np.fromfile(store + column['base'] + '.high.bits', 'u1'), bitorder='little')[:n]
    columns[column['file']] = {
        'z': z.astype(float).tolist(), 'signal': ['%g' % s for s in signal], 'high': high.tolist(),
        'isCopied': bool(np.array_equal(rows[:, i], z)),
    }
print(json.dumps(columns))
`;

interface StoredColumn {
  readonly z: readonly number[];
  readonly signal: readonly string[];
  readonly high: readonly number[];
  readonly isCopied: boolean;
}

describe('the column store', () => {
  const scratch = scratchDirectory();
  for (const [seed, scheme] of [
    [1, 'encode3'],
    [2, 'encode4'],
  ] as const) {
    it(`gives numpy the Z-scores, signals and high bits of the tables, ${scheme}`, async ({ skip }) => {
      needs(skip, 'python3-numpy', PYTHON, '-c', 'import numpy');
      const directory = path.join(scratch, scheme);
      const yaml = { scheme, anchors: ['DNase', 'ATAC'] };
      const { registryYaml, tracks } = await writeMiniCase(directory, seed, { yaml, isFine: true });
      const out = path.join(directory, 'out');
      expect(cisreg('build', registryYaml, '--out', out, '--quiet')).toMatchObject({ status: 0 });
      const naive = naiveBuild(registryYaml, signalOfTracks(tracks));
      const text = execFileSync(PYTHON, ['-c', SCRIPT, out], { encoding: 'utf8' });
      const stored = JSON.parse(text) as Record<string, StoredColumn>;
      expect(Object.keys(stored).sort()).toEqual(naive.columns.map(({ dataset }) => dataset.file).sort());
      for (const { dataset, signals, z } of naive.columns) {
        const column = stored[dataset.file]!;
        expect(column.signal).toEqual(signals);
        expect(column.high).toEqual(z.map((score) => (score > 1.64 ? 1 : 0)));
        expect(column.isCopied).toBe(true);
        expect(column.z).toHaveLength(z.length);
        // Sums of logarithms in another order may differ in the last bit of a double, and so of a float.
        for (const [i, score] of z.entries()) expect(column.z[i]).toBeCloseTo(score, 5);
      }
    });
  }
});
