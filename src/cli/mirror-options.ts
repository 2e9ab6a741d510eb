/** Where the mirrors are, and what is known of their files, as options of every command that asks one. */

import { type Command, Option } from 'commander';
import { collected } from './options.ts';

/** Adds --mirror and --mirrors; `when` says what they go with. */
export function addMirrorOptions(command: Command, when = ''): Command {
  return command
    .option('--mirror <NAME=URL>', `${when}another address of a mirror, or none; may be repeated`, collected)
    .option('--mirrors <file>', `${when}addresses of mirrors as YAML: NAME: URL`);
}

/** --metadata; `use` says what the tables are for. */
export function metadataOption(use: string): Option {
  return new Option('--metadata <tsv>', `metadata.tsv of the portal, ${use}; may be repeated`).argParser(
    collected,
  );
}
