/** The line that begins a chain: `chain score tName tSize tStrand tStart tEnd qName qSize qStrand qStart qEnd [id]`. */

import { CisregError } from '../errors.ts';
import type { Chains } from '../genome/chains.ts';
import { chromSizesOf } from '../genome/chrom-sizes.ts';
import { ChromDictionary } from './chrom-dictionary.ts';
import { type Fields, fieldError, fieldText, parseCoordinate, parseDecimal, shown } from './fields.ts';
import { growingFloat64, growingInt8, growingInt32 } from './growing-column.ts';

const NAMES = [
  'chain',
  'score',
  'tName',
  'tSize',
  'tStrand',
  'tStart',
  'tEnd',
  'qName',
  'qSize',
  'qStrand',
  'qStart',
  'qEnd',
  'id',
];
const WHOLE = 'a whole number from 0 to 2147483647';

/** The headers read so far. */
export interface ChainHeaders {
  readonly file: string;
  readonly targets: ChromSide;
  readonly queries: ChromSide;
  readonly columns: ReturnType<typeof newColumns>;
  count: number;
}

/** The chromosomes of one side, and the size of each. */
interface ChromSide {
  readonly chroms: ChromDictionary;
  readonly sizes: number[];
}

/** Where the blocks of a chain begin and are to end, on both sides. */
export interface ChainSpan {
  readonly line: number;
  readonly targetStart: number;
  readonly targetEnd: number;
  readonly queryStart: number;
  readonly queryEnd: number;
}

/** No headers yet; `file` is what errors call it. */
export function newHeaders(file: string): ChainHeaders {
  return { file, targets: newSide(), queries: newSide(), columns: newColumns(), count: 0 };
}

/**
 * Adds the header whose words are `fields`. FORMAT: not 12 or 13 words, numbers that are none, a target strand other
 * than +, a place that is empty or beyond its chromosome, a size that an earlier chain gives otherwise.
 */
export function addHeader(headers: ChainHeaders, fields: Fields, line: number): ChainSpan {
  const { count } = fields;
  if (count !== NAMES.length && count !== NAMES.length - 1) {
    const found = count === 1 ? '1 field' : `${count} fields`;
    const message = `${found}, expected the 12 or 13 of a chain's header (chain, score, ..., qEnd, maybe id); was the file cut short?`;
    throw new CisregError('FORMAT', message, { where: { file: headers.file, line } });
  }
  const header = { file: headers.file, fields, line };
  const score = parseDecimal(fields.bytes, fields.starts[1]!, fields.ends[1]!);
  if (!Number.isFinite(score)) throw headerError(header, 1, 'a number');
  if (fieldText(fields, 4) !== '+') {
    throw headerError(
      header,
      4,
      '+',
      'chains read their target forward: swap or sort them with the tool that made them',
    );
  }
  const strand = fieldText(fields, 9);
  if (strand !== '+' && strand !== '-') throw headerError(header, 9, '+ or -');
  const target = addPlace(headers.targets, header, 2);
  const query = addPlace(headers.queries, header, 7);
  const id = count === NAMES.length ? wholeNumber(header, 12) : -1;
  const { columns } = headers;
  const at = headers.count++;
  for (const column of Object.values(columns)) column.reserve(at + 1);
  columns.score.values[at] = score;
  columns.targetChrom.values[at] = target.chrom;
  columns.targetStart.values[at] = target.start;
  columns.targetEnd.values[at] = target.end;
  columns.queryChrom.values[at] = query.chrom;
  columns.queryStrand.values[at] = strand === '+' ? 1 : -1;
  columns.queryStart.values[at] = query.start;
  columns.queryEnd.values[at] = query.end;
  columns.id.values[at] = id;
  columns.line.values[at] = line;
  return {
    line,
    targetStart: target.start,
    targetEnd: target.end,
    queryStart: query.start,
    queryEnd: query.end,
  };
}

/** The columns of all headers. */
export function finishHeaders(headers: ChainHeaders): Omit<Chains, `block${string}`> {
  const { count, columns } = headers;
  return {
    count,
    targets: chromSizesOf(headers.targets.chroms.names, headers.targets.sizes),
    queries: chromSizesOf(headers.queries.chroms.names, headers.queries.sizes),
    score: columns.score.finish(count),
    targetChrom: columns.targetChrom.finish(count),
    targetStart: columns.targetStart.finish(count),
    targetEnd: columns.targetEnd.finish(count),
    queryChrom: columns.queryChrom.finish(count),
    queryStrand: columns.queryStrand.finish(count),
    queryStart: columns.queryStart.finish(count),
    queryEnd: columns.queryEnd.finish(count),
    id: columns.id.finish(count),
    line: columns.line.finish(count),
  };
}

function newSide(): ChromSide {
  return { chroms: new ChromDictionary(), sizes: [] };
}

function newColumns() {
  return {
    score: growingFloat64(),
    targetChrom: growingInt32(),
    targetStart: growingInt32(),
    targetEnd: growingInt32(),
    queryChrom: growingInt32(),
    queryStrand: growingInt8(),
    queryStart: growingInt32(),
    queryEnd: growingInt32(),
    id: growingInt32(),
    line: growingInt32(),
  };
}

interface Header {
  readonly file: string;
  readonly fields: Fields;
  readonly line: number;
}

/** The side of a chain whose name is word `first`: name, size, strand, start, end. */
function addPlace(side: ChromSide, header: Header, first: number) {
  const { bytes, starts, ends } = header.fields;
  const size = wholeNumber(header, first + 1);
  const start = wholeNumber(header, first + 3);
  const end = wholeNumber(header, first + 4);
  const chrom = side.chroms.numberOf(bytes, starts[first]!, ends[first]!);
  const known = side.sizes[chrom];
  if (known === undefined) side.sizes.push(size);
  else if (known !== size) {
    const name = shown(fieldText(header.fields, first));
    throw headerError(header, first + 1, `${known}, which earlier chains give as the size of ${name}`);
  }
  if (end <= start) throw headerError(header, first + 4, `more than the start ${start}`);
  if (end > size) throw headerError(header, first + 4, `at most the size ${size}`);
  return { chrom, start, end };
}

function wholeNumber(header: Header, i: number): number {
  const { bytes, starts, ends } = header.fields;
  const value = parseCoordinate(bytes, starts[i]!, ends[i]!);
  if (value < 0) throw headerError(header, i, WHOLE);
  return value;
}

function headerError(header: Header, i: number, expected: string, mend?: string): CisregError {
  const { file, line, fields } = header;
  return fieldError({ file, line, column: i + 1, name: NAMES[i]! }, fieldText(fields, i), expected, mend);
}
