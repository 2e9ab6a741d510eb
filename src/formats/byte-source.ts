/** Random access to bytes, wherever they are: files, http servers, and the mirrors provide it. */

export interface ByteSource {
  /** The path or address, as error messages show it. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The bytes from `offset`, fewer than `length` only at the end of the source. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}
