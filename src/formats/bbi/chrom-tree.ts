/** The B+ tree of a bbi file that gives each chromosome its id and size. */

import { CisregError } from '../../errors.ts';
import { MAX_COORDINATE } from '../../genome/regions.ts';
import type { ByteSource } from '../byte-source.ts';
import { CHROM_TREE_HEADER_BYTES, CHROM_TREE_MAGIC, NODE_HEADER_BYTES } from './layout.ts';
import { bbiError, beyondEnd, type TreeReader } from './tree-reader.ts';

export interface BbiChrom {
  readonly name: string;
  /** What the blocks call it. */
  readonly id: number;
  readonly sizeBp: number;
}

const SIZE_BYTES = 8;
/** Far above what any tree of a file's size needs. */
const MAX_DEPTH = 32;

/**
 * All chromosomes, by name as the tree has them. Throws CisregError FORMAT or TRUNCATED: nodes that are visited twice,
 * a number of chromosomes that differs from the stated one, names or ids that occur twice.
 */
export async function readChromTree(
  source: ByteSource,
  reader: TreeReader,
  offset: number,
): Promise<BbiChrom[]> {
  const header = await reader.read(offset, CHROM_TREE_HEADER_BYTES, 'the header of the chromosomes');
  const refuse = (at: number, message: string) => bbiError(source, at, `${message}; is the file damaged?`);
  if (header.u32(0) !== CHROM_TREE_MAGIC) {
    throw refuse(
      offset,
      `${hex(header.u32(0))}, expected ${hex(CHROM_TREE_MAGIC)}, which begins the chromosomes`,
    );
  }
  const keyBytes = header.u32(8);
  const count = header.u64(16);
  const entryBytes = keyBytes + SIZE_BYTES;
  if (header.u32(12) !== SIZE_BYTES)
    throw refuse(offset + 12, `${header.u32(12)} bytes a chromosome, expected 8`);
  // Files without any row have no chromosomes, and some not even a root.
  if (count === 0) return [];
  if (keyBytes < 1 || count * entryBytes > source.sizeBytes) {
    throw refuse(
      offset + 8,
      `${count} chromosomes with names of ${keyBytes} bytes, which the file has no room for`,
    );
  }
  const chroms: BbiChrom[] = [];
  const names = new Set<string>();
  const ids = new Set<number>();
  const visited = new Set<number>();
  let nodes = [offset + CHROM_TREE_HEADER_BYTES];
  for (let depth = 0; nodes.length > 0; depth++) {
    if (depth === MAX_DEPTH) throw refuse(nodes[0]!, `chromosomes in more than ${MAX_DEPTH} levels`);
    const children: number[] = [];
    for (const at of nodes) {
      if (visited.has(at)) throw refuse(at, 'a node of the chromosomes that others lead to as well');
      visited.add(at);
      const head = await reader.read(at, NODE_HEADER_BYTES, 'a node of the chromosomes');
      const entries = head.u16(2);
      if (head.u8(0) > 1) throw refuse(at, `a node of kind ${head.u8(0)}, expected 0 or 1`);
      const isLeaf = head.u8(0) === 1;
      const node = await reader.read(at + NODE_HEADER_BYTES, entries * entryBytes, 'chromosomes');
      for (let i = 0; i < entries; i++) {
        const entry = i * entryBytes;
        const place = at + NODE_HEADER_BYTES + entry;
        if (!isLeaf) {
          const child = node.u64(entry + keyBytes);
          if (child >= source.sizeBytes) throw beyondEnd(source, place, child);
          children.push(child);
          continue;
        }
        const name = nameOf(node.bytes(entry, keyBytes));
        const id = node.u32(entry + keyBytes);
        const sizeBp = node.u32(entry + keyBytes + 4);
        if (name === undefined)
          throw refuse(place, 'a chromosome whose name is empty or has control characters');
        if (names.has(name) || ids.has(id))
          throw refuse(place, `chromosome ${name} with id ${id}, one of which is taken`);
        if (sizeBp > MAX_COORDINATE) {
          throw bbiError(
            source,
            place,
            `chromosome ${name} of ${sizeBp} bases, expected at most ${MAX_COORDINATE}`,
          );
        }
        names.add(name);
        ids.add(id);
        chroms.push({ name, id, sizeBp });
        if (chroms.length > count)
          throw refuse(place, `more chromosomes than the ${count} that the header counts`);
      }
    }
    nodes = children;
    if (visited.size + nodes.length > source.sizeBytes / NODE_HEADER_BYTES) {
      throw refuse(offset, 'more nodes of chromosomes than the file has room for');
    }
  }
  if (chroms.length !== count) {
    throw refuse(
      offset + 16,
      `${chroms.length} chromosomes found, expected the ${count} that the header counts`,
    );
  }
  return chroms;
}

/** The error for a chromosome that was asked for and is not in the file. */
export function unknownChrom(source: ByteSource, chroms: readonly BbiChrom[], name: string): CisregError {
  const known = chroms.slice(0, 3).map((chrom) => chrom.name);
  const listed = known.length === 0 ? 'none' : `${known.join(', ')}${chroms.length > 3 ? ', ...' : ''}`;
  return new CisregError('NOT_FOUND', `no chromosome ${name}, expected one of the file: ${listed}`, {
    where: { file: source.name },
  });
}

function nameOf(key: Uint8Array): string | undefined {
  const end = key.indexOf(0);
  const length = end < 0 ? key.length : end;
  const isPadded = key.subarray(length).every((byte) => byte === 0);
  const isText = key.subarray(0, length).every((byte) => byte > 31 && byte !== 127);
  if (length === 0 || !isPadded || !isText) return undefined;
  return Buffer.from(key.subarray(0, length)).toString('utf8');
}

function hex(n: number): string {
  return `0x${n.toString(16).padStart(8, '0')}`;
}
