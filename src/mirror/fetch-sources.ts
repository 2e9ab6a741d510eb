/** What a user names to be fetched: accessions, addresses, and lists of them; read, not yet asked for. */

import { CisregError } from '../errors.ts';
import { locationName } from '../formats/byte-stream.ts';
import { shown } from '../formats/fields.ts';
import { isAddress, refuseUser, shownAddress } from '../formats/shown-address.ts';
import { readText } from '../formats/whole-text.ts';
import { accessionIn, accessionMistake, isDatasetAccession, isFileAccession } from './accessions.ts';
import { isMetadataHeader, parseMetadataTable } from './metadata-table.ts';
import { isObjectAddress, lastPart, publicKey } from './object-key.ts';
import { portalOrigin } from './portal.ts';
import { type PortalQuestion, readPortalAddress } from './portal-address.ts';
import type { RemoteFile } from './remote-file.ts';

/** A search of a portal, as the user gave it and as it is asked. */
export interface Search {
  readonly address: string;
  readonly question: PortalQuestion;
}

/** All that was named, each thing once, in its order. */
export interface FetchSources {
  /** ENCFF. */
  readonly files: readonly string[];
  /** ENCSR. */
  readonly datasets: readonly string[];
  readonly searches: readonly Search[];
  /** Keys of objects of the public bucket, and of folders, which end with a slash. */
  readonly objects: readonly string[];
  /** Files of metadata tables, and those named by plain addresses, of which nothing else is known. */
  readonly told: readonly RemoteFile[];
  /** The portal that an address names; undefined where none does. */
  readonly portal: string | undefined;
}

interface Found {
  readonly files: string[];
  readonly datasets: string[];
  readonly searches: Search[];
  readonly objects: string[];
  readonly told: RemoteFile[];
  readonly portals: Set<string>;
  readonly mistakes: CisregError[];
}

const EXPECTED =
  'expected ENCFF or ENCSR accessions, the address of a search on the portal, or a file of these, files.txt or metadata.tsv';

/**
 * Reads what is named: `ENCFF001ABC` (with `encff:` before it or not), `ENCSR000AAA`, an address, `s3://encode-public/KEY`, or the path of a list, `-` for standard input. A list is a
 * metadata table, a files.txt of the portal, or a line each of accessions and addresses (`#` begins a comment). Throws CisregError for all
 * mistakes at once: USAGE, NOT_FOUND (no such list), FORMAT (a line of a list that is none of these).
 */
export async function readFetchSources(named: readonly string[]): Promise<FetchSources> {
  const found: Found = {
    files: [],
    datasets: [],
    searches: [],
    objects: [],
    told: [],
    portals: new Set(),
    mistakes: [],
  };
  for (const text of named) {
    try {
      if (!take(text, found)) await takeList(text, found);
    } catch (error) {
      if (!(error instanceof CisregError)) throw error;
      found.mistakes.push(error);
    }
  }
  throwMistakes(found.mistakes);
  const portals = [...found.portals];
  if (portals.length > 1) {
    throw new CisregError(
      'USAGE',
      `addresses on ${portals.join(' and ')}, expected one portal at a time; fetch from one after the other`,
    );
  }
  return {
    files: [...new Set(found.files)],
    datasets: [...new Set(found.datasets)],
    searches: [...new Map(found.searches.map((search) => [search.question.path, search])).values()],
    objects: [...new Set(found.objects)],
    told: found.told,
    portal: portals[0],
  };
}

/** Takes an accession or address; false where the text is neither, and may be a path. */
function take(text: string, found: Found): boolean {
  const accession = text.replace(/^encff:(?:\/\/)?/i, '');
  if (isFileAccession(accession)) found.files.push(accession);
  else if (isDatasetAccession(accession)) found.datasets.push(accession);
  else if (isAddress(text)) takeAddress(text, found);
  else if (isObjectAddress(text)) found.objects.push(publicKey(text));
  else {
    const mistake = accessionMistake(accession);
    if (mistake !== undefined) throw new CisregError('USAGE', mistake);
    return false;
  }
  return true;
}

function takeAddress(address: string, found: Found): void {
  if (!URL.canParse(address))
    throw new CisregError('USAGE', `${shown(shownAddress(address))} is no address, ${EXPECTED}`);
  refuseUser(address);
  const name = lastPart(address);
  const accession = accessionIn(name);
  // The address of a file of ENCODE, on whichever mirror: its accession says more than the place.
  if (accession !== undefined && isFileAccession(accession)) found.files.push(accession);
  else if (/^[\w+-][\w.+-]*\.\w+$/.test(name) && !isReportAddress(address)) {
    found.told.push({
      accession: name,
      name,
      key: undefined,
      href: address,
      sizeBytes: undefined,
      md5: undefined,
      facts: {},
    });
  } else {
    const question = readPortalAddress(address);
    found.portals.add(portalOrigin(address));
    if (typeof question !== 'string') found.searches.push({ address, question });
    else take(question, found);
  }
}

/** Tables that the portal makes have names of files. */
function isReportAddress(address: string): boolean {
  return /\/(?:report|metadata)\.tsv$/.test(new URL(address).pathname);
}

async function takeList(location: string, found: Found): Promise<void> {
  const file = locationName(location);
  const text = await readText(location).catch((error: unknown) => {
    if (!(error instanceof CisregError) || error.code !== 'NOT_FOUND') throw error;
    throw new CisregError(
      'USAGE',
      `${shown(location)} is neither an accession nor an address, and no file has that name, ${EXPECTED}`,
    );
  });
  const lines = text.split(/\r?\n/);
  if (isMetadataHeader(lines[0]!)) {
    for (const one of parseMetadataTable(text, file)) found.told.push(one);
    return;
  }
  let count = 0;
  for (const [i, line] of lines.entries()) {
    const entry = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (entry === '') continue;
    count++;
    // The first line of files.txt asks for the metadata of all that follows; those are asked for by accession.
    const metadata = i === 0 ? /^"(https?:\/\/[^"]*\/metadata\/[^"]*)"/.exec(entry)?.[1] : undefined;
    if (metadata !== undefined) {
      found.portals.add(portalOrigin(metadata));
      continue;
    }
    const bare = entry.replace(/^"(.*)"$/, '$1');
    let problem = `${shown(entry)} is neither an accession nor an address`;
    try {
      if (take(bare, found)) continue;
    } catch (error) {
      if (!(error instanceof CisregError)) throw error;
      problem = error.message;
    }
    const mend = /\t| /.test(entry) && !problem.includes('; ') ? '; leave one column of them (cut -f)' : '';
    found.mistakes.push(
      new CisregError(
        'FORMAT',
        `${problem}${problem.includes(', expected') ? '' : ', expected one accession or address a line'}${mend}`,
        { where: { file, line: i + 1 } },
      ),
    );
  }
  if (count === 0) throw new CisregError('FORMAT', `is empty, ${EXPECTED}`, { where: { file } });
}

const MOST_MISTAKES = 20;

function throwMistakes(mistakes: readonly CisregError[]): void {
  const [first] = mistakes;
  if (first === undefined) return;
  if (mistakes.length === 1) throw first;
  const all = mistakes.slice(0, MOST_MISTAKES).map(({ message }) => message);
  if (mistakes.length > all.length) all.push(`and ${mistakes.length - all.length} more`);
  throw new CisregError(first.code, all.join('\n'), { all });
}
