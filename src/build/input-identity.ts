/** What tells the content of an input from any other. */

import type { Checksum } from '../formats/checksum.ts';
import type { ElsewhereIdentity } from '../formats/config-reader.ts';

/**
 * Of a file on this machine its SHA-256; of a file elsewhere its MD5 where metadata tell it, under another name where it is read in place, as its bytes
 * are then not held against it; of an address that is read in place its ETag or date.
 */
export type InputIdentity = Checksum | ElsewhereIdentity;

/** As text that is the same for the same content. */
export function identityText(identity: InputIdentity): string {
  return JSON.stringify(Object.entries(identity).sort());
}
