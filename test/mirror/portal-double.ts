/**
 * A double of a metadata portal: it answers searches, /metadata/, /batch_download/ and downloads as ENCODE's does (404 for a search that finds
 * nothing, only the fields that were asked for, 307 to the bytes), from objects that a test hands it.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type PortalObject = Record<string, unknown>;

export interface PortalData {
  /** Objects of files, `dataset` being the path of one of the datasets. */
  files: PortalObject[];
  /** Objects of datasets, their `@type` beginning with their own. */
  datasets: PortalObject[];
  /** Bytes of files by accession. */
  bytes: Map<string, Uint8Array>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PortalDouble {
  readonly origin: string;
  /** What is served; tests may change it. */
  readonly data: PortalData;
  /** Paths with their queries, and when they were asked for. */
  readonly asked: { readonly path: string; readonly atMs: number; readonly agent: string | undefined }[];
  /** An answer to give in place of the portal's own. */
  instead: (path: string) => Answer | undefined;
  /** Where downloads are redirected to: a bucket's address, to which the key is added, and a signature. */
  store: string | undefined;
  close(): Promise<void>;
}

const RESERVED = [
  'type',
  'limit',
  'format',
  'frame',
  'field',
  'sort',
  'from',
  'mode',
  'cart',
  'datastore',
  'option',
];

/** Starts one on loopback. */
export async function portalDouble(data: PortalData): Promise<PortalDouble> {
  const asked: PortalDouble['asked'] = [];
  const own: Pick<PortalDouble, 'instead' | 'store'> = { instead: () => undefined, store: undefined };
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://portal');
    asked.push({ path: request.url!, atMs: performance.now(), agent: request.headers['user-agent'] });
    const { status, text, headers } = own.instead(request.url!) ?? answer(url, data, own.store);
    response.writeHead(status, { 'content-length': Buffer.byteLength(text), ...headers }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(own, {
    origin: `http://127.0.0.1:${port}`,
    data,
    asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function answer(url: URL, data: PortalData, store: string | undefined): Answer {
  const [room = '', item = '', view = ''] = url.pathname.split('/').filter((part) => part !== '');
  if (room === 'search') return search(url, data);
  if (room === 'metadata') return metadata(url, data);
  if (room === 'batch_download') return batchDownload(url, data);
  const file = data.files.find((one) => room === 'files' && one.accession === item);
  if (file === undefined || view !== '@@download') return problem(404, 'The resource could not be found.');
  const key = String(file.s3_uri).replace('s3://encode-public/', '');
  const headers = { location: `${store ?? 'http://127.0.0.1:1'}/${key}?Signature=secret` };
  return { status: 307, text: '', headers };
}

function search(url: URL, data: PortalData): Answer {
  const types = url.searchParams.getAll('type');
  const known = ['File', 'Dataset', 'Experiment', 'Annotation', 'Series'];
  const strange = types.filter((type) => !known.includes(type));
  if (strange.length > 0) return problem(400, `Invalid types: ['${strange.join("', '")}']`);
  const all = types.includes('File') ? data.files : data.datasets;
  const found = all.filter(
    (object) =>
      (object['@type'] as string[]).some((type) => types.includes(type)) &&
      passes(object, url.searchParams) &&
      !['deleted', 'replaced'].includes(String(object.status)),
  );
  const fields = url.searchParams.getAll('field');
  const limit =
    url.searchParams.get('limit') === 'all' ? found.length : Number(url.searchParams.get('limit') ?? 25);
  const graph = found
    .slice(0, limit)
    .map((object) => (fields.length === 0 ? object : withFields(object, fields)));
  const body = {
    title: 'Search',
    '@type': ['Search'],
    '@id': `${url.pathname}${url.search}`,
    '@graph': graph,
    total: found.length,
    notification: found.length === 0 ? 'No results found' : 'Success',
  };
  return { status: found.length === 0 ? 404 : 200, text: JSON.stringify(body) };
}

const COLUMNS: readonly (readonly [column: string, path: string, isOfFile: boolean])[] = [
  ['File accession', 'accession', true],
  ['File format', 'file_type', true],
  ['File type', 'file_format', true],
  ['File format type', 'file_format_type', true],
  ['Output type', 'output_type', true],
  ['File assembly', 'assembly', true],
  ['Experiment accession', 'accession', false],
  ['Assay', 'assay_title', false],
  ['Donor(s)', 'donors', true],
  ['Biosample term id', 'biosample_ontology.term_id', false],
  ['Biosample term name', 'biosample_ontology.term_name', false],
  ['Biosample type', 'biosample_ontology.classification', false],
  ['Experiment target', 'target.name', false],
  ['Experiment date released', 'date_released', false],
  ['Project', 'award.project', false],
  ['Biological replicate(s)', 'biological_replicates', true],
  ['Technical replicate(s)', 'technical_replicates', true],
  ['Derived from', 'derived_from', true],
  ['Size', 'file_size', true],
  ['Lab', 'lab.title', true],
  ['md5sum', 'md5sum', true],
  ['dbxrefs', 'dbxrefs', true],
  ['File download URL', 'href', true],
  ['File Status', 'status', true],
  ['s3_uri', 's3_uri', true],
  ['Azure URL', 'azure_uri', true],
  ['Audit WARNING', 'audit', true],
];

/** The files of the datasets that a query finds, without those that nobody may have. */
function rowsOf(url: URL, data: PortalData): { dataset: PortalObject; file: PortalObject }[] {
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('files.')));
  const ofFiles = new URLSearchParams(
    [...url.searchParams]
      .filter(([name]) => name.startsWith('files.'))
      .map(([name, value]): [string, string] => [name.slice(6), value]),
  );
  return data.datasets
    .filter(
      (dataset) =>
        (dataset['@type'] as string[]).includes(url.searchParams.get('type')!) && passes(dataset, query),
    )
    .flatMap((dataset) =>
      data.files
        .filter(
          (file) => file.dataset === dataset['@id'] && ['released', 'archived'].includes(String(file.status)),
        )
        .filter(
          (file) => passes(file, ofFiles) && file.restricted !== true && file.no_file_available !== true,
        )
        .map((file) => ({ dataset, file })),
    );
}

function metadata(url: URL, data: PortalData): Answer {
  if (url.searchParams.getAll('type').length !== 1) return problem(400, 'URL requires one "type" parameter.');
  const rows = rowsOf(url, data).map(({ dataset, file }) =>
    COLUMNS.map(([column, path, isOfFile]) => {
      const cell = valuesAt(isOfFile ? file : dataset, path).join(', ');
      return column === 'File download URL' ? `https://www.encodeproject.org${cell}` : cell;
    }),
  );
  const table = [COLUMNS.map(([column]) => column), ...rows];
  // As Python's csv module writes them.
  const text = table.map(
    (row) =>
      `${row.map((cell) => (cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')}\r\n`,
  );
  return { status: 200, text: text.join('') };
}

function batchDownload(url: URL, data: PortalData): Answer {
  const lines = rowsOf(url, data).map(({ file }) => `https://www.encodeproject.org${file.href}`);
  const metadata = `"https://www.encodeproject.org/metadata/${url.search}"`;
  return { status: 200, text: [metadata, ...lines].join('\n') };
}

function passes(object: PortalObject, query: URLSearchParams): boolean {
  return [...new Set(query.keys())].every((name) => {
    if (RESERVED.includes(name)) return true;
    const isNot = name.endsWith('!');
    const found = valuesAt(object, isNot ? name.slice(0, -1) : name);
    const wanted = query.getAll(name);
    return wanted.some((value) => (value === '*' ? found.length > 0 : found.includes(value))) !== isNot;
  });
}

function valuesAt(object: unknown, path: string): string[] {
  let at: unknown[] = [object];
  for (const name of path.split('.')) {
    at = at.flatMap(
      (one) =>
        (typeof one === 'object' && one !== null ? ((one as PortalObject)[name] ?? []) : []) as unknown,
    );
  }
  return at.map(String);
}

function withFields(object: PortalObject, fields: readonly string[]): PortalObject {
  const kept: PortalObject = { '@id': object['@id'], '@type': object['@type'] };
  for (const field of fields) {
    let from: unknown = object;
    let to: PortalObject = kept;
    const names = field.split('.');
    for (const [i, name] of names.entries()) {
      const value: unknown =
        typeof from === 'object' && from !== null ? (from as PortalObject)[name] : undefined;
      if (value === undefined) break;
      if (i === names.length - 1 || typeof value !== 'object') to[name] = value;
      else {
        to[name] ??= {};
        to = to[name] as PortalObject;
      }
      from = value;
    }
  }
  return kept;
}

function problem(code: number, description: string): Answer {
  const body = { '@type': ['HTTPError', 'Error'], status: 'error', code, title: 'Error', description };
  return { status: code, text: JSON.stringify(body) };
}
