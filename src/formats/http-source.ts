/** Ranges of a file that lies behind one or more http(s) addresses (RFC 9110, section 14): the next one where one fails. */

import { setMaxListeners } from 'node:events';
import { CisregError } from '../errors.ts';
import { noteDown, noteUp, upFirst } from './down-hosts.ts';
import { readHttpRange } from './http-range.ts';
import { UnreachableError } from './http-request.ts';
import { lastingVersion, type RemoteLocation } from './remote-location.ts';
import { refuseUser, shownAddress } from './shown-address.ts';

/** How often one of several addresses is tried before the next one is. */
const ATTEMPTS_OF_MANY = 3;
/** How often a file is tried to be opened: who mistyped an address should not wait long to hear it. */
const ATTEMPTS_TO_OPEN = 4;

/** What is kept of a range as one of the addresses has it: where those before it fail, it spares the request. */
export type KeptBytes = (address: number) => Promise<Uint8Array | undefined>;

/** A file whose size is known. */
export interface HttpRanges {
  readonly name: string;
  readonly sizeBytes: number;
  /** Of its addresses the one that is asked next. */
  current(): number;
  /**
   * What tells the content that an address has from others: the address, and its MD5, else its ETag or date; undefined where nothing does. That metadata tell an
   * MD5 does not make two addresses one: the bytes of one of them may be wrong, and few of them are read.
   */
  identityAt(address: number): string | undefined;
  /** The location with what opening it told: whoever opens it again, in another thread too, needs no request for that, and has the same version. */
  readonly pinned: RemoteLocation;
  /** What opening it brought: its first bytes; none where no request was needed. */
  readonly head: Uint8Array;
  /** Bytes `start` to `end` (not included), which must lie in the file, and which of the addresses they came from. */
  read(
    start: number,
    end: number,
    kept?: KeptBytes,
  ): Promise<{ readonly bytes: Uint8Array; readonly address: number }>;
  /** Ends what is under way. */
  close(): void;
}

/**
 * Opens a file, by a request for its first `headBytes` where size and identity are not known. Throws CisregError: USAGE (a user in an address), NOT_FOUND (404,
 * 410), IO (other answers, a server that ignores ranges, does not tell the size or tells another MD5, no connection, a file that
 * changes while it is read or is not as long as it should be), TRUNCATED; of several addresses where all of them fail.
 */
export async function openHttpRanges(location: RemoteLocation, headBytes: number): Promise<HttpRanges> {
  const { name, addresses, md5 } = location;
  addresses.forEach(refuseUser);
  const stop = new AbortController();
  // Each request under way listens to it: more than ten are no leak.
  setMaxListeners(0, stop.signal);
  // Mirrors have ETags of their own; what one of them has under its MD5 the others have too.
  const versions = addresses.map(() => location.version);
  // Where redirects lead: to go there at once spares the host that sends on, and a way there and back.
  const directs = addresses.map((): string | undefined => undefined);
  let { sizeBytes } = location;
  let current = 0;
  let isOpen = false;
  const readAt = async (a: number, start: number, end: number) => {
    const url = addresses[a]!;
    const attempts = addresses.length > 1 ? ATTEMPTS_OF_MANY : isOpen ? undefined : ATTEMPTS_TO_OPEN;
    const options = { version: versions[a], signal: stop.signal };
    const direct = directs[a];
    const read = () => readHttpRange(url, { start, end }, { ...options, attempts });
    const { bytes, ...found } =
      direct === undefined
        ? await read()
        : await readHttpRange(direct, { start, end }, { ...options, attempts: 2 }).catch((error: unknown) => {
            stop.signal.throwIfAborted();
            if (!(error instanceof CisregError)) throw error;
            // A signed address ends some time: the one that leads there has a new one.
            directs[a] = undefined;
            return read();
          });
    if (found.sizeBytes !== (sizeBytes ?? found.sizeBytes)) {
      const message = `has ${found.sizeBytes} bytes, expected ${sizeBytes}: it is another file or another version of it`;
      throw new CisregError('IO', message, { where: { file: shownAddress(url) } });
    }
    if (md5 !== undefined && found.wholeMd5 !== undefined && found.wholeMd5 !== md5) {
      const message = `the server says that its MD5 is ${found.wholeMd5}, expected ${md5}: it is another file or another version of it`;
      throw new CisregError('IO', message, { where: { file: shownAddress(url) } });
    }
    // An ETag without text tells nothing.
    versions[a] ??= found.version || undefined;
    directs[a] = found.url === url ? undefined : found.url;
    sizeBytes = found.sizeBytes;
    isOpen = true;
    return bytes;
  };
  const read = async (start: number, end: number, kept?: KeptBytes) => {
    const errors: CisregError[] = [];
    const asked = current;
    const order = upFirst(
      addresses.map((_, i) => (asked + i) % addresses.length),
      (a) => addresses[a]!,
    );
    current = order[0]!;
    for (const [i, a] of order.entries()) {
      const known = a === asked ? undefined : await kept?.(a);
      if (known !== undefined) return { bytes: known, address: a };
      try {
        const bytes = await readAt(a, start, end);
        noteUp(addresses[a]!);
        return { bytes, address: a };
      } catch (error) {
        stop.signal.throwIfAborted();
        if (!(error instanceof CisregError)) throw error;
        if (error instanceof UnreachableError) noteDown(addresses[a]!);
        errors.push(error);
        // Another read may have moved on meanwhile.
        if (current === a) current = order[(i + 1) % order.length]!;
      }
    }
    throw allFailed(name, errors);
  };
  const isKnown = sizeBytes !== undefined && (md5 !== undefined || location.version !== undefined);
  const head = isKnown ? new Uint8Array(0) : (await read(0, headBytes)).bytes;
  const own = { version: versions[current], address: addresses[current]! };
  const pinned = { ...location, sizeBytes };
  return {
    name,
    sizeBytes: sizeBytes!,
    current: () => current,
    identityAt(a) {
      const address = addresses[a]!;
      if (md5 !== undefined) return `${shownAddress(address)} md5 ${md5}`;
      const version = lastingVersion(versions[a]);
      return version && `${address} ${version}`;
    },
    // Without an MD5 nothing says that another address has the same bytes.
    pinned: md5 === undefined ? { ...pinned, version: own.version, addresses: [own.address] } : pinned,
    head,
    read,
    close: () => stop.abort(new CisregError('IO', 'was closed while it was read', { where: { file: name } })),
  };
}

function allFailed(name: string, errors: readonly CisregError[]): CisregError {
  if (errors.length === 1) return errors[0]!;
  const isMissing = errors.every(({ code }) => code === 'NOT_FOUND');
  const reasons = errors.map(({ message }) => message).join('\n  ');
  const message = `cannot be read from any of ${errors.length} addresses:\n  ${reasons}`;
  return new CisregError(isMissing ? 'NOT_FOUND' : 'IO', message, { where: { file: name } });
}
