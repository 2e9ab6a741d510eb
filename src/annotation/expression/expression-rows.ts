/** Rows of several matrices as rows of one: those of one gene or transcript together, in the order of the genes. */

import { CisregError } from '../../errors.ts';
import { withoutVersion } from '../genes/gene-name-index.ts';

/** The genes or start sites that rows may be of, by their places. */
export interface KnownRows {
  /** What they are called in messages: genes, transcripts. */
  readonly what: string;
  readonly count: number;
  /** Places by each name, the surest kind of name first: ids, then ids without version, then what else tells one apart. */
  readonly names: readonly ReadonlyMap<string, readonly number[]>[];
  /** How row i is called where it is known. */
  id(place: number): string;
}

export interface JoinedRows {
  /** By row: first those that are known, in the order of their places, then the others as they stand in the matrices. */
  readonly ids: readonly string[];
  /** How many of the rows are known. */
  readonly known: number;
  /** By place of what is known: its row; -1 without one. */
  readonly rowOfKnown: Int32Array;
  /** By matrix and row of the matrix: the row here. */
  readonly rowOf: readonly Int32Array[];
}

/**
 * Joins the rows of matrices. Throws CisregError FORMAT where two rows of one matrix are of one gene or transcript, ASSEMBLY where something is
 * known and no row of a matrix is of it.
 */
export function joinRows(
  matrices: readonly { readonly file: string; readonly lineOf: ReadonlyMap<string, number> }[],
  known: KnownRows,
): JoinedRows {
  const places = matrices.map((matrix) => placesOf(matrix, known));
  const isHere = new Uint8Array(known.count);
  for (const own of places) for (const [first] of own.values()) if (first !== undefined) isHere[first] = 1;
  const ids: string[] = [];
  const rowOfKnown = new Int32Array(known.count).fill(-1);
  for (let place = 0; place < known.count; place++) {
    if (isHere[place] === 0) continue;
    rowOfKnown[place] = ids.length;
    ids.push(known.id(place));
  }
  const knownRows = ids.length;
  const others = new Map<string, number>();
  const rowOf = places.map((own) =>
    Int32Array.from(own, ([id, [first]]) => {
      if (first !== undefined) return rowOfKnown[first]!;
      let row = others.get(id);
      if (row === undefined) {
        row = ids.push(id) - 1;
        others.set(id, row);
      }
      return row;
    }),
  );
  // Genes of one id on two chromosomes have the same values.
  for (const own of places) {
    for (const [first, ...rest] of own.values()) {
      for (const place of rest) rowOfKnown[place] = rowOfKnown[first!]!;
    }
  }
  return { ids, known: knownRows, rowOfKnown, rowOf };
}

/** The places of each row of a matrix, in its order; empty for what is not known. */
function placesOf(
  { file, lineOf }: { readonly file: string; readonly lineOf: ReadonlyMap<string, number> },
  known: KnownRows,
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, readonly number[]>();
  const taken = new Map<number, string>();
  let found = 0;
  for (const [id, line] of lineOf) {
    const own = placesOfId(id, known);
    places.set(id, own);
    const [first] = own;
    if (first === undefined) continue;
    found++;
    const other = taken.get(first);
    if (other !== undefined) {
      const message = `${id} and ${other} of line ${lineOf.get(other)} are both ${known.id(first)}, expected one row for it`;
      throw new CisregError('FORMAT', message, { where: { file, line, column: 1 } });
    }
    taken.set(first, id);
  }
  if (found === 0 && known.count > 0) {
    const [example] = lineOf.keys();
    const message = `none of its ${lineOf.size} rows (${example}) is one of the ${known.count} ${known.what} of the registry, expected ids such as ${known.id(0) || '(none: the file of genes has no transcripts; name a GTF)'}`;
    throw new CisregError('ASSEMBLY', message, { where: { file } });
  }
  return places;
}

function placesOfId(id: string, { names }: KnownRows): readonly number[] {
  const [exact, bare, ...others] = names;
  const found = exact?.get(id) ?? bare?.get(withoutVersion(id));
  if (found !== undefined) return found;
  for (const own of others) {
    const places = own.get(id);
    if (places !== undefined) return places;
  }
  return [];
}

/** Places by name; names that are empty are nobody's. */
export function placesByName(count: number, nameOf: (place: number) => string): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let place = 0; place < count; place++) {
    const name = nameOf(place);
    if (name === '') continue;
    const own = places.get(name);
    if (own === undefined) places.set(name, [place]);
    else own.push(place);
  }
  return places;
}
