/**
 * zlib for many small blocks. `inflateSync` makes and drops a stream for each call, which costs a fifth of the time
 * of a bigWig; one inflate state that is reset between blocks does not. Node has no public call for that, so its
 * stream's own handle is used where a trial shows that it behaves, and `inflateSync` elsewhere.
 */

import { constants, createInflate, deflateSync, inflateSync } from 'node:zlib';

export interface BlockInflater {
  /**
   * Inflates the zlib stream `input`, or that in bytes from..to-1 of it, which must end where the stream does, into
   * `output`; returns the bytes written, or why not: corrupt or cut short, or larger than `output`.
   */
  inflate(input: Uint8Array, output: Uint8Array, from?: number, to?: number): number | string;
  close(): void;
}

/** What is used of a zlib stream's handle; the state holds the room left in output and input after a write. */
interface InflateHandle {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputBytes: number,
    output: Uint8Array,
    outputAt: number,
    outputBytes: number,
  ): void;
  reset(): void;
  onerror: (message: string) => void;
}

const LONGER = 'is longer than the header of the file says';
const TRAILING = 'has bytes behind its end';

/** An inflater for one thread. Close it after use. */
export function openBlockInflater(): BlockInflater {
  return openReusedInflater() ?? SIMPLE_INFLATER;
}

/** An inflater that makes a stream for each block. */
export const SIMPLE_INFLATER: BlockInflater = {
  inflate(input, output, from = 0, to = input.length) {
    try {
      // `info` gives the stream as well, which knows how much of the input it took.
      const { buffer, engine } = inflateSync(input.subarray(from, to), {
        maxOutputLength: Math.max(1, output.length),
        info: true,
      } as object) as unknown as { buffer: Uint8Array; engine: { bytesWritten: number } };
      if (engine.bytesWritten !== to - from) return TRAILING;
      output.set(buffer);
      return buffer.length;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === 'ERR_BUFFER_TOO_LARGE' ? LONGER : message;
    }
  },
  close() {},
};

/** An inflater on the handle of one stream, or undefined where this Node's handle does not behave as expected. */
export function openReusedInflater(): BlockInflater | undefined {
  const stream = createInflate();
  const { _handle: handle, _writeState: state } = stream as unknown as {
    _handle?: Partial<InflateHandle>;
    _writeState?: unknown;
  };
  const isKnown =
    typeof handle?.writeSync === 'function' &&
    typeof handle.reset === 'function' &&
    state instanceof Uint32Array;
  if (!isKnown) {
    stream.close();
    return undefined;
  }
  const inflater = reusing(handle as InflateHandle, state, () => stream.close());
  if (behaves(inflater)) return inflater;
  inflater.close();
  return undefined;
}

function reusing(handle: InflateHandle, state: Uint32Array, close: () => void): BlockInflater {
  let failure: string | undefined;
  let spare = new Uint8Array(0);
  handle.onerror = (message) => {
    failure = message;
  };
  const run = (input: Uint8Array, from: number, to: number, output: Uint8Array): number | string => {
    failure = undefined;
    handle.writeSync(constants.Z_FINISH, input, from, to - from, output, 0, output.length);
    const room = state[0]!;
    const left = state[1]!;
    handle.reset();
    if (failure !== undefined) return failure;
    if (left > 0) return room === 0 ? LONGER : TRAILING;
    return output.length - room;
  };
  return {
    inflate(input, output, from = 0, to = input.length) {
      const bytes = run(input, from, to, output);
      if (bytes !== output.length) return bytes;
      // A full output hides whether the stream had ended: with one byte more to fill it shows.
      if (spare.length <= output.length) spare = new Uint8Array(output.length + 1);
      const again = run(input, from, to, spare.subarray(0, output.length + 1));
      return again === output.length + 1 ? LONGER : again;
    },
    close,
  };
}

function behaves(inflater: BlockInflater): boolean {
  try {
    const plain = Buffer.from('cisreg reads blocks. '.repeat(40));
    const packed = deflateSync(plain);
    const output = new Uint8Array(plain.length + 10);
    const corrupt = Uint8Array.from(packed);
    corrupt[packed.length - 1]! ^= 1;
    const isRight = () =>
      inflater.inflate(packed, output) === plain.length && plain.equals(output.subarray(0, plain.length));
    return (
      isRight() &&
      typeof inflater.inflate(corrupt, output) === 'string' &&
      typeof inflater.inflate(packed.subarray(0, -1), output) === 'string' &&
      typeof inflater.inflate(packed, output.subarray(0, 100)) === 'string' &&
      typeof inflater.inflate(Buffer.concat([packed, packed]), output) === 'string' &&
      inflater.inflate(packed, output.subarray(0, plain.length)) === plain.length &&
      isRight()
    );
  } catch {
    return false;
  }
}
