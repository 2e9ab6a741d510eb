/** What a command needs of files elsewhere. The mirrors provide it; whoever reads files takes it from the command. */

import type { CisregError } from '../errors.ts';
import type { RemoteLocation } from './remote-location.ts';

export interface RemoteFiles {
  /**
   * Where these are, by what was asked: http(s) addresses, and accessions as `encff:ENCFF001ABC`. What cannot be found comes as the error that
   * says why. Throws CisregError where nothing can be: no portal, metadata that cannot be read.
   */
  locate(names: readonly string[]): Promise<ReadonlyMap<string, RemoteLocation | CisregError>>;
  /** Whole files on this machine's disk, by their locations, which `locate` gave; fetched where they are not there. The error of one ends none of the others. */
  fetch(locations: readonly RemoteLocation[]): Promise<ReadonlyMap<RemoteLocation, string | CisregError>>;
}

/** Whether a name is one of a file elsewhere: an http(s) address, or an accession as `encff:ENCFF001ABC`. */
export function isElsewhere(name: string): boolean {
  return /^(?:https?:\/\/|encff:)/i.test(name);
}
