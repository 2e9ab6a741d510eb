/**
 * What visitors leave with the service: files in a directory of its own, each named by what it holds. The same content is the same file, so
 * servers that share the directory agree without talking. Nothing of it is held in memory.
 */

import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { opendir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AtomicFile } from '../../formats/atomic-file.ts';
import { makeDirectory } from '../../formats/make-directory.ts';
import { refuseInsideRegistry } from '../../store/registry-directory.ts';
import { RequestError } from '../answers/problem.ts';
import { STATE_LIMITS } from '../frame/limits.ts';

/** What is kept, by its folder; the ending of its files. */
const KINDS = { lists: '.json', uploads: '.bed', variants: '.txt' } as const;
export type StateKind = keyof typeof KINDS;

export interface StateLimits {
  /** Of one item. */
  readonly itemBytes: number;
  /** Of all items; beyond it those go that were used least recently. */
  readonly totalBytes: number;
  /** Since an item was last used. */
  readonly ageDays: number;
}

/** An item that is being written. */
export interface StateItem {
  /** Throws RequestError 413 beyond itemBytes. */
  write(data: Uint8Array | string): void;
  /** Keeps it, and comes back with its id: the same for the same content. */
  commit(): Promise<string>;
  /** Drops it; nothing after a commit. */
  abort(): Promise<void>;
}

export interface StateStore {
  readonly limits: StateLimits;
  /** Begins an item. Throws CisregError IO where the directory cannot be written. */
  begin(kind: StateKind): StateItem;
  /** The file of an item, which counts as used now; undefined where there is none, or it has gone. */
  find(kind: StateKind, id: string): string | undefined;
  /** Removes what is too old, and what is too much. Runs by itself as items come. */
  clean(): Promise<void>;
}

export interface StateOptions extends Partial<StateLimits> {
  /** The time in milliseconds; default the clock. */
  readonly now?: () => number;
}

const INCOMING = 'incoming';
const ID_CHARS = 26;
const ID = /^[a-z2-7]{26}$/;
const DAY_MS = 86_400_000;
/** How often a use is noted, at most: reading a thousand pages of a list is one. */
const NOTE_MS = 3_600_000;
const CLEAN_MS = 600_000;
/** So much of the total stays once it is too much: not every item that comes shall have others removed. */
const KEPT_SHARE = 0.9;

/** The store in `directory`, which is made. Throws CisregError CONFLICT where it lies in a registry, IO where it cannot be made. */
export function openState(directory: string, options: StateOptions = {}): StateStore {
  refuseInsideRegistry(directory);
  makeDirectory(directory);
  const { now = Date.now, ...own } = options;
  const limits: StateLimits = { ...STATE_LIMITS, ...own };
  const oldest = () => now() - limits.ageDays * DAY_MS;
  let cleanedAt = Number.NEGATIVE_INFINITY;
  /** As of the last cleaning, and what came here since. */
  let knownBytes = 0;
  let cleaning: Promise<void> | undefined;
  const fileOf = (kind: StateKind, id: string) =>
    path.join(directory, kind, id.slice(0, 2), `${id}${KINDS[kind]}`);
  const clean = () => {
    cleaning ??= sweep(directory, {
      oldestMs: oldest(),
      abandonedMs: now() - DAY_MS,
      mostBytes: limits.totalBytes,
    })
      .then((bytes) => {
        knownBytes = bytes;
        cleanedAt = now();
      })
      .finally(() => {
        cleaning = undefined;
      });
    return cleaning;
  };
  return {
    limits,
    clean,
    find(kind, id) {
      if (!ID.test(id)) return undefined;
      const file = fileOf(kind, id);
      const found = statSync(file, { throwIfNoEntry: false });
      if (found === undefined || found.mtimeMs < oldest()) return undefined;
      if (now() - found.mtimeMs > NOTE_MS) noteUse(file, now());
      return file;
    },
    begin(kind) {
      const folder = path.join(directory, kind);
      mkdirSync(folder, { recursive: true });
      const out = new NamedByContent(path.join(folder, INCOMING), limits.itemBytes);
      return {
        write: (data) => out.write(data),
        abort: () => out.abort(),
        async commit() {
          const id = await out.commit((own) => {
            const file = fileOf(kind, own);
            mkdirSync(path.dirname(file), { recursive: true });
            return file;
          });
          noteUse(fileOf(kind, id), now());
          knownBytes += out.bytes;
          if (now() - cleanedAt > CLEAN_MS || knownBytes > limits.totalBytes) await clean();
          return id;
        },
      };
    },
  };
}

/** A file whose name is known when its content is. */
class NamedByContent {
  bytes = 0;
  readonly #hash = createHash('sha256');
  readonly #file: AtomicFile;
  readonly #mostBytes: number;
  readonly #whole: string;

  constructor(incoming: string, mostBytes: number) {
    // Two of them at once must not take each other's name, on whatever machine.
    this.#whole = `${incoming}-${randomUUID()}`;
    this.#file = new AtomicFile(this.#whole);
    this.#mostBytes = mostBytes;
  }

  write(data: Uint8Array | string): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    this.bytes += bytes.length;
    if (this.bytes > this.#mostBytes) {
      throw new RequestError(413, `the content is over ${this.#mostBytes} bytes, the most that is kept`);
    }
    this.#hash.update(bytes);
    this.#file.write(bytes);
  }

  async commit(place: (id: string) => string): Promise<string> {
    const id = base32(this.#hash.digest()).slice(0, ID_CHARS);
    await this.#file.commit();
    try {
      renameSync(this.#whole, place(id));
    } catch (error) {
      rmSync(this.#whole, { force: true });
      throw error;
    }
    return id;
  }

  abort(): Promise<void> {
    return this.#file.abort();
  }
}

function noteUse(file: string, nowMs: number): void {
  try {
    utimesSync(file, nowMs / 1000, nowMs / 1000);
  } catch {
    // Another server may have removed it, or it may only be read here: its age is then that of its making.
  }
}

/** RFC 4648 in lower case, without padding: no sign that an address would have to escape. */
function base32(bytes: Uint8Array): string {
  let [text, bits, value] = ['', 0, 0];
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5)
      text += 'abcdefghijklmnopqrstuvwxyz234567'[(value >>> (bits - 5)) & 31];
  }
  return text;
}

interface StoredFile {
  readonly file: string;
  readonly bytes: number;
  readonly usedMs: number;
  /** It is being written, or whoever wrote it was killed. */
  readonly isIncoming: boolean;
}

interface Sweep {
  readonly oldestMs: number;
  /** Half-written items from before then are of writers that were killed. */
  readonly abandonedMs: number;
  readonly mostBytes: number;
}

/** Removes items last used before `oldestMs`, then those used least recently until no more than `mostBytes` are left; resolves to what is left. */
async function sweep(directory: string, { oldestMs, abandonedMs, mostBytes }: Sweep): Promise<number> {
  const kept: StoredFile[] = [];
  let total = 0;
  for (const kind of Object.keys(KINDS) as StateKind[]) {
    for await (const found of filesIn(path.join(directory, kind), KINDS[kind])) {
      if (found.usedMs < (found.isIncoming ? abandonedMs : oldestMs)) await rm(found.file, { force: true });
      else {
        total += found.bytes;
        if (!found.isIncoming) kept.push(found);
      }
    }
  }
  if (total <= mostBytes) return total;
  kept.sort((a, b) => a.usedMs - b.usedMs);
  for (const { file, bytes } of kept) {
    if (total <= mostBytes * KEPT_SHARE) break;
    await rm(file, { force: true });
    total -= bytes;
  }
  return total;
}

/** Our files below a folder; others are left alone. */
async function* filesIn(folder: string, ending: string): AsyncGenerator<StoredFile> {
  const entries = await opendir(folder).catch(() => []);
  for await (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && /^[a-z2-7]{2}$/.test(entry.name)) yield* filesIn(file, ending);
    const isIncoming = entry.name.startsWith(`${INCOMING}-`);
    if (!entry.isFile() || !(isIncoming || isItem(entry.name, ending))) continue;
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined) yield { file, bytes: found.size, usedMs: found.mtimeMs, isIncoming };
  }
}

function isItem(name: string, ending: string): boolean {
  return name.endsWith(ending) && ID.test(name.slice(0, -ending.length));
}
