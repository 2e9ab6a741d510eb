/** cisreg annotate: genes, expression, variants, studies and more, hung on the elements of a registry. */

import { Command } from 'commander';
import { annotate } from '../annotation/annotate.ts';
import { cliProgress } from './progress.ts';

const HELP = `
annotations.yaml names what is there; every key is optional, paths are relative to the file:

  genes:      {file: gencode.gtf.gz, aliases: aliases.tsv}
  expression: [{matrix: tpm.tsv.gz, sheet: rna.tsv}]
  variants:   {file: dbsnp.vcf.gz}
  gwas:       {file: gwas-catalog.tsv}

and more: docs/annotations.md has every key and file. What a run does not name is removed; what has not changed is
kept; after a kill the same command goes on.

  cisreg annotate registry annotations.yaml
  cisreg serve registry`;

/** The command, for the program to hold. */
export function annotateCommand(): Command {
  return new Command('annotate')
    .summary('genes, expression, variants, GWAS, peaks, links on the elements of a registry')
    .description('Hang annotations on the elements of a registry.')
    .argument('<dir>', 'a registry that cisreg build made')
    .argument('<annotations.yaml>', 'what to hang on it')
    .option('--json', 'print what was made as JSON')
    .option('-q, --quiet', 'no progress on stderr; warnings remain')
    .addHelpText('after', HELP)
    .action(async (directory: string, config: string, flags: { json?: boolean; quiet?: boolean }) => {
      const progress = cliProgress({ quiet: flags.quiet });
      const results = await annotate(directory, config, progress);
      progress.finish();
      process.stdout.write(
        flags.json
          ? `${JSON.stringify(results)}\n`
          : results
              .map(({ kind, state, counts }) => `${kind.padEnd(16)}${state.padEnd(9)}${summary(counts)}\n`)
              .join(''),
      );
    });
}

function summary(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count.toLocaleString('en-US')} ${name}`)
    .join(', ');
}
