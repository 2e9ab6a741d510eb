/** What is known of files by their accessions: from tables that the user names, from earlier commands, and from the portal. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { readJsonObject } from '../formats/json-object.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { type Progress, silent } from '../progress.ts';
import { readMetadataFiles } from './metadata-files.ts';
import { PORTAL, portalOrigin } from './portal.ts';
import { isJsonObject } from './portal-answers.ts';
import { findFiles } from './portal-search.ts';
import type { RemoteFile } from './remote-file.ts';
import { openToldPortal } from './told-portal.ts';

export interface KnownFilesOptions {
  /** metadata.tsv files; what they say comes first. */
  readonly tables: readonly string[];
  /**
   * Where answers of portals are kept, in a folder for each. Name, key, size and MD5 of an accession never change; the other facts, of which its status
   * does, are asked for again after a day.
   */
  readonly directory: string;
  /** The portal's address; undefined: it is not asked. */
  readonly portal: string | undefined;
  /** The portal whose answers are taken where none may be asked. Default: ENCODE's. */
  readonly keptOf?: string | undefined;
  /** Told whom is waited for. */
  readonly progress?: Pick<Progress, 'note'> | undefined;
  /** Default: the clock's. */
  readonly nowMs?: (() => number) | undefined;
}

/** Looks files up by their accessions, each once. */
export function openKnownFiles(
  options: KnownFilesOptions,
): (accessions: readonly string[]) => Promise<ReadonlyMap<string, RemoteFile | CisregError>> {
  const known = new Map<string, RemoteFile | CisregError>();
  const folder = path.join(options.directory, portalFolder(options.portal ?? options.keptOf ?? PORTAL));
  const nowMs = options.nowMs ?? Date.now;
  let hasTables = false;
  return async (accessions) => {
    if (!hasTables)
      for (const [accession, file] of await readMetadataFiles(options.tables)) known.set(accession, file);
    hasTables = true;
    const wanted = [...new Set(accessions)].filter((accession) => !known.has(accession));
    const old = new Map<string, RemoteFile>();
    for (const accession of wanted) {
      const kept = readKept(folder, accession);
      const ageMs = nowMs() - (kept?.askedMs ?? 0);
      if (kept !== undefined && ageMs >= 0 && ageMs < BELIEVED_MS) known.set(accession, kept.file);
      else if (kept !== undefined) old.set(accession, kept.file);
    }
    const open = wanted.filter((accession) => !known.has(accession));
    if (open.length > 0) {
      const found = await askPortal(open, { ...options, old });
      for (const [accession, file] of found) {
        known.set(accession, file);
        if (!(file instanceof CisregError) && old.get(accession) !== file)
          await keep(folder, accession, { file, askedMs: nowMs() });
      }
    }
    return new Map(accessions.map((accession) => [accession, known.get(accession)!]));
  };
}

async function askPortal(
  wanted: readonly string[],
  {
    portal,
    tables,
    old,
    progress = silent,
  }: KnownFilesOptions & { readonly old: ReadonlyMap<string, RemoteFile> },
): Promise<Map<string, RemoteFile | CisregError>> {
  const answer = new Map<string, RemoteFile | CisregError>();
  const unknown = (accession: string, why: string) =>
    answer.set(accession, new CisregError('NOT_FOUND', `encff:${accession}: ${why}`));
  let accessions = wanted;
  const takeOld = () => {
    for (const [accession, file] of old) answer.set(accession, file);
    accessions = wanted.filter((accession) => !old.has(accession));
  };
  if (portal === undefined) {
    takeOld();
    const where = tables.length === 0 ? 'no metadata are named' : `is not in ${tables.join(', ')}`;
    for (const accession of accessions)
      unknown(accession, `${where}, and no portal can be asked; name a metadata.tsv that has it`);
    return answer;
  }
  const own = openToldPortal(portal, progress);
  const found = await findFiles(own, accessions).catch((error: unknown) => {
    // What was true a day ago is better than nothing, on a machine without a way out say.
    if (!(error instanceof CisregError) || wanted.some((accession) => !old.has(accession))) throw error;
    takeOld();
    return undefined;
  });
  if (found === undefined) return answer;
  for (const [accession, file] of found.files) answer.set(accession, file);
  for (const accession of found.withoutBytes)
    unknown(
      accession,
      'the portal has it without its bytes, expected a file that is released; choose another',
    );
  for (const accession of found.missing)
    unknown(accession, `${portal} does not know it, expected the accession of a released file; check it`);
  return answer;
}

/** Raised where RemoteFile changes: what was kept before is asked for again. */
const FORMAT = 2;
/** How long facts that may change are believed. */
const BELIEVED_MS = 86_400_000;

/** What is kept of a file. */
interface Kept {
  readonly file: RemoteFile;
  /** When the portal was asked. */
  readonly askedMs: number;
}

/** A folder's name for a portal, by its host: two portals may know an accession as two files. */
function portalFolder(address: string): string {
  return portalOrigin(address)
    .replace(/^https:\/\//, '')
    .replace(/[^A-Za-z0-9.-]+/g, '_');
}

function pathOf(directory: string, accession: string): string {
  return path.join(directory, `${accession}.json`);
}

/** What is kept, if it is whole: a cache may be shared with other versions, and be damaged. */
function readKept(directory: string, accession: string): Kept | undefined {
  const kept = readJsonObject(pathOf(directory, accession));
  if (kept?.format !== FORMAT || typeof kept.askedMs !== 'number' || !isJsonObject(kept.file))
    return undefined;
  const { accession: own, name, key, href, sizeBytes, md5, facts } = kept.file;
  const isText = (value: unknown) => value === undefined || typeof value === 'string';
  const isWhole =
    typeof own === 'string' &&
    typeof name === 'string' &&
    path.basename(name) === name &&
    typeof href === 'string' &&
    isText(key) &&
    (sizeBytes === undefined || Number.isSafeInteger(sizeBytes)) &&
    (md5 === undefined || (typeof md5 === 'string' && /^[0-9a-f]{32}$/.test(md5))) &&
    isJsonObject(facts) &&
    Object.values(facts).every((value) => typeof value === 'string');
  // JSON has no undefined.
  const file = { accession: own, name, key, href, sizeBytes, md5, facts } as RemoteFile;
  return isWhole ? { file, askedMs: kept.askedMs } : undefined;
}

async function keep(directory: string, accession: string, kept: Kept): Promise<void> {
  try {
    makeDirectory(directory);
    await writeFileAtomically(pathOf(directory, accession), JSON.stringify({ format: FORMAT, ...kept }));
  } catch (error) {
    // Without a place to keep it, it is asked for again the next time.
    if (!(error instanceof CisregError)) throw error;
  }
}
