/** cisreg diff: two registries, or published BEDs of elements, held against each other. */

import { Command } from 'commander';
import { CisregError } from '../errors.ts';
import { diffSides } from '../export/diff.ts';
import { writeDiffRows } from '../export/diff-rows.ts';
import { onChromosomes, readDiffSide } from '../export/diff-sides.ts';
import { diffText } from '../export/diff-text.ts';
import { AtomicFile, writeFileAtomically } from '../formats/atomic-file.ts';
import { shownAddress } from '../formats/shown-address.ts';
import { nameList } from './options.ts';
import { cliProgress } from './progress.ts';
import { addRemoteOptions, pathOf, type RemoteFlags } from './remote-options.ts';

interface DiffFlags extends RemoteFlags {
  readonly chromosomes?: readonly string[];
  readonly json?: boolean;
  readonly tsv?: string;
  readonly html?: string;
  readonly quiet?: boolean;
}

const HELP = `
OLD and NEW are each the directory of a registry, or a BED, plain or gzip, an address of one, or - for standard input:

  chrom start end rDHS cCRE class [tier]   as cisreg and ENCODE publish cCREs
  chrom start end accession                without classes; 3 columns: without accessions too
  BED9 and more with the class in column 10, as in biosamples/KEY.bed and in UCSC's tracks

Elements are pairs if they have the same place; of the others those with the same accession that overlap; of the others
those that overlap most. Pairs with other boundaries have moved. What is left has vanished or appeared.

  cisreg diff old-registry new-registry --tsv changes.tsv --html changes.html
  cisreg diff GRCh38-cCREs.bed registry --chromosomes chr22`;

/** The command, for the program to hold. */
export function diffCommand(): Command {
  const command = new Command('diff')
    .summary('compare two registries')
    .description(
      'Print what appeared, vanished, moved, and changed its class, tier or accession between two registries.',
    )
    .argument('<old>', "a registry's directory, or a BED of elements")
    .argument('<new>', 'the same')
    .option('--chromosomes <names>', 'of both sides only these, such as chr21,chr22', nameList)
    .option('--tsv <file>', 'write a row for each element that differs')
    .option('--html <file>', 'write a page that shows it all')
    .option('--json', 'print the summary as JSON')
    .option('-q, --quiet', 'no progress on stderr; warnings remain');
  return addRemoteOptions(command)
    .addHelpText('after', HELP)
    .action((old: string, now: string, flags: DiffFlags) => runDiff(old, now, flags));
}

async function runDiff(old: string, now: string, flags: DiffFlags): Promise<void> {
  if (old === '-' && now === '-') {
    throw new CisregError('USAGE', 'both sides are standard input, expected one; name a file for the other');
  }
  const progress = cliProgress({ quiet: flags.quiet });
  const sideOf = async (given: string) => {
    const path = await pathOf(given, flags, progress);
    progress.step(`reading ${path}`);
    const side = await readDiffSide(path);
    return path === given ? side : { ...side, name: shownAddress(given) };
  };
  const oldSide = await sideOf(old);
  const newSide = await sideOf(now);
  const { chromosomes } = flags;
  const sides =
    chromosomes === undefined
      ? ([oldSide, newSide] as const)
      : onChromosomes([oldSide, newSide], chromosomes);
  const diff = await diffSides(...sides, progress);
  if (flags.tsv !== undefined) {
    progress.step(`writing ${flags.tsv}`);
    await using file = new AtomicFile(flags.tsv);
    await writeDiffRows(diff, file);
    await file.commit();
  }
  if (flags.html !== undefined) {
    const { diffPage } = await import('../report/diff-page.ts');
    await writeFileAtomically(flags.html, await diffPage(diff.summary));
  }
  progress.finish();
  process.stdout.write(flags.json ? `${JSON.stringify(diff.summary, null, 2)}\n` : diffText(diff.summary));
}
