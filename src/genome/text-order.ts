/** The two orders of text that genomics uses: C-locale bytes, and natural (chr2 before chr10). */

/** Compares as `LC_ALL=C sort` does, by UTF-8 bytes. Returns <0, 0 or >0. */
export function compareText(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates sort below U+E000..U+FFFF in UTF-16 and above in UTF-8.
    if (x >= 0xd800 && y >= 0xd800)
      return (x >= 0xe000 ? x - 0x800 : x + 0x2000) - (y >= 0xe000 ? y - 0x800 : y + 0x2000);
    return x - y;
  }
  return a.length - b.length;
}

/**
 * Compares as UCSC's cmpStringsWithEmbeddedNumbers: runs of digits as numbers, the rest as text.
 * Returns <0, 0 or >0; `chr01` and `chr1` compare equal.
 */
export function compareNatural(a: string, b: string): number {
  let i = 0;
  let j = 0;
  for (;;) {
    const numberA = digitsAt(a, i);
    const numberB = digitsAt(b, j);
    if (numberA > 0 && numberB > 0) {
      const difference = Number(a.slice(i, i + numberA)) - Number(b.slice(j, j + numberB));
      if (difference !== 0) return difference;
      i += numberA;
      j += numberB;
    } else {
      const x = i < a.length ? a.charCodeAt(i) : 0;
      const y = j < b.length ? b.charCodeAt(j) : 0;
      if (x !== y) return x - y;
      if (x === 0) return 0;
      i++;
      j++;
    }
  }
}

function digitsAt(text: string, from: number): number {
  let to = from;
  while (to < text.length && text.charCodeAt(to) >= 48 && text.charCodeAt(to) <= 57) to++;
  return to - from;
}
