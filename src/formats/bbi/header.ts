/** The header that bigWig and bigBed share. */

import type { ByteSource } from '../byte-source.ts';
import {
  BIGBED_MAGIC,
  BIGWIG_MAGIC,
  HEADER_BYTES,
  type SignalSummary,
  SUMMARY_BYTES,
  ZOOM_HEADER_BYTES,
} from './layout.ts';
import { bbiError, Fields, newTreeReader, type TreeReader } from './tree-reader.ts';

/** The newest version that UCSC's tools write. */
const NEWEST_VERSION = 4;
/** No description of columns is longer. */
const AUTO_SQL_BYTES = 1 << 20;

export interface ZoomLevel {
  readonly reductionBp: number;
  readonly dataOffset: number;
  readonly indexOffset: number;
}

export interface BbiHeader {
  readonly kind: BbiKind;
  readonly isBigEndian: boolean;
  readonly version: number;
  readonly zoomLevels: readonly ZoomLevel[];
  readonly chromTreeOffset: number;
  readonly dataOffset: number;
  readonly indexOffset: number;
  /** Columns of a bigBed row, and how many of them are as in BED; 0 in a bigWig. */
  readonly fieldCount: number;
  readonly definedFieldCount: number;
  /** The description of a bigBed's columns; '' where there is none. */
  readonly autoSql: string;
  /** Over the whole file; undefined in files of version 1, which have none. */
  readonly summary: SignalSummary | undefined;
  /** The largest block before compression; 0 where blocks are not compressed. */
  readonly bufferBytes: number;
}

export type BbiKind = 'bigWig' | 'bigBed';

/** Reads and checks the header of a file that is to be of one kind. Throws CisregError FORMAT or TRUNCATED. */
export async function readHeader(
  source: ByteSource,
  expected: BbiKind,
): Promise<{ header: BbiHeader; reader: TreeReader }> {
  const { kind, isBigEndian } = await readMagic(source, expected);
  if (kind !== expected) {
    const mend = kind === 'bigBed' ? 'give a file of values' : 'give a file of regions';
    throw bbiError(source, 0, `is a ${kind}, expected a ${expected}; ${mend}`);
  }
  const reader = newTreeReader(source, isBigEndian);
  const fields = await reader.read(0, HEADER_BYTES, 'the header');
  const version = fields.u16(4);
  if (version < 1 || version > NEWEST_VERSION) {
    throw bbiError(
      source,
      4,
      `${kind} version ${version}, expected 1 to ${NEWEST_VERSION}; is the file damaged?`,
    );
  }
  const offsetAt = (at: number, what: string) => {
    const offset = fields.u64(at);
    if (offset >= HEADER_BYTES && offset < source.sizeBytes) return offset;
    const message = `${what} at byte ${offset}, expected it between the header and the end of the file at byte ${source.sizeBytes}`;
    throw bbiError(
      source,
      at,
      `${message}; fetch the file again`,
      offset < HEADER_BYTES ? 'FORMAT' : 'TRUNCATED',
    );
  };
  const header = {
    kind,
    isBigEndian,
    version,
    chromTreeOffset: offsetAt(8, 'the chromosomes'),
    dataOffset: offsetAt(16, 'the data'),
    indexOffset: offsetAt(24, 'the index'),
    fieldCount: fields.u16(32),
    definedFieldCount: fields.u16(34),
    bufferBytes: fields.u32(52),
    zoomLevels: await readZoomHeaders(source, reader, fields.u16(6)),
    summary: fields.u64(44) === 0 ? undefined : await readSummary(reader, offsetAt(44, 'the summary')),
    autoSql: fields.u64(36) === 0 ? '' : await readAutoSql(source, offsetAt(36, 'the autoSql')),
  };
  if (kind === 'bigBed' && (header.fieldCount < 3 || header.definedFieldCount > header.fieldCount)) {
    const found = `${header.fieldCount} columns, ${header.definedFieldCount} of them of BED`;
    throw bbiError(
      source,
      32,
      `${found}, expected at least 3, and no more of BED than there are; is the file damaged?`,
    );
  }
  return { header, reader };
}

async function readMagic(
  source: ByteSource,
  expected: BbiKind,
): Promise<{ kind: BbiKind; isBigEndian: boolean }> {
  const bytes = await source.read(0, 4);
  if (bytes.length < 4) {
    const message = `${source.sizeBytes} bytes, expected the header of a ${expected}; fetch the file again`;
    throw bbiError(source, 0, message, 'TRUNCATED');
  }
  for (const isBigEndian of [false, true]) {
    const magic = new Fields(bytes, 0, isBigEndian).u32(0);
    if (magic === BIGWIG_MAGIC) return { kind: 'bigWig', isBigEndian };
    if (magic === BIGBED_MAGIC) return { kind: 'bigBed', isBigEndian };
  }
  const found = Buffer.from(bytes).toString('hex');
  const isGzip = found.startsWith('1f8b');
  const mend = isGzip ? 'unpack it, a gzipped file cannot be read from any place' : 'is it another format?';
  throw bbiError(source, 0, `begins with ${found}, expected the magic number of a ${expected}; ${mend}`);
}

async function readZoomHeaders(source: ByteSource, reader: TreeReader, count: number): Promise<ZoomLevel[]> {
  const { sizeBytes } = source;
  if (count === 0) return [];
  const fields = await reader.read(HEADER_BYTES, count * ZOOM_HEADER_BYTES, `${count} zoom headers`);
  return Array.from({ length: count }, (_, i) => {
    const indexOffset = fields.u64(i * ZOOM_HEADER_BYTES + 16);
    // Zoom levels are the end of a file: one that is cut there has all its values, and looks whole to whoever never zooms out.
    if (indexOffset >= sizeBytes) {
      const message = `the index of zoom level ${i + 1} at byte ${indexOffset}, expected it before the end of the file at byte ${sizeBytes}; fetch the file again`;
      throw bbiError(source, HEADER_BYTES + i * ZOOM_HEADER_BYTES + 16, message, 'TRUNCATED');
    }
    return {
      reductionBp: fields.u32(i * ZOOM_HEADER_BYTES),
      dataOffset: fields.u64(i * ZOOM_HEADER_BYTES + 8),
      indexOffset,
    };
  });
}

async function readSummary(reader: TreeReader, offset: number): Promise<SignalSummary> {
  const fields = await reader.read(offset, SUMMARY_BYTES, 'the summary');
  return {
    coveredBp: fields.u64(0),
    min: fields.f64(8),
    max: fields.f64(16),
    sum: fields.f64(24),
    sumSquares: fields.f64(32),
  };
}

async function readAutoSql(source: ByteSource, offset: number): Promise<string> {
  const bytes = await source.read(offset, AUTO_SQL_BYTES);
  const end = bytes.indexOf(0);
  if (end >= 0) return Buffer.from(bytes.subarray(0, end)).toString('utf8');
  const message = `an autoSql text without an end in ${bytes.length} bytes, expected a byte 0; is the file damaged?`;
  throw bbiError(source, offset, message);
}
