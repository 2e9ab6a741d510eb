/** The planted elements as columns: a genome-sized simulation has two million. */

/** The class that an element is planted as, in the words of the registry. */
export type PlantedClass = 'PLS' | 'pELS' | 'dELS' | 'DNase-H3K4me3' | 'CTCF-only' | 'DNase-only';

export const PLANTED_CLASSES: readonly PlantedClass[] = [
  'PLS',
  'pELS',
  'dELS',
  'DNase-H3K4me3',
  'CTCF-only',
  'DNase-only',
];

/** A place, 0-based half-open; `chrom` is an index into the genome's chromosomes. */
export interface Locus {
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
}

/** An element before it has a place in the table. */
export interface NewElement extends Locus {
  readonly planted: PlantedClass;
  readonly isCtcfBound: boolean;
  /** Whether every data set calls it with exactly this extent, so that accessions can be reused. */
  readonly isExact: boolean;
  /** 1 for each biosample in which it is active. */
  readonly active: Uint8Array;
  /** Its signal against that of a typical element. */
  readonly strength: number;
}

/** A row of the table, made when it is asked for. */
export interface PlantedElement extends Locus {
  readonly index: number;
  readonly planted: PlantedClass;
  readonly isCtcfBound: boolean;
  readonly isExact: boolean;
  readonly strength: number;
}

/** Planted elements by chromosome and start. */
export class ElementTable implements Iterable<PlantedElement> {
  readonly biosamples: number;
  count = 0;
  chrom = new Uint8Array(0);
  start = new Int32Array(0);
  end = new Int32Array(0);
  /** Index into PLANTED_CLASSES. */
  planted = new Uint8Array(0);
  ctcfBound = new Uint8Array(0);
  exact = new Uint8Array(0);
  strength = new Float64Array(0);
  /** A row of flags an element, one a biosample. */
  active = new Uint8Array(0);

  constructor(biosamples: number) {
    this.biosamples = biosamples;
  }

  /** Adds rows, as many at a time as come together: each call moves the columns. */
  append(elements: readonly NewElement[]): void {
    const before = this.count;
    const count = before + elements.length;
    const grown = <T extends Uint8Array | Int32Array | Float64Array>(column: T, larger: T): T => {
      larger.set(column);
      return larger;
    };
    this.chrom = grown(this.chrom, new Uint8Array(count));
    this.start = grown(this.start, new Int32Array(count));
    this.end = grown(this.end, new Int32Array(count));
    this.planted = grown(this.planted, new Uint8Array(count));
    this.ctcfBound = grown(this.ctcfBound, new Uint8Array(count));
    this.exact = grown(this.exact, new Uint8Array(count));
    this.strength = grown(this.strength, new Float64Array(count));
    this.active = grown(this.active, new Uint8Array(count * this.biosamples));
    for (const [k, element] of elements.entries()) {
      const i = before + k;
      this.chrom[i] = element.chrom;
      this.start[i] = element.start;
      this.end[i] = element.end;
      this.planted[i] = PLANTED_CLASSES.indexOf(element.planted);
      this.ctcfBound[i] = element.isCtcfBound ? 1 : 0;
      this.exact[i] = element.isExact ? 1 : 0;
      this.strength[i] = element.strength;
      this.active.set(element.active, i * this.biosamples);
    }
    this.count = count;
  }

  at(index: number): PlantedElement {
    return {
      index,
      chrom: this.chrom[index]!,
      start: this.start[index]!,
      end: this.end[index]!,
      planted: PLANTED_CLASSES[this.planted[index]!]!,
      isCtcfBound: this.ctcfBound[index] === 1,
      isExact: this.exact[index] === 1,
      strength: this.strength[index]!,
    };
  }

  isActive(index: number, biosample: number): boolean {
    return this.active[index * this.biosamples + biosample] === 1;
  }

  /** The flags of an element; a view. */
  activityOf(index: number): Uint8Array {
    return this.active.subarray(index * this.biosamples, (index + 1) * this.biosamples);
  }

  *[Symbol.iterator](): Generator<PlantedElement> {
    for (let i = 0; i < this.count; i++) yield this.at(i);
  }

  /** The range of rows on a chromosome. */
  rangeOf(chrom: number): { readonly from: number; readonly to: number } {
    return { from: this.#firstFrom(chrom), to: this.#firstFrom(chrom + 1) };
  }

  #firstFrom(chrom: number): number {
    let from = 0;
    let to = this.count;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.chrom[middle]! < chrom) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The first row of a chromosome's range that ends behind `position`; the range's end where none does. */
  firstEndingAfter(range: { readonly from: number; readonly to: number }, position: number): number {
    let { from, to } = range;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.end[middle]! > position) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}

/** How an element is called in the truth. */
export function elementId(index: number): string {
  return `E${String(index + 1).padStart(5, '0')}`;
}
