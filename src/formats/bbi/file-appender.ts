/** A file that grows at its end, in pieces that are worth a system call. */

import type { FileHandle } from 'node:fs/promises';

const FLUSH_BYTES = 1 << 20;

export interface FileAppender {
  /** The size of the file with all that was appended. */
  readonly offset: number;
  append(bytes: Uint8Array): Promise<void> | undefined;
  flush(): Promise<void>;
}

/** Appends to an empty, writable file. The bytes given must not change until flush() has ended. */
export function appendTo(handle: FileHandle): FileAppender {
  let offset = 0;
  let written = 0;
  let waiting: Uint8Array[] = [];
  const flush = async () => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, written);
      done += bytesWritten;
      written += bytesWritten;
    }
  };
  return {
    get offset() {
      return offset;
    },
    append(bytes) {
      waiting.push(bytes);
      offset += bytes.length;
      return offset - written >= FLUSH_BYTES ? flush() : undefined;
    },
    flush,
  };
}
