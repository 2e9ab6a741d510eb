/** YAML 1.2 with the place of each key and value, so that a mistake in a configuration has a line. */

import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { CisregError, type Where } from '../errors.ts';
import { locationName } from './byte-stream.ts';
import { readText } from './whole-text.ts';

export interface YamlDocument {
  readonly file: string;
  /** Plain objects, arrays, strings, numbers, booleans and null. An empty document is null. */
  readonly value: unknown;
  /**
   * Where the key (or the item of a list) at `path` stands: 1-based line and column. For a path that the document
   * lacks, its nearest ancestor; for the whole document, its first line.
   */
  where(path: readonly (string | number)[]): Where;
}

/** A configuration is some kilobytes; this holds off what is plainly no configuration. */
const MAX_YAML_BYTES = 16 << 20;
/** How far aliases may multiply the document: configurations use a handful. */
const MAX_ALIASES = 100;

/** Reads one YAML document. FORMAT: every mistake of syntax in `all`, keys given twice, too many aliases. */
export async function readYaml(location: string): Promise<YamlDocument> {
  return parseYaml(await readText(location, MAX_YAML_BYTES), locationName(location));
}

/** readYaml from text that is already at hand; `file` is what errors call it. */
export function parseYaml(text: string, file: string): YamlDocument {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'error',
  });
  const placeOf = (offset: number): Where => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    message,
    offset: pos[0],
  }));
  if (faults.length === 0) faults.push(...unresolvedAliases(document));
  if (faults.length > 0) {
    const mistakes = faults.map(({ message, offset }) => {
      return new CisregError('FORMAT', `${lowered(message)}, expected valid YAML`, {
        where: placeOf(offset),
      });
    });
    const all = mistakes.map((mistake) => mistake.message);
    throw mistakes.length === 1 ? mistakes[0] : new CisregError('FORMAT', all.join('\n'), { all });
  }
  return {
    file,
    value: plainValue(document, file),
    where: (path) => placeOf(offsetOf(document.contents, path)),
  };
}

type ParsedDocument = ReturnType<typeof parseDocument>;

function unresolvedAliases(document: ParsedDocument): { message: string; offset: number }[] {
  const found: { message: string; offset: number }[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      found.push({ message: `unresolved alias *${alias.source}`, offset: alias.range?.[0] ?? 0 });
    },
  });
  return found;
}

function plainValue(document: ParsedDocument, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    // The package throws ReferenceErrors here: aliases that multiply, or that contain themselves.
    const reason = error instanceof Error ? lowered(error.message) : String(error);
    throw new CisregError('FORMAT', `${reason}, expected a plain configuration; write the values out`, {
      where: { file },
      cause: error,
    });
  }
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

function offsetOf(root: unknown, path: readonly (string | number)[]): number {
  let node: unknown = root;
  let offset = startOf(root) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && keyText(item.key) === String(step));
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) return offset;
      offset = startOf(item) ?? offset;
      node = item;
    } else return offset;
  }
  return offset;
}

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
