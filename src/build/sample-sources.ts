/** What a sample was classified from, told by its content: whether what stands in a directory is of the same input. */

import { createHash } from 'node:crypto';
import path from 'node:path';
import { openByteSource } from '../formats/byte-source.ts';
import { type Location, shownLocation } from '../formats/remote-location.ts';
import type { SampleSignals } from './classify-sample.ts';
import type { TargetRegistry } from './target-registry.ts';

/** One input, as datapackage.json of the sample has it under `sources`. */
export interface SampleSource {
  /** registry, or the assay. */
  readonly title: string;
  /** Name of the file, without its directories. */
  readonly file?: string;
  /** Hex; equal where the content is. */
  readonly fingerprint: string;
}

/** Header, chromosomes and totals of a bigWig stand at its front, the index of its values at its end. */
const ENDS_BYTES = 1 << 16;

/**
 * The registry by its elements, and each bigWig by its size and its first and last 64 KiB: to read a whole file would
 * take as long as to classify. Throws CisregError where a file cannot be read.
 */
export async function sampleSources(
  target: TargetRegistry,
  signals: SampleSignals,
): Promise<readonly SampleSource[]> {
  const sources: SampleSource[] = [{ title: 'registry', fingerprint: registryFingerprint(target) }];
  for (const [title, file] of Object.entries(signals)) {
    sources.push({ title, file: fileName(file), fingerprint: await fileFingerprint(file) });
  }
  return sources;
}

/** The titles of what the two have not in common. */
export function differingSources(a: readonly SampleSource[], b: readonly SampleSource[]): string[] {
  const [ours, theirs] = [a, b].map((all) => new Map(all.map((one) => [one.title, one.fingerprint])));
  const titles = new Set([...ours!.keys(), ...theirs!.keys()]);
  return [...titles].filter((title) => ours!.get(title) !== theirs!.get(title));
}

function registryFingerprint({ scheme, rdhs, rdhsIds, zone, rows, ccreIds }: TargetRegistry): string {
  const hash = createHash('sha256').update(JSON.stringify([scheme, rdhs.chromNames]));
  for (const part of [rdhs.chromOffsets, rdhs.start, rdhs.end, rdhsIds.bytes, zone, rows, ccreIds.bytes]) {
    hash.update(`\n${part.byteLength}\n`).update(part);
  }
  return hash.digest('hex');
}

async function fileFingerprint(file: Location): Promise<string> {
  const source = await openByteSource(file);
  try {
    const { sizeBytes } = source;
    const hash = createHash('sha256').update(`${sizeBytes}\n`);
    hash.update(await source.read(0, Math.min(ENDS_BYTES, sizeBytes)));
    const from = Math.max(0, sizeBytes - ENDS_BYTES);
    return hash.update(await source.read(from, sizeBytes - from)).digest('hex');
  } finally {
    await source.close();
  }
}

/** A path names a machine, and an address a host. */
function fileName(file: Location): string {
  return path.basename(shownLocation(file));
}
