/** BEDs of the registry as ENCODE publishes them: all cCREs, those of each class and tier, and the rDHSs. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { AtomicFile } from '../formats/atomic-file.ts';
import { CLASS_NAMES, DELS, PELS } from '../registry/schemes.ts';
import { type CcreTable, readCcreTable, splitLabel } from '../store/ccre-table.ts';
import { CCRE_BED, fileKey, RDHS_BED, UNFILTERED_BED } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { type BedSchema, ccreSchema, RDHS_SCHEMA } from './bed-schema.ts';
import { copyFileAtomically } from './copy-file.ts';

const TIER_FILES: readonly (readonly [name: string, tiers: readonly string[]])[] = [
  ['1', ['1a', '1b']],
  ['1a', ['1a']],
  ['1b', ['1b']],
  ['2', ['2']],
  ['3', ['3']],
  ['4', ['4']],
];

/** A BED that was written, and what its columns are. */
export interface WrittenBed {
  /** Relative to the folder, ending in .bed. */
  readonly file: string;
  readonly schema: BedSchema;
  /** What it holds, where its name does not say it. */
  readonly about?: string;
}

/**
 * Writes ASSEMBLY-rDHSs.bed, ASSEMBLY-cCREs.bed, a file for each class, ELS (pELS and dELS) and, in encode3, CTCF-bound,
 * the unfiltered cCREs and those of each tier: columns as in the registry, order as there. A class without elements has
 * an empty file.
 */
export async function writeClassBeds(
  registry: RegistryDirectory,
  folder: string,
): Promise<readonly WrittenBed[]> {
  const { scheme } = registry;
  const assembly = fileKey(registry.assembly);
  const written: WrittenBed[] = [];
  const copy = async (from: string, file: string, schema: BedSchema) => {
    await copyFileAtomically(path.join(registry.path, from), path.join(folder, file));
    written.push({ file, schema });
  };
  const schema = ccreSchema(scheme);
  await copy(RDHS_BED, `${assembly}-rDHSs.bed`, RDHS_SCHEMA);
  await copy(CCRE_BED, `${assembly}-cCREs.bed`, schema);

  const ccres = await readCcreTable(path.join(registry.path, CCRE_BED));
  const parts = ccres.labels.map(splitLabel);
  const enhancers = [PELS, DELS].map((code) => CLASS_NAMES[scheme].agnostic[code]!);
  const selections: [name: string, isIn: (label: number) => boolean][] = [
    ...CLASS_NAMES[scheme].agnostic.map((name): [string, (label: number) => boolean] => [
      name,
      (label) => parts[label]!.name === name,
    ]),
    ['ELS', (label) => enhancers.includes(parts[label]!.name)],
  ];
  if (scheme === 'encode3') selections.push(['CTCF-bound', (label) => parts[label]!.isCtcfBound]);
  for (const [name, isIn] of selections) {
    const wanted = ccres.labels.map((_, label) => isIn(label));
    const file = `${assembly}-cCREs.${name}.bed`;
    await writeRows(path.join(folder, file), ccres, (i) => wanted[ccres.label[i]!]!);
    written.push({ file, schema });
  }

  if (!existsSync(path.join(registry.path, UNFILTERED_BED))) return written;
  await copy(UNFILTERED_BED, `${assembly}-cCREs-Unfiltered.bed`, ccreSchema(scheme, true));
  const unfiltered = await readCcreTable(path.join(registry.path, UNFILTERED_BED));
  for (const [name, tiers] of TIER_FILES) {
    const wanted = unfiltered.tiers?.map((tier) => tiers.includes(tier)) ?? [];
    const file = `${assembly}-cCREs-Tier-${name}.bed`;
    await writeRows(path.join(folder, file), unfiltered, (i) => wanted[unfiltered.tier![i]!] === true);
    written.push({ file, schema });
  }
  return written;
}

/** Writes the rows for which `isWanted`, columns chrom to class. */
async function writeRows(file: string, ccres: CcreTable, isWanted: (i: number) => boolean): Promise<void> {
  const { chromNames, chrom, start, end, rdhs, ccre, labels, label } = ccres;
  await using out = new AtomicFile(file);
  for (let i = 0; i < ccres.count; i++) {
    if (!isWanted(i)) continue;
    const place = `${chromNames[chrom[i]!]}\t${start[i]}\t${end[i]}`;
    out.write(`${place}\t${rdhs.at(i)}\t${ccre.at(i)}\t${labels[label[i]!]}\n`);
  }
  await out.commit();
}
