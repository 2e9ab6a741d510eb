/** What would be fetched: shown by --dry-run, and checked before anything is. */

import { statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { columnWidths } from '../formats/column-widths.ts';
import { shownBytes } from './byte-count.ts';
import { checkNames, checkOwnNames } from './file-names.ts';
import { addressesOf, type From, type Mirror } from './mirrors.ts';
import type { MirrorName, RemoteFile } from './remote-file.ts';

export interface PlannedFile {
  readonly file: RemoteFile;
  /** `present`: a file of that name and size is in the directory (its checksum is not looked at). */
  readonly state: 'fetch' | 'present';
  /** The mirrors that can have it, in the order in which they are asked; with `auto` what is measured decides. */
  readonly mirrors: readonly MirrorName[];
}

export interface FetchPlan {
  readonly files: readonly PlannedFile[];
  /** Of all files whose size is known. */
  readonly totalBytes: number;
  /** Of those that are to be fetched. */
  readonly fetchBytes: number;
  readonly fetchCount: number;
  /** Files whose metadata have no MD5: only their size can be verified; and no size: nothing can. */
  readonly withoutMd5: number;
  readonly withoutSize: number;
}

/**
 * Plans to fetch files into a directory (undefined: nothing is there). Throws CisregError: CONFLICT for two files of one name, CONFIG for names that cannot be, NOT_FOUND for files that no
 * mirror can have.
 */
export function planFetch(
  files: readonly RemoteFile[],
  options: {
    readonly mirrors: readonly Mirror[];
    readonly from: From;
    readonly directory: string | undefined;
  },
): FetchPlan {
  const { mirrors, from, directory } = options;
  const asked = from === 'auto' ? mirrors : mirrors.filter(({ name }) => from.includes(name));
  checkNames(files);
  checkOwnNames(files);
  const planned = files.map((file): PlannedFile => {
    const able = addressesOf(file, asked).map(({ mirror }) => mirror);
    const order = from === 'auto' ? able : from.filter((name) => able.includes(name));
    return { file, state: isPresent(file, directory) ? 'present' : 'fetch', mirrors: order };
  });
  const nowhere = planned.filter((one) => one.mirrors.length === 0).map(({ file }) => file.accession);
  if (nowhere.length > 0) {
    const shown = `${nowhere.slice(0, 5).join(', ')}${nowhere.length > 5 ? ` and ${nowhere.length - 5} more` : ''}`;
    const names = asked.map(({ name }) => name).join(', ') || 'no mirror';
    throw new CisregError(
      'NOT_FOUND',
      `the metadata of ${shown} do not tell where ${names} would have them (no s3_uri), expected a mirror that goes by accession; add https to --from`,
    );
  }
  const toFetch = planned.filter(({ state }) => state === 'fetch');
  return {
    files: planned,
    totalBytes: bytesOf(planned),
    fetchBytes: bytesOf(toFetch),
    fetchCount: toFetch.length,
    withoutMd5: planned.filter(({ file }) => file.md5 === undefined).length,
    withoutSize: planned.filter(({ file }) => file.sizeBytes === undefined).length,
  };
}

/** Throws IO where the disk of a directory has less room than the plan takes; what is there of unfinished files counts as room. */
export function checkRoom(plan: FetchPlan, directory: string): void {
  let place = path.resolve(directory);
  while (statSync(place, { throwIfNoEntry: false }) === undefined && path.dirname(place) !== place)
    place = path.dirname(place);
  const free = freeBytes(place);
  let begun = 0;
  for (const { file, state } of plan.files) {
    if (state === 'fetch')
      begun += statSync(path.join(directory, `${file.name}.part`), { throwIfNoEntry: false })?.size ?? 0;
  }
  const room = (free ?? Number.POSITIVE_INFINITY) + begun;
  if (plan.fetchBytes <= room) return;
  throw new CisregError(
    'IO',
    `the files take ${shownBytes(plan.fetchBytes)}, and its disk has room for ${shownBytes(room)}; make room, name another directory with --out, or fetch less`,
    { where: { file: directory } },
  );
}

/** What a disk has left for this user; undefined where it does not tell. */
export function freeBytes(place: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** The plan as a table for people, and its totals. `auto` stands for all mirrors; a file that fewer can have names them. */
export function planText(plan: FetchPlan, from: From): string {
  const most = plan.files.reduce((max, { mirrors }) => Math.max(max, mirrors.length), 0);
  const rows = plan.files.map(({ file, state, mirrors }) => [
    file.accession,
    file.name,
    file.sizeBytes === undefined ? 'unknown' : shownBytes(file.sizeBytes),
    file.md5 ?? 'unknown',
    state === 'present' ? 'present' : from === 'auto' && mirrors.length === most ? 'auto' : mirrors.join(','),
  ]);
  const table = [['accession', 'name', 'size', 'md5', 'mirror'], ...rows];
  const widths = columnWidths(table);
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column === 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n${totals(plan)}\n`;
}

function totals({ files, totalBytes, fetchBytes, fetchCount, withoutSize }: FetchPlan): string {
  const more = withoutSize === 0 ? '' : ` and ${withoutSize} of unknown size`;
  const all = `${count(files.length)}, ${shownBytes(totalBytes)}${more}`;
  return fetchCount === files.length
    ? all
    : `${all}; ${fetchCount === 0 ? 'all are present' : `${fetchCount} to fetch, ${shownBytes(fetchBytes)}`}`;
}

/** The plan for programs. Addresses stand in it without their query. */
export function planJson(plan: FetchPlan, mirrors: readonly Mirror[]): object {
  const { totalBytes, fetchBytes, fetchCount } = plan;
  return {
    files: plan.files.map(({ file, state, mirrors: order }) => {
      const addresses = addressesOf(file, mirrors);
      const { accession, name, sizeBytes, md5, facts } = file;
      return {
        accession,
        name,
        sizeBytes,
        md5,
        state,
        addresses: order.map((mirror) => ({
          mirror,
          address: addresses.find((one) => one.mirror === mirror)!.shown,
        })),
        facts,
      };
    }),
    count: plan.files.length,
    totalBytes,
    fetchCount,
    fetchBytes,
  };
}

function count(files: number): string {
  return `${files.toLocaleString('en-US')} ${files === 1 ? 'file' : 'files'}`;
}

function bytesOf(files: readonly PlannedFile[]): number {
  return files.reduce((sum, { file }) => sum + (file.sizeBytes ?? 0), 0);
}

function isPresent(file: RemoteFile, directory: string | undefined): boolean {
  if (directory === undefined) return false;
  const found = statSync(path.join(directory, file.name), { throwIfNoEntry: false });
  return found?.isFile() === true && (file.sizeBytes === undefined || found.size === file.sizeBytes);
}
