/** The cCREs of a registry, or of a published BED, as columns. */

import { locationName } from '../formats/byte-stream.ts';
import { growingInt8 } from '../formats/growing-column.ts';
import { type RegionTable, readRegionRows } from '../formats/region-rows.ts';
import { TextCodes } from '../formats/text-codes.ts';
import { type TextColumn, TextColumnBuilder } from '../formats/text-column.ts';
import { readLines } from '../formats/text-lines.ts';
import { CTCF_BOUND } from '../registry/schemes.ts';

/** cCREs, 0-based half-open, in the order of the file. */
export interface CcreTable extends RegionTable {
  readonly rdhs: TextColumn;
  readonly ccre: TextColumn;
  /** Labels as they stand in the file, suffix included; `label` indexes it. */
  readonly labels: readonly string[];
  readonly label: Int8Array;
  /** Tiers as they stand in the file; undefined where the file has no seventh column. `tier` indexes it. */
  readonly tiers: readonly string[] | undefined;
  readonly tier: Int8Array | undefined;
}

/** A class without the suffix, and whether it had it. */
export function splitLabel(label: string): { readonly name: string; readonly isCtcfBound: boolean } {
  const isCtcfBound = label.endsWith(CTCF_BOUND);
  return { name: isCtcfBound ? label.slice(0, -CTCF_BOUND.length) : label, isCtcfBound };
}

const MIN_FIELDS = 6;

/** Reads chrom, start, end, rDHS, cCRE, class and, where it is there, tier. Throws CisregError FORMAT as readBed does. */
export async function readCcreTable(location: string): Promise<CcreTable> {
  const rdhs = new TextColumnBuilder();
  const ccre = new TextColumnBuilder();
  const label = growingInt8();
  const tier = growingInt8();
  const [labels, tiers]: [string[], string[]] = [[], []];
  const labelCodes = new TextCodes((text) => labels.push(text) - 1);
  const tierCodes = new TextCodes((text) => tiers.push(text) - 1);
  const table = await readRegionRows(readLines(location), locationName(location), {
    name: 'a BED of cCREs (chrom, start, end, rDHS, cCRE, class)',
    minFields: MIN_FIELDS,
    reserve: (rows) => {
      rdhs.reserve(rows);
      ccre.reserve(rows);
      label.reserve(rows);
      tier.reserve(rows);
    },
    visit: (row, index) => {
      const { bytes, starts, ends, count } = row.fields;
      rdhs.append(bytes, starts[3]!, ends[3]!);
      ccre.append(bytes, starts[4]!, ends[4]!);
      label.values[index] = labelCodes.of(row.fields, 5);
      if (count > MIN_FIELDS) tier.values[index] = tierCodes.of(row.fields, 6);
    },
  });
  const hasTier = table.fieldCount > MIN_FIELDS;
  return {
    ...table,
    rdhs: rdhs.finish(),
    ccre: ccre.finish(),
    labels,
    label: label.finish(table.count),
    tiers: hasTier ? tiers : undefined,
    tier: hasTier ? tier.finish(table.count) : undefined,
  };
}
