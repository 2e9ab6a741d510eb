/** How much the blocks of remote files may take on disk. */

import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BlockCache } from './remote-location.ts';

/** How much a thread writes before it looks again: a part of what is allowed, so that several pass it by little. */
const LOOK_SHARE = 1 / 32;
/** Room is made for what comes next too. */
const KEPT_SHARE = 0.9;
const STAT_BLOCK_BYTES = 512;

const writtenSince = new Map<string, number>();

/** Takes note of bytes written below a cache's directory, and now and then removes what was not used longest. */
export function spendBudget(cache: BlockCache, bytes: number): void {
  const before = writtenSince.get(cache.directory);
  const now = (before ?? 0) + bytes;
  // What others left there is looked at with the first bytes.
  const isDue = before === undefined || now > cache.maxBytes * LOOK_SHARE;
  writtenSince.set(cache.directory, isDue ? 0 : now);
  if (isDue) pruneBlocks(cache);
}

/** Removes the files of a cache that were not used longest, if together they take more than they may. Returns the bytes that are left. */
export function pruneBlocks({ directory, maxBytes }: BlockCache): number {
  const files = filesOf(directory);
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= maxBytes) return total;
  files.sort((a, b) => a.usedMs - b.usedMs);
  for (const { file, bytes } of files) {
    if (total <= maxBytes * KEPT_SHARE) break;
    // Whoever has it open reads on; the next one begins anew.
    rmSync(file, { force: true });
    total -= bytes;
  }
  return total;
}

function filesOf(directory: string): { file: string; bytes: number; usedMs: number }[] {
  try {
    return readdirSync(directory, { recursive: true }).flatMap((name) => {
      const file = path.join(directory, String(name));
      const stat = file.endsWith('.blocks') ? statSync(file, { throwIfNoEntry: false }) : undefined;
      // They are sparse: what they take is less than their length.
      return stat === undefined
        ? []
        : [{ file, bytes: stat.blocks * STAT_BLOCK_BYTES, usedMs: stat.mtimeMs }];
    });
  } catch {
    return [];
  }
}
