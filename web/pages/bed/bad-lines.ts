/** The lines of a BED that are no rows: all of them, by their numbers in the file, and the file without them. */

interface BadLine {
  /** From 1, in the file as it was given. */
  readonly number: number;
  /** What is wrong, and what was expected. */
  readonly what: string;
  /** Its beginning. */
  readonly text: string;
}

export interface BadLines {
  readonly count: number;
  /** Of them the first, with what is wrong. */
  readonly first: readonly BadLine[];
  /** Rows that can be read. */
  readonly rows: number;
  /** The file without the others, unpacked; undefined where that would be in too many pieces. */
  readonly rest: Blob | undefined;
}

/** So many lines are quoted, each to so many characters. */
const [QUOTED, QUOTED_SIGNS] = [20, 200];
/** A file is put together again from so many pieces at the most. */
const MOST_PIECES = 50_000;
const MOST_COORDINATE = 0x7fffffff;
const LEAST_COLUMNS = 3;
const SKIPPED = /^(#|(track|browser)([ \t]|$)|[ \t]*$)/;

/**
 * Looks through a file of any size, plain or gzip, by the rules of the service: at least three columns, as many in each row as in most,
 * a name, and a start and an end that are whole numbers, the end beyond the start. Blank lines, comments, track and browser lines are no rows.
 */
export async function badLines(file: Blob): Promise<BadLines> {
  const plain = await unpacked(file);
  // By columns: rows, and the line of the first.
  const widths = new Map<number, { rows: number; readonly line: number }>();
  let readable = 0;
  await eachRow(plain, ({ fields, number }) => {
    if (mistakeOf(fields) !== undefined) return;
    const own = widths.get(fields.length) ?? { rows: 0, line: number };
    widths.set(fields.length, own);
    own.rows++;
    readable++;
  });
  const [width, usual] = [...widths].reduce(
    (most, own) => (own[1].rows > most[1].rows ? own : most),
    [0, { rows: 0, line: 0 }],
  );
  const expected =
    2 * usual.rows > readable ? `but most rows have ${width}` : `expected ${width} as in line ${usual.line}`;
  const cuts: [from: number, to: number][] = [];
  const first: { number: number; what: string; from: number; to: number }[] = [];
  let [count, rows] = [0, 0];
  await eachRow(plain, ({ fields, number, from, to }) => {
    const what =
      mistakeOf(fields) ?? (fields.length === width ? undefined : `${columns(fields.length)}, ${expected}`);
    if (what === undefined) {
      rows++;
      return;
    }
    count++;
    if (first.length < QUOTED) first.push({ number, what, from, to });
    const last = cuts.at(-1);
    if (last?.[1] === from) last[1] = to;
    else if (cuts.length <= MOST_PIECES) cuts.push([from, to]);
  });
  const quoted = first.map(async ({ number, what, from, to }) => {
    const text = await plain.slice(from, Math.min(to, from + QUOTED_SIGNS)).text();
    return { number, what, text: text.replace(/\r?\n$/, '') };
  });
  return {
    count,
    first: await Promise.all(quoted),
    rows,
    rest: rows === 0 || cuts.length > MOST_PIECES ? undefined : without(plain, cuts),
  };
}

function mistakeOf(fields: readonly string[]): string | undefined {
  if (fields.length < LEAST_COLUMNS)
    return `${columns(fields.length)}, expected at least ${LEAST_COLUMNS}, separated by tabs`;
  const [chrom, from, to] = fields as [string, string, string];
  if (chrom === '') return 'The chromosome is empty, expected its name';
  const [start, end] = [coordinate(from), coordinate(to)];
  const whole = `expected a whole number from 0 to ${MOST_COORDINATE}`;
  if (start === undefined) return `The start is "${from}", ${whole}`;
  if (end === undefined) return `The end is "${to}", ${whole}`;
  if (end <= start) return `The end is ${end}, expected more than the start ${start}`;
  return undefined;
}

const columns = (many: number): string => (many === 1 ? '1 column' : `${many} columns`);

function coordinate(text: string): number | undefined {
  if (!/^\d{1,10}$/.test(text)) return undefined;
  const value = Number(text);
  return value > MOST_COORDINATE ? undefined : value;
}

interface Row {
  readonly fields: readonly string[];
  readonly number: number;
  /** Bytes of the line with its end. */
  readonly from: number;
  readonly to: number;
}

async function eachRow(plain: Blob, visit: (row: Row) => void): Promise<void> {
  // A sign a byte: places in the text are places in the file.
  const decoder = new TextDecoder('latin1');
  const reader = plain.stream().getReader();
  let [number, from, rest] = [1, 0, ''];
  const line = (text: string, to: number) => {
    const bare = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (!SKIPPED.test(bare)) {
      const tabbed = bare.split('\t');
      const fields = tabbed.length > 1 ? tabbed : bare.split(/ +/).filter((one) => one !== '');
      visit({ fields, number, from, to });
    }
    number++;
    from = to;
  };
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const lines = (rest + decoder.decode(next.value, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const text of lines) line(text, from + text.length + 1);
  }
  if (rest !== '') line(rest, from + rest.length);
}

function without(plain: Blob, cuts: readonly (readonly [from: number, to: number])[]): Blob {
  let at = 0;
  const pieces = cuts.map(([from, to]) => {
    const piece = plain.slice(at, from);
    at = to;
    return piece;
  });
  return new Blob([...pieces, plain.slice(at)]);
}

async function unpacked(file: Blob): Promise<Blob> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] !== 0x1f || head[1] !== 0x8b) return file;
  return new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
}
