/** registry.yaml: what a build is to do. docs/formats.md lists every key. */

import { CisregError, type Where } from '../errors.ts';
import { ConfigReader, type InputFile, nameOf } from '../formats/config-reader.ts';
import { isElsewhere } from '../formats/remote-files.ts';
import { shownAddress } from '../formats/shown-address.ts';
import { readYaml } from '../formats/yaml.ts';
import type { Mistakes } from '../mistakes.ts';
import type { Scheme } from '../registry/schemes.ts';
import type { RemoteInputs } from './remote-inputs.ts';

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

/** What a command says instead of registry.yaml. */
export interface ConfigOverrides {
  readonly chromosomes?: readonly string[] | undefined;
  /** A path from where the command runs. */
  readonly normalisation?: string | undefined;
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
  /** How files elsewhere are come by; undefined: they are not. */
  readonly remote?: RemoteInputs | undefined;
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

/**
 * Reads registry.yaml and fills in the defaults. What is wrong goes to `mistakes`, each with line and column, and the
 * default stands in its place, so that the files can be checked all the same; an input that is missing is undefined
 * until then. Files are not opened here. Throws a CisregError where registry.yaml cannot be read, is no YAML, or is an address.
 */
export async function readConfig(
  file: string,
  mistakes: Mistakes,
  overrides: ConfigOverrides = {},
): Promise<BuildConfig> {
  if (isElsewhere(file)) {
    const message = `${shownAddress(file)} is an address, expected a configuration on this machine, as what it names is looked for beside it; download it and its tables`;
    throw new CisregError('USAGE', message);
  }
  const document = await readYaml(file);
  const reader = new ConfigReader(document, file, mistakes, { takesAddresses: true });
  const root = reader.mapping(document.value, [], KEYS, {
    reserved: { tf: 'is reserved for TF peaks and not in use yet' },
  });
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
    normalisation:
      overrides.normalisation === undefined
        ? reader.input(root, ['normalisation'])
        : {
            name: nameOf(overrides.normalisation),
            path: overrides.normalisation,
            where: { file: '--normalisation' },
          },
    chromosomes: overrides.chromosomes ?? reader.texts(root, ['chromosomes']),
    chromosomesWhere:
      overrides.chromosomes === undefined ? reader.where(['chromosomes']) : { file: '--chromosomes' },
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
