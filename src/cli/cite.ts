/** cisreg cite: what to write in a paper for the files of a directory that cisreg fetch filled. */

import { Command } from 'commander';
import { CisregError } from '../errors.ts';
import { citationOf } from '../mirror/citation.ts';
import { citationBibtex, citationText } from '../mirror/citation-text.ts';
import { requireManifest } from '../mirror/manifest.ts';

const HELP = `
ENCODE asks those who use its data to cite the consortium's papers, to thank the consortium and the laboratories that
made the data, and to list the accessions. There is no other restriction and no embargo.

  cisreg cite k562
  cisreg cite k562 --bibtex > encode.bib`;

interface CiteFlags {
  readonly bibtex?: boolean;
  readonly json?: boolean;
}

/** The command, for the program to hold. */
export function citeCommand(): Command {
  return new Command('cite')
    .summary('the citation that ENCODE asks for, of fetched files')
    .description('Print the papers, laboratories and accessions to name for the files of a directory.')
    .argument('<dir>', 'a directory that cisreg fetch filled')
    .option('--bibtex', 'the papers, and an entry a dataset, for a bibliography')
    .option('--json', 'the same as JSON')
    .addHelpText('after', HELP)
    .action(async (directory: string, flags: CiteFlags) => {
      if (flags.bibtex && flags.json)
        throw new CisregError('USAGE', '--bibtex together with --json, expected one of them');
      const { files, datasets } = await requireManifest(directory);
      if (files.length === 0) {
        throw new CisregError(
          'NOT_FOUND',
          `nothing to cite: no file was fetched into it; run the fetch again`,
          { where: { file: directory } },
        );
      }
      const citation = citationOf(files, datasets);
      const text = flags.json
        ? `${JSON.stringify(citation, null, 2)}\n`
        : flags.bibtex
          ? citationBibtex(citation)
          : citationText(citation, directory);
      process.stdout.write(text);
    });
}
