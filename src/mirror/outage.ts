/** When no mirror answers any more: one looks for all until one does, instead of every file failing by itself. */

import { CisregError } from '../errors.ts';
import { httpBulk } from '../formats/http-bulk.ts';
import { PASSING } from '../formats/http-request.ts';
import { sleep } from '../formats/sleep.ts';
import type { Progress } from '../progress.ts';
import type { Patience } from './fetch-range.ts';
import type { MirrorBoard } from './mirror-board.ts';
import type { MirrorAddress } from './mirrors.ts';
import type { RemoteFile } from './remote-file.ts';

/** How long a fetch that brought something waits for the mirrors to come back: a switch or a server that starts again takes minutes. */
const OUTAGE_MS = 300_000;
const FIRST_LOOK_MS = 2000;
const MOST_LOOK_MS = 30_000;
const MOST_FILES = 2;
/** How long one answer is waited for. */
const SILENCE_MS = 10_000;

export interface OutageOptions {
  readonly board: MirrorBoard;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly patience?: Patience | undefined;
}

export class Outage {
  readonly #options: OutageOptions;
  #looking: Promise<boolean> | undefined;
  /** Files that wait: what one of them lacks says nothing of the mirror. */
  readonly #waiting = new Set<RemoteFile>();
  #isGivenUp = false;

  constructor(options: OutageOptions) {
    this.#options = options;
  }

  /**
   * Waits until a mirror that could have the file answers again, for some minutes since the last bytes came. False where none does, and at once where none
   * ever did: what is wrong then is an address or the network, which waiting does not mend. Throws the signal's reason.
   */
  untilUp(file: RemoteFile): Promise<boolean> {
    const { board, signal } = this.#options;
    signal.throwIfAborted();
    const since = board.workedAt;
    if (this.#isGivenUp || since === undefined || !board.mayComeBack(file)) return Promise.resolve(false);
    this.#waiting.add(file);
    this.#looking ??= this.#look(file, since).finally(() => {
      this.#looking = undefined;
      this.#waiting.clear();
    });
    return this.#looking;
  }

  async #look(file: RemoteFile, since: number): Promise<boolean> {
    const { board, progress, signal, patience } = this.#options;
    const { firstWaitMs, outageMs = OUTAGE_MS } = patience ?? {};
    const endMs = since + outageMs;
    let waitMs = firstWaitMs ?? FIRST_LOOK_MS;
    const minutes = Math.max(1, Math.ceil((endMs - performance.now()) / 60_000));
    progress.warn(
      `no mirror works (${board.whyDown(file)}); waiting up to ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} for one`,
    );
    for (;;) {
      const leftMs = endMs - performance.now();
      if (leftMs <= 0) {
        this.#isGivenUp = true;
        return false;
      }
      await sleep(Math.min(waitMs, leftMs), signal);
      waitMs = Math.min(2 * waitMs, MOST_LOOK_MS);
      // The last that came: the first may be the one that always fails.
      const asked = [file, ...[...this.#waiting].slice(-MOST_FILES)];
      for (const address of asked.flatMap((one) => board.addresses(one))) {
        if (board.isDown(address.mirror) && !(await this.#answers(address))) continue;
        board.isBack(address.mirror);
        progress.note(`${address.mirror} answers again`);
        return true;
      }
    }
  }

  /** Whether a mirror says anything but that it cannot now. */
  async #answers({ url }: MirrorAddress): Promise<boolean> {
    const { signal, patience } = this.#options;
    const enough = new Error();
    const stop = () => {
      throw enough;
    };
    try {
      const { silenceMs = SILENCE_MS } = patience ?? {};
      const { status } = await httpBulk(
        url,
        { range: { start: 0, end: 1 }, signal, silenceMs },
        // A server without ranges would send the whole.
        { onHead: stop, onBytes: stop },
      );
      return !PASSING.has(status) && status !== 401;
    } catch (error) {
      signal.throwIfAborted();
      if (error === enough) return true;
      if (error instanceof CisregError || (error as NodeJS.ErrnoException).code !== undefined) return false;
      throw error;
    }
  }
}
