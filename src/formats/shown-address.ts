/** Addresses as people may see them. */

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
