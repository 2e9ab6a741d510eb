/** The files of the mini genome as text, made once for a test file, and tables read without the product's readers. */

import { annotationTexts } from '../../src/simulate/annotation/annotation-files.ts';
import { truthElementsText, truthGenesText } from '../../src/simulate/build-inputs.ts';
import { layOut } from '../../src/simulate/layout.ts';
import { secondGenomeOf } from '../../src/simulate/orthology/second-genome.ts';

export const genome = layOut(1);
export const second = secondGenomeOf(genome).genome;
const texts = annotationTexts(genome);
const made = new Map<string, string>();

/** The paths of all annotation files but the conservation scores. */
export const paths = [...texts.keys()];

/** A file of the simulation; `.gz` ones before they are packed. */
export function textOf(path: string): string {
  let text = made.get(path);
  if (text === undefined) {
    const pieces =
      path === 'truth/elements.tsv'
        ? truthElementsText(genome)
        : path === 'second/truth/elements.tsv'
          ? truthElementsText(second)
          : path === 'truth/genes.tsv'
            ? truthGenesText(genome)
            : texts.get(path)!(genome);
    text = [...pieces].join('');
    made.set(path, text);
  }
  return text;
}

export type Row = Readonly<Record<string, string>>;

/** The rows of a table with a header. */
export function tableOf(path: string): readonly Row[] {
  const [header, ...lines] = textOf(path).replace(/\n$/, '').split('\n');
  const columns = header!.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    if (cells.length !== columns.length) throw new Error(`${path}: ${cells.length} cells in ${line}`);
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]!]));
  });
}

export const listOf = (cell: string): readonly string[] => (cell === '' ? [] : cell.split('; '));

export interface Element {
  readonly id: string;
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly class: string;
  readonly isCtcfBound: boolean;
  readonly biosamples: ReadonlySet<string>;
}

/** Planted elements by id. */
export function elementsOf(path: string): ReadonlyMap<string, Element> {
  return new Map(
    tableOf(path).map((row) => [
      row.id!,
      {
        id: row.id!,
        chrom: row.chrom!,
        start: Number(row.start),
        end: Number(row.end),
        class: row.class!,
        isCtcfBound: row.ctcfBound === 'yes',
        biosamples: new Set(listOf(row.biosamples!)),
      },
    ]),
  );
}

/** Which elements cover a base, by buckets. */
export function coverOf(
  elements: Iterable<Element>,
): (chrom: string, position: number) => readonly Element[] {
  const buckets = new Map<string, Element[]>();
  for (const element of elements) {
    for (let bin = element.start >> 10; bin <= (element.end - 1) >> 10; bin++) {
      const key = `${element.chrom} ${bin}`;
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [element]);
      else bucket.push(element);
    }
  }
  return (chrom, position) =>
    (buckets.get(`${chrom} ${position >> 10}`) ?? []).filter(
      ({ start, end }) => start <= position && position < end,
    );
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function correlationOf(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [meanOf(x), meanOf(y)];
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0);
  const both = sum((i) => (x[i]! - mx) * (y[i]! - my));
  return both / Math.sqrt(sum((i) => (x[i]! - mx) ** 2) * sum((i) => (y[i]! - my) ** 2));
}
