/** cisreg explain: why an element has its class and tier. */

import { Command } from 'commander';
import { explanation } from '../export/explanation.ts';
import { readElement } from '../store/element-record.ts';
import { openRegistry } from '../store/registry-directory.ts';

/** The command, for the program to hold. */
export function explainCommand(): Command {
  return new Command('explain')
    .summary('print what gave an element its class and tier')
    .description(
      'Print the Z-scores, the TSS distance, the evidence and the rules that gave an element its class and tier, and its class in every biosample.',
    )
    .argument('<dir>', 'a registry that cisreg build made')
    .argument('<accession...>', 'of cCREs or rDHSs, such as EH38E0000001')
    .option('--json', 'print an array of objects instead')
    .action(async (directory: string, accessions: string[], flags: { json?: boolean }) => {
      const registry = await openRegistry(directory);
      const all = accessions.map((accession) => explanation(registry, readElement(registry, accession)));
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
