/** The registry that a sample is classified in: one of ours, or the two BEDs that ENCODE publishes. */

import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { readBed } from '../formats/bed.ts';
import { readChromSizes } from '../formats/chrom-sizes.ts';
import { NamedRows } from '../formats/named-rows.ts';
import { pickTexts, type TextColumn } from '../formats/text-column.ts';
import { readTss } from '../formats/tss.ts';
import type { ChromSizes } from '../genome/chrom-sizes.ts';
import { type SortedRegions, sortRegions } from '../genome/sorted-regions.ts';
import { CLASS_NAMES, foreignLabels, type Scheme, schemeOfLabels } from '../registry/schemes.ts';
import { zonesOf } from '../registry/zones.ts';
import { rowsOfCcres } from '../store/ccre-rows.ts';
import { type CcreTable, readCcreTable, splitLabel } from '../store/ccre-table.ts';
import { readZones } from '../store/element-zones.ts';
import { CCRE_BED, ELEMENTS_TSV, RDHS_BED, REGISTRY_JSON } from '../store/layout.ts';
import { openRegistry } from '../store/registry-directory.ts';

/** Where the registry is, and what BEDs do not say themselves. */
export interface TargetLocation {
  /** A registry directory, or a BED of cCREs (chrom, start, end, rDHS, cCRE, class). */
  readonly ccres: string;
  /** With a BED of cCREs: the BED of rDHSs (chrom, start, end, rDHS). */
  readonly rdhs?: string | undefined;
  /** With a BED of cCREs: GENCODE GTF or TSS BED. */
  readonly tss?: string | undefined;
  /** Default: as the registry says, or as the classes of the BED show. */
  readonly scheme?: Scheme | undefined;
  /** With a BED of cCREs: names and sizes of chromosomes. */
  readonly chromSizes?: string | undefined;
}

/** rDHSs in registry order and which of them are cCREs. */
export interface TargetRegistry {
  readonly assembly: string | undefined;
  readonly scheme: Scheme;
  /** Of the registry; with BEDs, which do not tell, those of --chrom-sizes. `file` is where they stand. */
  readonly chromSizes: { readonly table: ChromSizes; readonly file: string } | undefined;
  /** The BED of rDHSs, for messages. */
  readonly rdhsFile: string;
  readonly rdhs: SortedRegions;
  readonly rdhsIds: TextColumn;
  /** Index into ZONES by rDHS. */
  readonly zone: Uint8Array;
  /** The rDHSs that are cCREs, ascending, and the id of each. */
  readonly rows: Int32Array;
  readonly ccreIds: TextColumn;
  /** cCREs by class, without suffix. */
  readonly classCounts: ReadonlyMap<string, number>;
}

/** Opens what `location` names. Throws CisregError: files that do not belong together, and what is missing. */
export async function openTarget(location: TargetLocation): Promise<TargetRegistry> {
  const isDirectory = statSync(location.ccres, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isDirectory ? ofDirectory(location) : ofBeds(location);
}

async function ofDirectory(location: TargetLocation): Promise<TargetRegistry> {
  const { ccres: directory, tss } = location;
  const registry = await openRegistry(directory);
  refuseNeedless(location, registry.scheme);
  const rdhsFile = path.join(directory, RDHS_BED);
  const ccreFile = path.join(directory, CCRE_BED);
  const sorted = await readRdhs(rdhsFile);
  const zone =
    tss === undefined
      ? await readZones(path.join(directory, ELEMENTS_TSV), sorted.ids.count)
      : await zonesBy(tss, sorted, registry.scheme);
  return {
    ...joined(sorted, await readCcres(ccreFile), ccreFile),
    assembly: registry.assembly,
    scheme: registry.scheme,
    chromSizes: { table: registry.chromSizes, file: path.join(directory, REGISTRY_JSON) },
    rdhsFile,
    zone,
  };
}

/** A registry says itself what BEDs must be told. */
function refuseNeedless({ rdhs, scheme, chromSizes }: TargetLocation, own: Scheme): void {
  const found = [
    ...(rdhs === undefined ? [] : [`a registry and a BED of rDHSs, ${rdhs}`]),
    ...(scheme === undefined || scheme === own ? [] : [`scheme ${scheme} for a registry of ${own}`]),
    ...(chromSizes === undefined ? [] : [`a registry and --chrom-sizes ${chromSizes}`]),
  ][0];
  if (found === undefined) return;
  throw new CisregError('USAGE', `${found}, expected the registry alone: it says itself; leave that out`);
}

async function ofBeds({ ccres, rdhs, tss, scheme, chromSizes }: TargetLocation): Promise<TargetRegistry> {
  if (!existsSync(ccres)) {
    throw new CisregError('NOT_FOUND', 'no such file or directory, expected a registry or a BED of cCREs', {
      where: { file: ccres },
    });
  }
  const missing = [
    ...(rdhs === undefined
      ? ['the BED of its rDHSs (--registry cCREs.bed rDHSs.bed): mean and sd are taken over them']
      : []),
    ...(tss === undefined ? ['--tss (GENCODE GTF or TSS BED): classes depend on the distance'] : []),
  ];
  if (rdhs === undefined || tss === undefined) {
    throw new CisregError('USAGE', `--registry is a BED, expected with it ${missing.join(' and ')}`);
  }
  const table = await readCcres(ccres);
  const own = scheme ?? schemeOf(table, ccres);
  const sizes =
    chromSizes === undefined ? undefined : { table: await readChromSizes(chromSizes), file: chromSizes };
  const sorted = await readRdhs(rdhs);
  const zone = await zonesBy(tss, sorted, own);
  return {
    ...joined(sorted, table, ccres),
    assembly: undefined,
    scheme: own,
    chromSizes: sizes,
    rdhsFile: rdhs,
    zone,
  };
}

async function readCcres(file: string): Promise<CcreTable> {
  const table = await readCcreTable(file);
  if (table.count > 0) return table;
  throw new CisregError('FORMAT', 'holds no cCRE, expected chrom, start, end, rDHS, cCRE and class', {
    where: { file },
  });
}

interface SortedRdhs {
  readonly regions: SortedRegions;
  readonly ids: TextColumn;
  readonly rows: NamedRows;
}

async function readRdhs(file: string): Promise<SortedRdhs> {
  const bed = await readBed(file, { minFields: 4 });
  if (bed.count === 0) {
    throw new CisregError('FORMAT', 'holds no rDHS, expected chrom, start, end and rDHS', {
      where: { file },
    });
  }
  const { sorted, order } = sortRegions(bed);
  const ids = pickTexts(bed.names!, order);
  const rows = new NamedRows(ids);
  rows.refuseRepeats(file);
  return { regions: sorted, ids, rows };
}

/** Zones by TSSs that the registry does not hold. On other chromosomes they would make every element distal. */
async function zonesBy(file: string, { regions }: SortedRdhs, scheme: Scheme): Promise<Uint8Array> {
  const tss = await readTss(file);
  if (!tss.chromNames.some((name) => regions.chromNames.includes(name))) {
    throw new CisregError(
      'ASSEMBLY',
      `has no chromosome of the registry (${tss.chromNames[0]}, ${regions.chromNames[0]}), expected one assembly and one naming`,
      { where: { file } },
    );
  }
  return zonesOf(regions, tss, scheme).zone;
}

/** Joins the cCREs to the rDHSs that they are. */
function joined(
  { regions, ids, rows }: SortedRdhs,
  table: CcreTable,
  file: string,
): Pick<TargetRegistry, 'rdhs' | 'rdhsIds' | 'rows' | 'ccreIds' | 'classCounts'> {
  const ccreOf = new Int32Array(ids.count).fill(-1);
  for (const [k, row] of rowsOfCcres(table, regions, rows, file).entries()) ccreOf[row] = k;
  const found = Int32Array.from(ccreOf.keys()).filter((row) => ccreOf[row]! >= 0);
  return {
    rdhs: regions,
    rdhsIds: ids,
    rows: found,
    ccreIds: pickTexts(
      table.ccre,
      found.map((row) => ccreOf[row]!),
    ),
    classCounts: countClasses(table),
  };
}

function countClasses({ labels, label }: CcreTable): ReadonlyMap<string, number> {
  const byLabel = new Int32Array(labels.length);
  for (const code of label) byLabel[code]!++;
  const counts = new Map<string, number>();
  for (const [code, text] of labels.entries()) {
    const { name } = splitLabel(text);
    counts.set(name, (counts.get(name) ?? 0) + byLabel[code]!);
  }
  return counts;
}

/** The scheme that the classes of a BED are of. */
function schemeOf({ labels }: CcreTable, file: string): Scheme {
  const foreign = foreignLabels(labels);
  if (foreign.length > 0) {
    throw new CisregError(
      'FORMAT',
      `has the classes ${foreign.slice(0, 8).join(', ')}, expected those of encode3 (${CLASS_NAMES.encode3.agnostic.join(', ')}) or encode4; name the scheme with --scheme`,
      { where: { file } },
    );
  }
  const scheme = schemeOfLabels(labels);
  if (scheme !== undefined) return scheme;
  throw new CisregError(
    'USAGE',
    `${file} has the classes ${labels.slice(0, 8).join(', ')}, which do not tell encode3 from encode4, expected --scheme encode3 or --scheme encode4 with it`,
  );
}
