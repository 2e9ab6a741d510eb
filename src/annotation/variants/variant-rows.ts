/** Variants as they stand in a VCF or in a table, as columns in the order of the file. */

import { CisregError } from '../../errors.ts';
import { parseCoordinate, parseDecimal, shown, textOf } from '../../formats/fields.ts';
import { type GrowingColumn, growingFloat64, growingInt32 } from '../../formats/growing-column.ts';
import { visitTableRows } from '../../formats/table-rows.ts';
import { type TextColumn, TextColumnBuilder } from '../../formats/text-column.ts';
import { alleleFrequencies, isVcf, minorAlleleFrequency, VCF_FIELD, visitVcf } from '../../formats/vcf.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import type { Progress } from '../../progress.ts';
import { type FileChroms, fileChroms } from './variant-chroms.ts';

/** Variants in the order of the file. */
export interface VariantRows {
  readonly count: number;
  /** Places in chromSizes. */
  readonly chrom: Int32Array;
  /** 0-based, of the first base of the reference allele. */
  readonly position: Int32Array;
  /** bp of the reference allele. */
  readonly span: Int32Array;
  /** NaN where it is not known. */
  readonly maf: Float64Array;
  /** Names with semicolons between, as in the file. */
  readonly ids: TextColumn;
  /** REF>ALT, alternative alleles with commas between. */
  readonly alleles: TextColumn;
  /** Records whose id is `.` or empty: nothing could refer to them. */
  readonly withoutId: number;
  readonly onOtherChromosomes: number;
  /** Records that were joined with the one before: the same id, place and reference allele. */
  readonly joined: number;
}

/** One record, before it is known whether the next one goes on with it. */
interface Pending {
  readonly key: string;
  readonly chrom: number;
  readonly position: number;
  readonly ids: string;
  readonly ref: string;
  readonly alts: string[];
  readonly frequencies: number[];
}

interface RecordFields {
  readonly chrom: string;
  /** 1-based; -1 where it is no whole number. */
  readonly pos: number;
  readonly ids: string;
  readonly ref: string;
  readonly alt: string;
  /** Of the alternative alleles; undefined where none are known. */
  frequencies(): number[] | undefined;
  readonly line: number;
}

const TABLE_COLUMNS = ['chrom', 'pos', 'id', 'ref', 'alt', 'maf'] as const;

/**
 * Reads a VCF, or a table with the columns chrom, pos (1-based), id, ref, alt, maf. Several records of one id, place and reference that
 * follow each other, as tools that split alleles write them, are one variant. Throws CisregError: FORMAT with the line of a value that does not fit, ASSEMBLY for
 * other chromosomes.
 */
export async function readVariants(
  file: { readonly name: string; readonly path: string },
  { chromSizes, progress }: { readonly chromSizes: ChromSizes; readonly progress: Progress },
): Promise<VariantRows> {
  const chroms = fileChroms(chromSizes);
  const rows = new VariantCollector(file.path, chroms, chromSizes);
  if (await isVcf(file.path)) {
    await visitVcf(file.path, (record) => {
      const { bytes, starts, ends, line } = record;
      const text = (k: number) => textOf(bytes, starts[k]!, ends[k]!);
      rows.add({
        chrom: text(VCF_FIELD.chrom),
        pos: parseCoordinate(bytes, starts[VCF_FIELD.pos]!, ends[VCF_FIELD.pos]!),
        ids: text(VCF_FIELD.id),
        ref: text(VCF_FIELD.ref),
        alt: text(VCF_FIELD.alt),
        frequencies: () => alleleFrequencies(record),
        line,
      });
    });
  } else {
    await visitTableRows(file.path, TABLE_COLUMNS, ({ bytes, starts, ends, line }) => {
      const text = (k: number) => textOf(bytes, starts[k]!, ends[k]!);
      rows.add({
        chrom: text(0),
        pos: parseCoordinate(bytes, starts[1]!, ends[1]!),
        ids: text(2),
        ref: text(3),
        alt: text(4),
        frequencies: () => {
          const found = text(5);
          if (found === '' || found === 'NA' || found === '.') return undefined;
          const maf = parseDecimal(bytes, starts[5]!, ends[5]!);
          if (maf >= 0 && maf <= 0.5) return [maf];
          throw new RangeError(`maf is ${shown(found)}, expected a number from 0 to 0.5, or NA`);
        },
        line,
      });
    });
  }
  const found = rows.finish();
  chroms.check(file, progress);
  return found;
}

class VariantCollector {
  readonly #file: string;
  readonly #chroms: FileChroms;
  readonly #sizes: readonly number[];
  readonly #chrom = growingInt32();
  readonly #position = growingInt32();
  readonly #span = growingInt32();
  readonly #maf: GrowingColumn<Float64Array> = growingFloat64();
  readonly #ids = new TextColumnBuilder();
  readonly #alleles = new TextColumnBuilder();
  #pending: Pending | undefined;
  #withoutId = 0;
  #elsewhere = 0;
  #joined = 0;

  constructor(file: string, chroms: FileChroms, chromSizes: ChromSizes) {
    this.#file = file;
    this.#chroms = chroms;
    this.#sizes = chromSizes.sizes;
  }

  add(record: RecordFields): void {
    const { pos, ids, ref, alt } = record;
    const chrom = this.#chroms.codeOf(record.chrom);
    if (pos < 1) this.#refuse(record, `the position is no whole number from 1 on (${record.chrom})`);
    if (!/^[A-Za-z]+$/.test(ref))
      this.#refuse(record, `the reference allele is ${shown(ref)}, expected bases`);
    if (alt === '') this.#refuse(record, 'the alternative allele is empty, expected bases');
    if (chrom < 0) {
      this.#elsewhere++;
      return;
    }
    if (pos - 1 + ref.length > this.#sizes[chrom]!) {
      this.#refuse(
        record,
        `${record.chrom}:${pos} with ${ref.length} bases lies beyond the end of its chromosome (${this.#sizes[chrom]} bases); is the file of this assembly?`,
      );
    }
    if (ids === '' || ids === '.') {
      this.#withoutId++;
      return;
    }
    let frequencies: number[] | undefined;
    try {
      frequencies = record.frequencies();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#refuse(record, error.message);
    }
    const alts = alt.split(',');
    const own = frequencies ?? alts.map(() => Number.NaN);
    const key = `${chrom}\t${pos}\t${ids}\t${ref}`;
    if (this.#pending?.key === key) {
      this.#pending.alts.push(...alts);
      this.#pending.frequencies.push(...own);
      this.#joined++;
      return;
    }
    this.#flush();
    this.#pending = { key, chrom, position: pos - 1, ids, ref, alts, frequencies: own };
  }

  finish(): VariantRows {
    this.#flush();
    const count = this.#ids.count;
    return {
      count,
      chrom: this.#chrom.finish(count),
      position: this.#position.finish(count),
      span: this.#span.finish(count),
      maf: this.#maf.finish(count),
      ids: this.#ids.finish(),
      alleles: this.#alleles.finish(),
      withoutId: this.#withoutId,
      onOtherChromosomes: this.#elsewhere,
      joined: this.#joined,
    };
  }

  #flush(): void {
    const own = this.#pending;
    if (own === undefined) return;
    this.#pending = undefined;
    const row = this.#ids.count;
    for (const column of [this.#chrom, this.#position, this.#span, this.#maf]) column.reserve(row + 1);
    this.#chrom.values[row] = own.chrom;
    this.#position.values[row] = own.position;
    this.#span.values[row] = own.ref.length;
    this.#maf.values[row] = minorAlleleFrequency(own.frequencies);
    this.#ids.appendText(own.ids);
    this.#alleles.appendText(`${own.ref}>${own.alts.join(',')}`);
  }

  #refuse({ line }: RecordFields, message: string): never {
    throw new CisregError('FORMAT', message, { where: { file: this.#file, line } });
  }
}
