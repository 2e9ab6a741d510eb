/** The registry that a sample is classified in: one of ours, or the two BEDs that ENCODE publishes. */

import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { type BedTable, readBed } from '../formats/bed.ts';
import { textOf } from '../formats/fields.ts';
import { tableError, visitTableRows } from '../formats/table-rows.ts';
import { type TextColumn, textColumnFrom } from '../formats/text-column.ts';
import { readTss } from '../formats/tss.ts';
import type { ChromSizes } from '../genome/chrom-sizes.ts';
import { type SortedRegions, sortRegions } from '../genome/sorted-regions.ts';
import { CLASS_NAMES, type Scheme } from '../registry/schemes.ts';
import { ZONES, zonesOf } from '../registry/zones.ts';
import { type CcreTable, readCcreTable, splitLabel } from '../store/ccre-table.ts';
import { CCRE_BED, ELEMENTS_TSV, RDHS_BED } from '../store/layout.ts';
import { openRegistry } from '../store/registry-directory.ts';
import { NamedRows } from './zscore-table.ts';

/** Where the registry is, and what BEDs do not say themselves. */
export interface TargetLocation {
  /** A registry directory, or a BED of cCREs (chrom, start, end, rDHS, cCRE, class). */
  readonly ccres: string;
  /** With a BED of cCREs: the BED of rDHSs (chrom, start, end, rDHS). */
  readonly rdhs: string | undefined;
  /** With a BED of cCREs: GENCODE GTF or TSS BED. */
  readonly tss: string | undefined;
  /** Default: as the registry says, or as the classes of the BED show. */
  readonly scheme: Scheme | undefined;
}

/** rDHSs in registry order and which of them are cCREs. */
export interface TargetRegistry {
  readonly assembly: string | undefined;
  readonly scheme: Scheme;
  /** undefined for BEDs, which do not tell. */
  readonly chromSizes: ChromSizes | undefined;
  readonly rdhs: SortedRegions;
  readonly rdhsIds: TextColumn;
  /** Index into ZONES by rDHS. */
  readonly zone: Uint8Array;
  /** The rDHSs that are cCREs, ascending; id and class (without suffix) of each. */
  readonly rows: Int32Array;
  readonly ccreIds: TextColumn;
  readonly classes: readonly string[];
}

/** Opens what `location` names. Throws CisregError: files that do not belong together, and what is missing. */
export async function openTarget(location: TargetLocation): Promise<TargetRegistry> {
  const isDirectory = statSync(location.ccres, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isDirectory ? ofDirectory(location) : ofBeds(location);
}

async function ofDirectory({ ccres: directory, rdhs, tss, scheme }: TargetLocation): Promise<TargetRegistry> {
  const registry = await openRegistry(directory);
  if (rdhs !== undefined || (scheme !== undefined && scheme !== registry.scheme)) {
    const found =
      rdhs !== undefined
        ? `a registry and a BED of rDHSs, ${rdhs}`
        : `scheme ${scheme} for a registry of ${registry.scheme}`;
    throw new CisregError('USAGE', `${found}, expected the registry alone: it says itself; leave that out`);
  }
  const sorted = sortedRdhs(await readBed(path.join(directory, RDHS_BED), { minFields: 4 }));
  const zone =
    tss === undefined
      ? await readZones(path.join(directory, ELEMENTS_TSV), sorted.ids.count)
      : zonesOf(sorted.regions, await readTss(tss), registry.scheme).zone;
  return {
    ...joined(sorted, await readCcreTable(path.join(directory, CCRE_BED)), path.join(directory, CCRE_BED)),
    assembly: registry.assembly,
    scheme: registry.scheme,
    chromSizes: registry.chromSizes,
    zone,
  };
}

async function ofBeds({ ccres, rdhs, tss, scheme }: TargetLocation): Promise<TargetRegistry> {
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
  const table = await readCcreTable(ccres);
  const sorted = sortedRdhs(await readBed(rdhs, { minFields: 4 }), rdhs);
  const own = scheme ?? schemeOf(table, ccres);
  const zone = zonesOf(sorted.regions, await readTss(tss), own).zone;
  return { ...joined(sorted, table, ccres), assembly: undefined, scheme: own, chromSizes: undefined, zone };
}

interface SortedRdhs {
  readonly regions: SortedRegions;
  readonly ids: TextColumn;
  readonly rows: NamedRows;
}

function sortedRdhs(bed: BedTable, file?: string): SortedRdhs {
  const { sorted, order } = sortRegions(bed);
  const ids = textColumnFrom(textsOf(bed.names!, order));
  const rows = new NamedRows(ids);
  if (file !== undefined && rows.rowOf.size < ids.count) {
    throw new CisregError('FORMAT', 'names an rDHS twice, expected each once', { where: { file } });
  }
  return { regions: sorted, ids, rows };
}

function* textsOf(column: TextColumn, order: Int32Array): Generator<string> {
  for (const row of order) yield column.at(row);
}

/** Joins the cCREs to the rDHSs that they are, by accession; their places must agree. */
function joined(
  { regions, ids, rows }: SortedRdhs,
  table: CcreTable,
  file: string,
): Pick<TargetRegistry, 'rdhs' | 'rdhsIds' | 'rows' | 'ccreIds' | 'classes'> {
  const ccreOf = new Int32Array(ids.count).fill(-1);
  let guess = 0;
  for (let k = 0; k < table.count; k++) {
    const { bytes, offsets } = table.rdhs;
    const row = rows.find(bytes, offsets[k]!, offsets[k + 1]!, guess);
    const refuse = (message: string) =>
      new CisregError('FORMAT', `${message}; are the two files of one registry?`, {
        where: { file, line: table.line[k] },
      });
    const place = `${table.chromNames[table.chrom[k]!]}:${table.start[k]}-${table.end[k]}`;
    if (row < 0) throw refuse(`${table.rdhs.at(k)} is not among the rDHSs, expected every cCRE to be one`);
    const its = `${regions.chromNames[regions.chrom[row]!]}:${regions.start[row]}-${regions.end[row]}`;
    if (its !== place)
      throw refuse(`${table.rdhs.at(k)} at ${place}, but the rDHS is at ${its}, expected one place`);
    if (ccreOf[row]! >= 0) throw refuse(`${table.rdhs.at(k)} a second time, expected each once`);
    ccreOf[row] = k;
    guess = row + 1;
  }
  const found = Int32Array.from(ccreOf.keys()).filter((row) => ccreOf[row]! >= 0);
  const classOf = table.labels.map((label) => splitLabel(label).name);
  return {
    rdhs: regions,
    rdhsIds: ids,
    rows: found,
    ccreIds: textColumnFrom(
      textsOf(
        table.ccre,
        found.map((row) => ccreOf[row]!),
      ),
    ),
    classes: Array.from(found, (row) => classOf[table.label[ccreOf[row]!]!]!),
  };
}

/** The scheme whose classes the labels are. */
function schemeOf(table: CcreTable, file: string): Scheme {
  const names = table.labels.map((label) => splitLabel(label).name);
  for (const scheme of ['encode3', 'encode4'] as const) {
    const known = [...CLASS_NAMES[scheme].agnostic, ...(scheme === 'encode4' ? ['CA-TF', 'TF'] : [])];
    if (names.every((name) => known.includes(name))) return scheme;
  }
  throw new CisregError(
    'FORMAT',
    `has the classes ${names.slice(0, 8).join(', ')}, expected those of encode3 (${CLASS_NAMES.encode3.agnostic.join(', ')}) or encode4; name the scheme with --scheme`,
    { where: { file } },
  );
}

/** The zone of every row of elements.tsv. */
async function readZones(file: string, count: number): Promise<Uint8Array> {
  const zone = new Uint8Array(count);
  let row = 0;
  await visitTableRows(file, ['zone'], (own) => {
    const text = textOf(own.bytes, own.starts[0]!, own.ends[0]!);
    const code = (ZONES as readonly string[]).indexOf(text);
    if (code < 0) throw tableError(file, own, `zone is ${text}, expected one of ${ZONES.join(', ')}`);
    zone[row++] = code;
  });
  if (row !== count) {
    const message = `has ${row} rows, expected the ${count} of ${RDHS_BED}; build the registry again`;
    throw new CisregError('FORMAT', message, { where: { file } });
  }
  return zone;
}
