/** bigWigs that stay open between questions: those used last, and so many reads at a time over all visitors. */

import { CisregError } from '../../errors.ts';
import { type BigWig, openBigWig } from '../../formats/bbi/bigwig.ts';
import { openByteSource } from '../../formats/byte-source.ts';

export interface SignalFiles {
  /** What `read` makes of the bigWig at a path or address of the operator. Throws CisregError; a file that fails is opened anew the next time. */
  use<T>(location: string, read: (bigWig: BigWig) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface SignalFilesOptions {
  /** Files that stay open; each holds a window of 256 kB. Default 64. */
  readonly open?: number;
  /** Reads at a time. Default 16. */
  readonly reads?: number;
  /** For a read, or to open a file: a server of the operator that does not answer must not hold the others up. Default 15 s. */
  readonly timeoutMs?: number;
}

interface OpenFile {
  readonly bigWig: Promise<BigWig>;
  users: number;
  isDropped: boolean;
}

/** Opens files as they are asked for. */
export function openSignalFiles(options: SignalFilesOptions = {}): SignalFiles {
  const { open: mostOpen = 64, reads: mostReads = 16, timeoutMs = 15_000 } = options;
  // In the order of their last use.
  const files = new Map<string, OpenFile>();
  const waiting: (() => void)[] = [];
  let reading = 0;
  const closeIfUnused = async (file: OpenFile) => {
    if (!file.isDropped || file.users > 0) return;
    // What was read of it is whole, whether it closes or not; nobody waits for this.
    await file.bigWig.then((bigWig) => bigWig.close()).catch(() => {});
  };
  const drop = (location: string, file: OpenFile) => {
    if (files.get(location) === file) files.delete(location);
    file.isDropped = true;
  };
  const fileAt = (location: string): OpenFile => {
    const file = files.get(location) ?? { bigWig: openAt(location), users: 0, isDropped: false };
    files.delete(location);
    files.set(location, file);
    return file;
  };
  const closeOldest = () => {
    for (const [location, file] of files) {
      if (files.size <= mostOpen) break;
      if (file.users > 0) continue;
      drop(location, file);
      void closeIfUnused(file);
    }
  };
  return {
    async use(location, read) {
      if (reading >= mostReads) await new Promise<void>((resolve) => waiting.push(resolve));
      reading++;
      const file = fileAt(location);
      file.users++;
      try {
        return await within(
          timeoutMs,
          file.bigWig.then((bigWig) => read(bigWig)),
          location,
        );
      } catch (error) {
        drop(location, file);
        throw error;
      } finally {
        file.users--;
        reading--;
        waiting.shift()?.();
        void closeIfUnused(file);
        closeOldest();
      }
    },
    async close() {
      const open = [...files];
      for (const [location, file] of open) drop(location, file);
      await Promise.all(open.map(([, file]) => closeIfUnused(file)));
    },
  };
}

async function openAt(location: string): Promise<BigWig> {
  const source = await openByteSource(location);
  try {
    return await openBigWig(source);
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>, location: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new CisregError('IO', `did not answer within ${timeoutMs / 1000} s`, { where: { file: location } }),
        ),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
