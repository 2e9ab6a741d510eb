/** Where text and bytes are written to: a file that appears when it is whole, or standard output. */

/** Takes text (as UTF-8) and bytes in order. Wait for what `write` gives back before the next call. */
export interface ByteWriter {
  /** How error messages call it. */
  readonly name: string;
  write(data: string | Uint8Array): void | Promise<void>;
  /** Whether nobody reads any more (a closed pipe): what is written is dropped, and work may stop. */
  readonly isClosed: boolean;
}

/**
 * Standard output as a ByteWriter that waits while the reader is slow. When the reader closes the pipe (`| head`),
 * what follows is dropped without an error.
 */
export function stdoutWriter(stream: NodeJS.WriteStream = process.stdout): ByteWriter {
  let isClosed = false;
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') failure = error;
    wake?.();
  });
  stream.on('drain', () => wake?.());
  stream.on('close', () => {
    isClosed = true;
    wake?.();
  });
  return {
    name: 'standard output',
    get isClosed() {
      return isClosed;
    },
    write(data) {
      if (failure !== undefined) throw failure;
      if (isClosed || stream.write(data)) return;
      return new Promise<void>((resolve, reject) => {
        wake = () => {
          wake = undefined;
          if (failure === undefined) resolve();
          else reject(failure);
        };
      });
    },
  };
}
