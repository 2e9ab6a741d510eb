/** Linkage between the variants of a registry, by population. */

import type { Linkage } from '../../analysis/snp-panel.ts';
import type { ColumnFolder } from '../../formats/column-folder.ts';
import type { KindReader } from '../kind.ts';
import { columnInPlace } from './variant-column.ts';

export interface LdPartner {
  /** Row of the other variant. */
  readonly row: number;
  readonly r2: number;
}

export interface LdTable {
  /** As annotations.yaml lists them. */
  readonly populations: readonly string[];
  /** The variants linked with this one, by row; read in place. `population` is one of those. */
  partners(population: string, row: number): LdPartner[];
  /** All of a population, read anew: 4 bytes a variant and 16 a pair that the caller holds. */
  linkage(population: string): Linkage;
}

export const LD: KindReader<LdTable> = { kind: 'ld', open: openLd };

function openLd(columns: ColumnFolder): LdTable {
  const populations = columns.texts('populations');
  const places = new Map(
    populations.map((population) => [
      population,
      {
        offsets: columnInPlace(columns.inPlace(`${population}.offsets`)),
        partner: columnInPlace(columns.inPlace(`${population}.partner`)),
        r2: columnInPlace(columns.inPlace(`${population}.r2`)),
      },
    ]),
  );
  return {
    populations,
    partners(population, row) {
      const { offsets, partner, r2 } = places.get(population)!;
      const found: LdPartner[] = [];
      for (let k = offsets.at(row); k < offsets.at(row + 1); k++) {
        found.push({ row: partner.at(k), r2: r2.at(k) });
      }
      return found;
    },
    linkage(population) {
      const whole = (name: string) => {
        const file = columns.inPlace(`${population}.${name}`);
        return file.read(0, file.shape[0]!);
      };
      return {
        offsets: whole('offsets') as Int32Array,
        partner: whole('partner') as Int32Array,
        r2: whole('r2') as Float32Array,
      };
    },
  };
}
