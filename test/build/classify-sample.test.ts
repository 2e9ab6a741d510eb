/** `cisreg classify --registry`: a biosample of a build, classified again from outside, must come out as the build has it. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { needs } from '../registry/tools.ts';
import { writeMiniCase } from './mini-case.ts';
import { readTable } from './naive-inputs.ts';
import { cisreg, filesBelow, scratchDirectory } from './run-cli.ts';
import { writeSampleFiles } from './sample-files.ts';

const scratch = scratchDirectory();

interface Built {
  readonly input: string;
  readonly registry: string;
}

/** The signals of each biosample, as options of the command, by its name. */
function optionsOf({ input }: Built): Map<string, string[]> {
  const options = new Map<string, string[]>();
  for (const row of readTable(path.join(input, 'datasets.tsv'))) {
    const wanted = ['DNase', 'ATAC', 'H3K4me3', 'H3K27ac', 'CTCF'].includes(row.assay!);
    if (!wanted || row.zscore === 'no' || row.signal === '') continue;
    const own = options.get(row.biosample!) ?? [];
    options.set(row.biosample!, [...own, `--${row.assay!.toLowerCase()}`, path.join(input, row.signal!)]);
  }
  return options;
}

async function built(
  name: string,
  seed: number,
  options: Parameters<typeof writeMiniCase>[2],
): Promise<Built> {
  const input = path.join(scratch, `${name}-input`);
  const registry = path.join(scratch, name);
  const { registryYaml } = await writeMiniCase(input, seed, options);
  const { status, stderr } = cisreg('build', registryYaml, '--out', registry, '--quiet');
  expect(status, stderr).toBe(0);
  return { input, registry };
}

function keyOf(name: string): string {
  return name.replace(/[^A-Za-z0-9._+-]+/g, '_');
}

const ASSAYS = [
  ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'],
  ['DNase', 'H3K4me3'],
  ['DNase', 'ATAC', 'CTCF'],
  ['ATAC', 'H3K27ac'],
  ['H3K4me3', 'CTCF'],
];

describe.each([
  { name: 'encode3', yaml: { anchors: ['DNase', 'ATAC'] } },
  { name: 'encode4', yaml: { anchors: ['DNase', 'ATAC'], scheme: 'encode4' } },
])('a sample that is a biosample of the registry, $name', ({ name, yaml }) => {
  it('has the very file that the build wrote, from the directory and from the BEDs alike', async () => {
    const registry = await built(name, 7, { yaml, assays: ASSAYS, tss: 'bed' });
    const tss = path.join(registry.input, 'tss.bed');
    expect(existsSync(tss)).toBe(true);
    const ccres = path.join(registry.registry, 'cCREs.bed');
    expect(readFileSync(ccres, 'utf8').split('\n').length).toBeGreaterThan(10);
    // Published BEDs are not always sorted.
    const shuffled = path.join(scratch, `${name}-cCREs.bed`);
    writeFileSync(shuffled, `${readFileSync(ccres, 'utf8').trimEnd().split('\n').reverse().join('\n')}\n`);
    let seen = 0;
    for (const [biosample, signals] of optionsOf(registry)) {
      const key = keyOf(biosample);
      const file = path.join(registry.registry, 'biosamples', `${key}.bed`);
      expect(existsSync(file), file).toBe(true);
      const ways = [
        ['--registry', registry.registry],
        ['--registry', shuffled, path.join(registry.registry, 'rDHSs.bed'), '--tss', tss, '--scheme', name],
        [
          '--registry',
          `${ccres}+${path.join(registry.registry, 'rDHSs.bed')}`,
          '--tss',
          tss,
          '--scheme',
          name,
        ],
      ];
      // The two notations of the BEDs differ in nothing but how they are read.
      for (const [w, way] of ways.slice(0, seen++ === 0 ? 3 : 2).entries()) {
        const out = path.join(scratch, `${name}-${key}-${w}`);
        const { status, stderr } = cisreg(
          'classify',
          ...way,
          '--biosample',
          biosample,
          ...signals,
          '--quiet',
          '-o',
          out,
        );
        expect(status, stderr).toBe(0);
        expect(readFileSync(path.join(out, `${key}.bed`), 'utf8')).toBe(readFileSync(file, 'utf8'));
      }
    }
    expect(seen).toBe(ASSAYS.length);
  });
});

describe('what a sample leaves', () => {
  it('is its BED in all forms, Z-scores as the build exports them, and a page, the same bytes each time', async ({
    skip,
  }) => {
    const registry = await built('leaves', 3, {
      assays: [['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'], ['DNase']],
    });
    const [[biosample, signals]] = optionsOf(registry) as unknown as [[string, string[]]];
    const key = keyOf(biosample);
    // A folder's description bears its name.
    const outs = ['one', 'two'].map((name) => path.join(scratch, name, 'sample'));
    for (const out of outs) {
      const { status, stdout, stderr } = cisreg(
        ...['classify', '--registry', registry.registry, '--biosample', biosample, ...signals],
        ...['--quiet', '--json', '-o', out],
      );
      expect(status, stderr).toBe(0);
      const { files, counts, ccres } = JSON.parse(stdout);
      expect([...files].sort()).toEqual(filesBelow(out));
      const labels = readFileSync(path.join(out, `${key}.bed`), 'utf8')
        .trimEnd()
        .split('\n')
        .map((row) => row.split('\t')[9]!);
      expect(labels.length).toBe(ccres);
      for (const [label, n] of Object.entries(counts))
        expect(labels.filter((own) => own === label).length).toBe(n);
    }
    for (const name of filesBelow(outs[0]!)) {
      expect(
        readFileSync(path.join(outs[0]!, name)).equals(readFileSync(path.join(outs[1]!, name))),
        name,
      ).toBe(true);
    }

    const exported = path.join(scratch, 'zscores');
    expect(cisreg('export', registry.registry, '--zscores', exported, '--quiet').status).toBe(0);
    const rows = readTable(path.join(outs[0]!, `${key}.zscores.tsv`));
    for (const assay of ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF']) {
      const own = readTable(path.join(exported, assay, `${key}.tsv`));
      expect(rows.map((row) => [row.rDHS, row[`${assay}_Z`], row[`${assay}_signal`]])).toEqual(
        own.map(({ rDHS, Z, signal }) => [rDHS, Z, signal]),
      );
    }

    const page = readFileSync(path.join(outs[0]!, `${key}.html`), 'utf8');
    expect(page).toContain(biosample.replaceAll('&', '&amp;'));
    expect(page).not.toMatch(/(?:src|href)="(?!#|data:)/);

    const python = '/usr/bin/python3';
    needs(skip, 'pyBigWig', python, '-c', 'import pyBigWig');
    const entries = execFileSync(
      python,
      [
        '-c',
        'import pyBigWig, sys\nf = pyBigWig.open(sys.argv[1])\nfor c in sorted(f.chroms()):\n  for s, e, r in f.entries(c, 0, f.chroms(c)) or []: print(c, s, e, r, sep="\\t")',
        path.join(outs[0]!, `${key}.bigBed`),
      ],
      { encoding: 'utf8' },
    );
    expect(entries).toBe(readFileSync(path.join(outs[0]!, `${key}.bed`), 'utf8'));
  });
});

describe('a directory that holds a sample', () => {
  it('takes the same again, and another only by force', async () => {
    const { registry, input } = await built('again', 9, { assays: ASSAYS });
    const [[, signals], [, others]] = [...optionsOf({ registry, input })] as [
      [string, string[]],
      [string, string[]],
    ];
    const out = path.join(scratch, 'again-out', 'below');
    const classify = (biosample: string, given: readonly string[], ...more: string[]) =>
      cisreg(
        ...['classify', '--registry', registry, '--biosample', biosample, ...given, '--quiet', '-o', out],
        ...more,
      );
    const bed = () => readFileSync(path.join(out, 'my_cells.bed'), 'utf8');
    expect(classify('my cells', signals)).toMatchObject({ status: 0 });
    const first = bed();
    expect(classify('my cells', signals)).toMatchObject({ status: 0 });

    const says = (outcome: { status: number | null; stderr: string }, pattern: RegExp) => {
      expect(outcome.stderr).toMatch(pattern);
      expect(outcome.status).toBe(1);
      expect(bed()).toBe(first);
    };
    says(
      classify('my cells', others),
      /holds my cells of other input \(DNase, H3K4me3, H3K27ac, CTCF differ\), .*--force/,
    );
    says(
      classify('my_cells', signals),
      /holds my cells, whose files .* of my_cells \(my_cells\.bed\); .*--force/,
    );
    says(classify('K', signals, '--force'), /a README\.md that is not of K, expected a directory for each/);
    expect(classify('my_cells', others, '--force')).toMatchObject({ status: 0 });
    expect(bed()).not.toBe(first);
    expect(readFileSync(path.join(out, 'README.md'), 'utf8')).toMatch(/^# my_cells:/);
    expect(readFileSync(path.join(out, 'datapackage.json'), 'utf8')).not.toContain(input);
  });

  it('keeps a BED that nobody described', async () => {
    const { registry, input } = await built('bare', 9, { assays: [['DNase', 'H3K4me3']] });
    const [[, signals]] = [...optionsOf({ registry, input })] as [[string, string[]]];
    const out = path.join(scratch, 'bare-out');
    mkdirSync(out);
    writeFileSync(path.join(out, 'K.bed'), 'mine\n');
    const args = ['classify', '--registry', registry, '--biosample', 'K', ...signals, '--quiet', '-o', out];
    expect(cisreg(...args).stderr).toMatch(/holds K\.bed, and no datapackage\.json to say what it is/);
    expect(readFileSync(path.join(out, 'K.bed'), 'utf8')).toBe('mine\n');
  });

  it('is not left behind empty by signals that cannot be standardised', async () => {
    const { registry } = writeSampleFiles(path.join(scratch, 'flat'), { chr1: 20 });
    const flat = path.join(scratch, 'flat.bigWig');
    const everywhere = { chrom: 'chr1', starts: Int32Array.of(0), ends: Int32Array.of(30_000) };
    const run = { ...everywhere, values: Float32Array.of(2), length: 1 };
    await writeBigWig(flat, chromSizesOf(['chr1'], [30_000]), [run]);
    const args = ['--scheme', 'encode3', '--biosample', 'K', '--dnase', flat, '--quiet'];
    const out = path.join(scratch, 'made', 'for', 'it');
    const { status, stderr } = cisreg('classify', ...registry, ...args, '-o', out);
    expect(stderr).toMatch(/sd = 0.*\[SIGNAL\]/);
    expect(status).toBe(1);
    expect(existsSync(path.join(scratch, 'made'))).toBe(false);
  });
});

describe('what does not fit', () => {
  it('is refused in a sentence', async () => {
    const { registry, input } = await built('refused', 5, { assays: ASSAYS, tss: 'bed' });
    const [[, signals]] = optionsOf({ registry, input }) as unknown as [[string, string[]]];
    const ccres = path.join(registry, 'cCREs.bed');
    const rdhs = path.join(registry, 'rDHSs.bed');
    const tss = path.join(input, 'tss.bed');
    const other = path.join(scratch, 'other-rDHSs.bed');
    writeFileSync(other, readFileSync(rdhs, 'utf8').replace(/\t(\w+)$/gm, '\tX$1'));
    const empty = path.join(scratch, 'empty-rDHSs.bed');
    writeFileSync(empty, '# chrom start end rDHS\n');
    const cases: [args: string[], status: number, says: RegExp][] = [
      [
        ['--registry', ccres, empty, '--tss', tss, '--biosample', 'x', ...signals],
        1,
        /empty-rDHSs\.bed: holds no rDHS, expected chrom, start, end and rDHS/,
      ],
      [['--registry', registry, ...signals], 2, /--biosample NAME/],
      [['--registry', registry, '--biosample', 'x'], 2, /at least one of --dnase/],
      [['--registry', ccres, '--biosample', 'x', ...signals], 2, /BED of its rDHSs .* and --tss/],
      [
        ['--registry', ccres, other, '--tss', tss, '--biosample', 'x', ...signals],
        1,
        /cCREs\.bed:1: .* is not among the rDHSs/,
      ],
      [
        ['--registry', path.join(scratch, 'nowhere'), '--biosample', 'x', ...signals],
        1,
        /no such file or directory/,
      ],
      [
        ['--registry', registry, '--zscores', 'z.tsv', '--biosample', 'x', ...signals],
        2,
        /one of the two ways/,
      ],
      [
        ['--registry', registry, '--chrom-sizes', 'x', '--biosample', 'x', ...signals],
        2,
        /a registry and --chrom-sizes x, .* leave that out/,
      ],
      [['--registry', registry, '--scheme', 'encode4', '--biosample', 'x', ...signals], 2, /leave that out/],
      [['--registry', registry, '--biosample', 'x', ...signals, '-o', registry], 1, /is a registry/],
      [
        ['--registry', registry, '--biosample', 'x', ...signals, '-o', path.join(registry, 'biosamples')],
        1,
        /is a registry/,
      ],
      [[], 2, /no --registry and no --rdhs/],
      [
        [
          '--registry',
          registry,
          '--biosample',
          'x',
          '--dnase',
          'none.bw',
          '--h3k27ac',
          tss,
          '--ctcf',
          'nada.bw',
        ],
        1,
        /none\.bw: no such file[\s\S]*tss\.bed.* of a bigWig[\s\S]*nada\.bw: no such file/,
      ],
    ];
    for (const [args, status, says] of cases) {
      const out = args.includes('-o') ? [] : ['-o', path.join(scratch, 'none')];
      const outcome = cisreg('classify', ...args, ...out, '--quiet');
      expect(outcome.stderr).toMatch(says);
      expect(outcome.status, outcome.stderr).toBe(status);
      expect(outcome.stderr).not.toMatch(/\bat .*\.js:/);
    }
    expect(existsSync(path.join(scratch, 'none'))).toBe(false);
  });
});
