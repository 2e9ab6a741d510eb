/** Tracks of cCREs as files: made when they are first asked for, one after the other, and kept as long as there is room. */

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type HubTrack, trackFile } from '../../export/hub-tracks.ts';
import { makeTrack } from '../../export/track-files.ts';
import { checksum } from '../../formats/checksum.ts';
import { makeDirectory } from '../../formats/make-directory.ts';
import { REGISTRY_JSON } from '../../store/layout.ts';
import { refuseInsideRegistry } from '../../store/registry-directory.ts';
import { VERSION } from '../../version.ts';
import { RequestError } from '../answers/problem.ts';
import type { Served } from '../served.ts';
import { type OpenFile, openLocal } from './open-file.ts';

export interface TrackStore {
  /** A track's file, open. Throws RequestError 503 where too many others are to be made before it, and CisregError as making it does. */
  open(served: Served, track: HubTrack): Promise<OpenFile>;
  /** The same for a file that is made of what the server has open. */
  openOther(served: Served, file: OtherFile): Promise<OpenFile>;
  /** Removes what nobody else can use. */
  close(): Promise<void>;
}

/** A file beside the tracks of a registry. */
export interface OtherFile {
  /** Stands for the file's content. */
  readonly name: string;
  /** Writes it where it appears when it is whole. */
  make(file: string): Promise<void>;
}

interface TrackStoreOptions {
  /** Where tracks are kept, also for the next start and for other servers. Default a fresh directory that goes at the end. */
  readonly directory?: string | undefined;
  /** Of all files; beyond it those go that were used least recently. Default 10 GB. */
  readonly mostBytes?: number;
  /** Tracks that wait to be made. Default 32. */
  readonly mostWaiting?: number;
  /** Makes one; default in a thread of its own. */
  readonly make?: typeof makeTrack;
}

/** What a killed server left half made goes after a day: another server may be at it now. */
const ABANDONED_MS = 24 * 3600 * 1000;
const RETRY_SECONDS = 10;

/** The store. Nothing is written before a track is asked for. Throws CisregError CONFLICT where the directory lies in a registry. */
export function openTrackStore(options: TrackStoreOptions = {}): TrackStore {
  const { mostBytes = 10 * 2 ** 30, mostWaiting = 32, make = makeTrack } = options;
  if (options.directory !== undefined) refuseInsideRegistry(options.directory);
  let directory = options.directory;
  const under = new Map<string, Promise<void>>();
  const used = new Map<string, number>();
  let uses = 0;
  let last: Promise<unknown> = Promise.resolve();

  const content = contentOfRegistries();
  const fileOf = (registry: string, name: string): string => {
    directory ??= mkdtempSync(path.join(tmpdir(), 'cisreg-tracks-'));
    // What is in the registry now, not when it was opened: a track is made of what is there. The program's version names the form of the file.
    return path.join(directory, `${content(registry)}-${VERSION}`, name);
  };
  const made = (file: string, write: () => Promise<void>): Promise<void> => {
    const running = under.get(file);
    if (running !== undefined) return running;
    if (under.size >= mostWaiting) {
      throw new RequestError(
        503,
        `${under.size} tracks are to be made before this one; ask again in ${RETRY_SECONDS} s`,
        undefined,
        RETRY_SECONDS,
      );
    }
    const work = last.then(async () => {
      makeDirectory(path.dirname(file));
      await write();
      keepWithin(directory!, mostBytes, { used, keep: file });
    });
    last = work.catch(() => {});
    under.set(file, work);
    const done = () => under.delete(file);
    work.then(done, done);
    return work;
  };
  const opened = async (file: string, write: () => Promise<void>): Promise<OpenFile> => {
    if (under.has(file) || statSync(file, { throwIfNoEntry: false }) === undefined) {
      await made(file, write);
    }
    used.set(file, ++uses);
    return openLocal(file, path.relative(directory!, file));
  };
  return {
    async open({ store }, track) {
      const registry = store.registry.path;
      const file = fileOf(registry, trackFile(track));
      return opened(file, () => make({ registry, track, file }));
    },
    async openOther({ store }, other) {
      const file = fileOf(store.registry.path, other.name);
      return opened(file, () => other.make(file));
    },
    async close() {
      await last;
      if (options.directory === undefined && directory !== undefined)
        rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Names what a registry holds, by its registry.json: read again where that has changed. */
function contentOfRegistries(): (registry: string) => string {
  const known = new Map<string, { stamp: string; content: string }>();
  return (registry) => {
    const file = path.join(registry, REGISTRY_JSON);
    const { size, mtimeMs } = statSync(file);
    const stamp = `${size} ${mtimeMs}`;
    const own = known.get(file);
    if (own?.stamp === stamp) return own.content;
    const content = checksum(file).sha256.slice(0, 16);
    known.set(file, { stamp, content });
    return content;
  };
}

interface KeptFile {
  readonly file: string;
  readonly bytes: number;
  /** Greater is later; what was not used since the start is older than all that was. */
  readonly rank: number;
}

/** Removes files, those used least recently first, until the rest takes at most `mostBytes`; and what was left half made. */
function keepWithin(
  directory: string,
  mostBytes: number,
  { used, keep }: { used: Map<string, number>; keep: string },
): void {
  const files: KeptFile[] = [];
  for (const name of readdirSync(directory, { recursive: true }).map(String)) {
    const file = path.join(directory, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    const isHalf = /(^|\/)\.making-|\.tmp-\d+-[0-9a-f]{8}$/.test(name);
    if (isHalf && Date.now() - stat.mtimeMs > ABANDONED_MS) rmSync(file, { recursive: true, force: true });
    if (isHalf || !stat.isFile()) continue;
    files.push({ file, bytes: stat.size, rank: used.get(file) ?? stat.mtimeMs - 1e15 });
  }
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { file, bytes } of files.sort((a, b) => a.rank - b.rank)) {
    if (total <= mostBytes) break;
    if (file === keep) continue;
    rmSync(file, { force: true });
    used.delete(file);
    total -= bytes;
  }
}
