/** The package as others get it: what it exports, whether it type-checks from outside, and the programs of examples/. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/build/build.ts';
import * as api from '../../src/index.ts';
import { silent } from '../../src/progress.ts';
import { writeMiniCase } from '../build/mini-case.ts';
import { cisreg, filesBelow, ROOT, scratchDirectory } from '../build/run-cli.ts';
import { codeBlocks, quotedWords } from '../docs/markdown.ts';

const dir = scratchDirectory();
const project = path.join(dir, 'project');
const installed = path.join(project, 'node_modules');

function run(command: string, args: readonly string[], cwd = project) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Packs, and unpacks where npm install would: dependencies are those of this checkout. */
beforeAll(async () => {
  mkdirSync(path.join(installed, '@types'), { recursive: true });
  const packed = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', dir], ROOT);
  expect(packed.status, packed.stderr).toBe(0);
  mkdirSync(path.join(installed, 'cisreg'));
  const tarball = path.join(dir, packed.stdout.trim());
  const unpacked = run('tar', [
    '-xzf',
    tarball,
    '--strip-components=1',
    '-C',
    path.join(installed, 'cisreg'),
  ]);
  expect(unpacked.status, unpacked.stderr).toBe(0);
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(manifest.dependencies), '@types/node']) {
    mkdirSync(path.dirname(path.join(installed, name)), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(installed, name));
  }
  writeFileSync(path.join(project, 'package.json'), '{"type": "module"}');
  const { registryYaml } = await writeMiniCase(path.join(dir, 'input'), 3, {});
  await build(registryYaml, { out: `${dir}/registry`, threads: 1, force: false, keepWork: false }, silent);
});

describe('the package', () => {
  it('exports these functions and values, and no others', () => {
    expect(Object.keys(api).sort()).toEqual([
      ...['CLASS_ASSAYS', 'CLASS_COLOURS', 'CLASS_NAMES', 'CTCF_BOUND', 'CisregError', 'ERROR_CODES'],
      ...['HIGH_CTCF', 'HIGH_DNASE', 'HIGH_H3K27AC', 'HIGH_H3K4ME3', 'HIGH_Z', 'NOT_CCRE'],
      ...[
        'SAMPLE_ASSAYS',
        'TIERS',
        'VERSION',
        'ZERO_SIGNAL_Z',
        'ZONES',
        'accessionNumber',
        'addEvidence',
        'asSorted',
      ],
      ...['assignAccessions', 'availabilityGroup', 'biosampleLabel', 'callDhs', 'chromSizesOf'],
      ...[
        'classInBiosample',
        'classifyAgnostic',
        'classifySample',
        'competitionRanks',
        'completeness',
        'diffSides',
        'exactZ',
      ],
      ...['explanation', 'filterByConsensus', 'flankBp', 'forEachOverlap', 'formatAccession', 'formatSix'],
      ...['meanSignal', 'noEvidence', 'normalisationOf', 'openBigBed', 'openBigWig', 'openByteSource'],
      ...[
        'openRegistry',
        'openTarget',
        'percentile',
        'planRegions',
        'readAllcalls',
        'readBed',
        'readCcreTable',
      ],
      ...['readChromSizes', 'readDhsTable', 'readDiffSide', 'readElement', 'readHigh', 'readNarrowPeak'],
      ...['readSignal', 'readTss', 'readZ', 'roundSix', 'selectRdhs', 'silent', 'sortRegions', 'splitLabel'],
      ...['textColumnFrom', 'tierOf', 'zScore', 'zScores', 'zonesOf'],
    ]);
  });

  it('has every export in docs/api.md', () => {
    const prose = readFileSync(path.join(ROOT, 'docs/api.md'), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
    const words = quotedWords(prose);
    expect(Object.keys(api).filter((name) => !words.has(name))).toEqual([]);
  });

  it('says of every exported function what it gives', () => {
    const sources = filesBelow(path.join(ROOT, 'src')).map((file) =>
      readFileSync(path.join(ROOT, 'src', file), 'utf8'),
    );
    const isDocumented = (name: string): boolean => {
      const pattern = new RegExp(`\\*/\\nexport (?:async )?(?:function|const|class) ${name}\\b`);
      return sources.some((source) => pattern.test(source));
    };
    const functions = Object.entries(api).filter(([, value]) => typeof value === 'function');
    expect(functions.filter(([name]) => !isDocumented(name))).toEqual([]);
  });

  it('is whole when it is packed: program, declarations, documents and examples', () => {
    const has = (name: string) => existsSync(path.join(installed, 'cisreg', name));
    const wanted = [
      'dist/index.js',
      'dist/index.d.ts',
      'dist/cli/main.js',
      'dist/web/index.html',
      'docs/api.md',
      'LICENSE',
    ];
    expect([...wanted, 'examples/mean-signal.mjs'].filter((name) => !has(name))).toEqual([]);
    expect(['dist/.tsbuildinfo', 'src', 'test'].filter(has)).toEqual([]);
  });

  it('type-checks from outside, library declarations included, and a wrong use does not', () => {
    const blocks = codeBlocks(path.join(ROOT, 'docs/api.md')).filter(({ language }) => language === 'ts');
    expect(blocks.length).toBeGreaterThan(3);
    // Each block in a scope of its own; imports stand above.
    const names = new Set<string>();
    const bodies = blocks.map(({ text }) => {
      const body = text.replace(/^import \{([^}]+)\} from 'cisreg';\n/gm, (_, list: string) => {
        for (const name of list.split(',')) if (name.trim() !== '') names.add(name.trim());
        return '';
      });
      return `{\n${body}}\n`;
    });
    const write = (name: string, source: string) => writeFileSync(path.join(project, name), source);
    write('good.ts', `import { ${[...names].join(', ')} } from 'cisreg';\n${bodies.join('')}export {};\n`);
    write('bad.ts', "import { zScores } from 'cisreg';\nexport const z = zScores([1, 2], { mean: 0 });\n");
    const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    const libraries = ['--lib', 'es2023,esnext.disposable', '--skipDefaultLibCheck', '--noEmit'];
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = run(process.execPath, [tsc, ...options, ...libraries, 'good.ts', 'bad.ts']);
    expect(stdout.match(/^\S+\(\d+/gm)).toEqual(['bad.ts(2']);
  });
});

describe('examples/', () => {
  it('mean-signal.mjs gives what cisreg signal and cisreg zscore give', () => {
    const registry = `${dir}/registry`;
    const column = JSON.parse(readFileSync(`${registry}/zscores/manifest.json`, 'utf8')).columns[0];
    const signal = `${dir}/input/${column.file}.bigWig`;
    const program = path.join(installed, 'cisreg/examples/mean-signal.mjs');
    const { status, stdout, stderr } = run(process.execPath, [program, signal, `${registry}/rDHSs.bed`]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const expected = cisreg('zscore', signal, `${registry}/rDHSs.bed`, '--assay', column.assay);
    expect(expected.status, expected.stderr).toBe(0);
    const rows = expected.stdout.trimEnd().split('\n').slice(1);
    expect(stdout.trimEnd().split('\n')).toEqual(
      rows.map((row) => {
        const [name, z, mean] = row.split('\t');
        return `${name}\t${mean}\t${Number(z).toFixed(4)}`;
      }),
    );
    const failed = run(process.execPath, [program, signal, 'none.bed']);
    expect([failed.status, failed.stderr]).toEqual([
      1,
      'none.bed: no such file; check the path [NOT_FOUND]\n',
    ]);
  });

  it('open-registry.mjs counts what registry.json counts', () => {
    const registry = `${dir}/registry`;
    const program = path.join(installed, 'cisreg/examples/open-registry.mjs');
    const { status, stdout, stderr } = run(process.execPath, [program, registry, 'CTCF']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const summary = JSON.parse(readFileSync(`${registry}/registry.json`, 'utf8'));
    for (const [name, count] of Object.entries(summary.counts.elements.classes)) {
      if (count !== 0) expect(stdout).toContain(`${name}\t${count}\n`);
    }
    const biosamples = readFileSync(`${registry}/biosamples.tsv`, 'utf8').trimEnd().split('\n');
    const at = biosamples[0]!.split('\t').indexOf('CTCF');
    const many = biosamples.slice(1).filter((row) => row.split('\t')[at] !== 'NA').length;
    expect(stdout.match(/ high\t/g)?.length).toBe(many);
  });
});
