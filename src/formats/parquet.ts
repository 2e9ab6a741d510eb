/** Parquet files, a row group at a time (https://parquet.apache.org), through hyparquet-writer. */

import { renameSync, rmSync } from 'node:fs';
import type { SchemaElement } from 'hyparquet';
import { CisregError } from '../errors.ts';
import { temporaryName } from './temporary-name.ts';

/** A column: text (dictionary where it pays), float32, double, whole numbers, or truth; `nullable` ones may hold null. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: 'STRING' | 'FLOAT' | 'DOUBLE' | 'INT32' | 'BOOLEAN';
  readonly nullable?: boolean;
}

/** Values of one column in a row group. */
export type ParquetValues =
  | readonly (string | number | boolean | null)[]
  | Float32Array
  | Float64Array
  | Int32Array;

export interface ParquetFile {
  /** Appends a row group: values for every column, all of one length. */
  writeRows(values: readonly ParquetValues[]): void;
  /** Gives the file its name. */
  commit(): void;
  /** Removes what was not committed. */
  [Symbol.dispose](): void;
}

/** Opens `path` for writing; it appears when it is committed. Throws CisregError IO where it cannot be written. */
export async function openParquet(path: string, columns: readonly ParquetColumn[]): Promise<ParquetFile> {
  const { ParquetWriter, fileWriter } = await import('hyparquet-writer');
  const temporary = temporaryName(path);
  const trying = <T>(action: () => T): T => {
    try {
      return action();
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === undefined) throw cause;
      rmSync(temporary, { force: true });
      throw new CisregError(
        'IO',
        `cannot be written (${code}); does the directory exist, and is there room?`,
        {
          where: { file: path },
          cause,
        },
      );
    }
  };
  const writer = trying(() => fileWriter(temporary));
  const parquet = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: 'cisreg' });
  return {
    writeRows(values) {
      trying(() => parquet.write(rowGroupOf(columns, values)));
    },
    commit() {
      trying(() => {
        parquet.finish();
        renameSync(temporary, path);
      });
    },
    [Symbol.dispose]() {
      rmSync(temporary, { force: true });
    },
  };
}

/** A Parquet file as bytes, for those who send it: a row group at a time is held. */
export interface ParquetBytes {
  /** The next row group: values for every column, all of one length, at least one. */
  rowGroup(values: readonly ParquetValues[]): Uint8Array;
  /** What stands at the end of the file. */
  end(): Uint8Array;
}

/** Begins a file of these columns. */
export async function parquetBytes(columns: readonly ParquetColumn[]): Promise<ParquetBytes> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: 'cisreg' });
  const taken = () => {
    const bytes = writer.getBytes().slice();
    // The offsets of the file go on in `offset`; only the buffer is used again.
    writer.index = 0;
    return bytes;
  };
  return {
    rowGroup(values) {
      parquet.write(rowGroupOf(columns, values));
      return taken();
    },
    end() {
      parquet.finish();
      return taken();
    },
  };
}

function schemaOf(columns: readonly ParquetColumn[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type, nullable }): SchemaElement => {
      const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED';
      return type === 'STRING'
        ? { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }
        : { name, type, repetition_type };
    }),
  ];
}

function rowGroupOf(columns: readonly ParquetColumn[], values: readonly ParquetValues[]) {
  return {
    rowGroupSize: Math.max(1, values[0]!.length),
    columnData: columns.map(({ name, type }, c) => ({
      name,
      type,
      data: values[c] as string[],
      // Measured values hardly ever repeat: neither a dictionary nor compression pays.
      ...(type === 'FLOAT' || type === 'DOUBLE'
        ? { encoding: 'PLAIN' as const, codec: 'UNCOMPRESSED' as const }
        : {}),
    })),
  };
}
