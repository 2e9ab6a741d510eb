import { describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { autoSqlColumns } from '../../src/formats/auto-sql.ts';

describe('autoSql', () => {
  it('lists columns of every type, whatever stands in comments', () => {
    const text = `
      table geneExtra
      "A table; with (words) that look like syntax"
      (
      string chrom; "Chromosome; see \\"name\\""
      uint chromStart;"Start"   uint chromEnd; "End"
      char[1] strand; "+ or -"
      int[blockCount] sizes; ""
      enum(none, cmpl) stat; "of its start"
      set ( a, b ) flags; ""
      string id primary; ""
      lstring text index[12]; ""
      simple point[2] pts; ""
      object thing it; ""
      )
    `;
    expect(autoSqlColumns(text, 'f')).toEqual(
      'chrom chromStart chromEnd strand sizes stat flags id text pts it'.split(' '),
    );
  });

  it.each([
    ['', 'the autoSql has the text "", expected one table'],
    ['table a "b" string c; "d"', 'expected one table: table NAME'],
    ['table a "b" (string; "d")', 'the autoSql has the column "string", expected TYPE NAME'],
    ['table a "b" (string c; "" uint c; "")', 'two columns c, expected a name for each'],
  ])('is refused where it is none: %s', (text, message) => {
    const parsing = () => autoSqlColumns(text, 'f.bb');
    expect(parsing).toThrow(CisregError);
    expect(parsing).toThrow(`f.bb: `);
    expect(parsing).toThrow(message);
  });
});
