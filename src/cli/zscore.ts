/** cisreg zscore: Z-scores of regions in one signal. */

import { Command, InvalidArgumentError } from 'commander';
import { roundedMeans, warnOfAbsentChroms } from '../build/rounded-means.ts';
import { checkNormalisation, elementName } from '../build/zscore-step.ts';
import { CisregError } from '../errors.ts';
import { readBed } from '../formats/bed.ts';
import { stdoutWriter } from '../formats/byte-writer.ts';
import { type Location, shownLocation } from '../formats/remote-location.ts';
import { formatSix } from '../formats/six-digits.ts';
import { assayWarning } from '../registry/assays.ts';
import {
  competitionRanks,
  flankBp,
  logSignals,
  normalisationOfLogs,
  standardise,
} from '../registry/zscores.ts';
import { planRegions } from '../signal/region-plan.ts';
import { wholeNumber } from './options.ts';
import { cliProgress } from './progress.ts';
import { addRemoteOptions, locationsOf, pathOf, type RemoteFlags } from './remote-options.ts';

interface ZscoreFlags extends RemoteFlags {
  readonly assay?: string;
  readonly flank?: number;
  readonly mean?: number;
  readonly sd?: number;
  readonly quiet?: boolean;
}

const HELP = `
Example:
  cisreg zscore h3k27ac.bigWig rDHSs.bed --assay H3K27ac > h3k27ac.tsv`;

/** The command, for the program to hold. */
export function zscoreCommand(): Command {
  const command = new Command('zscore')
    .summary('Z-scores of regions in a signal')
    .description(
      'Standardise the log10 mean signal of regions: prints rDHS, Z, signal, rank; rows as in the BED. Z is taken over ' +
        'the regions that have signal (population sd); the others have Z = -10. Z has all its digits, so that ' +
        'cisreg classify decides as cisreg build does.',
    )
    .argument('<signal.bigWig>', 'read depth or fold change: a path, an http(s) address or encff:ACCESSION')
    .argument('<regions.bed>', 'rDHSs: chrom, start, end, name; - reads stdin')
    .option(
      '-a, --assay <name>',
      'DNase, ATAC, CTCF and POL2 take the region itself, all others +-500 bp (default: DNase)',
    )
    .option('--flank <bp>', 'bases added on both sides instead', wholeNumber(0))
    .option('--mean <x>', 'use this mean of log10 signal (with --sd)', finite)
    .option('--sd <x>', 'use this sd of log10 signal (with --mean)', finite)
    .option('-q, --quiet', 'no progress on stderr; warnings remain');
  return addRemoteOptions(command)
    .addHelpText('after', HELP)
    .action(async (signalName: string, bedName: string, flags: ZscoreFlags, command: Command) => {
      if ((flags.mean === undefined) !== (flags.sd === undefined)) {
        command.error('error: --mean and --sd go together');
      }
      if (flags.sd !== undefined && !(flags.sd > 0)) command.error('error: --sd must be above 0');
      const progress = cliProgress({ quiet: flags.quiet });
      const warning = assayWarning(flags.assay ?? 'DNase');
      if (warning !== undefined) progress.warn(warning);
      const bedFile = await pathOf(bedName, flags, progress);
      const [signalFile] = (await locationsOf([signalName], flags, progress)) as [Location];
      const bed = await readBed(bedFile);
      if (bed.count === 0) {
        throw new CisregError('FORMAT', 'holds no element, expected chrom, start and end', {
          where: { file: shownLocation(bedName) },
        });
      }
      const plan = planRegions(bed, flags.flank ?? flankBp(flags.assay ?? 'DNase'));
      await warnOfAbsentChroms(signalFile, plan, progress);
      const nameOf = (i: number) => bed.names?.at(i) ?? String(bed.line[i]);
      const signal = await roundedMeans(signalFile, plan, elementName(shownLocation(bedName)));
      const logs = logSignals(signal);
      const own = normalisationOfLogs(logs);
      const used = flags.mean === undefined ? own : { mean: flags.mean, sd: flags.sd! };
      if (flags.mean === undefined)
        checkNormalisation(own, { file: shownLocation(signalFile), signal: signalFile });
      const z = standardise(logs, used);
      const ranks = competitionRanks(z);
      const out = stdoutWriter();
      await out.write('rDHS\tZ\tsignal\trank\n');
      for (let i = 0; i < z.length && !out.isClosed; i++) {
        await out.write(`${nameOf(i)}\t${z[i]}\t${formatSix(signal[i]!)}\t${ranks[i]}\n`);
      }
    });
}

function finite(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('expected a number');
  return value;
}
