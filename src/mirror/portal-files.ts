/** Files as the portal's search gives them (JSON), under the names of its metadata table. */

import { CisregError } from '../errors.ts';
import { accessionIn, isFileAccession } from './accessions.ts';
import { fileNameIn, objectKeyIn } from './object-key.ts';
import { isJsonObject, type JsonObject } from './portal-answers.ts';
import type { RemoteFile } from './remote-file.ts';

/** A fact and where a file's object has it; of several places the first that has something. */
const FACTS: readonly (readonly [fact: string, ...paths: string[]])[] = [
  ['File format', 'file_type'],
  ['File type', 'file_format'],
  ['File format type', 'file_format_type'],
  ['Output type', 'output_type'],
  ['File assembly', 'assembly'],
  ['Genome annotation', 'genome_annotation'],
  ['Assay', 'assay_title', 'assay_term_name'],
  ['Biosample term id', 'biosample_ontology.term_id'],
  ['Biosample term name', 'biosample_ontology.term_name'],
  ['Biosample type', 'biosample_ontology.classification'],
  ['Biosample summary', 'simple_biosample_summary'],
  ['Experiment target', 'target.name', 'target.label'],
  ['Biological replicate(s)', 'biological_replicates'],
  ['Technical replicate(s)', 'technical_replicates'],
  ['Read length', 'read_length'],
  ['Mapped read length', 'mapped_read_length'],
  ['Run type', 'run_type'],
  ['Paired end', 'paired_end'],
  ['Derived from', 'derived_from'],
  ['Lab', 'lab.title'],
  ['Platform', 'platform.term_name'],
  ['File Status', 'status'],
];
/** The rest of what is needed of a file. */
const OTHERS = [
  'accession',
  'external_accession',
  'href',
  'file_size',
  'md5sum',
  's3_uri',
  'azure_uri',
  'cloud_metadata.url',
  'dataset',
  'restricted',
  'no_file_available',
];

/** The `field` parameters of a search whose answer fileOfObject reads. */
export const FILE_FIELDS: readonly string[] = [...OTHERS, ...FACTS.flatMap(([, ...paths]) => paths)];

/** A file's object of a search as a RemoteFile; undefined where the portal has no bytes for anybody. Throws FORMAT, at `where`, for what is no file. */
export function fileOfObject(object: unknown, where: string): RemoteFile | undefined {
  if (!isJsonObject(object)) throw notAFile(where, 'an entry that is no object');
  const text = (path: string) => textAt(object, path);
  const accession = text('accession') || text('external_accession') || accessionIn(text('@id')) || '';
  const isExternal = text('accession') === '' && text('external_accession') !== '';
  if (isExternal ? !/^\w+$/.test(accession) : !isFileAccession(accession))
    throw notAFile(where, `the accession "${accession}"`);
  if (text('restricted') === 'true' || text('no_file_available') === 'true') return undefined;
  const key =
    objectKeyIn(text('s3_uri')) ?? objectKeyIn(text('cloud_metadata.url')) ?? objectKeyIn(text('azure_uri'));
  const name = fileNameIn(text('href') || (key ?? ''), accession);
  if (name === undefined) throw notAFile(where, `${accession} with href "${text('href')}"`);
  const md5 = text('md5sum').toLowerCase();
  if (!/^(?:[0-9a-f]{32})?$/.test(md5)) throw notAFile(where, `${accession} with md5sum "${md5}"`);
  const size = text('file_size');
  if (!/^\d*$/.test(size)) throw notAFile(where, `${accession} with file_size "${size}"`);
  const facts: Record<string, string> = {};
  for (const [fact, ...paths] of FACTS) {
    const found = paths.map(text).find((value) => value !== '');
    if (found !== undefined) facts[fact] = found;
  }
  const dataset = accessionIn(text('dataset'));
  if (dataset !== undefined) facts['Experiment accession'] = dataset;
  return {
    accession,
    name,
    key,
    href: `/files/${accession}/@@download/${name}`,
    sizeBytes: size === '' ? undefined : Number(size),
    md5: md5 === '' ? undefined : md5,
    facts,
  };
}

/** The text at a dotted path; several values joined by a comma and a space; '' where there is nothing. A link that was not opened says what its path says. */
function textAt(object: JsonObject, path: string): string {
  const names = path.split('.');
  let at: unknown = object;
  for (const [i, name] of names.entries()) {
    if (typeof at === 'string') return i === names.length - 1 ? ofLink(at, path) : '';
    at = isJsonObject(at) ? at[name] : undefined;
  }
  return plain(at);
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return [...new Set(value.map(plain))].filter((one) => one !== '').join(', ');
  if (typeof value === 'string') return accessionOfLink(value) ?? value.replace(/[\t\r\n]+/g, ' ').trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return isJsonObject(value) ? plain(value.accession ?? value.title ?? value.name) : '';
}

/** `/files/ENCFF001ABC/` says as much as `ENCFF001ABC`, which tables have. */
function accessionOfLink(value: string): string | undefined {
  return /^\/files\/[^/]+\/$/.test(value) ? accessionIn(value) : undefined;
}

/** `/labs/thomas-gingeras/` for lab.title, `/targets/CTCF-human/` for target.name. */
function ofLink(link: string, path: string): string {
  const name = /^\/[^/]+\/([^/]+)\/$/.exec(link)?.[1] ?? '';
  return ['lab.title', 'target.name'].includes(path) ? name : '';
}

function notAFile(where: string, found: string): CisregError {
  return new CisregError('FORMAT', `${found}, expected a file of the portal; is it a portal that answers?`, {
    where: { file: where },
  });
}
