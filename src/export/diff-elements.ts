/** The elements of one side of a comparison as columns: those of a registry, or of whatever BED was published. */

import { CisregError } from '../errors.ts';
import { locationName } from '../formats/byte-stream.ts';
import { fieldText } from '../formats/fields.ts';
import { type RegionRow, type RegionTable, readRegionRows, rowError } from '../formats/region-rows.ts';
import { pickTexts, type TextColumn, TextColumnBuilder } from '../formats/text-column.ts';
import { readLines } from '../formats/text-lines.ts';
import { gatherInt32 } from '../genome/gather.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import { asSorted, type SortedRegions, sortRegions } from '../genome/sorted-regions.ts';
import { compareText } from '../genome/text-order.ts';
import { TIERS } from '../registry/tiers.ts';

/** Elements by chromosome as C-locale text, then start, then end. What the file does not say is undefined. */
export interface DiffElements {
  readonly regions: SortedRegions;
  readonly accession: TextColumn | undefined;
  /** Labels as they stand in the file, suffix included; `label` indexes it. */
  readonly labels: readonly string[];
  readonly label: Uint8Array | undefined;
  /** Index into TIERS. */
  readonly tier: Uint8Array | undefined;
}

/** 0-based numbers of the columns that a file has, told by its first row. */
interface ElementColumns {
  readonly accession?: number;
  readonly label?: number;
  readonly tier?: number;
}

/** More classes than any scheme has: beyond it, a column holds something else. */
const MAX_LABELS = 64;
const STRANDS = ['+', '-', '.'];

/**
 * Reads a BED, plain or gzip, in any order. FORMAT as readRegionRows, a column of classes with more than 64 different
 * values, a tier that is none.
 */
export async function readDiffElements(location: string): Promise<DiffElements> {
  const accession = new TextColumnBuilder();
  const labels: string[] = [];
  const labelCodes = new Map<string, number>();
  let label = new Uint8Array(0);
  let tier = new Uint8Array(0);
  let columns: ElementColumns = {};
  const table = await readRegionRows(readLines(location), locationName(location), {
    name: 'BED',
    minFields: 3,
    reserve: (rows) => {
      accession.reserve(rows);
      label = withRoom(label, rows);
      tier = withRoom(tier, rows);
    },
    visit: (row, index) => {
      if (index === 0) columns = columnsOf(row);
      const { bytes, starts, ends } = row.fields;
      if (columns.accession !== undefined) {
        accession.append(bytes, starts[columns.accession]!, ends[columns.accession]!);
      }
      if (columns.label !== undefined) {
        const text = fieldText(row.fields, columns.label);
        let code = labelCodes.get(text);
        if (code === undefined) {
          if (labels.length === MAX_LABELS) throw tooManyLabels(row, columns.label);
          code = labels.push(text) - 1;
          labelCodes.set(text, code);
        }
        label[index] = code;
      }
      if (columns.tier !== undefined) tier[index] = tierAt(row, columns.tier);
    },
  });
  const { count } = table;
  // A file without rows has all columns: what the other side's elements were would be lost otherwise.
  return inPlaceOrder(table, {
    accession: columns.accession === undefined && count > 0 ? undefined : accession.finish(),
    labels,
    label: columns.label === undefined && count > 0 ? undefined : label.subarray(0, count),
    tier: columns.tier === undefined ? undefined : tier.subarray(0, count),
  });
}

/** Some of the elements; `rows` ascend. */
export function pickElements(elements: DiffElements, rows: Int32Array): DiffElements {
  const { labels, label, tier } = elements;
  return {
    regions: pickRegions(elements.regions, rows),
    accession: elements.accession && pickTexts(elements.accession, rows),
    labels,
    label: label && gatherBytes(label, rows),
    tier: tier && gatherBytes(tier, rows),
  };
}

/** Some of the regions; `rows` ascend. */
export function pickRegions(regions: SortedRegions, rows: Int32Array): SortedRegions {
  return asSorted({
    chromNames: regions.chromNames,
    chrom: gatherInt32(regions.chrom, rows),
    start: gatherInt32(regions.start, rows),
    end: gatherInt32(regions.end, rows),
  });
}

/**
 * What the columns of a row are. Files of this program and of ENCODE have the rDHS in column 4, the cCRE in 5, its class
 * in 6 and perhaps its tier in 7; files for genome browsers (BED6 and more, with a strand in column 6) have the
 * accession in column 4 and the class in 10.
 */
function columnsOf(row: RegionRow): ElementColumns {
  const { fields } = row;
  const { count } = fields;
  const textAt = (index: number): string => fieldText(fields, index);
  const isNumber = (index: number): boolean => /^-?[\d.]+(e[-+]?\d+)?$/i.test(textAt(index));
  const named = (index: number): ElementColumns => (textAt(index) === '.' ? {} : { accession: index });
  if (count === 3) return {};
  if (count === 4 || (count === 5 && isNumber(4))) return named(3);
  if (count === 5) return named(4);
  if (STRANDS.includes(textAt(5))) {
    return { ...named(3), ...(count >= 10 && !isNumber(9) ? { label: 9 } : {}) };
  }
  const isTier = count > 6 && (TIERS as readonly string[]).includes(textAt(6));
  return { ...named(4), label: 5, ...(isTier ? { tier: 6 } : {}) };
}

function tierAt(row: RegionRow, column: number): number {
  const tier = (TIERS as readonly string[]).indexOf(fieldText(row.fields, column));
  if (tier < 0) throw rowError(row, column, 'tier', [TIERS.join(', ')]);
  return tier;
}

function tooManyLabels(row: RegionRow, column: number): CisregError {
  const message = `column ${column + 1} has more than ${MAX_LABELS} different values, expected classes such as PLS; cut the file to chrom, start, end, rDHS, cCRE and class`;
  return new CisregError('FORMAT', message, { where: { file: row.file, line: row.line } });
}

function inPlaceOrder(table: RegionTable, values: Omit<DiffElements, 'regions'>): DiffElements {
  if (isInOrder(table)) return { regions: asSorted(table), ...values };
  const byEnd = radixOrder(new Uint32Array(table.end));
  const { sorted, order } = sortRegions({
    chromNames: table.chromNames,
    chrom: gatherInt32(table.chrom, byEnd),
    start: gatherInt32(table.start, byEnd),
    end: gatherInt32(table.end, byEnd),
  });
  const rows = gatherInt32(byEnd, order);
  const { labels, label, tier } = values;
  return {
    regions: sorted,
    accession: values.accession && pickTexts(values.accession, rows),
    labels,
    label: label && gatherBytes(label, rows),
    tier: tier && gatherBytes(tier, rows),
  };
}

function isInOrder({ chromNames, chrom, start, end, count }: RegionTable): boolean {
  for (let c = 1; c < chromNames.length; c++) {
    if (compareText(chromNames[c - 1]!, chromNames[c]!) > 0) return false;
  }
  for (let i = 1; i < count; i++) {
    const step = chrom[i]! - chrom[i - 1]! || start[i]! - start[i - 1]! || end[i]! - end[i - 1]!;
    if (step < 0) return false;
  }
  return true;
}

function gatherBytes(values: Uint8Array, rows: Int32Array): Uint8Array {
  const gathered = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = values[rows[i]!]!;
  return gathered;
}

function withRoom(values: Uint8Array<ArrayBuffer>, rows: number): Uint8Array<ArrayBuffer> {
  if (rows <= values.length) return values;
  const larger = new Uint8Array(Math.max(rows, Math.ceil(values.length * 1.6)));
  larger.set(values);
  return larger;
}
