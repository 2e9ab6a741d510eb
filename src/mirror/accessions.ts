/** Accessions as the portal gives them (ENC, or TST on its test servers), and which of them can be fetched. */

import { shown } from '../formats/fields.ts';

const FILE = /^(?:ENCFF\d{3}[A-Z]{3}|TSTFF\d{3}(?:\d{3}|[A-Z]{3}))$/;
const DATASET = /^(?:ENCSR\d{3}[A-Z]{3}|TSTSR\d{3}(?:\d{3}|[A-Z]{3}))$/;
const IN_PATH = /(?:^|\/)((?:ENC|TST)[A-Z]{2}\d{3}(?:\d{3}|[A-Z]{3}))(?=[./?#]|$)/;

/** What has accessions and no files of its own. */
const WITHOUT_FILES: Readonly<Record<string, string>> = {
  AB: 'an antibody lot',
  BS: 'a biosample',
  DO: 'a donor',
  GM: 'a genetic modification',
  LB: 'a library',
  PL: 'a pipeline',
  AN: 'an analysis',
};

/** Whether it is the accession of a file, such as ENCFF001ABC. */
export function isFileAccession(text: string): boolean {
  return FILE.test(text);
}

/** Whether it is the accession of a dataset: an experiment, an annotation, a series and what else holds files. */
export function isDatasetAccession(text: string): boolean {
  return DATASET.test(text);
}

/** The accession in a path or name: `/files/ENCFF001ABC/`, `ENCFF001ABC.bigWig`; the first one. */
export function accessionIn(path: string): string | undefined {
  return IN_PATH.exec(path)?.[1];
}

/** Why an accession cannot be fetched, and the mend; undefined where the text is no accession at all. */
export function accessionMistake(text: string): string | undefined {
  const [, kind] = /^(?:ENC|TST)([A-Z]{2})\d{3}(?:\d{3}|[A-Z]{3})$/.exec(text) ?? [];
  const named = kind === undefined ? undefined : WITHOUT_FILES[kind];
  const expected = 'expected a file (ENCFF and six more) or a dataset (ENCSR and six more)';
  if (named !== undefined) {
    return `${text} is ${named}, ${expected}; search for its experiments on the portal and give the address of that search`;
  }
  if (isFileAccession(text.toUpperCase()) || isDatasetAccession(text.toUpperCase())) {
    return `${text} is in small letters, ${expected}; write ${text.toUpperCase()}`;
  }
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (/[,;]/.test(text) && parts.every((part) => /^(?:ENC|TST)[A-Z]{2}\d{3}/i.test(part))) {
    const found = parts.length === 1 ? 'an accession and a comma' : `${parts.length} accessions`;
    const [first, second] = parts;
    const mend =
      second === undefined
        ? `write ${first}`
        : `write ${first} ${second}${parts.length > 2 ? ' ...' : ''} in a command, one a line in a list`;
    return `${shown(text)} is ${found}, expected each by itself; ${mend}`;
  }
  if (/^(?:ENC|TST)[A-Z]{2}[0-9A-Z]*$/i.test(text))
    return `${text} is no accession, ${expected}, three digits and three letters`;
  return undefined;
}
