/** cisreg classify: classes, tiers and biosample groups from rDHSs and tables of Z-scores. */

import { Command, Option } from 'commander';
import { type ClassifyTables, classifyTables } from '../build/classify-tables.ts';
import { cliProgress } from './progress.ts';

/** The command, for the program to hold. */
export function classifyCommand(): Command {
  return new Command('classify')
    .summary('classes, tiers and biosample groups from rDHSs and Z-scores')
    .description(
      'Classify rDHSs from tables of Z-scores (what cisreg zscore prints): writes cCREs.bed, cCREs.unfiltered.bed with ' +
        'tiers (encode3), maxz.tsv, biosamples.tsv and biosamples/ as cisreg build does.',
    )
    .requiredOption('--rdhs <bed>', 'chrom, start, end, rDHS')
    .requiredOption('--tss <file>', 'GENCODE GTF or TSS BED')
    .requiredOption(
      '--zscores <tsv>',
      'columns biosample, assay, table: a table of Z-scores a row; paths relative to it',
    )
    .requiredOption('-o, --out <dir>', 'the directory to write')
    .addOption(new Option('--scheme <name>', 'of classes').choices(['encode3', 'encode4']).default('encode3'))
    .option('--anchors <assay...>', 'a biosample counts the first that it has as DNase', ['DNase'])
    .option('--prefix <text>', 'of accessions', 'EH38')
    .option(
      '--previous <bed>',
      'earlier cCREs (chrom, start, end, accession): their places keep their numbers',
    )
    .action(async (flags: ClassifyTables) => {
      const progress = cliProgress();
      await classifyTables(flags, progress);
      progress.finish();
    });
}
