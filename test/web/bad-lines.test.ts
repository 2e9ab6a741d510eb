import { describe, expect, it } from 'vitest';
import { bedOfLines } from '../../src/formats/bed.ts';
import { textOfStream } from '../../src/formats/text-lines.ts';
import { badLines } from '../../web/pages/bed/bad-lines.ts';
import { seeded } from '../genome/random.ts';

/** Whether the service's own reader takes a BED. */
async function isRead(text: string): Promise<boolean> {
  const bytes = async function* () {
    yield Buffer.from(text);
  };
  return bedOfLines(textOfStream(bytes(), 'the BED'), 'the BED').then(
    () => true,
    () => false,
  );
}

const PARTS = [
  'chr1',
  '',
  ' ',
  '0',
  '7',
  '12',
  '007',
  '2147483647',
  '2147483648',
  '-1',
  '1.5',
  'x',
  'é',
  '#',
  'track',
  '\r',
];

describe('the lines of a BED that are no rows', () => {
  it('are those that the service refuses, one by one', async () => {
    const random = seeded(7);
    for (let i = 0; i < 3000; i++) {
      const fields = Array.from({ length: random.int(0, 5) }, () => random.pick(PARTS));
      if (random.chance(0.6)) fields[0] = 'chr1';
      if (random.chance(0.6)) fields[1] = '5';
      const line = fields.join(random.pick(['\t', '\t', ' ', '  ']));
      const { count } = await badLines(new Blob([line]));
      expect(count === 0, JSON.stringify(line)).toBe(await isRead(line));
    }
  });

  it('are left out of the file, which the service reads then', async () => {
    const random = seeded(11);
    for (let i = 0; i < 200; i++) {
      const lines = Array.from({ length: random.int(1, 12) }, (_, at) =>
        random.chance(0.5)
          ? `chr2\t${at}\t${at + 9}`
          : ['chr2\t9\t9', 'x', 'chr2\t1\t2\tname', '', '# é'][at % 5]!,
      );
      const text = lines.join(random.chance(0.5) ? '\n' : '\r\n');
      const { rest, rows, count, first } = await badLines(new Blob([text]));
      for (const { number, text: quoted } of first) expect(quoted).toBe(lines[number - 1]);
      expect(count + rows).toBe(lines.filter((line) => line !== '' && !line.startsWith('#')).length);
      if (rest === undefined) expect(rows).toBe(0);
      else expect(await isRead(await rest.text())).toBe(true);
    }
  });
});
