/** A file as a byte source. */

import { type FileHandle, open } from 'node:fs/promises';
import { CisregError, type ErrorCode } from '../errors.ts';
import type { ByteSource } from './byte-source.ts';
import { missingFile } from './missing-file.ts';

const REASONS: Record<string, readonly [ErrorCode, string]> = {
  EISDIR: ['IO', 'is a directory, expected a file'],
  EACCES: ['IO', 'may not be read: permission denied; change its mode or owner'],
  EPERM: ['IO', 'may not be read: permission denied; change its mode or owner'],
};

/**
 * Opens a regular file. Throws CisregError: NOT_FOUND (no such file), IO (a directory, a pipe, no permission).
 * A file that shrinks after it was opened gives TRUNCATED when the lost bytes are read.
 */
export async function openFileSource(path: string): Promise<ByteSource> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (!stat.isFile()) {
      const found = stat.isDirectory() ? 'is a directory' : 'is no regular file';
      throw new CisregError('IO', `${found}, expected a file that can be read from any place`, {
        where: { file: path },
      });
    }
    return fileSource(path, handle, stat.size);
  } catch (error) {
    await handle?.close();
    throw fileError(path, error);
  }
}

function fileSource(path: string, handle: FileHandle, sizeBytes: number): ByteSource {
  const readInto = async (target: Uint8Array, offset: number) => {
    const wanted = Math.max(0, Math.min(target.length, sizeBytes - offset));
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await handle
        .read(target, filled, wanted - filled, offset + filled)
        .catch((error: unknown) => {
          throw fileError(path, error);
        });
      if (bytesRead === 0) {
        throw new CisregError(
          'TRUNCATED',
          `the file became shorter while it was read, expected ${sizeBytes} bytes`,
          {
            where: { file: path, byte: offset + filled },
          },
        );
      }
      filled += bytesRead;
    }
    return wanted;
  };
  return {
    name: path,
    sizeBytes,
    readInto,
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, sizeBytes - offset)));
      await readInto(bytes, offset);
      return bytes;
    },
    close: () => handle.close(),
  };
}

function fileError(path: string, error: unknown): CisregError {
  if (error instanceof CisregError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new CisregError('NOT_FOUND', missingFile(path), { where: { file: path }, cause: error });
  }
  const [errorCode, reason] = REASONS[code ?? ''] ?? ['IO', `cannot be read (${code ?? message})`];
  return new CisregError(errorCode, reason, { where: { file: path }, cause: error });
}
