/**
 * The one error class of cisreg. Every mistake that a user can make or mend is a CisregError;
 * anything else that is thrown is a defect of the program.
 */

/** code -> exit status of the command line. 1: failed or bad input; 2: wrong usage. */
export const ERROR_CODES = {
  USAGE: 2,
  CONFIG: 1,
  FORMAT: 1,
  TRUNCATED: 1,
  NOT_FOUND: 1,
  IO: 1,
  ASSEMBLY: 1,
  SIGNAL: 1,
  CONFLICT: 1,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Where a mistake stands. line and column are 1-based; byte is a 0-based offset into the file. */
export interface Where {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly byte?: number | undefined;
}

/**
 * An error with a stable code and a place. No address in it shows its user, its password or its query, which may give access. Its message reads `FILE:LINE:COLUMN: what was found, what was
 * expected; the mend`. `all` holds every message where several mistakes are reported at once.
 */
export class CisregError extends Error {
  readonly code: ErrorCode;
  readonly where: Where;
  readonly all: readonly string[];
  /** Of what was asked: the parameter, filter or field that is wrong, as an address of the service calls it. */
  readonly parameter: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      where?: Where;
      cause?: unknown;
      all?: readonly string[];
      parameter?: string | undefined;
    } = {},
  ) {
    const { file, ...place } = options.where ?? {};
    const where: Where = file === undefined ? place : { file: asShown(file), ...place };
    const text = asShown(`${formatWhere(where)}${message}`);
    super(text, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CisregError';
    this.code = code;
    this.where = where;
    this.all = options.all?.map(asShown) ?? [text];
    this.parameter = options.parameter;
  }
}

/** Files that errors call otherwise, by their paths. */
const names = new Map<string, string>();

/** Has errors call a file by where it came from: the path of a copy that a cache keeps says nothing to anybody. */
export function callFile(path: string, name: string): void {
  names.set(path, name);
  // A path may be the beginning of another one.
  const longestFirst = [...names].sort(([a], [b]) => b.length - a.length);
  names.clear();
  for (const [known, own] of longestFirst) names.set(known, own);
}

/** A text as errors show it: files by what they are called, addresses without what may give access. */
export function asShown(text: string): string {
  let shown = text;
  for (const [path, name] of names) shown = shown.replaceAll(path, () => name);
  return withoutSecrets(shown);
}

/** Addresses of any scheme, in the middle of a text too. */
const ADDRESS = /\b([a-z][a-z0-9+.-]{0,15}:\/\/)([^\s<>]+)/gi;

/** A text whose addresses have no user, no password and no query; what stands behind a # is never sent, and stays. */
export function withoutSecrets(text: string): string {
  return text.replace(ADDRESS, (_, scheme: string, rest: string) => {
    // Up to the last @ before the path, as parsers of addresses take it.
    const plain = rest.replace(/^[^/?#\\]*@/, '');
    // What follows an address in a sentence is none of its query.
    return `${scheme}${plain.replace(/\?[^#]*?(["'`),.;:\]]*)(?=#|$)/, '$1')}`;
  });
}

function formatWhere(where: Where): string {
  const parts: string[] = [];
  if (where.file !== undefined) parts.push(where.file);
  if (where.line !== undefined) parts.push(String(where.line));
  if (where.line !== undefined && where.column !== undefined) parts.push(String(where.column));
  const place = parts.join(':');
  const byte = where.byte === undefined ? '' : `${place === '' ? '' : ' '}(byte ${where.byte})`;
  return place === '' && byte === '' ? '' : `${place}${byte}: `;
}
