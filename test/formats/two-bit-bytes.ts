/** A 2bit file written as its specification says, to hold readers against. */

const CODES: Readonly<Record<string, number>> = { T: 0, C: 1, A: 2, G: 3, N: 0 };

/** Sequences of A, C, G, T and N by name, lower case where masked; `isBig`: the other byte order; version 1 has offsets of 8 bytes. */
export function twoBitBytes(
  genome: Readonly<Record<string, string>>,
  { isBig = false, version = 0 }: { isBig?: boolean; version?: 0 | 1 } = {},
): Buffer {
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (isBig) bytes.writeUInt32BE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  };
  const offsetOf = (value: number) =>
    version === 0 ? u32(value) : Buffer.concat(isBig ? [u32(0), u32(value)] : [u32(value), u32(0)]);
  const records = Object.values(genome).map((sequence) => {
    const gaps = [...sequence.matchAll(/N+/gi)];
    const masked = [...sequence.matchAll(/[a-z]+/g)];
    const packed = Buffer.alloc(Math.ceil(sequence.length / 4));
    for (const [i, base] of [...sequence.toUpperCase()].entries())
      packed[i >> 2]! |= CODES[base]! << (6 - 2 * (i & 3));
    return Buffer.concat([
      u32(sequence.length),
      u32(gaps.length),
      ...gaps.map(({ index }) => u32(index)),
      ...gaps.map(([text]) => u32(text.length)),
      u32(masked.length),
      ...masked.map(({ index }) => u32(index)),
      ...masked.map(([text]) => u32(text.length)),
      u32(0),
      packed,
    ]);
  });
  const names = Object.keys(genome);
  const indexBytes = names.reduce((sum, name) => sum + 1 + name.length + (version === 0 ? 4 : 8), 0);
  let at = 16 + indexBytes;
  const index = names.map((name, i) => {
    const entry = Buffer.concat([Buffer.from([name.length]), Buffer.from(name), offsetOf(at)]);
    at += records[i]!.length;
    return entry;
  });
  return Buffer.concat([u32(0x1a412743), u32(version), u32(names.length), u32(0), ...index, ...records]);
}
