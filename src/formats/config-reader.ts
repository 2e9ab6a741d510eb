/** Takes a YAML configuration apart, and collects everything in it that does not fit, with line and column. */

import path from 'node:path';
import type { Where } from '../errors.ts';
import type { Mistakes } from '../mistakes.ts';
import { isElsewhere } from './remote-files.ts';
import { addressLocation, type RemoteLocation } from './remote-location.ts';
import { shownAddress } from './shown-address.ts';
import type { YamlDocument } from './yaml.ts';

/** A file that the configuration names: as named there, where it is, and where it is named. */
export interface InputFile {
  /**
   * As written; the last part of an absolute path, which says something of this machine alone; an address without its query. What is stored
   * and shown.
   */
  readonly name: string;
  /** Where it is on this machine; the name of one elsewhere that was not fetched. */
  readonly path: string;
  readonly where: Where;
  /** The address or accession of a file elsewhere, as written. */
  readonly address?: string | undefined;
  /** How it is read where it is, if it is. */
  readonly remote?: RemoteLocation | undefined;
  /** What tells its content, where that is known without reading it. */
  readonly identity?: ElsewhereIdentity | undefined;
}

/** Its MD5, which its bytes were held against; the MD5 that metadata tell of a file that is not read whole; or the ETag or date of the address. */
export type ElsewhereIdentity =
  | { readonly bytes: number; readonly md5: string }
  | { readonly bytes: number; readonly metadataMd5: string }
  | { readonly bytes: number; readonly version: string };

export type Mapping = Readonly<Record<string, unknown>>;
/** Where a value stands: the keys and the places in lists that lead to it. */
export type KeyPath = readonly (string | number)[];

/** Takes typed values out of the YAML and notes what does not fit. A null value reads as absent. */
export class ConfigReader {
  private readonly document: YamlDocument;
  private readonly file: string;
  private readonly mistakes: Mistakes;
  private readonly takesAddresses: boolean;

  /** With `takesAddresses`, inputs may be addresses and accessions; whoever reads them then sees to them. */
  constructor(
    document: YamlDocument,
    file: string,
    mistakes: Mistakes,
    { takesAddresses = false }: { takesAddresses?: boolean } = {},
  ) {
    this.document = document;
    this.file = file;
    this.mistakes = mistakes;
    this.takesAddresses = takesAddresses;
  }

  where(at: KeyPath): Where {
    return this.document.where([...at]);
  }

  wrong(at: KeyPath, found: unknown, expected: string): undefined {
    const key = at.length === 0 ? 'the file' : at.join('.');
    this.mistakes.add(`${key} is ${shown(found)}, expected ${expected}`, this.where(at));
    return undefined;
  }

  /** The result of `read`, or undefined where it threw a CisregError, which is noted: a file that names more files. */
  collect<T>(read: () => Promise<T>): Promise<T | undefined> {
    return this.mistakes.collect(read);
  }

  /** `reserved` says of keys that are known and not in use why they are refused. */
  mapping(
    value: unknown,
    at: KeyPath,
    keys: readonly string[],
    { reserved = {} }: { reserved?: Readonly<Record<string, string>> } = {},
  ): Mapping {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.wrong(at, value, `a mapping with the keys ${keys.join(', ')}`);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      const why = Object.hasOwn(reserved, key) ? ` (${key} ${reserved[key]})` : '';
      this.mistakes.add(
        `unknown key ${[...at, key].join('.')}${why}, expected one of ${keys.join(', ')}; remove it or mend its name`,
        this.where([...at, key]),
      );
    }
    return value as Mapping;
  }

  /** The mappings of a list; one mapping alone is a list of one. Absent: none. */
  mappings(value: unknown, at: KeyPath, keys: readonly string[]): { own: Mapping; at: KeyPath }[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return [{ own: this.mapping(value, at, keys), at }];
    return value.map((item, i) => ({ own: this.mapping(item, [...at, i], keys), at: [...at, i] }));
  }

  text(from: Mapping, at: KeyPath, required = false): string | undefined {
    const value = from[at.at(-1)!] ?? undefined;
    if (value === undefined) {
      if (required) {
        this.mistakes.add(`${at.join('.')} is missing, expected a value; add "${at.join('.')}: ..."`, {
          file: this.file,
        });
      }
      return undefined;
    }
    return typeof value === 'string' && value.trim() !== '' ? value : this.wrong(at, value, 'text');
  }

  input(from: Mapping, at: KeyPath, required = false): InputFile | undefined {
    const name = this.text(from, at, required);
    if (name === undefined) return undefined;
    if (this.takesAddresses && isElsewhere(name)) return elsewhere(name, this.where(at));
    if (isUrl(name)) {
      return this.wrong(
        at,
        shownAddress(name),
        this.takesAddresses ? NO_PATH : 'a file on this machine; download it first',
      );
    }
    return {
      name: nameOf(name),
      path: path.isAbsolute(name) ? name : path.join(path.dirname(this.file), name),
      where: this.where(at),
    };
  }

  number(
    from: Mapping,
    at: KeyPath,
    { low, high, whole = false }: { low: number; high?: number; whole?: boolean },
  ): number | undefined {
    const value = from[at.at(-1)!] ?? undefined;
    if (value === undefined) return undefined;
    const fits =
      typeof value === 'number' &&
      value >= low &&
      value <= (high ?? Number.MAX_VALUE) &&
      (!whole || Number.isInteger(value));
    if (fits) return value;
    const range = high === undefined ? `${low} or more` : `from ${low} to ${high}`;
    return this.wrong(at, value, `a ${whole ? 'whole ' : ''}number, ${range}`);
  }

  oneOf<T extends string>(from: Mapping, at: KeyPath, choices: readonly T[]): T | undefined {
    const value = from[at.at(-1)!] ?? undefined;
    if (value === undefined || choices.includes(value as T)) return value as T | undefined;
    return this.wrong(at, value, choices.join(' or '));
  }

  texts(
    from: Mapping,
    at: KeyPath,
    choices?: readonly string[],
    mayBeEmpty = false,
  ): readonly string[] | undefined {
    const value = from[at.at(-1)!] ?? undefined;
    if (value === undefined) return undefined;
    const fits =
      Array.isArray(value) &&
      (mayBeEmpty || value.length > 0) &&
      value.every((item) => typeof item === 'string' && (choices?.includes(item) ?? item !== '')) &&
      new Set(value).size === value.length;
    if (fits) return value as string[];
    return this.wrong(
      at,
      value,
      `a list of different ${choices === undefined ? 'names' : `names out of ${choices.join(', ')}`}`,
    );
  }
}

/** What is expected where an address is none that can be read. */
export const NO_PATH = 'a path, an http(s) address or encff:ACCESSION; download it first';

/** An input elsewhere, before anybody has found it. */
export function elsewhere(address: string, where: Where): InputFile {
  const { name } = addressLocation(address);
  return { name, path: name, where, address };
}

/** What calls a file that a configuration or a sheet names so: as written, or the last part of an absolute path. */
export function nameOf(written: string): string {
  return path.isAbsolute(written) ? path.basename(written) : written;
}

/** Whether a location is an address rather than a path. */
export function isUrl(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(location);
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'empty');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text === '' ? 'empty' : text;
}
