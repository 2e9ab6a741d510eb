/** What can be wrong with a mirror, for one file or for all. */

import { CisregError } from '../errors.ts';
import type { BulkAnswer } from '../formats/http-bulk.ts';
import type { HttpHead } from '../formats/http-request.ts';
import type { MirrorAddress } from './mirrors.ts';
import type { MirrorName } from './remote-file.ts';

/**
 * - unreachable: nobody answers, or only that it cannot now; token: the mirror does not accept the query of its address. Both are so for all files.
 * - missing: it does not have the file; changed: the file changed while it was fetched; wrong: what it sends is not the file.
 */
export type FaultKind = 'unreachable' | 'token' | 'missing' | 'changed' | 'wrong';

/** A mirror's failure, which another mirror may not have. Its message names the address without its query. */
export class MirrorFault extends CisregError {
  readonly kind: FaultKind;
  readonly mirror: MirrorName;
  /** The message without the address. */
  readonly reason: string;

  constructor(kind: FaultKind, message: string, { mirror, shown }: MirrorAddress, cause?: unknown) {
    super(kind === 'missing' ? 'NOT_FOUND' : 'IO', `${message} (${mirror})`, {
      where: { file: shown },
      cause,
    });
    this.kind = kind;
    this.mirror = mirror;
    this.reason = `${message} (${mirror})`;
  }
}

/** What an answer that is neither 200 nor 206, and not to be tried again, says of the mirror. */
export function faultOf(
  answer: BulkAnswer | (HttpHead & { text: string }),
  address: MirrorAddress,
): MirrorFault {
  const { status, headers, text } = answer;
  const said = headers['x-ms-error-code'] ?? /<Code>(\w+)<\/Code>/.exec(text)?.[1];
  const answered = `the server answered ${status}${said === undefined ? '' : ` ${said}`}`;
  if (status === 412) return changedFault(address);
  const isToken = /^(Authentication|Authorization)|^(ExpiredToken|InvalidToken|SignatureDoesNotMatch)$/.test(
    said ?? '',
  );
  if (status === 401 || (isToken && (status === 403 || status === 400))) {
    const mend = `expected one that gives access; name the mirror with a token that is valid: --mirror ${address.mirror}=URL?TOKEN`;
    return new MirrorFault(
      'token',
      `${answered}: the token of the address has expired or is not accepted, ${mend}`,
      address,
    );
  }
  // S3 answers 403 for keys that it does not have.
  if (status === 404 || status === 410 || status === 403) {
    return new MirrorFault('missing', `${answered}: the file is not there, or not for everybody`, address);
  }
  return new MirrorFault('wrong', `${answered}, expected the file`, address);
}

export function changedFault(address: MirrorAddress): MirrorFault {
  return new MirrorFault('changed', 'the file changed while it was fetched; run the command again', address);
}
