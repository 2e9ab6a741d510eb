/** cisreg explain: why an element has its class and tier. */

import { Command } from 'commander';
import { CisregError } from '../errors.ts';
import { type Explanation, explanation } from '../export/explanation.ts';
import { parseLocation, whyNoPlace } from '../genome/region-text.ts';
import { Mistakes } from '../mistakes.ts';
import { readElement, readElementsAt } from '../store/element-record.ts';
import { openRegistry, type RegistryDirectory } from '../store/registry-directory.ts';

const HELP = `
Places are 1-based and inclusive, as genome browsers show them; chr1 is the whole of it. Of a place all elements are
explained that share a base with it, up to 1,000: those of cCREs.bed first, then cCREs that were left out for their
tier, then rDHSs.

  cisreg explain registry EH38E0000001
  cisreg explain registry chr1:1,000,000-1,010,000`;

/** The command, for the program to hold. */
export function explainCommand(): Command {
  return new Command('explain')
    .summary('print what gave an element its class and tier')
    .description(
      'Print the Z-scores, the TSS distance, the evidence and the rules that gave an element its class and tier, and its class in every biosample.',
    )
    .argument('<dir>', 'a registry that cisreg build made')
    .argument(
      '<element...>',
      'accessions of cCREs or rDHSs, such as EH38E0000001, or places, such as chr1:1,000-2,000',
    )
    .option('--json', 'print an array of objects instead')
    .addHelpText('after', HELP)
    .action(async (directory: string, elements: string[], flags: { json?: boolean }) => {
      const registry = await openRegistry(directory);
      const all: Explanation[] = [];
      const mistakes = new Mistakes();
      for (const text of elements) {
        all.push(...((await mistakes.collect(() => explanationsOf(registry, text))) ?? []));
      }
      mistakes.throwIfAny();
      process.stdout.write(
        flags.json
          ? `${JSON.stringify(
              all.map(({ text, ...facts }) => facts),
              null,
              2,
            )}\n`
          : all.map((one) => `${one.text}\n`).join('\n'),
      );
    });
}

/** An accession as the registry writes it: people type small letters. */
function inCapitals(text: string, prefix: string): string {
  const isOwn = text.toLowerCase().startsWith(prefix.toLowerCase());
  return isOwn ? `${prefix}${text.slice(prefix.length).toUpperCase()}` : text;
}

async function explanationsOf(registry: RegistryDirectory, text: string): Promise<Explanation[]> {
  const { chromSizes, assembly } = registry;
  const place = parseLocation(text, chromSizes);
  if (place === undefined && text.includes(':'))
    throw new CisregError('USAGE', `${text} is ${whyNoPlace(text, chromSizes, assembly)}`);
  const records =
    place === undefined
      ? [readElement(registry, inCapitals(text, registry.accessionPrefix))]
      : await readElementsAt(registry, place);
  return records.map((record) => explanation(registry, record));
}
