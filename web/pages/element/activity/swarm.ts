/** Points of a row that would lie on each other are moved apart, up and down, as far as the row is high. */

/**
 * For points at `x` px the shift of each in y, px, at most `halfPx`. Points take the shift nearest to the middle that touches no other point of
 * `stepPx`; where all are taken, the one that is touched least. Same points, same shifts.
 */
export function swarm(x: readonly number[], halfPx: number, stepPx: number): readonly number[] {
  const order = x.map((_, i) => i).sort((a, b) => x[a]! - x[b]! || a - b);
  const shifts = [0];
  for (let shift = stepPx / 2; shift <= halfPx; shift += stepPx / 2) shifts.push(-shift, shift);
  const moved = new Array<number>(x.length).fill(0);
  let first = 0;
  order.forEach((i, at) => {
    while (x[order[first]!]! < x[i]! - stepPx) first++;
    const near = order.slice(first, at);
    const overlap = (shift: number) =>
      near.reduce((sum, j) => {
        const apart = Math.hypot(x[i]! - x[j]!, shift - moved[j]!);
        return sum + Math.max(0, stepPx - apart);
      }, 0);
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (const shift of shifts) {
      const own = overlap(shift);
      if (own < least - 1e-9) [best, least] = [shift, own];
      if (least === 0) break;
    }
    moved[i] = best;
  });
  return moved;
}
