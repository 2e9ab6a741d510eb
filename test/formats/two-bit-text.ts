/** A 2bit file read as its specification says, base by base, to hold writers against. */

const BASES = 'TCAG';

/** The sequences of a little-endian file of version 0 by name, as ASCII: N in gaps, lower case where masked. */
export function twoBitTexts(file: Buffer): Readonly<Record<string, Buffer>> {
  let at = 0;
  const word = () => {
    at += 4;
    return file.readUInt32LE(at - 4);
  };
  const words = (count: number) => Array.from({ length: count }, word);
  const [magic, version, count, reserved] = words(4);
  if (magic !== 0x1a412743 || version !== 0 || reserved !== 0) throw new Error('no 2bit file of version 0');
  const index = Array.from({ length: count! }, () => {
    const from = at + 1;
    at = from + file[at]!;
    return { name: file.toString('latin1', from, at), offset: word() };
  });
  const texts: Record<string, Buffer> = {};
  for (const { name, offset } of index) {
    if (offset !== at) throw new Error(`${name} is at ${offset}, expected ${at}`);
    const text = Buffer.alloc(word());
    const stretches = () => {
      const starts = words(word());
      const sizes = words(starts.length);
      return starts.map((start, i) => ({ start, end: start + sizes[i]! }));
    };
    const [gaps, masked] = [stretches(), stretches()];
    if (word() !== 0) throw new Error(`${name} has no reserved word`);
    for (let i = 0; i < text.length; i++) {
      text[i] = BASES.charCodeAt((file[at + (i >> 2)]! >> (6 - 2 * (i & 3))) & 3);
    }
    at += Math.ceil(text.length / 4);
    for (const { start, end } of gaps) text.fill('N', start, end);
    for (const { start, end } of masked) for (let i = start; i < end; i++) text[i]! |= 0x20;
    texts[name] = text;
  }
  if (at !== file.length) throw new Error(`ends at ${at}, and the file at ${file.length}`);
  return texts;
}
