/** The files of links that annotations.yaml names. */

import type { ConfigReader, InputFile, Mapping } from '../../formats/config-reader.ts';

export const LINK_FORMATS = ['bedpe', 'table'] as const;
export type LinkFormat = (typeof LINK_FORMATS)[number];

export interface LinkSource {
  readonly input: InputFile;
  /** As pages call it: Hi-C, eQTL, CRISPR. */
  readonly method: string;
  /** Of the file as a whole; '' for none. */
  readonly biosample: string;
  readonly format: LinkFormat;
  /** Of a table without a header. */
  readonly columns: readonly string[] | undefined;
}

/** Takes `links` apart; what does not fit goes to the mistakes of the reader. A file is BEDPE by its name or by `format`. */
export function linkSources(reader: ConfigReader, root: Mapping): LinkSource[] {
  const keys = ['file', 'method', 'biosample', 'format', 'columns'];
  return reader.mappings(root.links, ['links'], keys).flatMap(({ own, at }): LinkSource[] => {
    const input = reader.input(own, [...at, 'file'], true);
    const method = reader.text(own, [...at, 'method'], true);
    const biosample = reader.text(own, [...at, 'biosample']) ?? '';
    const given = reader.oneOf(own, [...at, 'format'], LINK_FORMATS);
    const columns = reader.texts(own, [...at, 'columns']);
    if (input === undefined || method === undefined) return [];
    const format = given ?? (/\.bedpe(\.b?gz)?$/i.test(input.name) ? 'bedpe' : 'table');
    return [{ input, method, biosample, format, columns }];
  });
}
