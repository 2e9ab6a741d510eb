/** Files, hubs and genome browsers on the running service: bytes by ranges, pyBigWig over http, UCSC's rules, and nothing but what is named. */

import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { get as httpGet } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annotate } from '../../src/annotation/annotate.ts';
import { autoSqlColumns } from '../../src/formats/auto-sql.ts';
import { openBigBed } from '../../src/formats/bbi/bigbed.ts';
import { openBigWig } from '../../src/formats/bbi/bigwig.ts';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { silent } from '../../src/progress.ts';
import { filesBelow, scratchDirectory } from '../build/run-cli.ts';
import { type ParsedHub, parseHub } from '../export/hub-rules.ts';
import { twoBitBytes } from '../formats/two-bit-bytes.ts';
import { seeded } from '../genome/random.ts';
import { needs } from '../registry/tools.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

const PYTHON = '/usr/bin/python3';
const scratch = scratchDirectory();
const registry = path.join(scratch, 'mini');
const signals = path.join(scratch, 'signals');
const twoBit = path.join(scratch, 'genome.2bit');
const outside = path.join(scratch, 'secret.bigWig');
let service: Running;
let before: Map<string, string>;

const bytesOf = (directory: string) =>
  new Map(filesBelow(directory).map((name) => [name, readFileSync(path.join(directory, name), 'latin1')]));
const tableOf = (file: string) => {
  const [header, ...rows] = readFileSync(path.join(registry, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i]!])));
};
const bytesAt = async (url: string, init?: RequestInit) => {
  const response = await service.get(url, init);
  expect(response.ok, `${url}: ${response.status}`).toBe(true);
  return Buffer.from(await response.arrayBuffer());
};
const datasets = () =>
  (
    JSON.parse(readFileSync(path.join(registry, 'registry.json'), 'utf8')).datasets as Record<
      string,
      string
    >[]
  ).filter(({ signal }) => signal !== undefined);

beforeAll(async () => {
  const simulated = await simulatedRegistry();
  cpSync(simulated.registry, registry, { recursive: true });
  cpSync(path.join(simulated.genome, 'signal'), path.join(signals, 'signal'), { recursive: true });
  cpSync(path.join(signals, 'signal', readdirSync(path.join(signals, 'signal'))[0]!), outside);
  const { chromSizes } = JSON.parse(readFileSync(path.join(registry, 'registry.json'), 'utf8'));
  const genome = Object.fromEntries(
    (chromSizes as [string, number][]).map(([name, sizeBp]) => [
      name,
      'ACGTTGCA'.repeat(sizeBp / 8 + 1).slice(0, sizeBp),
    ]),
  );
  writeFileSync(twoBit, twoBitBytes(genome));
  writeFileSync(
    path.join(scratch, 'bands.txt'),
    'chr1\t0\t1000000\tp1\tgneg\nchr1\t1000000\t12000000\tq1\tgpos50\n',
  );
  const yaml = path.join(scratch, 'annotations.yaml');
  writeFileSync(yaml, 'signals: {root: signals}\nreference: {sequence: genome.2bit, cytobands: bands.txt}\n');
  await annotate(registry, yaml, silent);
  // What nobody may get at: a link out of the root, put there later.
  const [, second] = datasets();
  unlinkSync(path.join(signals, second!.signal!));
  symlinkSync(outside, path.join(signals, second!.signal!));
  before = bytesOf(registry);
  service = await running([registry], {
    cacheDirectory: path.join(scratch, 'cache'),
    email: 'me@example.org',
  });
});
afterAll(async () => {
  await service.app.close();
  // The server writes nothing into a registry.
  expect(bytesOf(registry)).toEqual(before);
});

describe('files', () => {
  it('come whole, by ranges as igv.js asks for them, and by their heads', async () => {
    const random = seeded(8);
    const [dataset] = datasets();
    for (const [url, file, type] of [
      ['/files/mini/reference/genome.2bit', twoBit, 'application/octet-stream'],
      [
        `/files/mini/signals/${dataset!.file}.bigWig`,
        path.join(signals, dataset!.signal!),
        'application/octet-stream',
      ],
      ['/files/mini/reference/cytoBand.txt', path.join(scratch, 'bands.txt'), 'text/plain; charset=utf-8'],
    ] as const) {
      const bytes = readFileSync(file);
      const whole = await service.get(url, { headers: { 'accept-encoding': 'gzip, br' } });
      expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
      expect(Object.fromEntries(whole.headers)).toMatchObject({
        'content-type': type,
        'content-length': String(bytes.length),
        'accept-ranges': 'bytes',
        'access-control-allow-origin': '*',
        'last-modified': expect.any(String),
        etag: expect.stringMatching(/^"[^"]+"$/),
      });
      expect(whole.headers.get('content-encoding')).toBeNull();
      expect(whole.headers.get('access-control-expose-headers')).toMatch(
        /Accept-Ranges.*Content-Range.*ETag/,
      );
      const head = await service.get(url, { method: 'HEAD', headers: { range: 'bytes=0-9' } });
      expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
        200,
        String(bytes.length),
        '',
      ]);
      for (let i = 0; i < 40; i++) {
        const start = random.int(0, bytes.length - 1);
        const end = Math.min(bytes.length, start + random.int(1, 5000));
        const range = `bytes=${start}-${random.chance(0.8) ? end - 1 : end + bytes.length}`;
        const part = await service.get(url, { headers: { range, 'accept-encoding': 'gzip, br' } });
        const last = range.endsWith(`-${end - 1}`) ? end : bytes.length;
        expect(part.status).toBe(206);
        expect(part.headers.get('content-range')).toBe(`bytes ${start}-${last - 1}/${bytes.length}`);
        expect(part.headers.get('content-encoding')).toBeNull();
        expect(part.headers.get('etag')).toBe(whole.headers.get('etag'));
        expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(start, last)), range).toBe(true);
      }
      const beyond = await service.get(url, { headers: { range: `bytes=${bytes.length}-` } });
      expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
      expect(JSON.parse(await beyond.text())).toMatchObject({ status: 416 });
      const etag = whole.headers.get('etag')!;
      const known = await service.get(url, { headers: { 'if-none-match': etag } });
      expect([known.status, await known.text()]).toEqual([304, '']);
      const stale = await service.get(url, { headers: { range: 'bytes=0-1', 'if-range': '"another"' } });
      expect([stale.status, (await stale.arrayBuffer()).byteLength]).toEqual([200, bytes.length]);
      const fresh = await service.get(url, { headers: { range: 'bytes=0-1', 'if-range': etag } });
      expect([fresh.status, (await fresh.arrayBuffer()).byteLength]).toEqual([206, 2]);
    }
    const sizes = (await bytesAt('/files/mini/reference/chrom.sizes')).toString();
    expect(sizes.split('\n')[0]).toBe('chr1\t12000000');
    const asked = await service.get('/files/mini/reference/genome.2bit', {
      method: 'OPTIONS',
      headers: { origin: 'https://igv.example.org', 'access-control-request-headers': 'range' },
    });
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/Range/);
  });

  it('are those that are named, whatever is typed', async () => {
    const [first, linked] = datasets();
    const names = [
      '..%2f..%2fsecret.bigWig',
      '%2e%2e%2f%2e%2e%2fsecret.bigWig',
      '....//secret.bigWig',
      encodeURIComponent(outside),
      `${first!.file}.bigWig%00`,
      `${first!.file}.bigWig%00.txt`,
      `${linked!.file}.bigWig`,
      'registry.json',
      '__proto__',
      'constructor.bigWig',
      '.bigWig',
      '%',
      '%ff.bigWig',
    ];
    const folders = [
      '/files/mini/signals/',
      '/files/mini/reference/',
      '/files/mini/tracks/',
      '/files/mini/tracks/biosamples/',
      '/hub/mini/hg38/signals/',
      '/hub/mini/hg38/',
      '/hub/mini/b/',
      '/files/',
    ];
    for (const folder of folders) {
      for (const name of names) {
        // fetch would take the dots out before it asks.
        const status = await new Promise<number>((resolve, reject) => {
          httpGet(`${service.address}${folder}${name}`, (response) => {
            response.resume();
            resolve(response.statusCode!);
          }).on('error', reject);
        });
        expect([400, 404, 414], folder + name).toContain(status);
      }
    }
    for (const raw of [
      '/files/mini/signals/../../../secret.bigWig',
      '/files/../../secret.bigWig',
      '/hub/mini/../../x',
    ]) {
      const { hostname, port } = new URL(service.address);
      const status = await new Promise<number>((resolve, reject) => {
        httpGet({ hostname, port, path: raw }, (response) => {
          response.resume();
          resolve(response.statusCode!);
        }).on('error', reject);
      });
      expect([400, 404], raw).toContain(status);
    }
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const response = await service.get('/files/mini/reference/genome.2bit', { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });

  it('are read by pyBigWig from the service', async ({ skip }) => {
    needs(skip, 'python3-pybigwig', PYTHON, '-c', 'import pyBigWig; assert pyBigWig.remote');
    const [dataset] = datasets();
    const [biosample] = tableOf('biosamples.tsv').filter(({ group }) => group !== 'NA');
    const script = `
import json, sys, pyBigWig
base, dataset, key, local = sys.argv[1:]
far = pyBigWig.open(base + '/files/mini/signals/' + dataset + '.bigWig')
near = pyBigWig.open(local)
places = [('chr1', i * 100000, i * 100000 + 5000) for i in range(100)]
assert far.chroms() == near.chroms()
assert [far.stats(*p, nBins=20, exact=True) for p in places] == [near.stats(*p, nBins=20, exact=True) for p in places]
found = []
for name in ('encodeCcreCombined', 'biosamples/' + key):
    track = pyBigWig.open(base + '/files/mini/tracks/' + name + '.bigBed')
    assert track.isBigBed()
    found.append([[c, e[0], e[1], e[2].split('\\t')[0]] for c in sorted(track.chroms()) for e in (track.entries(c, 0, track.chroms(c)) or [])])
print(json.dumps(found))
`;
    const local = path.join(signals, dataset!.signal!);
    const { stdout } = await promisify(execFile)(
      PYTHON,
      ['-c', script, service.address, dataset!.file!, biosample!.key!, local],
      { maxBuffer: 1 << 26 },
    );
    const [combined, own] = JSON.parse(stdout) as [string, number, number, string][][];
    const ccres = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([chrom, start, end, , accession]) => [chrom, Number(start), Number(end), accession]);
    expect(combined).toEqual(ccres);
    expect(own!.length).toBe(ccres.length);
  });
});

/** Downloads a hub as UCSC's client finds it: from hub.txt on, by relative addresses. */
async function downloaded(hubUrl: string, folder: string): Promise<ParsedHub> {
  const fetched = async (relative: string, from: string) => {
    const url = new URL(relative, from);
    const file = path.join(
      folder,
      decodeURIComponent(url.pathname.slice(new URL('.', hubUrl).pathname.length)),
    );
    mkdirSync(path.dirname(file), { recursive: true });
    const response = await fetch(url);
    expect(response.status, url.pathname).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    writeFileSync(file, bytes);
    return { url: url.href, text: bytes.toString('latin1') };
  };
  const hub = await fetched('hub.txt', hubUrl);
  const settingOf = (text: string, key: string) => new RegExp(`^${key} (.*)$`, 'm').exec(text)![1]!;
  await fetched(settingOf(hub.text, 'descriptionUrl'), hub.url);
  const genomes = await fetched(settingOf(hub.text, 'genomesFile'), hub.url);
  const trackDb = await fetched(settingOf(genomes.text, 'trackDb'), genomes.url);
  for (const [, key, value] of trackDb.text.matchAll(/^\s*(bigDataUrl|html) (.*)$/gm)) {
    expect(value).not.toMatch(/^\/|:\/\//);
    await fetched(key === 'html' ? `${value}.html` : value!, trackDb.url);
  }
  return parseHub(folder, fieldsOf);
}

async function fieldsOf(file: string) {
  const bigBed = await openBigBed(await openByteSource(file));
  const fields = autoSqlColumns(bigBed.autoSql, file);
  const indexed: string[] = [];
  for (const field of fields) {
    await bigBed.findByName('x', field).then(
      () => indexed.push(field),
      () => {},
    );
  }
  await bigBed.close();
  return { fields, indexed };
}

describe('a hub', () => {
  it("of the registry keeps UCSC's rules", async () => {
    const hub = await downloaded(`${service.address}/hub/mini/hub.txt`, path.join(scratch, 'hub'));
    expect(hub.complaints).toEqual([]);
    expect(hub.genome).toBe('hg38');
    expect(hub.hub.get('email')).toBe('me@example.org');
    const own = tableOf('biosamples.tsv').filter(({ group }) => group !== 'NA');
    expect(hub.tracks.filter((track) => track.get('parent') === 'biosamples').length).toBe(own.length);
    expect(hub.tracks.filter((track) => track.get('parent') === 'maxZ').length).toBe(4);
  });

  it('of chosen biosamples has their cCREs and the signals of their assays, in fixed colours and ranges', async () => {
    const linked = datasets()[1]!.biosample;
    const [a, b] = tableOf('biosamples.tsv').filter(
      ({ DNase, biosample }) => DNase !== 'NA' && biosample !== linked,
    );
    const hub = await downloaded(
      `${service.address}/hub/mini/b/${a!.key},${b!.key}/hub.txt`,
      path.join(scratch, 'chosen'),
    );
    expect(hub.complaints).toEqual([]);
    const containers = hub.tracks.filter((track) => track.has('superTrack'));
    expect(containers.map((track) => track.get('longLabel'))).toEqual([
      expect.stringMatching(/^Candidate/),
      `cCREs and signals of ${a!.biosample}`.slice(0, 80),
      `cCREs and signals of ${b!.biosample}`.slice(0, 80),
    ]);
    for (const [i, { biosample }] of [a!, b!].entries()) {
      const children = hub.tracks.filter((track) => track.get('parent') === containers[i + 1]!.get('track'));
      const files = datasets().filter((own) => own.biosample === biosample);
      expect(children.length).toBe(files.length + 1);
      for (const track of children.slice(1)) {
        const { assay, signal } = files.find(
          ({ file }) => track.get('bigDataUrl') === `signals/${file}.bigWig`,
        )!;
        expect(track.get('viewLimits')).toBe(assay === 'DNase' ? '0:30' : '0:50');
        if (assay === 'DNase') expect(track.get('color')).toBe('6,218,147');
        const served = readFileSync(path.join(hub.folder, track.get('bigDataUrl')!));
        expect(served.equals(readFileSync(path.join(signals, signal!)))).toBe(true);
      }
    }
    const wrong = await service.get(`/hub/mini/b/${a!.key},nobody/hub.txt`);
    expect(wrong.status).toBe(404);
    expect(await wrong.text()).toContain('nobody');
    expect((await service.get('/hub/mini/mm10/trackDb.txt')).status).toBe(404);
  });
});

describe('links and configurations', () => {
  it('lead to UCSC with the hub, the place and a highlight', async () => {
    const [chrom, start, end, , accession] = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8').split(
      /[\t\n]/,
    );
    const key = tableOf('biosamples.tsv')[0]!.key!;
    const { ucsc, hub, isPrivate, view } = await service.json(
      `/api/v1/ccres/${accession}/browser?biosamples=${encodeURIComponent(key)}`,
    );
    expect(hub).toBe(`${service.address}/hub/mini/b/${key}/hub.txt`);
    expect(isPrivate).toBe(true);
    const from = Math.max(1, Number(start) + 1 - 7500);
    expect(view).toBe(`${chrom}:${from}-${Number(end) + 7500}`);
    const url = new URL(ucsc);
    expect(url.origin + url.pathname).toBe('https://genome.ucsc.edu/cgi-bin/hgTracks');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      db: 'hg38',
      position: view,
      hubClear: hub,
      highlight: `hg38.${chrom}:${Number(start) + 1}-${end}`,
    });
    const open = await running([registry], { publicUrl: 'https://lab.example.org/screen' });
    try {
      const links = await open.json(`/api/v1/ccres/${accession}/browser`);
      expect(links).toMatchObject({
        hub: 'https://lab.example.org/screen/hub/mini/hub.txt',
        isPrivate: false,
      });
      const igv = JSON.stringify(await open.json(`/api/v1/browser/igv.json?accession=${accession}`));
      expect(igv).not.toContain('127.0.0.1');
    } finally {
      await open.app.close();
    }
    const answer = await service.app.inject({
      url: `/api/v1/ccres/${accession}/browser`,
      headers: { host: 'evil"><script>' },
    });
    expect(answer.statusCode).toBe(400);
  });

  it('of igv.js and JBrowse ask nobody but the service, and every address answers', async () => {
    const [a] = tableOf('biosamples.tsv').filter(({ DNase }) => DNase !== 'NA');
    for (const name of ['igv', 'jbrowse']) {
      for (const query of ['', `?biosamples=${encodeURIComponent(a!.key!)}`, '?region=chr2:5,000-9,000']) {
        const config = await service.json(`/api/v1/browser/${name}.json${query}`);
        const addresses = [...JSON.stringify(config).matchAll(/https?:\/\/[^"]+/g)].map(([url]) => url);
        expect(addresses.length).toBeGreaterThan(3);
        for (const url of addresses) {
          expect(url.startsWith(`${service.address}/`), url).toBe(true);
          const response = await fetch(url.replace('$FEATURE$', 'CHR1:5'), {
            headers: { range: 'bytes=0-63' },
          });
          const linked = url.endsWith(`/${datasets()[1]!.file}.bigWig`);
          expect(linked ? [404] : [200, 206], url).toContain(response.status);
          await response.arrayBuffer();
        }
      }
    }
    const igv = await service.json('/api/v1/browser/igv.json?region=chr2:5,000-9,000');
    expect(igv).toMatchObject({ locus: 'chr2:5000-9000', loadDefaultGenomes: false });
    expect(igv.reference.twoBitURL).toBe(`${service.address}/files/mini/reference/genome.2bit`);
    expect(igv.tracks.map(({ name }: { name: string }) => name)).toEqual([
      'cCREs',
      'DNase max-Z',
      'H3K4me3 max-Z',
      'H3K27ac max-Z',
      'CTCF max-Z',
    ]);
    expect((await service.get('/api/v1/browser/igv.json?region=nowhere')).status).toBe(400);
    const { results } = await service.json('/api/v1/browser/locus?q=chr1:1,001-2,000');
    expect(results).toEqual([
      {
        name: 'chr1:1,001-2,000',
        chrom: 'chr1',
        start: 1000,
        end: 2000,
        firstBase: 1001,
        location: 'chr1:1001-2000',
      },
    ]);
  });
});

describe('the signals of an element', () => {
  it('are the means that pyBigWig gives, in bins, with what is missing told apart', async ({ skip }) => {
    needs(skip, 'python3-pybigwig', PYTHON, '-c', 'import pyBigWig');
    const lines = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8').trimEnd().split('\n');
    const [chrom, start, end, , accession] = lines[lines.length >> 1]!.split('\t');
    const answer = await service.json(`/api/v1/ccres/${accession}/signal?bins=7&flank=300&limit=1000`);
    expect(answer.window).toMatchObject({ chrom, start: Number(start) - 300, end: Number(end) + 300 });
    expect(answer.edges.length).toBe(8);
    const files = datasets();
    expect(answer.datasets.map(({ file }: { file: string }) => file)).toEqual(files.map(({ file }) => file));
    expect(answer.total).toBe(files.length);
    const script = `
import json, sys, pyBigWig
chrom, edges, files = json.loads(sys.argv[1])
out = []
for file in files:
    track = pyBigWig.open(file)
    one = lambda s, e, of: track.stats(chrom, s, e, type=of, exact=True)[0]
    out.append([[one(s, e, 'mean') for s, e in zip(edges, edges[1:])]] + [one(edges[0], edges[-1], of) for of in ('mean', 'min', 'max')])
print(json.dumps(out))
`;
    const place = JSON.stringify([
      chrom,
      answer.edges,
      files.map(({ signal }) => path.join(signals, signal!)),
    ]);
    const { stdout } = await promisify(execFile)(PYTHON, ['-c', script, place]);
    const expected = JSON.parse(stdout) as [(number | null)[], number, number, number][];
    const near = (value: number | null) => (value === null ? null : expect.closeTo(value, 4));
    for (const [i, own] of answer.datasets.entries()) {
      if (i === 1) {
        // The link out of the root.
        expect(own).toMatchObject({ state: 'unreachable', bins: null, mean: null });
        continue;
      }
      const [bins, mean, min, max] = expected[i]!;
      expect(own).toMatchObject({ state: 'read', mean: near(mean), min: near(min), max: near(max) });
      expect(own.bins).toEqual(bins.map(near));
    }
  });

  it('are of the datasets that are asked for, in every format, and mistakes name their parameter', async () => {
    const accession = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8').split('\t')[4];
    const url = `/api/v1/ccres/${accession}/signal`;
    const [dataset] = datasets();
    const biosample = encodeURIComponent(dataset!.biosample!);
    const own = await service.json(`${url}?assay=DNase&biosample=${biosample}`);
    expect(own.datasets.length).toBe(
      datasets().filter((other) => other.assay === 'DNase' && other.biosample === dataset!.biosample).length,
    );
    expect(own.datasets[0].bins.length).toBe(20);
    expect(own.datasets[0].href).toBe(`/files/mini/signals/${dataset!.file}.bigWig`);
    const tsv = await (await service.get(`${url}?assay=DNase&format=tsv`)).text();
    expect(tsv.split('\n')[0]).toBe(
      'file\tbiosample\tassay\texperiment\tstate\tcoveredBp\tmean\tmin\tmax\tbins',
    );
    expect(tsv.trimEnd().split('\n').length).toBe(
      1 + datasets().filter(({ assay }) => assay === 'DNase').length,
    );
    for (const [query, parameter] of [
      ['assay=RNA', 'assay'],
      ['biosample=nobody', 'biosample'],
      ['flank=-1', 'flank'],
      ['flank=100001', 'flank'],
      ['bins=0', 'bins'],
      ['bins=1001', 'bins'],
      ['flank=0&bins=900', 'bins'],
    ]) {
      const response = await service.get(`${url}?${query}`);
      expect([400, 404], query).toContain(response.status);
      expect(JSON.parse(await response.text()).parameter, query).toBe(parameter);
    }
  });

  it('tell files that have gone since, without a path of the server', async () => {
    const accession = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8').split('\t')[4];
    const third = datasets()[2]!;
    const file = path.join(signals, third.signal!);
    const bytes = readFileSync(file);
    unlinkSync(file);
    try {
      const fresh = await running([registry]);
      const answer = await fresh.json(`/api/v1/ccres/${accession}/signal?limit=1000`);
      const gone = answer.datasets.find((own: { file: string }) => own.file === third.file);
      expect(gone).toMatchObject({ state: 'unreachable', bins: null, mean: null, coveredBp: null });
      expect(JSON.stringify(answer)).not.toContain(scratch);
      const direct = await fresh.get(`/files/mini/signals/${third.file}.bigWig`);
      expect(direct.status).toBe(404);
      expect(await direct.text()).not.toContain(scratch);
      await fresh.app.close();
    } finally {
      writeFileSync(file, bytes);
    }
  });
});

describe('signals at an address of the operator', () => {
  it('are read and handed on by ranges, as if they were here', async () => {
    // The one service is the operator's address for the other.
    const other = path.join(scratch, 'other');
    cpSync(registry, other, { recursive: true });
    const yaml = path.join(scratch, 'remote.yaml');
    writeFileSync(yaml, `signals: {root: "${service.address}/files/mini/signals"}\n`);
    const warnings: string[] = [];
    await annotate(other, yaml, { ...silent, warn: (text) => void warnings.push(text) });
    expect(warnings.join()).toMatch(/1 of \d+ bigWigs are not at http/);
    const far = await running([other]);
    try {
      const accession = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8').split('\t')[4];
      const url = `/api/v1/ccres/${accession}/signal?limit=1000`;
      const [here, there] = [await service.json(url), await far.json(url)];
      const linked = datasets()[1]!.file;
      for (const [i, own] of there.datasets.entries()) {
        if (own.file === linked) expect(own).toMatchObject({ state: 'noFile', bins: null, href: null });
        else expect(own).toEqual({ ...here.datasets[i], href: own.href });
      }
      const [dataset] = datasets();
      const bytes = readFileSync(path.join(signals, dataset!.signal!));
      const part = await far.get(`/files/other/signals/${dataset!.file}.bigWig`, {
        headers: { range: 'bytes=100-2099' },
      });
      expect(part.status).toBe(206);
      expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 2100))).toBe(true);
      const whole = await far.get(`/files/other/signals/${dataset!.file}.bigWig`);
      expect(whole.headers.get('etag')).toMatch(/^"/);
      expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
      expect(JSON.stringify(there)).not.toContain(service.address);
    } finally {
      await far.app.close();
    }
  });
});

describe('a bigWig over http', () => {
  it('is what our own reader finds in the max-Z track of the service', async () => {
    const bigWig = await openBigWig(
      await openByteSource(`${service.address}/files/mini/tracks/maxZ.DNase.bigWig`),
    );
    const { values } = await bigWig.readIntervals('chr2', 0, 9_000_000);
    const places = readFileSync(path.join(registry, 'rDHSs.bed'), 'utf8').trimEnd().split('\n');
    const maxZ = tableOf('maxz.tsv');
    const expected = places.flatMap((line, i) =>
      line.startsWith('chr2\t') ? [Math.fround(Number(maxZ[i]!.DNase))] : [],
    );
    expect([...values]).toEqual(expected);
    await bigWig.close();
  });
});
