/** What stands beside the published files: README.md, datapackage.json and schemas; and the command with its refusals. */

import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parquetMetadata } from 'hyparquet';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeFolder } from '../../src/export/export-folder.ts';
import { EXPORT_KINDS, exportKind } from '../../src/export/export-kinds.ts';
import { silent } from '../../src/progress.ts';
import { openRegistry, type RegistryDirectory } from '../../src/store/registry-directory.ts';
import { cisreg, filesBelow, scratchDirectory } from '../build/run-cli.ts';
import { buildExportCase, ODD_NAME, rowsIn } from './export-case.ts';

const scratch = scratchDirectory();
const KINDS = Object.keys(EXPORT_KINDS);
const counts = new Map<string, number>();
let registry: RegistryDirectory;

async function exported(kind: string, out: string, encodeNames = false): Promise<number> {
  const options = { threads: 1, encodeNames, email: 'a@b.c' };
  return exportKind(kind, registry, path.join(scratch, out), { options, progress: silent });
}

beforeAll(async () => {
  registry = await openRegistry(await buildExportCase(path.join(scratch, 'case'), 'encode3'));
  for (const kind of KINDS) counts.set(kind, await exported(kind, `one/${kind}`));
  counts.set('encode', await exported('matrices', 'one/encode', true));
});

interface Resource {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  readonly bytes: number;
  readonly schema?: string;
  readonly dialect?: {
    readonly header: boolean;
    readonly headerRows?: number[];
    readonly commentRows?: number[];
  };
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

function jsonIn<T>(...file: string[]): T {
  return JSON.parse(readFileSync(path.join(...file), 'utf8')) as T;
}

/** The columns of a file as its rows have them: names where it has a header, else their number. */
function columnsOf(file: string): string[] | number {
  if (file.endsWith('.parquet')) {
    const bytes = readFileSync(file);
    const { schema } = parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    return schema.slice(1).map(({ name }) => name);
  }
  if (file.endsWith('.bigBed')) return readFileSync(file).readUInt16LE(32);
  if (file.endsWith('.bigWig')) return 4;
  const bytes = readFileSync(file);
  const [first] = rowsIn((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  return /\.bed(\.gz)?$/.test(file) ? (first?.length ?? 0) : first!;
}

describe.each([...KINDS, 'encode'])('the folder of %s', (kind) => {
  const folder = path.join(scratch, 'one', kind);

  it('lists every file once, with its size and a schema of its columns', () => {
    const files = filesBelow(folder);
    expect(counts.get(kind)).toBe(files.length);
    const { resources } = jsonIn<{ resources: Resource[] }>(folder, 'datapackage.json');
    const isBeside = (name: string) =>
      /^(README\.md|datapackage\.json|\w+\.as|[\w.]+\.schema\.json)$/.test(name) ||
      (kind === 'hub' && /^(hub\.txt|genomes\.txt|hg38\/(trackDb\.txt|\w+\.html))$/.test(name));
    expect(resources.map((resource) => resource.path).sort()).toEqual(
      files.filter((name) => !isBeside(name)),
    );
    expect(new Set(resources.map(({ name }) => name)).size).toBe(resources.length);
    for (const { name, path: file, bytes, schema, title, dialect } of resources) {
      expect(name).toMatch(/^[a-z0-9._-]+$/);
      expect(title).not.toBe('');
      expect(bytes).toBe(statSync(path.join(folder, file)).size);
      if (/\.(tbi|csi)$/.test(file)) {
        expect({ schema, dialect }).toEqual({ schema: undefined, dialect: undefined });
        continue;
      }
      const { fields } = jsonIn<{ fields: Field[] }>(folder, schema!);
      const names = fields.map((field) => field.name);
      const columns = columnsOf(path.join(folder, file));
      // A class may have no elements: its BED is empty.
      if (columns !== 0) expect(typeof columns === 'number' ? names.length : names, file).toEqual(columns);
      expect(dialect?.header ?? false, file).toBe(/\.(tsv|txt)(\.gz)?$/.test(file));
      expect(dialect?.commentRows, file).toEqual(kind === 'encode' ? [2] : undefined);
      for (const field of fields) {
        expect(['string', 'integer', 'number']).toContain(field.type);
        expect(field.description).not.toBe('');
      }
    }
  });

  it('explains every column in README.md', () => {
    const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
    const schemas = filesBelow(folder).filter((name) => name.endsWith('.schema.json'));
    expect(schemas.length).toBeGreaterThan(0);
    for (const schema of schemas) {
      expect(readme).toContain(schema);
      for (const { name, description } of jsonIn<{ fields: Field[] }>(folder, schema).fields) {
        const row = readme
          .split('\n')
          .find((line) => cellsOf(line)[2] === name && cellsOf(line)[4] === description);
        expect(row, `${schema}: ${name}`).toBeDefined();
        expect(cellsOf(row!).length, row).toBe(6);
      }
    }
    for (const schema of filesBelow(folder).filter((name) => name.endsWith('.as')))
      expect(readme).toContain(schema);
  });
});

/** The cells of a row of a Markdown table, as they are shown: what a backslash precedes stands for itself. */
function cellsOf(line: string): string[] {
  return line.split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\([^A-Za-z0-9])/g, '$1'));
}

describe('a folder of files whose names are alike', () => {
  it('names each in datapackage.json by a name of its own', async () => {
    const folder = path.join(scratch, 'alike');
    mkdirSync(folder);
    const files = ['a+b.bed', 'a-b.bed', 'A-B.tsv', 'a-b.bed-2'];
    for (const file of files) writeFileSync(path.join(folder, file), '');
    const columns = [{ name: 'chrom', type: 'string', description: 'Chromosome' }] as const;
    await describeFolder(folder, { title: 'x', paragraphs: [] }, [
      { name: 'alike', title: 'x', naming: '', columns, files },
    ]);
    const { resources } = jsonIn<{ resources: Resource[] }>(folder, 'datapackage.json');
    expect(resources.map(({ name }) => name)).toEqual(['a-b.bed', 'a-b.bed-2', 'a-b.tsv', 'a-b.bed-2-2']);
  });
});

describe('names with all that means something in Markdown, HTML and URLs', () => {
  it('stand in README.md as they are, and make no tag', () => {
    for (const kind of ['biosamples', 'states', 'zscores', 'matrices', 'parquet', 'hub']) {
      const readme = readFileSync(path.join(scratch, 'one', kind, 'README.md'), 'utf8');
      const cells = readme.split('\n').flatMap(cellsOf);
      expect(
        cells.some((cell) => cell.includes(ODD_NAME)),
        kind,
      ).toBe(true);
      expect(readme.replaceAll('\\<', ''), kind).not.toContain('<');
    }
  });

  it('stand in the settings of a hub in one line, and make no tag in its pages', () => {
    const folder = path.join(scratch, 'one/hub/hg38');
    const trackDb = readFileSync(path.join(folder, 'trackDb.txt'), 'utf8');
    expect(trackDb).toContain(`    longLabel cCREs in ${ODD_NAME}\n`);
    for (const page of ['cCREs', 'maxZ', 'biosamples']) {
      const { document } = parseHTML(
        `<html><body>${readFileSync(path.join(folder, `${page}.html`), 'utf8')}</body></html>`,
      );
      expect([...document.querySelectorAll('b, script, a')]).toEqual([]);
      expect(document.querySelectorAll('table').length).toBeGreaterThan(0);
    }
  });
});

describe('the same export again', () => {
  const flags = KINDS.map((kind) => `--${kind}`);
  const run = (out: string, threads: string) =>
    cisreg(
      ...['export', registry.path, '-t', threads, '-q', '--email', 'a@b.c'],
      ...KINDS.flatMap((kind, k) => [flags[k]!, path.join(scratch, out, kind)]),
    );

  it('gives the same bytes, with one thread, two, and in place of older files', () => {
    const bytes = (out: string) =>
      new Map(
        KINDS.flatMap((kind) => {
          const folder = path.join(scratch, out, kind);
          return filesBelow(folder).map((name) => [
            `${kind}/${name}`,
            readFileSync(path.join(folder, name), 'latin1'),
          ]);
        }),
      );
    const first = bytes('one');
    const { status, stdout, stderr } = run('two', '2');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      KINDS.map((kind) => `${kind}: ${counts.get(kind)} files in ${path.join(scratch, 'two', kind)}\n`).join(
        '',
      ),
    );
    const differing = () => {
      const second = bytes('two');
      return [...new Set([...first.keys(), ...second.keys()])].filter(
        (name) => first.get(name) !== second.get(name),
      );
    };
    expect(differing()).toEqual([]);
    expect(run('two', '1').status).toBe(0);
    expect(differing()).toEqual([]);
  });
});

describe('cisreg export', () => {
  const refusal = (...args: string[]) => {
    const { status, stdout, stderr } = cisreg('export', ...args);
    expect(stdout).toBe('');
    return { status, said: stderr.trimEnd().replace(/^cisreg: /, '') };
  };

  it('prints what it wrote as JSON', () => {
    const out = path.join(scratch, 'json');
    const { stdout } = cisreg('export', registry.path, '--combined', out, '--json', '-q');
    expect(JSON.parse(stdout)).toEqual([{ kind: 'combined', out, files: filesBelow(out).length }]);
  });

  it('takes the folders of all kinds below one', () => {
    const out = path.join(scratch, 'all');
    const { status, stdout } = cisreg('export', registry.path, '--all', out, '--states', `${out}/high`, '-q');
    expect(status).toBe(0);
    const kinds = KINDS.filter((kind) => kind !== 'hub');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ').at(-1)),
    ).toEqual(kinds.map((kind) => path.join(out, kind === 'states' ? 'high' : kind)));
  });

  it('refuses to write nothing', () => {
    const { status, said } = refusal(registry.path);
    expect(status).toBe(2);
    expect(said).toMatch(/^nothing to export, expected --all OUT or some of --classes, .*--hub.*\[USAGE\]$/);
  });

  it('refuses one folder for two kinds', () => {
    const out = path.join(scratch, 'shared');
    const { status, said } = refusal(registry.path, '--classes', out, '--states', `${out}/`);
    expect(status).toBe(2);
    expect(said).toContain(`--classes and --states name one folder, ${out}/, expected a folder for each`);
    expect(refusal(registry.path, '--all', out, '--hub', `${out}/classes`).said).toContain(
      '--classes and --hub',
    );
    expect(existsSync(out)).toBe(false);
  });

  it('refuses a folder that is a registry or lies in one', () => {
    const before = filesBelow(registry.path);
    for (const out of ['', '/zscores', '/new/folder']) {
      const { status, said } = refusal(registry.path, '--zscores', `${registry.path}${out}`);
      expect(status).toBe(1);
      expect(said).toMatch(/registry: is a registry, expected another directory .* \[CONFLICT\]$/);
    }
    expect(refusal(registry.path, '--all', registry.path).status).toBe(1);
    expect(filesBelow(registry.path)).toEqual(before);
  });

  it('refuses what is no registry', () => {
    const out = path.join(scratch, 'none');
    mkdirSync(path.join(scratch, 'empty'));
    for (const directory of ['missing', 'empty']) {
      const { status, said } = refusal(path.join(scratch, directory), '--classes', out);
      expect(status).toBe(1);
      expect(said).toContain(`${directory}: has no registry.json, expected a registry`);
    }
    expect(existsSync(out)).toBe(false);
  });

  it('refuses ENCODE names that would be one', () => {
    const twin = { ...registry.biosamples[0]!, name: 'twin' };
    const twins = { ...registry, biosamples: [...registry.biosamples, twin] };
    const options = { threads: 1, encodeNames: true, email: 'a@b.c' };
    const out = path.join(scratch, 'twins');
    return expect(exportKind('biosamples', twins, out, { options, progress: silent })).rejects.toThrow(
      /biosamples .* and twin would both be written to ENCFF001AAA_m_1_x_m_1_x_ENCFF004AAA.7group.bed/,
    );
  });

  it('refuses assays whose matrices would be one file', () => {
    const { manifest } = registry;
    const columns = manifest.columns.map((column, c) => ({
      ...column,
      assay: ['a b', 'A_B'][c] ?? column.assay,
    }));
    const twins = { ...registry, manifest: { ...manifest, columns } };
    const out = path.join(scratch, 'assays');
    const options = { threads: 1, encodeNames: false, email: 'a@b.c' };
    return expect(exportKind('matrices', twins, out, { options, progress: silent })).rejects.toThrow(
      /assays a b and A_B would share the file name A_B/,
    );
  });

  it('refuses a registry whose files do not belong together', () => {
    const copy = path.join(scratch, 'mixed');
    cpSync(registry.path, copy, { recursive: true });
    for (const [name, kinds] of [
      ['maxz.tsv', ['--combined', '--parquet', '--hub']],
      ['elements.tsv', ['--parquet']],
      ['rDHSs.bed', ['--combined', '--states', '--parquet']],
    ] as const) {
      const text = readFileSync(path.join(registry.path, name), 'utf8');
      writeFileSync(path.join(copy, name), text.split('\n').slice(0, 100).join('\n'));
      for (const kind of kinds) {
        const { status, said } = refusal(copy, kind, path.join(scratch, 'cut', name), '-q');
        expect({ status, said }, `${name} ${kind}`).toMatchObject({ status: 1 });
        expect(said).toMatch(/expected|not in rDHSs.bed/);
        expect(said).toMatch(/\[FORMAT\]$/);
      }
      writeFileSync(path.join(copy, name), text);
    }
  });
});
