/** Writes bgzip: gzip in small blocks, so that readers may begin at any of them (BGZF, SAM specification 4.1). */

import { crc32, deflateRawSync } from 'node:zlib';
import { AtomicFile } from './atomic-file.ts';
import type { ByteWriter } from './byte-writer.ts';

/** What htslib puts into a block: its deflated form, whatever it holds, stays below the 64 KiB that a block may have. */
const BLOCK_INPUT_BYTES = 65_280;
/** gzip with an extra field of six bytes, BC, whose last two are the size of the block less one. */
const HEADER = Buffer.from('1f8b08040000000000ff0600424302000000', 'hex');
const FOOTER_BYTES = 8;
/** The empty block that ends a whole file. */
const END = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');

/**
 * A bgzip file that appears under its name when it is committed; with `await using`, what was not is removed. The
 * same bytes written give the same file, however they are cut. A virtual offset is a block's offset times 65,536 plus
 * a place in what it inflates to: exact up to files of 128 GiB.
 */
export class BgzipFile implements ByteWriter {
  readonly name: string;
  readonly isClosed = false;
  readonly #file: AtomicFile;
  readonly #block = Buffer.allocUnsafe(BLOCK_INPUT_BYTES);
  #used = 0;
  #blockAt = 0;

  constructor(path: string) {
    this.name = path;
    this.#file = new AtomicFile(path);
  }

  /** Where the next byte goes. */
  get virtualOffset(): number {
    return this.#blockAt * 65_536 + this.#used;
  }

  /** Appends text (as UTF-8) or bytes. */
  write(data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
    for (let from = 0; from < bytes.length; ) {
      const taken = Math.min(bytes.length - from, BLOCK_INPUT_BYTES - this.#used);
      this.#block.set(taken === bytes.length ? bytes : bytes.subarray(from, from + taken), this.#used);
      this.#used += taken;
      from += taken;
      // At once, so that a place is never stated as the end of a full block.
      if (this.#used === BLOCK_INPUT_BYTES) this.#writeBlock();
    }
  }

  /** Gives the file its name, in place of what had it before. */
  async commit(): Promise<void> {
    if (this.#used > 0) this.#writeBlock();
    this.#file.write(END);
    await this.#file.commit();
  }

  /** Removes what was written. Does nothing after a commit. */
  abort(): Promise<void> {
    return this.#file.abort();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.abort();
  }

  #writeBlock(): void {
    const plain = this.#block.subarray(0, this.#used);
    const deflated = deflateRawSync(plain);
    const sizeBytes = HEADER.length + deflated.length + FOOTER_BYTES;
    const block = Buffer.allocUnsafe(sizeBytes);
    HEADER.copy(block);
    block.writeUInt16LE(sizeBytes - 1, HEADER.length - 2);
    block.set(deflated, HEADER.length);
    block.writeUInt32LE(crc32(plain), sizeBytes - 8);
    block.writeUInt32LE(plain.length, sizeBytes - 4);
    this.#file.write(block);
    this.#blockAt += sizeBytes;
    this.#used = 0;
  }
}
