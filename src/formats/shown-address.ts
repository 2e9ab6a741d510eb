/** Addresses as people may see them. */

import { CisregError } from '../errors.ts';

/**
 * An address, of whatever scheme, without what may be secret: its query (a SAS token, a signature), user, password and fragment. Whatever is no
 * address comes back as it is.
 */
export function shownAddress(address: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return address;
  const plain = address.replace(/[?#].*$/s, '');
  // Up to the last @ before the path, as parsers of addresses take it.
  return plain.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}

/** Whether a location is an http(s) address rather than a path. */
export function isAddress(location: string): boolean {
  return /^https?:\/\//i.test(location);
}

/** Whether a text is an http(s) address that paths can be added to: without user, query and fragment. */
export function isBaseAddress(text: string): boolean {
  return /^https?:\/\/[^/?#@\s]+[^?#@\s]*$/i.test(text) && URL.canParse(text);
}

/** What is wrong with an address that has a user or a password: to ask without them would end in a 401 that speaks of something else. */
export const USER_MISTAKE =
  'has a user or a password in it, expected none: cisreg sends neither; leave out what stands before the @';

/** Whether an http(s) address has a user or a password. */
export function hasUser(address: string): boolean {
  return /^https?:\/\/[^/?#\\]*@/i.test(address);
}

/** Throws CisregError USAGE for an address that has one. */
export function refuseUser(address: string): void {
  if (hasUser(address)) throw new CisregError('USAGE', `${shownAddress(address)} ${USER_MISTAKE}`);
}
