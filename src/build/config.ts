/** registry.yaml: what a build is to do. docs/formats.md lists every key. */

import path from 'node:path';
import type { Where } from '../errors.ts';
import { readYaml, type YamlDocument } from '../formats/yaml.ts';
import type { Scheme } from '../registry/schemes.ts';
import type { Mistakes } from './mistakes.ts';

/** A file that the configuration names: as written, where it is, and where it is named. */
export interface InputFile {
  readonly name: string;
  readonly path: string;
  readonly where: Where;
}

/** How DHSs are filtered. Widths in bases, inclusive. */
export interface DhsFilter {
  /** The least signal; undefined: the percentile below decides. */
  readonly minSignal: number | undefined;
  readonly minSignalPercentile: number;
  readonly minWidth: number;
  readonly maxWidth: number;
  readonly maxFdr: number;
  readonly wide: 'drop' | 'summit';
  readonly maxPeakWidth: number;
}

export interface BuildConfig {
  readonly file: string;
  readonly assembly: string;
  readonly accessionPrefix: string;
  readonly scheme: Scheme;
  readonly anchors: readonly string[];
  readonly chromSizes: InputFile;
  readonly exclude: readonly string[];
  readonly tss: InputFile;
  readonly datasets: InputFile;
  readonly biosamples: InputFile | undefined;
  readonly consensusDhs: InputFile | undefined;
  readonly blacklist: InputFile | undefined;
  readonly previousRdhs: InputFile | undefined;
  readonly previousCcre: InputFile | undefined;
  readonly dhs: DhsFilter;
  readonly minSpot: number | undefined;
  readonly normalisation: InputFile | undefined;
  readonly chromosomes: readonly string[] | undefined;
  /** Where `chromosomes` stands. */
  readonly chromosomesWhere: Where;
}

const PREFIXES: Readonly<Record<string, string>> = { GRCh38: 'EH38', mm10: 'EM10', hg19: 'EH37' };
/** Names that others use for the same assemblies. */
const ASSEMBLY_ALIASES: Readonly<Record<string, string>> = { hg38: 'GRCh38', GRCh37: 'hg19', GRCm38: 'mm10' };
const ANCHOR_ASSAYS = ['DNase', 'ATAC'];
/** Chromosomes that give no rDHS: mitochondria, the Epstein-Barr virus of cell lines, alternative and unplaced contigs. */
const DEFAULT_EXCLUDE = ['chrM', 'chrEBV', '*_*'];

const KEYS = [
  'assembly',
  'accessionPrefix',
  'scheme',
  'anchors',
  'chromSizes',
  'exclude',
  'tss',
  'datasets',
  'biosamples',
  'consensusDhs',
  'blacklist',
  'previous',
  'dhs',
  'minSpot',
  'normalisation',
  'chromosomes',
];
const DHS_KEYS = [
  'minSignal',
  'minSignalPercentile',
  'minWidth',
  'maxWidth',
  'maxFdr',
  'wide',
  'maxPeakWidth',
];

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Reads registry.yaml and fills in the defaults. What is wrong goes to `mistakes`, each with line and column, and the
 * default stands in its place, so that the files can be checked all the same; an input that is missing is undefined
 * until then. Files are not opened here. Throws a CisregError where registry.yaml cannot be read or is no YAML.
 */
export async function readConfig(file: string, mistakes: Mistakes): Promise<BuildConfig> {
  const document = await readYaml(file);
  const reader = new ConfigReader(document, file, mistakes);
  const root = reader.mapping(document.value, [], KEYS);
  const assembly = reader.text(root, ['assembly'], true) ?? '';
  const prefix = reader.text(root, ['accessionPrefix']);
  if (prefix !== undefined && !/^[A-Za-z][A-Za-z0-9]*$/.test(prefix)) {
    reader.wrong(['accessionPrefix'], prefix, 'letters and digits that start with a letter, such as LB01');
  }
  if (assembly !== '' && prefix === undefined && !Object.hasOwn(PREFIXES, assembly)) {
    mistakes.add(
      `assembly ${assembly} has no accession prefix of its own, expected one of ${Object.keys(PREFIXES).join(', ')}${Object.hasOwn(ASSEMBLY_ALIASES, assembly) ? `; write ${ASSEMBLY_ALIASES[assembly]}, or` : ';'} add accessionPrefix, such as "accessionPrefix: LB01"`,
      reader.where(['assembly']),
    );
  }
  const dhs = reader.mapping(root.dhs ?? {}, ['dhs'], DHS_KEYS);
  const previous = reader.mapping(root.previous ?? {}, ['previous'], ['rdhs', 'ccre']);
  if (dhs.minSignal !== undefined && dhs.minSignalPercentile !== undefined) {
    mistakes.add(
      'dhs has both minSignal and minSignalPercentile, expected one of them; remove the other',
      reader.where(['dhs']),
    );
  }
  const minWidth = reader.number(dhs, ['dhs', 'minWidth'], { low: 1, whole: true }) ?? 150;
  const maxWidth = reader.number(dhs, ['dhs', 'maxWidth'], { low: 1, whole: true }) ?? 350;
  if (minWidth > maxWidth)
    reader.wrong(['dhs'], `minWidth ${minWidth} and maxWidth ${maxWidth}`, 'minWidth <= maxWidth');

  return {
    file,
    assembly,
    accessionPrefix: prefix ?? (Object.hasOwn(PREFIXES, assembly) ? PREFIXES[assembly]! : ''),
    scheme: reader.oneOf(root, ['scheme'], ['encode3', 'encode4']) ?? 'encode3',
    anchors: reader.texts(root, ['anchors'], ANCHOR_ASSAYS) ?? ['DNase'],
    chromSizes: reader.input(root, ['chromSizes'], true)!,
    exclude: reader.texts(root, ['exclude'], undefined, true) ?? DEFAULT_EXCLUDE,
    tss: reader.input(root, ['tss'], true)!,
    datasets: reader.input(root, ['datasets'], true)!,
    biosamples: reader.input(root, ['biosamples']),
    consensusDhs: reader.input(root, ['consensusDhs']),
    blacklist: reader.input(root, ['blacklist']),
    previousRdhs: reader.input(previous, ['previous', 'rdhs']),
    previousCcre: reader.input(previous, ['previous', 'ccre']),
    dhs: {
      minSignal: reader.number(dhs, ['dhs', 'minSignal'], { low: 0 }),
      minSignalPercentile: reader.number(dhs, ['dhs', 'minSignalPercentile'], { low: 0, high: 100 }) ?? 10,
      minWidth,
      maxWidth,
      maxFdr: reader.number(dhs, ['dhs', 'maxFdr'], { low: 0, high: 1 }) ?? 0.001,
      wide: reader.oneOf(dhs, ['dhs', 'wide'], ['drop', 'summit']) ?? 'drop',
      maxPeakWidth: reader.number(dhs, ['dhs', 'maxPeakWidth'], { low: 1, whole: true }) ?? 10000,
    },
    minSpot: reader.number(root, ['minSpot'], { low: 0, high: 1 }),
    normalisation: reader.input(root, ['normalisation']),
    chromosomes: reader.texts(root, ['chromosomes']),
    chromosomesWhere: reader.where(['chromosomes']),
  };
}

/** The files that the configuration itself names. */
export function configuredFiles(config: BuildConfig): readonly InputFile[] {
  return [
    config.chromSizes,
    config.tss,
    config.datasets,
    config.biosamples,
    config.consensusDhs,
    config.blacklist,
    config.previousRdhs,
    config.previousCcre,
    config.normalisation,
  ].filter((input) => input !== undefined);
}

/** Takes typed values out of the YAML and notes what does not fit. A null value reads as absent. */
class ConfigReader {
  private readonly document: YamlDocument;
  private readonly file: string;
  private readonly mistakes: Mistakes;

  constructor(document: YamlDocument, file: string, mistakes: Mistakes) {
    this.document = document;
    this.file = file;
    this.mistakes = mistakes;
  }

  where(at: readonly string[]): Where {
    return this.document.where([...at]);
  }

  wrong(at: readonly string[], found: unknown, expected: string): undefined {
    const key = at.length === 0 ? 'the file' : at.join('.');
    this.mistakes.add(`${key} is ${shown(found)}, expected ${expected}`, this.where(at));
    return undefined;
  }

  mapping(value: unknown, at: readonly string[], keys: readonly string[]): Mapping {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.wrong(at, value, `a mapping with the keys ${keys.join(', ')}`);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      const reserved =
        at.length === 0 && key === 'tf' ? ' (tf is reserved for TF peaks and not in use yet)' : '';
      this.mistakes.add(
        `unknown key ${[...at, key].join('.')}${reserved}, expected one of ${keys.join(', ')}; remove it or mend its name`,
        this.where([...at, key]),
      );
    }
    return value as Mapping;
  }

  text(from: Mapping, at: readonly string[], required = false): string | undefined {
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

  input(from: Mapping, at: readonly string[], required = false): InputFile | undefined {
    const name = this.text(from, at, required);
    if (name === undefined) return undefined;
    if (isUrl(name)) return this.wrong(at, name, 'a file on this machine; download it first');
    return {
      name,
      path: path.isAbsolute(name) ? name : path.join(path.dirname(this.file), name),
      where: this.where(at),
    };
  }

  number(
    from: Mapping,
    at: readonly string[],
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

  oneOf<T extends string>(from: Mapping, at: readonly string[], choices: readonly T[]): T | undefined {
    const value = from[at.at(-1)!] ?? undefined;
    if (value === undefined || choices.includes(value as T)) return value as T | undefined;
    return this.wrong(at, value, choices.join(' or '));
  }

  texts(
    from: Mapping,
    at: readonly string[],
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

/** Whether a location is an address rather than a path. */
export function isUrl(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(location);
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'empty');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text === '' ? 'empty' : text;
}
