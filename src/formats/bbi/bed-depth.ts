/** How many rows cover each base: what the summary and the zoom levels of a bigBed are made of. */

/** Takes rows in order, chromosome by chromosome, and gives stretches of one depth. */
export interface DepthSweep {
  add(chrom: number, start: number, end: number): void;
  finish(): void;
}

/**
 * Calls `visit` for each stretch that rows cover, in order. Memory: the rows over one base. Rows of no bases cover
 * nothing.
 */
export function sweepDepth(
  visit: (chrom: number, start: number, end: number, depth: number) => void,
): DepthSweep {
  const ends = newEndHeap();
  let chrom = -1;
  let at = 0;
  /** Passes the ends up to `limit`. */
  const advance = (limit: number) => {
    while (ends.size > 0 && ends.least <= limit) {
      if (ends.least > at) visit(chrom, at, ends.least, ends.size);
      at = ends.least;
      ends.removeLeast();
    }
    if (ends.size > 0 && limit > at) visit(chrom, at, limit, ends.size);
    at = limit;
  };
  const finish = () => advance(Number.POSITIVE_INFINITY);
  return {
    add(nextChrom, start, end) {
      if (nextChrom !== chrom) {
        finish();
        chrom = nextChrom;
        at = 0;
      }
      advance(start);
      if (end > start) ends.add(end);
    },
    finish,
  };
}

/** A binary heap of numbers. */
function newEndHeap(): {
  readonly size: number;
  readonly least: number;
  add(end: number): void;
  removeLeast(): void;
} {
  const heap: number[] = [];
  return {
    get size() {
      return heap.length;
    },
    get least() {
      return heap[0]!;
    },
    add(end) {
      let i = heap.push(end) - 1;
      for (let parent = (i - 1) >> 1; i > 0 && heap[parent]! > end; parent = (i - 1) >> 1) {
        heap[i] = heap[parent]!;
        i = parent;
      }
      heap[i] = end;
    },
    removeLeast() {
      const end = heap.pop()!;
      if (heap.length === 0) return;
      let i = 0;
      for (let child = 1; child < heap.length; child = 2 * i + 1) {
        if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
        if (heap[child]! >= end) break;
        heap[i] = heap[child]!;
        i = child;
      }
      heap[i] = end;
    },
  };
}
