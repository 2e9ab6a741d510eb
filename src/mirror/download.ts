/** One file, from the mirrors that have it, whole and verified under its name. */

import { setMaxListeners } from 'node:events';
import { dirname } from 'node:path';
import { CisregError, type ErrorCode } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { freeBytes } from './fetch-plan.ts';
import { fetchRange, type Patience, type Target } from './fetch-range.ts';
import { type GrowingMd5, md5OfFile, md5OfGrowing } from './md5.ts';
import type { MirrorBoard } from './mirror-board.ts';
import { MirrorFault } from './mirror-fault.ts';
import type { MirrorAddress } from './mirrors.ts';
import { PartFile } from './part-file.ts';
import { bytesIn, gapsOf } from './ranges.ts';
import type { RemoteFile } from './remote-file.ts';
import type { Slots } from './slots.ts';

/**
 * Of a request. At 100 MB/s and 50 ms of way a connection is idle a quarter of the time, which the others fill; a kill loses at most this much a connection,
 * less what was noted.
 */
const RANGE_BYTES = 16 << 20;
/** From here on the MD5 is made while bytes arrive. */
const FOLLOWED_BYTES = 32 << 20;

/** Connections for one file: a cloud gives each some 60 to 100 MB/s, and more of them only crowd each other out. */
const MOST_OF_FILE = 8;

export interface DownloadContext {
  readonly board: MirrorBoard;
  readonly slots: Slots;
  readonly parallel: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly patience?: Patience | undefined;
  readonly rangeBytes?: number | undefined;
}

export interface Downloaded {
  readonly address: MirrorAddress;
  readonly sizeBytes: number;
  readonly md5: string;
  readonly fetchedBytes: number;
}

/**
 * Fetches a file to `path`. The mirrors are asked one after the other until one has it; what an earlier one gave is kept. When the MD5 is not that of the
 * metadata, each mirror is asked for the whole file on its own. Returns the error that says what is wrong with each mirror where none has the file.
 * Throws CisregError where the disk refuses; the signal's reason.
 */
export async function download(
  file: RemoteFile,
  path: string,
  context: DownloadContext,
): Promise<Downloaded | CisregError> {
  const addresses = context.board.addresses(file);
  if (addresses.length === 0) {
    const message =
      'no mirror that is asked can have it: its metadata do not tell its key; let https be asked too';
    return new CisregError('NOT_FOUND', message, { where: { file: file.name } });
  }
  const part = new PartFile(file, path);
  const work = new Download(file, part, context);
  try {
    const faults: MirrorFault[] = [];
    const isResumed = part.done.length > 0;
    const first = await work.fromAny(addresses, faults);
    if (first === undefined) return failure(file, faults);
    if (await work.isRight()) return await work.publish(first);
    // Wrong bytes. Whose they are can be told where one mirror gave them all, in this call.
    if (!isResumed && part.sources.length === 1) faults.push(work.wrongBytes(first));
    const others = addresses.filter((own) => !isFaulty(own, faults));
    if (others.length > 0) {
      const givers = part.sources.length > 0 ? part.sources : [first.mirror];
      context.progress.warn(
        `${file.name}: its bytes have another MD5 than the metadata say (from ${givers.join(', ')}); fetching it again from ${others[0]!.mirror}`,
      );
    }
    for (const address of others) {
      work.reset();
      if ((await work.fromAny([address], faults)) === undefined) continue;
      if (await work.isRight()) return await work.publish(address);
      faults.push(work.wrongBytes(address));
    }
    work.reset();
    return failure(file, faults);
  } finally {
    work.end();
    part.close();
  }
}

function isFaulty(address: MirrorAddress, faults: readonly MirrorFault[]): boolean {
  return faults.some((fault) => fault.mirror === address.mirror && fault.kind !== 'changed');
}

class Download {
  readonly #file: RemoteFile;
  readonly #part: PartFile;
  readonly #context: DownloadContext;
  #fetchedBytes = 0;
  #growing: GrowingMd5 | undefined;
  #md5: string | undefined;

  constructor(file: RemoteFile, part: PartFile, context: DownloadContext) {
    this.#file = file;
    this.#part = part;
    this.#context = context;
  }

  /** The first address that gave the rest of the file; undefined where none did. Adds to `faults` what was wrong. */
  async fromAny(
    addresses: readonly MirrorAddress[],
    faults: MirrorFault[],
  ): Promise<MirrorAddress | undefined> {
    const { board } = this.#context;
    // Killed between its last byte and its name.
    const { isWhole, sources } = this.#part;
    if (isWhole) return addresses.find(({ mirror }) => sources.includes(mirror)) ?? addresses[0];
    for (const address of addresses) {
      // What changed is fetched once more from its beginning: it may stay now.
      for (let turn = 1; turn <= 2; turn++) {
        try {
          await this.#from(address);
          return address;
        } catch (error) {
          if (!(error instanceof MirrorFault)) throw error;
          board.note(error);
          if (error.kind === 'changed') this.reset();
          if (error.kind !== 'changed' || turn === 2) {
            faults.push(error);
            break;
          }
        }
      }
    }
    return undefined;
  }

  /** All that lacks, from one mirror: the first range alone, since its answer says what the file is, then several at a time. */
  async #from(address: MirrorAddress): Promise<void> {
    const { parallel, rangeBytes = RANGE_BYTES } = this.#context;
    const target: Target = { address, url: address.url, isWhole: false };
    const part = this.#part;
    const gaps = () => gapsOf(part.done, part.sizeBytes ?? rangeBytes, rangeBytes);
    this.#follow();
    const head = gaps().next().value ?? { start: 0, end: rangeBytes };
    await this.#range(target, head);
    checkSize(part, target);
    this.#follow();
    if (target.isWhole) {
      // It came as one answer, or has to: without ranges only the whole can be asked for.
      if (part.isWhole) return;
      throw new MirrorFault('wrong', 'the file came to an early end', address);
    }
    const rest = gaps();
    const ending = new AbortController();
    const signal = AbortSignal.any([this.#context.signal, ending.signal]);
    setMaxListeners(0, signal);
    let failed: { readonly error: unknown } | undefined;
    const next = async () => {
      // Several take from it, so it must not end with the first that stops.
      for (let one = rest.next(); one.done !== true && failed === undefined; one = rest.next()) {
        try {
          await this.#range(target, one.value, signal);
        } catch (error) {
          // The first failure ends the others, whose own then say nothing.
          failed ??= { error };
          ending.abort(error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallel, MOST_OF_FILE) }, next));
    if (failed !== undefined) throw failed.error;
  }

  async #range(
    target: Target,
    range: { start: number; end: number },
    signal = this.#context.signal,
  ): Promise<void> {
    const { slots, progress, patience, board } = this.#context;
    await slots.run(async () => {
      signal.throwIfAborted();
      // One that was down for other files is asked once more, not waited for.
      const isDown = board.isDown(target.address.mirror);
      await fetchRange(this.#part, target, range, {
        ...patience,
        ...(isDown ? { attempts: 1 } : {}),
        signal,
        onBytes: (amount) => {
          this.#fetchedBytes += amount;
          progress.advance(amount);
          this.#growing?.advance(this.#part.frontBytes);
        },
      });
      board.works(target.address.mirror);
    });
    if (!this.#part.isWhole) this.#part.note();
  }

  /** Begins the MD5 of a large file while it arrives. */
  #follow(): void {
    const { sizeBytes, path, frontBytes } = this.#part;
    if (this.#growing === undefined && sizeBytes !== undefined && sizeBytes >= FOLLOWED_BYTES) {
      this.#growing = md5OfGrowing(path, sizeBytes);
    }
    this.#growing?.advance(frontBytes);
  }

  /** Whether the whole file is the one that the metadata speak of, as far as they do. */
  async isRight(): Promise<boolean> {
    const { path, sizeBytes } = this.#part;
    this.#follow();
    this.#md5 = this.#growing === undefined ? await md5OfFile(path, sizeBytes!) : await this.#growing.digest;
    return this.#file.md5 === undefined || this.#md5 === this.#file.md5.toLowerCase();
  }

  async publish(address: MirrorAddress): Promise<Downloaded> {
    await this.#part.publish();
    const sizeBytes = this.#part.sizeBytes!;
    return { address, sizeBytes, md5: this.#md5!, fetchedBytes: this.#fetchedBytes };
  }

  wrongBytes(address: MirrorAddress): MirrorFault {
    const message = `the bytes have the MD5 ${this.#md5}, the metadata say ${this.#file.md5}`;
    return new MirrorFault('wrong', message, address);
  }

  /** Drops what is there. */
  reset(): void {
    this.end();
    this.#context.progress.advance(-bytesIn(this.#part.done));
    this.#part.reset(this.#file.sizeBytes);
  }

  end(): void {
    this.#growing?.abandon();
    this.#growing = undefined;
  }
}

/** A size that a mirror alone tells is held against the disk: it may say anything. */
function checkSize(part: PartFile, { address }: Target): void {
  if (part.hasToldSize || part.sizeBytes === undefined) return;
  const free = freeBytes(dirname(part.path));
  const wanted = part.sizeBytes - bytesIn(part.done);
  if (free === undefined || wanted <= free) return;
  const message = `the file has ${part.sizeBytes} bytes there, and the disk has room for ${free} more; make room, or check the address`;
  throw new MirrorFault('wrong', message, address);
}

/** One sentence a mirror. */
function failure(file: RemoteFile, faults: readonly MirrorFault[]): CisregError {
  const [only] = faults;
  if (faults.length === 1) return only!;
  const isMissing = faults.every(({ kind }) => kind === 'missing');
  const code: ErrorCode = isMissing ? 'NOT_FOUND' : 'IO';
  const text = `no mirror has it whole:\n  ${faults.map(({ message }) => message).join('\n  ')}`;
  return new CisregError(code, text, { where: { file: file.name } });
}
