/** Matrices and Parquet against the tables of single datasets and those of the registry. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportKind } from '../../src/export/export-kinds.ts';
import { silent } from '../../src/progress.ts';
import { openRegistry, type RegistryDirectory } from '../../src/store/registry-directory.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { buildExportCase, rowsIn, rowsOf, type Scheme, tableOf } from './export-case.ts';

const scratch = scratchDirectory();
const SCHEMES: readonly Scheme[] = ['encode3', 'encode4'];

describe.each(SCHEMES)('tables of a registry of %s', (scheme) => {
  let registry: RegistryDirectory;
  /** By dataset: the rows of its table, whose header is checked. */
  const tables = new Map<string, string[][]>();
  let rdhs: string[][];
  const folder = (kind: string) => path.join(scratch, scheme, kind);
  const exported = (kind: string, out = kind, encodeNames = false) =>
    exportKind(kind, registry, folder(out), {
      options: { threads: 1, encodeNames, email: 'a@b.c' },
      progress: silent,
    });

  beforeAll(async () => {
    registry = await openRegistry(await buildExportCase(path.join(scratch, scheme), scheme));
    rdhs = rowsOf(registry.path, 'rDHSs.bed');
    await exported('zscores');
    const keys = new Map(
      tableOf(registry.path, 'biosamples.tsv').map(({ biosample, key }) => [biosample!, key!]),
    );
    for (const { file, assay, biosample } of registry.manifest.columns) {
      const [header, ...rows] = rowsOf(folder('zscores'), assay, `${keys.get(biosample) ?? biosample}.tsv`);
      expect(header).toEqual(['rDHS', 'Z', 'signal']);
      expect(rows.map(([id]) => id)).toEqual(rdhs.map((row) => row[3]));
      tables.set(file, rows);
    }
  });

  it('has a table a dataset whose Z follow from its signal', () => {
    const wrong: string[] = [];
    for (const { file, mean, sd } of registry.manifest.columns) {
      for (const [id, z, signal] of tables.get(file)!) {
        const value = Number(signal);
        const expected = value > 0 ? (Math.log10(value) - mean) / sd : -10;
        if (!(Math.abs(Number(z) - expected) < 5.1e-7)) wrong.push(`${file} ${id}: ${z}, not ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(tables.size).toBe(11);
  });

  it.each([false, true])('has the same cells in its matrices (ENCODE names: %s)', async (encodeNames) => {
    const out = encodeNames ? 'encode' : 'matrices';
    await exported('matrices', out, encodeNames);
    const { columns } = registry.manifest;
    for (const assay of new Set(columns.map((column) => column.assay))) {
      const own = columns.filter((column) => column.assay === assay);
      for (const [quantity, at] of [
        ['zscore', 1],
        ['signal', 2],
      ] as const) {
        const name = encodeNames ? `GRCh38.${assay}-${quantity}.rDHS.txt.gz` : `${assay}.${quantity}s.tsv.gz`;
        const rows = rowsIn(gunzipSync(readFileSync(path.join(folder(out), name))).toString('utf8'));
        const header = encodeNames
          ? [own.map(({ experiment, file }) => experiment || file), own.map(({ biosample }) => biosample)]
          : [own.map(({ file }) => file)];
        expect(rows.splice(0, header.length)).toEqual(header.map((cells) => ['rDHS', ...cells]));
        const cells = rdhs.map((row, i) => [row[3], ...own.map(({ file }) => tables.get(file)![i]![at])]);
        expect(rows, name).toEqual(cells);
      }
    }
  });

  it('has the same values in Parquet, for DuckDB', async () => {
    await exported('parquet');
    const connection = await (await DuckDBInstance.create()).connect();
    const read = async (name: string) => {
      const file = path.join(folder('parquet'), name).replaceAll("'", "''");
      const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
      return { names: reader.columnNames(), rows: reader.getRows() };
    };
    const numberOf = (text: string) => (text === 'NA' ? null : Number(text));

    const [maxHeader, ...maxRows] = rowsOf(registry.path, 'maxz.tsv');
    const maxZ = await read('maxz.parquet');
    expect(maxZ.names).toEqual(maxHeader);
    expect(maxZ.rows).toEqual(maxRows.map(([id, ...values]) => [id, ...values.map(numberOf)]));

    const { columns } = registry.manifest;
    for (const [name, at] of [
      ['zscores', 1],
      ['signals', 2],
    ] as const) {
      const found = await read(`${name}.parquet`);
      // Two datasets have one safe name: theirs are those of the store.
      const safe = (file: string, base: string) =>
        ['m<1>|x', 'm_1_x'].includes(file) ? path.basename(base) : file;
      expect(found.names).toEqual(['rDHS', ...columns.map(({ file, base }) => safe(file, base))]);
      const texts = rdhs.map((row, i) => [row[3], ...columns.map(({ file }) => tables.get(file)![i]![at]!)]);
      expect(found.rows.length).toBe(texts.length);
      const wrong: unknown[] = [];
      for (const [i, [id, ...values]] of texts.entries()) {
        const [foundId, ...floats] = found.rows[i]! as [string, ...number[]];
        if (foundId !== id) wrong.push(foundId);
        for (const [c, value] of values.entries()) {
          const float = floats[c]!;
          // Signals are float32 of the six digits; Z is float32 of the double, here known to six decimals.
          const most = at === 2 ? 0 : 5e-7 + Math.abs(float) * 2 ** -24;
          if (!(Math.abs(float - (at === 2 ? Math.fround(Number(value)) : Number(value))) <= most))
            wrong.push([id, c, float, value]);
        }
      }
      expect(wrong).toEqual([]);
    }

    const ccres = new Map(
      rowsOf(registry.path, scheme === 'encode3' ? 'cCREs.unfiltered.bed' : 'cCREs.bed').map((row) => [
        row[3]!,
        row,
      ]),
    );
    const published = new Set(rowsOf(registry.path, 'cCREs.bed').map((row) => row[3]));
    const [detailNames, ...details] = rowsOf(registry.path, 'elements.tsv');
    const elements = await read('elements.parquet');
    const fixed = ['chrom', 'start', 'end', 'rDHS', 'cCRE', 'class', 'ctcfBound', 'tier', 'isPublished'];
    expect(elements.names).toEqual([...fixed, ...detailNames!.slice(1)]);
    const isText = (name: string) => ['zone', 'gene', 'dhs'].includes(name);
    const expected = rdhs.map(([chrom, start, end, id], i) => {
      const [, , , , ccre, label, tier] = ccres.get(id!) ?? [];
      const known = label !== undefined;
      return [
        ...[chrom, Number(start), Number(end), id, ccre ?? null, label?.split(',')[0] ?? null],
        known && scheme === 'encode3' ? Number(label.endsWith(',CTCF-bound')) : null,
        ...[tier ?? null, Number(published.has(id!))],
        ...details[i]!.slice(1).map((text, d) =>
          isText(detailNames![d + 1]!) ? (text === 'NA' ? null : text) : numberOf(text),
        ),
      ];
    });
    expect(elements.rows).toEqual(expected);
    expect(expected.some((row) => row[4] === null) && expected.some((row) => row[8] === 1)).toBe(true);
    connection.closeSync();
  });

  it('has names in Parquet that DuckDB tells apart, whatever datasets are called', async () => {
    const { columns } = registry.manifest;
    const called = ['Rdhs', 'ENCFF1', 'encff1', 'a "b"', 'rDHS'];
    const renamed = columns.map((column, c) => ({ ...column, file: called[c] ?? column.file }));
    // The store's names are its own: rDHS is one that it gives.
    const odd = { ...registry, manifest: { ...registry.manifest, columns: renamed } };
    const out = folder('odd');
    const options = { threads: 1, encodeNames: false, email: 'a@b.c' };
    await exportKind('parquet', odd, out, { options, progress: silent });
    const { fields } = JSON.parse(readFileSync(path.join(out, 'signals.schema.json'), 'utf8')) as {
      fields: { name: string; description: string }[];
    };
    const connection = await (await DuckDBInstance.create()).connect();
    const file = path.join(out, 'signals.parquet').replaceAll("'", "''");
    expect(new Set(fields.map(({ name }) => name.toLowerCase())).size).toBe(1 + columns.length);
    for (const [c, { file: dataset }] of renamed.entries()) {
      const { name, description } = fields[c + 1]!;
      expect(name).toMatch(/^[A-Za-z0-9._+-]+$/);
      expect(description.endsWith(`, dataset ${dataset}`)).toBe(true);
      const reader = await connection.runAndReadAll(`SELECT "${name}" FROM read_parquet('${file}')`);
      const expected = tables.get(columns[c]!.file)!.map((row) => [Math.fround(Number(row[2]))]);
      expect(reader.getRows(), name).toEqual(expected);
    }
    connection.closeSync();
  });
});
