/** Names of files that are being written: one scheme for all, so that what a killed process left can be told. */

import { randomUUID } from 'node:crypto';

const UNIQUE_CHARS = 8;
const TEMPORARY = /\.tmp-(\d+)-[0-9a-f]{8}$/;

/** A name beside `path` that no other file has: `path.tmp-<process id>-<unique>`. */
export function temporaryName(path: string): string {
  return `${path}.tmp-${process.pid}-${randomUUID().slice(0, UNIQUE_CHARS)}`;
}

/** Whether temporaryName made it; with `pid`, in that process. */
export function isTemporaryName(name: string, pid?: number): boolean {
  const found = TEMPORARY.exec(name);
  return found !== null && (pid === undefined || Number(found[1]) === pid);
}
