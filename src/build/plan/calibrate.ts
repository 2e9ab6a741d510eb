/** How fast one core here is against the machine of the rates: inflating, which is what most of a build does. */

import { deflateSync, inflateSync } from 'node:zlib';

/** Bytes a second that come out of the sample below on the machine of docs/scale.md (Node 20, one core). */
export const REFERENCE_INFLATE = 460e6;
const SAMPLE_BYTES = 32768;
const MEASURED_SECONDS = 0.3;

/** The speed here: 1 is the machine of the rates, 2 twice as fast. Takes a third of a second of one core. */
export function measuredSpeed(cpuSeconds: () => number = ownCpuSeconds): number {
  const sample = sampleBlock();
  for (let i = 0; i < 50; i++) inflateSync(sample);
  const start = cpuSeconds();
  let bytes = 0;
  let elapsed = 0;
  do {
    for (let i = 0; i < 10; i++) bytes += inflateSync(sample).byteLength;
    elapsed = cpuSeconds() - start;
  } while (elapsed < MEASURED_SECONDS);
  return bytes / elapsed / REFERENCE_INFLATE;
}

/** Processor time, not time: what else runs on the machine does not count. */
function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** A block as a bigWig has it: places that ascend, and few different values. */
function sampleBlock(): Buffer {
  const block = Buffer.alloc(SAMPLE_BYTES);
  let state = 1;
  let start = 10000;
  for (let at = 0; at + 12 <= SAMPLE_BYTES; at += 12) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const end = start + 1 + (state >>> 28);
    block.writeUInt32LE(start, at);
    block.writeUInt32LE(end, at + 4);
    block.writeFloatLE((state >>> 20) / 64, at + 8);
    start = end;
  }
  return deflateSync(block);
}
