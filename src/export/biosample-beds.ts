/** The BED of each biosample under the name that it is published by. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { BIOSAMPLES, fileKey } from '../store/layout.ts';
import type { BiosampleRow, RegistryDirectory } from '../store/registry-directory.ts';
import { biosampleSchema } from './bed-schema.ts';
import type { WrittenBed } from './class-beds.ts';
import { copyFileAtomically } from './copy-file.ts';

/**
 * Copies biosamples/KEY.bed as KEY.bed; with `encodeNames` as ENCODE names it: the datasets of DNase, H3K4me3, H3K27ac and CTCF
 * joined by _, then .7group.bed (encode4: .bed). Throws CisregError CONFLICT where two would have one name.
 */
export async function writeBiosampleBeds(
  registry: RegistryDirectory,
  folder: string,
  encodeNames: boolean,
): Promise<readonly WrittenBed[]> {
  const schema = biosampleSchema(registry.scheme);
  const ending = registry.scheme === 'encode3' ? '.7group.bed' : '.bed';
  const written: WrittenBed[] = [];
  const ownerOf = new Map<string, string>();
  for (const biosample of registry.biosamples) {
    if (biosample.group === undefined) continue;
    const file = encodeNames ? `${encodeName(biosample)}${ending}` : `${biosample.key}.bed`;
    const other = ownerOf.get(file.toLowerCase());
    if (other !== undefined) {
      throw new CisregError(
        'CONFLICT',
        `biosamples ${other} and ${biosample.name} would both be written to ${file}, expected datasets that differ in letters or digits; leave --encode-names out`,
        { where: { file: registry.path } },
      );
    }
    ownerOf.set(file.toLowerCase(), biosample.name);
    await copyFileAtomically(
      path.join(registry.path, BIOSAMPLES, `${biosample.key}.bed`),
      path.join(folder, file),
    );
    written.push({ file, schema, about: biosample.name });
  }
  return written;
}

function encodeName({ files }: BiosampleRow): string {
  return CLASS_ASSAYS.flatMap((assay) => (files[assay] === undefined ? [] : [fileKey(files[assay])])).join(
    '_',
  );
}
