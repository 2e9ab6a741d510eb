/** A file elsewhere as a byte source: by blocks of one size, which are kept on disk where a cache is named. */

import { spendBudget } from './block-budget.ts';
import { BLOCK_BYTES, type BlockFile, blockFilePath, openBlockFile } from './block-file.ts';
import type { ByteSource } from './byte-source.ts';
import { openHttpRanges } from './http-source.ts';
import type { RemoteLocation } from './remote-location.ts';

/** Blocks that stay in memory: those between two large reads, and those of small ones. */
const RECENT_BLOCKS = 16;
/** What a large reading is cut into: at 100 MB/s it takes less than the way there and back, so that several under way fill the line. */
const READ_BYTES = 1 << 21;
/** What one request asks for at most. Above what is read at a time, whose ends lie within blocks. */
const MOST_BLOCKS = 128;
/** Requests under way for one file beside the one that is waited for: some 20 MB in memory. */
const IN_FLIGHT = 10;
/** A hole of fewer bytes is read over: at 30 ms a request they come as fast as the next request would. */
const GAP_BYTES = 4 * BLOCK_BYTES;

/** Blocks `from` to `to` (not included). */
interface Run {
  readonly from: number;
  readonly to: number;
}

export interface RemoteSource extends ByteSource {
  /** The location with what opening it told; see HttpRanges. */
  readonly pinned: RemoteLocation;
}

/**
 * Opens a file elsewhere; a request is made only where its size and version are not known. Throws CisregError as openHttpRanges. A cache that
 * cannot be written is left alone.
 */
export async function openRemoteSource(location: RemoteLocation): Promise<RemoteSource> {
  const ranges = await openHttpRanges(location, BLOCK_BYTES);
  const { sizeBytes } = ranges;
  const { cache } = location;
  /** By address: what one of them serves is not taken for what another one does. */
  const files = new Map<number, Promise<BlockFile | undefined>>();
  const fileAt = (address: number): Promise<BlockFile | undefined> => {
    const known = files.get(address);
    if (known !== undefined) return known;
    const identity = ranges.identityAt(address);
    const file =
      cache === undefined || identity === undefined
        ? Promise.resolve(undefined)
        : openBlockFile(blockFilePath(cache.directory, identity, sizeBytes), sizeBytes);
    files.set(address, file);
    return file;
  };
  const recent = new Map<number, Uint8Array>();
  const pending = new Map<number, Promise<Uint8Array>>();
  const bytesOf = (from: number, to: number) => Math.min(to * BLOCK_BYTES, sizeBytes) - from * BLOCK_BYTES;

  const remember = (block: number, bytes: Uint8Array) => {
    recent.delete(block);
    recent.set(block, bytes);
    if (recent.size > RECENT_BLOCKS) recent.delete(recent.keys().next().value!);
  };
  const keep = async (from: number, bytes: Uint8Array, address: number) => {
    const count = Math.ceil(bytes.length / BLOCK_BYTES);
    for (let i = 0; i < count; i++) {
      // Of a long run the next one may share the ends. Copies, as a part would hold on to the whole.
      if (count > RECENT_BLOCKS && i > 0 && i < count - 1) continue;
      remember(from + i, bytes.slice(i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES));
    }
    const file = await fileAt(address);
    if (file === undefined) return;
    await file.write(from, bytes);
    spendBudget(cache!, bytes.length);
  };
  const fetchRun = (from: number, to: number): Promise<Uint8Array> => {
    const length = bytesOf(from, to);
    const kept = async (address: number) => {
      const bytes = new Uint8Array(length);
      return (await (await fileAt(address))?.read(from, to, bytes)) === true ? bytes : undefined;
    };
    const run = ranges
      .read(from * BLOCK_BYTES, from * BLOCK_BYTES + length, kept)
      .then(async ({ bytes, address }) => {
        await keep(from, bytes, address);
        return bytes;
      });
    for (let block = from; block < to; block++) {
      const own = run.then((bytes) =>
        bytes.subarray((block - from) * BLOCK_BYTES, (block - from + 1) * BLOCK_BYTES),
      );
      pending.set(block, own);
      const ended = () => void pending.delete(block);
      own.then(ended, ended);
    }
    return run;
  };
  const readRun = async (file: BlockFile, { from, to }: Run, target: Uint8Array) => {
    if (await file.read(from, to, target)) return;
    target.set(await fetchRun(from, to));
  };
  /** Puts blocks into `target`: from memory, from requests under way, from disk, and by requests for what is nowhere. */
  const load = async (from: number, to: number, target: Uint8Array) => {
    const file = await fileAt(ranges.current());
    const kept = await file?.has(from, to);
    const placeOf = (block: number) => {
      if (recent.has(block)) return 'memory';
      if (pending.has(block)) return 'request';
      return kept?.[block - from] === true ? 'disk' : 'nowhere';
    };
    const parts: Promise<void>[] = [];
    for (let block = from; block < to; ) {
      const place = placeOf(block);
      const at = (block - from) * BLOCK_BYTES;
      let next = block + 1;
      if (place === 'memory') {
        const bytes = recent.get(block)!;
        remember(block, bytes);
        target.set(bytes, at);
      } else if (place === 'request') {
        parts.push(pending.get(block)!.then((bytes) => target.set(bytes, at)));
      } else {
        while (next < to && next - block < MOST_BLOCKS && placeOf(next) === place) next++;
        if (place === 'disk') parts.push(readRun(file!, { from: block, to: next }, target.subarray(at)));
        else parts.push(fetchRun(block, next).then((bytes) => target.set(bytes, at)));
      }
      block = next;
    }
    await Promise.all(parts);
  };
  const readInto = async (target: Uint8Array, offset: number) => {
    const wanted = Math.max(0, Math.min(target.length, sizeBytes - offset));
    if (wanted === 0) return 0;
    const from = Math.floor(offset / BLOCK_BYTES);
    const to = Math.ceil((offset + wanted) / BLOCK_BYTES);
    const blocks = Buffer.allocUnsafeSlow(bytesOf(from, to));
    await load(from, to, blocks);
    const skipped = offset - from * BLOCK_BYTES;
    target.set(blocks.subarray(skipped, skipped + wanted));
    return wanted;
  };
  if (ranges.head.length > 0) await keep(0, ranges.head, ranges.current());
  return {
    name: ranges.name,
    sizeBytes,
    pinned: ranges.pinned,
    bulk: { gapBytes: GAP_BYTES, readBytes: READ_BYTES, inFlight: IN_FLIGHT },
    readInto,
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, sizeBytes - offset)));
      await readInto(bytes, offset);
      return bytes;
    },
    async close() {
      ranges.close();
      await Promise.allSettled(pending.values());
      for (const file of files.values()) await (await file)?.close();
    },
  };
}
