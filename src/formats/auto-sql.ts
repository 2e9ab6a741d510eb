/** The columns that an autoSql description lists (UCSC's language for what a table holds). */

import { CisregError } from '../errors.ts';

/** "a comment", which may hold what would otherwise be syntax. */
const COMMENTS = /"(?:[^"\\\n]|\\.)*"/g;
const TABLE = /^\s*(?:table|object|simple)\s+\w+\s*\(([\s\S]*)\)\s*$/;
/** `uint[3] name`, `enum(a, b) name`, `simple point[2] name`, and the words that may follow a name. */
const COLUMN =
  /^(?:(?:table|object|simple)\s+)?\w+(?:\s*\[\s*\w+\s*\]|\s*\([^)]*\))?\s+(\w+)(?:\s+(?:primary|unique|index|auto)\b.*)?$/;

/**
 * The names of the columns in order. Throws CisregError FORMAT, naming `where`, for text that is no autoSql of one
 * table.
 */
export function autoSqlColumns(autoSql: string, where: string): string[] {
  const refuse = (found: string, expected: string) =>
    new CisregError('FORMAT', `the autoSql has ${found}, expected ${expected}`, { where: { file: where } });
  const body = TABLE.exec(autoSql.replace(COMMENTS, ''))?.[1];
  if (body === undefined) {
    const start = JSON.stringify(autoSql.trim().slice(0, 40));
    throw refuse(`the text ${start}`, 'one table: table NAME "about it" ( TYPE COLUMN; "about it" ... )');
  }
  const columns: string[] = [];
  for (const text of body.split(';').map((part) => part.trim())) {
    if (text === '') continue;
    const name = COLUMN.exec(text)?.[1];
    if (name === undefined) throw refuse(`the column ${JSON.stringify(text.slice(0, 60))}`, 'TYPE NAME');
    if (columns.includes(name)) throw refuse(`two columns ${name}`, 'a name for each');
    columns.push(name);
  }
  return columns;
}
