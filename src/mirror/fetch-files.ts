/** Many files from the mirrors into one directory: whole, verified, or not there. */

import type { CisregError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { From, Mirror } from './mirrors.ts';
import type { MirrorName, RemoteFile } from './remote-file.ts';

export interface FetchOptions {
  readonly mirrors: readonly Mirror[];
  /** Default `auto`. */
  readonly from?: From | undefined;
  /** The region that this machine is in: the mirror there is asked first. */
  readonly region?: string | undefined;
  /** Requests under way at a time, over all files and ranges. Default 8. */
  readonly parallel?: number | undefined;
  readonly progress?: Progress | undefined;
  /** Ends it; what was fetched of unfinished files is kept beside them and the next call goes on there. */
  readonly signal?: AbortSignal | undefined;
}

export type FetchedFile =
  | {
      readonly state: 'fetched' | 'present';
      readonly file: RemoteFile;
      readonly path: string;
      /** Which mirror served (most of) it; undefined for one that was there. */
      readonly mirror: MirrorName | undefined;
      /** The address without its query; undefined for one that was there. */
      readonly address: string | undefined;
      readonly sizeBytes: number;
      /** Of the bytes on disk. */
      readonly md5: string;
      /** Over the network, in this call. */
      readonly fetchedBytes: number;
    }
  | { readonly state: 'failed'; readonly file: RemoteFile; readonly error: CisregError };

export interface FetchReport {
  /** In the order of the files asked for. */
  readonly files: readonly FetchedFile[];
  /** The mirrors in the order in which they were asked. */
  readonly order: readonly MirrorName[];
}

/**
 * Fetches files into a directory, which it makes. A file has its name there only when size and MD5 are those of the metadata; what is unfinished is
 * `NAME.part` with `NAME.part.json` beside it, and goes on in the next call. Files that are there and right are not fetched again. A file that fails does
 * not end the others. Throws CisregError: CONFLICT (another process fetches into the directory, two files of one name), IO (the disk is full or
 * not writable); the signal's reason.
 */
export async function fetchFiles(
  files: readonly RemoteFile[],
  into: string,
  options: FetchOptions,
): Promise<FetchReport> {
  void files;
  void into;
  void options;
  throw new Error('not there yet');
}
