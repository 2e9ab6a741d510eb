/** Amounts of bytes as people read them, in powers of ten, as disks and the portal count. */

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'];

/** `947 B`, `1.5 kB`, `12.3 MB`, `1.0 TB`. */
export function shownBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes / 1000;
  let unit = 0;
  // What rounds to 1000 of a unit is 1 of the next.
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${UNITS[unit]}`;
}
