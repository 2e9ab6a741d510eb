/** cisreg dhs: DHSs from hotspot2 allcalls by iterative FDR thresholds. */

import { Command } from 'commander';
import { roundedMeans, warnOfAbsentChroms } from '../build/rounded-means.ts';
import { readAllcalls } from '../formats/allcalls.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { stdoutWriter } from '../formats/byte-writer.ts';
import { formatSix } from '../formats/six-digits.ts';
import { type CalledSites, callDhs } from '../registry/dhs.ts';
import { planRegions } from '../signal/region-plan.ts';
import { cliProgress } from './progress.ts';

interface DhsFlags {
  readonly signal?: string;
  readonly name?: string;
  readonly excluded?: string;
  readonly quiet?: boolean;
}

const HELP = `
Example:
  cisreg dhs allcalls.bed.gz --signal dnase.bigWig --name K562 > K562.dhs.bed`;

/** The command, for the program to hold. */
export function dhsCommand(): Command {
  return new Command('dhs')
    .summary('call DHSs from hotspot2 allcalls (iterative FDR thresholds)')
    .description(
      'Call DNase hypersensitive sites from hotspot2 allcalls: each has the extent that it has at the loosest of the ' +
        'thresholds 1E-2 ... 1E-4942 at which it is 50 to 350 bp wide. Prints chrom, start, end, FDR in called order; ' +
        'with --signal chrom, start, end, name, FDR, signal: what cisreg rdhs reads.',
    )
    .argument('<allcalls.bed>', 'chrom, start, end, id, FDR; plain or gzip; - reads stdin')
    .option('-s, --signal <bigWig>', 'add the mean signal of each DHS')
    .option('-n, --name <text>', 'names are TEXT-1, TEXT-2, ... (default: dhs)')
    .option('--excluded <file>', 'also write the clusters that never get 350 bp or narrower')
    .option('-q, --quiet', 'no progress on stderr; warnings remain')
    .addHelpText('after', HELP)
    .action(async (file: string, flags: DhsFlags) => {
      const nameOf = (row: number) => `${flags.name ?? 'dhs'}-${row + 1}`;
      const { dhs, excluded } = callDhs(await readAllcalls(file));
      if (flags.excluded !== undefined) {
        const rows = Array.from(
          excluded.start,
          (_, i) => `${place(excluded, i)}\t${formatSix(excluded.fdr[i]!)}\n`,
        );
        await writeFileAtomically(flags.excluded, rows.join(''));
      }
      let signal: Float64Array | undefined;
      if (flags.signal !== undefined) {
        const plan = planRegions(dhs, 0);
        await warnOfAbsentChroms(flags.signal, plan, cliProgress({ quiet: flags.quiet }));
        signal = await roundedMeans(flags.signal, plan, (row) => `DHS ${nameOf(row)}`);
      }
      const out = stdoutWriter();
      for (let i = 0; i < dhs.start.length && !out.isClosed; i++) {
        const fdr = formatSix(dhs.fdr[i]!);
        const columns = signal === undefined ? fdr : `${nameOf(i)}\t${fdr}\t${formatSix(signal[i]!)}`;
        await out.write(`${place(dhs, i)}\t${columns}\n`);
      }
    });
}

function place(sites: CalledSites, i: number): string {
  return `${sites.chromNames[sites.chrom[i]!]}\t${sites.start[i]}\t${sites.end[i]}`;
}
