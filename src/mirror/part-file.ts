/**
 * A file on its way: its bytes in `NAME.part`, and in `NAME.part.json` which of them are there. The note says nothing of where they came from but the
 * version that each mirror had, so the rest may come from another mirror.
 */

import {
  closeSync,
  existsSync,
  fsync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { CisregError } from '../errors.ts';
import { readJsonObject } from '../formats/json-object.ts';
import { bytesIn, frontOf, type Range, withRange } from './ranges.ts';
import { MIRROR_NAMES, type MirrorName, type RemoteFile } from './remote-file.ts';

/** How often at least what is there is noted while bytes arrive: what came since is fetched again after a kill. */
const NOTE_MS = 1000;

export class PartFile {
  readonly path: string;
  /** The name that the file will have. */
  readonly #final: string;
  readonly #source: string;
  readonly #md5: string | undefined;
  readonly #isSizeTold: boolean;
  #sizeBytes: number | undefined;
  #descriptor: number;
  #done: Range[];
  #versions: Map<MirrorName, string>;
  #notedAt = performance.now();
  #isPublished = false;
  /** Whether there may be a note. */
  #isNoted: boolean;

  /** Takes up what is there of the same file, or begins. Throws CisregError IO where it cannot be written. */
  constructor(file: RemoteFile, path: string) {
    this.#final = path;
    this.path = `${path}.part`;
    this.#source = file.key ?? file.href.replace(/[?#].*$/s, '');
    this.#md5 = file.md5;
    const known = readNote(this.path, { source: this.#source, md5: file.md5, sizeBytes: file.sizeBytes });
    this.#isSizeTold = file.sizeBytes !== undefined;
    this.#sizeBytes = file.sizeBytes ?? known?.sizeBytes;
    this.#done = known?.done ?? [];
    this.#isNoted = notesOf(path).some((note) => existsSync(note));
    this.#versions = known?.versions ?? new Map();
    this.#descriptor = trying(this.path, () => openSync(this.path, known === undefined ? 'w+' : 'r+'));
  }

  /** From the metadata or from the first answer; undefined before. */
  get sizeBytes(): number | undefined {
    return this.#sizeBytes;
  }

  /** Whether metadata told the MD5, and the size, rather than a mirror. */
  get hasMd5(): boolean {
    return this.#md5 !== undefined;
  }

  get hasToldSize(): boolean {
    return this.#isSizeTold;
  }

  get done(): readonly Range[] {
    return this.#done;
  }

  /** How many bytes are there from the beginning on. */
  get frontBytes(): number {
    return frontOf(this.#done);
  }

  get isWhole(): boolean {
    return this.#sizeBytes !== undefined && bytesIn(this.#done) === this.#sizeBytes;
  }

  /** Which mirrors have given bytes of what is there. */
  get sources(): readonly MirrorName[] {
    return [...this.#versions.keys()];
  }

  /** The ETag, or the date, that a mirror's file had when its bytes came. */
  versionAt(mirror: MirrorName): string | undefined {
    return this.#versions.get(mirror);
  }

  /** Notes what a mirror's answer says of the file. */
  learn(
    mirror: MirrorName,
    { version, sizeBytes }: { version: string | undefined; sizeBytes: number },
  ): void {
    this.#versions.set(mirror, version ?? '');
    this.#sizeBytes = sizeBytes;
  }

  /** Writes bytes to their place. Throws CisregError IO: the disk is full, or not to be written. */
  write(bytes: Uint8Array, at: number): void {
    trying(this.path, () => {
      for (let from = 0; from < bytes.length; )
        from += writeSync(this.#descriptor, bytes, from, bytes.length - from, at + from);
    });
    this.#done = withRange(this.#done, { start: at, end: at + bytes.length });
    if (performance.now() - this.#notedAt >= NOTE_MS) this.note();
  }

  /** Writes down what is there. Bytes may reach the disk later than the note, which only matters when power fails: the MD5 tells it then. */
  note(): void {
    this.#notedAt = performance.now();
    if (this.#isPublished || this.#done.length === 0) return;
    this.#isNoted = true;
    const text = JSON.stringify({
      source: this.#source,
      sizeBytes: this.#sizeBytes,
      md5: this.#md5,
      versions: Object.fromEntries(this.#versions),
      done: this.#done.map(({ start, end }) => [start, end]),
    });
    trying(this.path, () => {
      try {
        writeFileSync(`${this.path}.json.new`, `${text}\n`);
        renameSync(`${this.path}.json.new`, `${this.path}.json`);
      } catch (error) {
        rmSync(`${this.path}.json.new`, { force: true });
        throw error;
      }
    });
  }

  /** Begins again from nothing. */
  reset(sizeBytes: number | undefined): void {
    trying(this.path, () => {
      rmSync(`${this.path}.json`, { force: true });
      closeSync(this.#descriptor);
      this.#descriptor = openSync(this.path, 'w+');
    });
    this.#done = [];
    this.#versions = new Map();
    this.#sizeBytes = sizeBytes;
  }

  /** Gives the file its name, in place of what had it before, when its bytes are on the disk. */
  async publish(): Promise<void> {
    await promisify(fsync)(this.#descriptor).catch((error: unknown) =>
      trying(this.path, () => {
        throw error;
      }),
    );
    trying(this.#final, () => renameSync(this.path, this.#final));
    this.#isPublished = true;
    if (this.#isNoted) removeNotes(this.#final);
  }

  /** Ends the work on it; what is there of an unfinished file stays, with its note. */
  close(): void {
    try {
      this.note();
    } finally {
      closeSync(this.#descriptor);
    }
    if (!this.#isPublished && this.#done.length === 0) {
      rmSync(this.path, { force: true });
      removeNotes(this.#final);
    }
  }
}

/** The note of a file, and what a kill leaves of one that is being written. */
function notesOf(path: string): string[] {
  return [`${path}.part.json`, `${path}.part.json.new`];
}

/** Removes what says of a file which of its bytes are there: of one that has its name a kill may have left it. */
export function removeNotes(path: string): void {
  for (const note of notesOf(path)) rmSync(note, { force: true });
}

/** How many bytes are there of an unfinished file; 0 where nothing of it can be used. */
export function bytesThere(file: RemoteFile, path: string): number {
  const source = file.key ?? file.href.replace(/[?#].*$/s, '');
  return bytesIn(readNote(`${path}.part`, { source, md5: file.md5, sizeBytes: file.sizeBytes })?.done ?? []);
}

interface Note {
  readonly sizeBytes: number | undefined;
  readonly done: Range[];
  readonly versions: Map<MirrorName, string>;
}

/** What a note says, if it is of the same file and the bytes that it speaks of can be there. */
function readNote(
  part: string,
  wanted: { source: string; md5: string | undefined; sizeBytes: number | undefined },
): Note | undefined {
  const note = readJsonObject(`${part}.json`);
  const there = statSync(part, { throwIfNoEntry: false });
  if (note === undefined || there === undefined) return undefined;
  const { source, md5, sizeBytes, versions, done } = note;
  const isSame = source === wanted.source && md5 === wanted.md5 && typeof sizeBytes === 'number';
  if (!isSame || (wanted.sizeBytes !== undefined && sizeBytes !== wanted.sizeBytes)) return undefined;
  if (!Array.isArray(done) || typeof versions !== 'object' || versions === null) return undefined;
  let ranges: Range[] = [];
  for (const item of done as unknown[]) {
    const [start, end] = Array.isArray(item) ? (item as unknown[]) : [];
    const isRange = Number.isSafeInteger(start) && Number.isSafeInteger(end);
    if (!isRange || (start as number) < 0 || (end as number) > Math.min(sizeBytes, there.size))
      return undefined;
    ranges = withRange(ranges, { start: start as number, end: end as number });
  }
  const known = MIRROR_NAMES.flatMap((name): [MirrorName, string][] => {
    const version = (versions as Record<string, unknown>)[name];
    return typeof version === 'string' ? [[name, version]] : [];
  });
  // Nothing would tell that the rest is of the same file.
  if (md5 === undefined && known.some(([, version]) => version === '')) return undefined;
  return { sizeBytes, done: ranges, versions: new Map(known) };
}

function trying<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined || error instanceof CisregError) throw error;
    const mend =
      code === 'ENOSPC' || code === 'EDQUOT'
        ? 'the disk is full: make room and run the command again, it goes on where it stopped'
        : 'does the directory exist, and may you write to it?';
    throw new CisregError('IO', `cannot be written (${code}); ${mend}`, { where: { file }, cause: error });
  }
}
