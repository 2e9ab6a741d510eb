/** Elements, and elements in biosamples, that are written as bytes against JSON.stringify of their views. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { RowJson } from '../../src/server/answers/list-answer.ts';
import { elementInBiosampleJson } from '../../src/server/elements/element-biosample-json.ts';
import {
  elementInAll,
  elementInBiosampleColumns,
  elementInBiosamples,
} from '../../src/server/elements/element-biosamples.ts';
import { elementJson } from '../../src/server/elements/element-json.ts';
import { elementView } from '../../src/server/elements/element-view.ts';
import { type ElementStore, openElements } from '../../src/store/element-store.ts';
import { simulatedRegistry } from './simulated.ts';

let store: ElementStore;
beforeAll(async () => {
  store = await openElements((await simulatedRegistry()).registry);
});

function writtenBy<Row>({ write, maxBytes }: RowJson<Row>, row: Row): string {
  const bytes = Buffer.alloc(maxBytes + 3);
  return bytes.toString('utf8', 3, write(row, bytes, 3));
}

const written = (own: ElementStore, row: number) => writtenBy(elementJson(own), row);

describe('elementJson', () => {
  it('writes every element as JSON.stringify does', () => {
    for (let row = 0; row < store.table.rows; row++) {
      expect(written(store, row)).toBe(JSON.stringify(elementView(store, row)));
    }
  });

  it('writes values at the edges as JSON.stringify does', () => {
    const { table } = store;
    const rows = table.rows;
    const zs = [
      0,
      -0,
      -10,
      1e-5,
      -3e-7,
      9.9e-5,
      1e-4,
      123456.7,
      999_999.9,
      1e6,
      -4.5e8,
      Number.NaN,
      1.64,
      99,
    ];
    const odd: ElementStore = {
      ...store,
      table: {
        ...table,
        genes: ['a "quoted" gene \u007f😀\u007f', 'Ünïcode\n', ...table.genes.slice(2)],
        gene: table.gene.map((_, row) => (row % 3) - 1),
        rdhsNumber: Float64Array.from(
          { length: rows },
          (_, row) => [0, 9, 1e7, 2 ** 31 - 1, 2 ** 40][row % 5]!,
        ),
        tau: table.tau.map((_, row) => [0, 1, 10, 900, 5000, 10_000, 0xffff][row % 7]!),
        tssDistance2: table.tssDistance2.map((_, row) => [-1, 0, 1, 2, 4_000_001][row % 5]!),
        maxZ: table.maxZ.map((z, a) => z?.map((_, row) => zs[(row + a) % zs.length]!)),
      },
    };
    for (let row = 0; row < Math.min(rows, 500); row++) {
      expect(written(odd, row)).toBe(JSON.stringify(elementView(odd, row)));
    }
  });

  it('knows more genes than a call may have arguments, of every length', () => {
    const { table } = store;
    const genes = Array.from({ length: 200_000 }, (_, i) => 'g'.repeat(i % 40) + i);
    const gene = table.gene.map((_, row) => genes.length - 1 - row);
    const own: ElementStore = { ...store, table: { ...table, genes, gene } };
    for (let row = 0; row < 200; row++) {
      expect(written(own, row)).toBe(JSON.stringify(elementView(own, row)));
    }
  });
});

describe('elementInBiosampleJson', () => {
  it('writes every element in every biosample as JSON.stringify does', () => {
    const states = new Set<string>();
    for (let row = 0; row < store.table.rows; row += 3) {
      const json = elementInBiosampleJson(elementInAll(store, row));
      for (const [b, own] of elementInBiosamples(store, row).entries()) {
        expect(writtenBy(json, b)).toBe(JSON.stringify(own));
        for (const { state } of Object.values(own.z)) states.add(state);
      }
    }
    expect([...states].sort()).toEqual(['high', 'low', 'noSignal', 'notAssayed']);
  });

  it('writes the labels of either scheme, whatever biosamples are called', () => {
    const [, first, ...others] = store.registry.biosamples;
    const named = { ...first!, name: 'a "quoted" biosample, Ünïcode\n', key: 'x'.repeat(100) };
    const labels = new Set<string>();
    for (const scheme of ['encode3', 'encode4'] as const) {
      const registry = { ...store.registry, scheme, biosamples: [named, ...others] };
      const own: ElementStore = { ...store, registry };
      for (let row = 0; row < store.table.rows; row += 7) {
        const json = elementInBiosampleJson(elementInAll(own, row));
        for (const [b, view] of elementInBiosamples(own, row).entries()) {
          expect(writtenBy(json, b)).toBe(JSON.stringify(view));
          labels.add(`${scheme} ${view.class}`);
        }
      }
    }
    expect(labels.size).toBeGreaterThan(10);
  });
});

describe('elementInBiosampleColumns', () => {
  it('are the cells of each biosample, in whatever order they are asked for', () => {
    for (let row = 0; row < store.table.rows; row += 97) {
      const columns = elementInBiosampleColumns(elementInAll(store, row));
      const cellOf = (name: string, b: number) => columns.find((column) => column.name === name)!.value(b);
      const views = [...elementInBiosamples(store, row).entries()];
      for (const [b, { biosample, key, group, class: label, rgb, z }] of [...views, ...views.reverse()]) {
        const texts = ['biosample', 'key', 'group', 'class', 'rgb'].map((name) => cellOf(name, b));
        expect(texts).toEqual([biosample, key, group, label, rgb]);
        for (const [assay, own] of Object.entries(z)) {
          expect(cellOf(`state.${assay}`, b)).toBe(own.state);
          expect(cellOf(`z.${assay}`, b)).toBe(own.state === 'noSignal' ? -10 : own.z);
        }
      }
    }
  });
});
