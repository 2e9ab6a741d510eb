/** The chosen columns as the table takes them, and a row in two lines for narrow windows. */

import type { ReactNode } from 'react';
import type { Registry } from '../../frame/registry.ts';
import type { Column } from '../../parts/data-table.tsx';
import { Accession, ClassName, ZCell } from '../../parts/marks.tsx';
import { distance, place } from '../../words/numbers.ts';
import type { ElementColumn } from './column-list.tsx';
import { nameOfRow, type ShownRow } from './element-rows.ts';

/** Widths of characters of 13 px, px: tabular digits and the hyphen, signs between digits, letters (most are narrower). */
const [DIGIT_PX, SIGN_PX, LETTER_PX] = [8.45, 3.55, 7.6];
/** What is left and right of a cell's words, px. */
const AROUND_PX = 12;

const textPx = (text: string): number =>
  [...text].reduce(
    (sum, sign) => sum + (/[\d-]/.test(sign) ? DIGIT_PX : /[,:.]/.test(sign) ? SIGN_PX : LETTER_PX),
    0,
  );

/** The width in which every location of a registry has room, px; those of alternates and patches, which have long names, are cut. */
function locationPx({ chromosomes }: Registry): number {
  const main = chromosomes.filter(({ name }) => !name.includes('_'));
  const longest = Math.max(
    ...(main.length === 0 ? chromosomes : main).map(({ name, sizeBp }) =>
      textPx(place({ chrom: name, start: sizeBp - 1, end: sizeBp })),
    ),
  );
  return Math.ceil(longest) + AROUND_PX;
}

/** Without genes their ids stand for them, which are longer of a mouse, px. */
const MOUSE_ID_PX = Math.ceil(textPx('ENSMUSG00000102693')) + AROUND_PX;
const MOUSE = 'EM';

/** The columns with the width that they need, px. What the table has beyond it is shared out. */
export function withWidths(columns: readonly ElementColumn[], registry: Registry): readonly ElementColumn[] {
  const widths: Readonly<Record<string, number | undefined>> = {
    location: locationPx(registry),
    nearestGene:
      registry.annotations.includes('genes') || !registry.accessionPrefix.startsWith(MOUSE)
        ? undefined
        : MOUSE_ID_PX,
  };
  return columns.map((column) => ({ ...column, width: widths[column.key] ?? column.width }));
}

/** As the table takes them. */
export function tableColumns(columns: readonly ElementColumn[]): readonly Column<ShownRow>[] {
  return columns.map(({ key, head, name, width, isNumber = false, sort, cell }) => ({
    key,
    name,
    head: <span title={name}>{head}</span>,
    width: `minmax(${width}px, ${width}fr)`,
    isNumber,
    ...(sort === undefined ? {} : { sortBy: true as const }),
    cell,
  }));
}

/** Accession, class and a Z-score; place, nearest gene and how far it is. */
export function NarrowRow({ row, z }: { readonly row: ShownRow; readonly z: NarrowZ }): ReactNode {
  return (
    <>
      <div>
        <span className="narrow-name">
          <Accession accession={nameOfRow(row)} />
          {row.class === null ? null : <ClassName name={row.class} isCtcfBound={row.ctcfBound} />}
        </span>
        {'biosample' in z ? (
          <ZCell
            z={row.z?.find(({ assay, biosample }) => assay === z.assay && biosample === z.biosample)}
            assay={z.assay}
          />
        ) : (
          <ZCell z={row.maxZ[z.assay]} assay={z.assay} />
        )}
      </div>
      <div className="soft">
        <span>{place(row)}</span>
        {row.nearestGene === null || row.tssDistance === null ? null : (
          <>
            <span className="cut">{row.symbol === null ? row.nearestGene : <i>{row.symbol}</i>}</span>
            <span>{distance(row.tssDistance)}</span>
          </>
        )}
      </div>
    </>
  );
}

/** Which Z a narrow row has: of the first biosample among the columns, else the highest of DNase. */
export type NarrowZ =
  | { readonly assay: string; readonly biosample: string }
  | { readonly assay: keyof ShownRow['maxZ'] };
