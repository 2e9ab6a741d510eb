/** One row of an open registry against the look through its files, which is another way to the same. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/build/build.ts';
import { explanation } from '../../src/export/explanation.ts';
import { silent } from '../../src/progress.ts';
import { simulate } from '../../src/simulate/simulate.ts';
import { readElement } from '../../src/store/element-record.ts';
import { elementAt } from '../../src/store/element-row.ts';
import { type ElementStore, openElements } from '../../src/store/element-store.ts';
import { LINE_STEP, rdhsAccession } from '../../src/store/element-table.ts';
import { mistakeOf } from '../formats/scratch.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'cisreg-element-row-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
let store: ElementStore;

beforeAll(async () => {
  await simulate(path.join(dir, 'genome'), {});
  const out = path.join(dir, 'registry');
  const options = { out, threads: 1, force: false, keepWork: false };
  await build(path.join(dir, 'genome', 'registry.yaml'), options, silent);
  store = await openElements(out);
});

describe('elementAt', () => {
  it('knows of rows everywhere in the genome what the files say, with Z as they are stored', () => {
    const { table, registry } = store;
    const step = Math.max(1, Math.floor(table.rows / 60));
    const rows = Array.from({ length: 60 }, (_, i) => Math.min(table.rows - 1, i * step));
    for (const row of [...rows, LINE_STEP - 1, LINE_STEP, LINE_STEP + 1, table.rows - 1]) {
      const { zscores, ...expected } = readElement(registry, rdhsAccession(table, row));
      expect(elementAt(store, row)).toEqual({
        ...expected,
        zscores: zscores.map(({ column, z, isHigh }) => ({ column, z: Math.fround(z), isHigh })),
      });
    }
  });

  it('refuses an elements.tsv that was changed beneath it, and gives nothing half', async () => {
    const file = path.join(store.registry.path, 'elements.tsv');
    const text = readFileSync(file, 'utf8');
    const row = LINE_STEP - 1;
    const [header, ...lines] = text.split('\n');
    const changed = [
      text.slice(0, text.length >> 1),
      [header, `${lines[0]}0`, ...lines.slice(1)].join('\n'),
      [header, `${lines[0]}${'0'.repeat(18)}`, ...lines.slice(1)].join('\n'),
    ];
    try {
      for (const [i, other] of changed.entries()) {
        writeFileSync(file, other);
        const own = i === 0 ? table().rows - 1 : row;
        const mistake = await mistakeOf((async () => elementAt(store, own))());
        expect(mistake.code).toBe('FORMAT');
        expect(mistake.where.file).toBe(file);
      }
    } finally {
      writeFileSync(file, text);
    }
    expect(elementAt(store, row).details.rDHS).toBe(rdhsAccession(table(), row));
  });

  it('gives the explanation of the command', () => {
    const row = table().rows >> 1;
    const record = readElement(store.registry, rdhsAccession(table(), row));
    const { text, classRule, tierRule } = explanation(store.registry, elementAt(store, row));
    expect({ text, classRule, tierRule }).toEqual(
      (({ text, classRule, tierRule }) => ({ text, classRule, tierRule }))(
        explanation(store.registry, record),
      ),
    );
  });
});

const table = () => store.table;
