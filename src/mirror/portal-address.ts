/** Addresses of a portal as a browser shows them, and what they ask for. */

import { CisregError } from '../errors.ts';
import { shownAddress } from '../formats/shown-address.ts';
import { isDatasetAccession, isFileAccession } from './accessions.ts';
import { parseMetadataTable } from './metadata-table.ts';
import type { Portal } from './portal.ts';
import { graphOf, refusal, searchPath } from './portal-answers.ts';
import { FILE_FIELDS, fileOfObject } from './portal-files.ts';
import type { RemoteFile } from './remote-file.ts';

/** A search by its path: of files, answered by JSON, or of datasets, by the table of their files. */
export interface PortalQuestion {
  readonly answer: 'files' | 'table';
  readonly path: string;
}

/** Parameters that say how an answer looks, not what is in it. */
const PRESENTATION = [
  'format',
  'limit',
  'field',
  'frame',
  'sort',
  'from',
  'mode',
  'config',
  'remove',
  'debug',
];
const SEARCHES = [
  'search',
  'report',
  'report.tsv',
  'matrix',
  'metadata',
  'batch_download',
  'cart-search',
  'cart-report',
  'cart-matrix',
  'series-search',
];

/**
 * What an address asks for: the accession of the file or dataset whose page it is, or a question (a search, report or matrix, /metadata/,
 * /batch_download/). Throws USAGE for other pages, and searches that are not for one type.
 */
export function readPortalAddress(address: string): string | PortalQuestion {
  const url = new URL(address);
  const [room = '', item = ''] = url.pathname.split('/').filter((part) => part !== '');
  for (const part of [item, room]) {
    if (isFileAccession(part) || isDatasetAccession(part)) return part;
  }
  if (!SEARCHES.includes(room)) {
    throw usage(
      `${shownAddress(address)} is no search, dataset or file of a portal, expected an address such as /search/?type=Experiment&assay_title=DNase-seq of ${url.host}`,
    );
  }
  // Until 2020 the query stood in the path: /metadata/type=Experiment&.../metadata.tsv.
  const query = new URLSearchParams(/=|%3D/i.test(item) ? plainQuery(item) : url.search);
  for (const name of PRESENTATION) query.delete(name);
  const types = query.getAll('type');
  if (types.length !== 1) {
    const found = types.length === 0 ? 'no type' : types.join(' and ');
    throw usage(
      `${shownAddress(address)} searches for ${found}, expected one type such as type=Experiment, type=Annotation or type=File; give one address for each`,
    );
  }
  return types[0] === 'File'
    ? { answer: 'files', path: searchPath(query, FILE_FIELDS) }
    : { answer: 'table', path: `/metadata/?${query}` };
}

/** The files that a question finds, in the portal's order, and how many more it has no bytes of for the public. Throws IO and FORMAT where it does not answer. */
export async function askPortal(
  portal: Portal,
  question: PortalQuestion,
): Promise<{ files: RemoteFile[]; withoutBytes: number }> {
  const answer = await portal.get(question.path);
  const where = shownAddress(`${portal.address}${question.path}`);
  if (question.answer === 'table') {
    if (answer.status !== 200) throw refusal(answer, where);
    return {
      files: answer.text.trim() === '' ? [] : parseMetadataTable(answer.text, where),
      withoutBytes: 0,
    };
  }
  const found = graphOf(answer, where).map((object) => fileOfObject(object, where));
  const files = found.filter((file) => file !== undefined);
  return { files, withoutBytes: found.length - files.length };
}

/** A query that was escaped once more to stand in a path. URLSearchParams, unlike decodeURIComponent, bears what is escaped wrongly. */
function plainQuery(text: string): string {
  return text.replace(/%3D/gi, '=').replace(/%26/gi, '&').replace(/%25/g, '%');
}

function usage(message: string): CisregError {
  return new CisregError('USAGE', message);
}
