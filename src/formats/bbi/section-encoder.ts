/** Values as the bytes of one bigWig section, in the most compact of the three layouts. Little endian. */

import { BED_GRAPH, FIXED_STEP, ITEM_BYTES, SECTION_HEADER_BYTES, VARIABLE_STEP } from './layout.ts';
import type { SectionItems } from './section.ts';

/** The section of items.count > 0 values in order; its extent is that of the items. */
export function encodeSection(items: SectionItems): Buffer {
  const { starts, ends, values, count } = items;
  const span = commonSpan(items);
  const step = span === 0 ? 0 : commonStep(items);
  const kind = span === 0 ? BED_GRAPH : step === 0 ? VARIABLE_STEP : FIXED_STEP;
  const bytes = Buffer.alloc(SECTION_HEADER_BYTES + count * ITEM_BYTES[kind]!);
  bytes.writeUInt32LE(items.chrom, 0);
  bytes.writeUInt32LE(starts[0]!, 4);
  bytes.writeUInt32LE(ends[count - 1]!, 8);
  bytes.writeUInt32LE(step, 12);
  bytes.writeUInt32LE(span, 16);
  bytes.writeUInt8(kind, 20);
  bytes.writeUInt16LE(count, 22);
  let to = SECTION_HEADER_BYTES;
  for (let i = 0; i < count; i++) {
    if (kind !== FIXED_STEP) to = bytes.writeUInt32LE(starts[i]!, to);
    if (kind === BED_GRAPH) to = bytes.writeUInt32LE(ends[i]!, to);
    to = bytes.writeFloatLE(values[i]!, to);
  }
  return bytes;
}

/** The size that all items share; 0 where they differ. */
function commonSpan({ starts, ends, count }: SectionItems): number {
  const span = ends[0]! - starts[0]!;
  for (let i = 1; i < count; i++) if (ends[i]! - starts[i]! !== span) return 0;
  return span;
}

/** The distance between the starts of all neighbours; 0 where it differs, or for a single item. */
function commonStep({ starts, count }: SectionItems): number {
  if (count < 2) return 0;
  const step = starts[1]! - starts[0]!;
  for (let i = 2; i < count; i++) if (starts[i]! - starts[i - 1]! !== step) return 0;
  return step;
}
