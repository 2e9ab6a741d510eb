/** The ninth column of GTF: `gene_id "ENSG..."; tag "basic"; level 2;`. */

import { CisregError } from '../errors.ts';
import { shown } from './fields.ts';

/** The attributes of one line: the first value of each key, and every `tag`. */
export interface GtfAttributes {
  readonly values: ReadonlyMap<string, string>;
  readonly tags: readonly string[];
}

const ATTRIBUTE = /\s*([^\s";=]+)\s+(?:"([^"]*)"|([^\s";]+))\s*(?:;|$)\s*/y;

/** Reads the attributes of a line. FORMAT: text that is no list of keys and values (an open quote, GFF3's `=`). */
export function attributesOf(file: string, line: number, text: string): GtfAttributes {
  const values = new Map<string, string>();
  const tags: string[] = [];
  let at = 0;
  while (at < text.length) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (match === null) {
      const found = shown(text.slice(at));
      const message = `column 9 (attributes) has ${found}, expected key "value"; pairs as in GTF`;
      throw new CisregError('FORMAT', message, { where: { file, line, column: 9 } });
    }
    const key = match[1]!;
    const value = match[2] ?? match[3]!;
    if (key === 'tag') tags.push(value);
    else if (!values.has(key)) values.set(key, value);
    at = ATTRIBUTE.lastIndex;
  }
  return { values, tags };
}
