/** numpy's linear percentile, from its definition: position (n - 1) q / 100 among the sorted values. */
export function linearPercentile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * (q / 100);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  const share = position - Math.floor(position);
  return share < 0.5 ? below + (above - below) * share : above - (above - below) * (1 - share);
}
