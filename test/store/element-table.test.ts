/** The table of elements from files of a size that small registries do not have. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { nearestGene } from '../../src/store/element-table.ts';
import { readElementTable } from '../../src/store/element-table-reader.ts';
import type { RegistryDirectory } from '../../src/store/registry-directory.ts';
import { scratch } from '../formats/scratch.ts';

const { dir } = scratch();

it('knows the nearest gene of every element, of more genes than 16 bits can number too', async () => {
  for (const genes of [65_535, 65_536, 70_000]) {
    // One element without a gene before there are so many, others behind.
    const hasNone = (row: number) => row === 5 || (row > genes && row % 7 === 0);
    const geneOf = (row: number) => (hasNone(row) ? 'NA' : `G${row % (genes + 1)}`);
    const rows = Array.from({ length: genes + 20_000 }, (_, row) => row);
    const registry = path.join(dir, String(genes));
    mkdirSync(registry);
    const write = (name: string, lines: readonly string[]) =>
      writeFileSync(path.join(registry, name), lines.map((line) => `${line}\n`).join(''));
    const accession = (row: number) => `EH38D${String(row).padStart(7, '0')}`;
    write(
      'rDHSs.bed',
      rows.map((row) => `chr1\t${row * 10}\t${row * 10 + 5}\t${accession(row)}`),
    );
    write('elements.tsv', [
      'rDHS\tzone\ttssDistance\tgene\tDNase\tH3K4me3\tH3K27ac\tCTCF\ttau\tblacklist\tdhs\tdhsSignal',
      ...rows.map((row) => `${accession(row)}\tdistal\t9\t${geneOf(row)}\t1\t0\t0\t0\tNA\tNA\td\t1`),
    ]);
    write('maxz.tsv', [
      'rDHS\tDNase\tH3K4me3\tH3K27ac\tCTCF',
      ...rows.map((row) => `${accession(row)}\t2\t0\t0\t0`),
    ]);
    write('cCREs.bed', []);
    const table = await readElementTable({
      path: registry,
      accessionPrefix: 'EH38',
      scheme: 'encode4',
      biosamples: [],
    } as unknown as RegistryDirectory);
    expect(table.rows).toBe(rows.length);
    expect(table.genes.length).toBeGreaterThanOrEqual(genes);
    const wrong = rows.filter((row) => (nearestGene(table, row) ?? 'NA') !== geneOf(row));
    expect(wrong).toEqual([]);
  }
});
