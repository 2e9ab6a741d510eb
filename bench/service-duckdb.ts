/** The peer of the service's benchmark: DuckDB with the same elements and Z-scores in one table. */

import { rmSync } from 'node:fs';
import path from 'node:path';
import {
  DOUBLE,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api';
import { openParquet, type ParquetColumn } from '../src/formats/parquet.ts';
import { placeAt } from '../src/genome/sorted-regions.ts';
import { CLASS_NAMES, NOT_CCRE } from '../src/registry/schemes.ts';
import type { ElementStore } from '../src/store/element-store.ts';
import { ccreAccession } from '../src/store/element-table.ts';
import { hasRow } from '../src/store/row-set.ts';
import { readZRows } from '../src/store/zscore-store.ts';
import type { Answer, Question } from './service-questions.ts';

const GROUP_ROWS = 100_000;

export interface Peer {
  readonly version: string;
  readonly threads: number;
  /** What its table takes in memory. */
  readonly megabytes: number;
  ask(question: Question): Promise<Answer>;
  close(): void;
}

/**
 * Loads a table of all rDHSs in memory, in the order of the genome: place, accession, class, distance, max-Z of DNase and a column of Z a
 * file, with an index on accessions.
 */
export async function openPeer(store: ElementStore, scratch: string): Promise<Peer> {
  const file = path.join(scratch, 'elements.parquet');
  await writeTable(store, file);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`create table elements as select * from read_parquet('${file}')`);
  await connection.run('create index by_accession on elements(accession)');
  rmSync(file);
  const one = async (sql: string) => (await connection.runAndReadAll(sql)).getRows()[0]![0];
  const statements = new Map<string, Promise<DuckDBPreparedStatement>>();
  return {
    version: String(await one('select version()')),
    threads: Number(await one("select current_setting('threads')")),
    megabytes: Number(await one('select sum(memory_usage_bytes) from duckdb_memory()')) / 1e6,
    ask: (question) => ask(connection, statements, question),
    close: () => connection.closeSync(),
  };
}

async function ask(
  connection: DuckDBConnection,
  statements: Map<string, Promise<DuckDBPreparedStatement>>,
  { sql, values }: Question,
): Promise<Answer> {
  // Prepared once: what is measured is the question, not its parser.
  const prepared = await (statements.get(sql!) ?? connection.prepare(sql!));
  statements.set(sql!, Promise.resolve(prepared));
  // As the columns are: a whole number that came as a double would keep places from being looked up by their blocks.
  prepared.bind(
    [...values],
    values.map((value) => (typeof value === 'string' ? VARCHAR : Number.isInteger(value) ? INTEGER : DOUBLE)),
  );
  const reader = await prepared.runAndReadAll();
  return reader.getRows() as unknown as Answer;
}

async function writeTable(store: ElementStore, file: string): Promise<void> {
  const { table, registry } = store;
  const { regions } = table;
  const names = CLASS_NAMES[registry.scheme].agnostic;
  const columns: ParquetColumn[] = [
    { name: 'row', type: 'INT32' },
    { name: 'chrom', type: 'STRING' },
    { name: 'start', type: 'INT32' },
    { name: 'end', type: 'INT32' },
    { name: 'accession', type: 'STRING', nullable: true },
    { name: 'class', type: 'STRING', nullable: true },
    { name: 'published', type: 'BOOLEAN' },
    { name: 'tssdistance', type: 'DOUBLE', nullable: true },
    { name: 'maxz', type: 'FLOAT' },
    ...registry.manifest.columns.map((_, c): ParquetColumn => ({ name: `z${c}`, type: 'FLOAT' })),
  ];
  using out = await openParquet(file, columns);
  for (let from = 0; from < table.rows; from += GROUP_ROWS) {
    const to = Math.min(table.rows, from + GROUP_ROWS);
    const rows = Array.from({ length: to - from }, (_, i) => from + i);
    out.writeRows([
      rows,
      rows.map((row) => placeAt(regions, row).chrom),
      regions.start.subarray(from, to),
      regions.end.subarray(from, to),
      rows.map((row) => ccreAccession(table, row) ?? null),
      rows.map((row) => (table.classCode[row] === NOT_CCRE ? null : names[table.classCode[row]!]!)),
      rows.map((row) => hasRow(table.published, row)),
      rows.map((row) => (table.tssDistance2[row]! < 0 ? null : table.tssDistance2[row]! / 2)),
      table.maxZ[0]!.subarray(from, to),
      ...registry.manifest.columns.map((column) => {
        const z = new Float32Array(to - from);
        readZRows(registry.zscores, column, from, z);
        return z;
      }),
    ]);
  }
  out.commit();
}
