/** The registry in the layout of UCSC's track encodeCcreCombined: BED9 and six more columns. */

import path from 'node:path';
import { AtomicFile } from '../formats/atomic-file.ts';
import { textOf } from '../formats/fields.ts';
import { visitTableRows } from '../formats/table-rows.ts';
import { CLASS_COLOURS, CLASS_NAMES } from '../registry/schemes.ts';
import type { CcreRows } from '../store/ccre-rows.ts';
import { splitLabel } from '../store/ccre-table.ts';
import { MAXZ_TSV } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { COMBINED_SCHEMA } from './bed-schema.ts';
import type { WrittenBed } from './class-beds.ts';
import { checkRowCount } from './row-count.ts';

/** By class code: UCSC's short label, and the words of the description; undefined: the class itself. */
const UCSC_LABELS: readonly (readonly [label: string, words: string | undefined])[] = [
  ['prom', 'promoter-like signature'],
  ['enhP', 'proximal enhancer-like signature'],
  ['enhD', 'distal enhancer-like signature'],
  ['K4m3', undefined],
  ['CTCF', undefined],
  ['CA', undefined],
];
const MAX_SCORE = 1000;

/** UCSC's score of a Z with six decimals. 1.15 gives 115, which 100 x 1.15 falls short of in binary. */
export function combinedScore(maxZ: number): number {
  return Math.min(MAX_SCORE, Math.max(0, Math.trunc(Math.round(maxZ * 1e6) / 1e4)));
}

/** Writes encodeCcreCombined.bed. score is trunc(100 x max DNase Z), at most 1000; zScore has six decimals. */
export async function writeCombinedTrack(
  registry: RegistryDirectory,
  { ccres, row, rows }: CcreRows,
  folder: string,
): Promise<WrittenBed> {
  const codes = CLASS_NAMES[registry.scheme].agnostic;
  const labels = ccres.labels.map((label) => {
    const { name } = splitLabel(label);
    const code = codes.indexOf(name);
    const [ucsc, words] = UCSC_LABELS[code]!;
    return { label, name, rgb: CLASS_COLOURS[code]!, ucsc, words: words ?? name };
  });
  const prefix = registry.accessionPrefix;
  const file = 'encodeCcreCombined.bed';
  await using out = new AtomicFile(path.join(folder, file));
  let line = 0;
  let k = 0;
  const table = path.join(registry.path, MAXZ_TSV);
  await visitTableRows(table, ['DNase'], ({ bytes, starts, ends }) => {
    if (line++ !== row[k]) return;
    const maxZ = textOf(bytes, starts[0]!, ends[0]!);
    const { label, name, rgb, ucsc, words } = labels[ccres.label[k]!]!;
    const id = ccres.ccre.at(k);
    const [start, end] = [ccres.start[k]!, ccres.end[k]!];
    const short = id.startsWith(prefix) ? id.slice(prefix.length) : id;
    out.write(
      `${ccres.chromNames[ccres.chrom[k]!]}\t${start}\t${end}\t${id}\t${combinedScore(Number(maxZ))}\t.\t${start}\t${end}\t${rgb}\t` +
        `${label}\t${name}\t${maxZ}\t${ucsc}\t${short}\t${id} ${words}\n`,
    );
    k++;
  });
  checkRowCount(table, line, rows);
  await out.commit();
  return { file, schema: COMBINED_SCHEMA };
}
