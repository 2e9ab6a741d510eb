/** The same bigWig in the other byte order, uncompressed: what no program at hand writes. */

import { inflateSync } from 'node:zlib';

/** Rewrites a little-endian bigWig of our own writer (one-level trees, no zoom levels) as big-endian, uncompressed. */
export function toBigEndian(file: Buffer): Buffer {
  const out = Buffer.from(file);
  const swap = (at: number, bytes: number) => out.subarray(at, at + bytes).reverse();
  const u64 = (at: number) => Number(file.readBigUInt64LE(at));
  const chromTree = u64(8);
  const data = u64(16);
  const index = u64(24);
  const summary = u64(44);
  const isCompressed = file.readUInt32LE(52) > 0;
  for (const at of [0, 52]) swap(at, 4);
  for (const at of [4, 6, 32, 34]) swap(at, 2);
  for (const at of [8, 16, 24, 36, 44, 56]) swap(at, 8);
  for (let at = summary; at < summary + 40; at += 8) swap(at, 8);

  for (const at of [0, 4, 8, 12]) swap(chromTree + at, 4);
  for (const at of [16, 24]) swap(chromTree + at, 8);
  const keyBytes = file.readUInt32LE(chromTree + 8);
  const chroms = file.readUInt16LE(chromTree + 34);
  swap(chromTree + 34, 2);
  for (let i = 0; i < chroms; i++) {
    const value = chromTree + 36 + i * (keyBytes + 8) + keyBytes;
    swap(value, 4);
    swap(value + 4, 4);
  }

  swap(data, 8);
  for (const at of [0, 4, 16, 20, 24, 28, 40, 44]) swap(index + at, 4);
  for (const at of [8, 32]) swap(index + at, 8);
  const blocks = file.readUInt16LE(index + 50);
  swap(index + 50, 2);
  const sections: Buffer[] = [];
  let end = out.length;
  for (let i = 0; i < blocks; i++) {
    const entry = index + 52 + i * 32;
    const packed = file.subarray(u64(entry + 16), u64(entry + 16) + u64(entry + 24));
    const section = Buffer.from(isCompressed ? inflateSync(packed) : packed);
    const count = section.readUInt16LE(22);
    const kindAndReserved = Buffer.from(section.subarray(20, 22));
    section.swap32();
    kindAndReserved.copy(section, 20);
    section.writeUInt16BE(count, 22);
    for (const at of [0, 4, 8, 12]) swap(entry + at, 4);
    out.writeBigUInt64BE(BigInt(end), entry + 16);
    out.writeBigUInt64BE(BigInt(section.length), entry + 24);
    end += section.length;
    sections.push(section);
  }
  out.writeUInt32BE(0, 52);
  return Buffer.concat([out, ...sections]);
}
