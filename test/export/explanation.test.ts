/** The text of an explanation: its table of biosamples, against one that is put together cell by cell. */

import { beforeAll, describe, expect, it } from 'vitest';
import { explanation } from '../../src/export/explanation.ts';
import { CLASS_ASSAYS } from '../../src/registry/classify.ts';
import { elementAt } from '../../src/store/element-row.ts';
import { type ElementStore, openElements } from '../../src/store/element-store.ts';
import type { RegistryDirectory } from '../../src/store/registry-directory.ts';
import { simulatedRegistry } from '../server/simulated.ts';

let store: ElementStore;
beforeAll(async () => {
  store = await openElements((await simulatedRegistry()).registry);
});

const NAMES = ['Ünïcode 漢 😀', 'x', 'a long name of a biosample, with a comma', 'K562'];
const ZS = [-10, -0.001, 0, 9.995, 12.3, 1.64, -3.25, 0.125, 1.005];

describe('explanation', () => {
  it('has a line a biosample, its columns as wide as their widest cell', () => {
    for (const scheme of ['encode3', 'encode4'] as const) {
      for (const count of [0, 1, NAMES.length, store.registry.biosamples.length]) {
        const biosamples = store.registry.biosamples
          .slice(0, count)
          .map((own, i) => ({ ...own, name: NAMES[i] ?? own.name }));
        const registry: RegistryDirectory = { ...store.registry, scheme, biosamples };
        const record = elementAt(store, count);
        const zscores = record.zscores.map((own, c) => ({ ...own, z: ZS[(c + count) % ZS.length]! }));
        const { text, biosamples: views, maxZ } = explanation(registry, { ...record, zscores });
        const assays = CLASS_ASSAYS.filter((assay) => maxZ[assay] !== undefined);
        const rows = [
          ['biosample', 'group', ...assays, 'class'],
          ...views.map(({ biosample, group, z, label }) => [
            biosample,
            String(group),
            ...assays.map((assay) => {
              const own = z[assay];
              return own === undefined ? '-' : own.z.toFixed(2) + (own.isHigh ? '*' : ' ');
            }),
            label,
          ]),
        ];
        const widths = rows[0]!.map((_, k) => Math.max(...rows.map((row) => row[k]!.length)));
        const lines = rows.map((row) =>
          row
            .map((cell, k) => (k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
            .with(-1, row.at(-1)!)
            .join('  '),
        );
        expect(views.length > 0).toBe(count > 0);
        expect(text.split('\n').slice(-lines.length - 1)).toEqual([
          ...lines,
          '* high; -10.00 no signal; - no data',
        ]);
      }
    }
  });
});
