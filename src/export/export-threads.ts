/** How many files an export writes at a time if nobody says it. */

import { statSync } from 'node:fs';
import path from 'node:path';
import { CCRE_BED } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';

const MEMORY_BYTES = 1.8e9;
/** A BED of all cCREs on its way into its other forms takes some 300 bytes a row; a row of cCREs.bed has some 60. */
const BYTES_A_BYTE = 5;

/** As many as there are cores, but no more than keep the files on their way below about 2 GB. */
export function exportThreads({ path: directory }: RegistryDirectory, cores: number): number {
  const fileBytes = BYTES_A_BYTE * statSync(path.join(directory, CCRE_BED)).size;
  return Math.max(1, Math.min(cores, Math.floor(MEMORY_BYTES / Math.max(1, fileBytes))));
}
