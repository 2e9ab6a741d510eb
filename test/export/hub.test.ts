/** The track hub by the rules of UCSC's documentation, its tracks against the registry. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportKind } from '../../src/export/export-kinds.ts';
import { trackDbText, trackName } from '../../src/export/track-db.ts';
import { autoSqlColumns } from '../../src/formats/auto-sql.ts';
import { openBigBed } from '../../src/formats/bbi/bigbed.ts';
import { openBigWig } from '../../src/formats/bbi/bigwig.ts';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { silent } from '../../src/progress.ts';
import { openRegistry, type RegistryDirectory } from '../../src/store/registry-directory.ts';
import { filesBelow, scratchDirectory } from '../build/run-cli.ts';
import { buildExportCase, ODD_NAME, rowsOf, tableOf } from './export-case.ts';
import { type ParsedHub, parseHub, stanzasOf } from './hub-rules.ts';

const scratch = scratchDirectory();
const root = path.join(scratch, 'hub');

async function fieldsOf(file: string): Promise<{ fields: readonly string[]; indexed: readonly string[] }> {
  const bigBed = await openBigBed(await openByteSource(file));
  const fields = autoSqlColumns(bigBed.autoSql, file);
  const indexed: string[] = [];
  for (const field of fields) {
    const isIndexed = await bigBed.findByName('x', field).then(
      () => true,
      () => false,
    );
    if (isIndexed) indexed.push(field);
  }
  await bigBed.close();
  return { fields, indexed };
}

async function rowsOfBigBed(file: string): Promise<string[]> {
  const bigBed = await openBigBed(await openByteSource(file));
  const rows = await bigBed.readAll();
  await bigBed.close();
  return Array.from(
    { length: rows.count },
    (_, i) => `${rows.chromNames[rows.chrom[i]!]}\t${rows.start[i]}\t${rows.end[i]}\t${rows.rest.at(i)}`,
  );
}

describe('a hub', () => {
  let registry: RegistryDirectory;
  let parsed: ParsedHub;
  let count: number;

  beforeAll(async () => {
    registry = await openRegistry(await buildExportCase(path.join(scratch, 'case'), 'encode4'));
    const options = { threads: 1, encodeNames: false, email: 'you@example.org' };
    count = await exportKind('hub', registry, root, { options, progress: silent });
    parsed = await parseHub(root, fieldsOf);
  });

  it("keeps the rules of UCSC's documentation", () => {
    expect(parsed.complaints).toEqual([]);
    expect(parsed.genome).toBe('hg38');
    expect(parsed.hub.get('email')).toBe('you@example.org');
    expect(count).toBe(filesBelow(root).length);
  });

  it('has the cCREs, the max-Z of each assay, and every biosample that is classified', async () => {
    const own = tableOf(registry.path, 'biosamples.tsv').filter(({ group }) => group !== 'NA');
    const childrenOf = (name: string) => parsed.tracks.filter((track) => track.get('parent') === name);
    expect(childrenOf('cCREs').length).toBe(1);
    expect(childrenOf('maxZ').map((track) => track.get('shortLabel'))).toEqual(
      ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'].map((assay) => `${assay} max-Z`),
    );
    const biosamples = childrenOf('biosamples');
    expect(biosamples.map((track) => track.get('longLabel'))).toEqual(
      own.map(({ biosample }) => `cCREs in ${biosample!.replace(/\s+/g, ' ')}`),
    );
    for (const [i, { key }] of own.entries()) {
      const file = path.join(parsed.folder, decodeURIComponent(biosamples[i]!.get('bigDataUrl')!));
      const bed = readFileSync(path.join(registry.path, 'biosamples', `${key}.bed`), 'utf8');
      expect(await rowsOfBigBed(file)).toEqual(bed.trimEnd().split('\n'));
    }
    const combined = await rowsOfBigBed(path.join(parsed.folder, 'encodeCcreCombined.bigBed'));
    expect(combined.length).toBe(rowsOf(registry.path, 'cCREs.bed').length);
  });

  it('shows the max-Z of every rDHS', async () => {
    const places = rowsOf(registry.path, 'rDHSs.bed');
    const maxZ = tableOf(registry.path, 'maxz.tsv');
    for (const assay of ['DNase', 'CTCF']) {
      const bigWig = await openBigWig(await openByteSource(path.join(parsed.folder, `maxZ.${assay}.bigWig`)));
      const found: [string, number, number, number][] = [];
      for (const { name, sizeBp } of bigWig.chroms) {
        const { starts, ends, values } = await bigWig.readIntervals(name, 0, sizeBp);
        for (let i = 0; i < starts.length; i++) found.push([name, starts[i]!, ends[i]!, values[i]!]);
      }
      await bigWig.close();
      const expected = places.map(([chrom, start, end], i) => [
        ...[chrom, Number(start), Number(end), Math.fround(Number(maxZ[i]![assay]))],
      ]);
      expect(found).toEqual(expected);
    }
  });

  it('offers to filter by every class', () => {
    const [combined] = parsed.tracks.filter((track) => track.get('parent') === 'cCREs');
    const classes = new Set(rowsOf(registry.path, 'cCREs.bed').map((row) => row[5]!));
    const offered = combined!.get('filterValues.encodeLabel')!.split(',');
    expect(offered).toEqual(['PLS', 'pELS', 'dELS', 'CA-H3K4me3', 'CA-CTCF', 'CA']);
    expect([...classes].filter((name) => !offered.includes(name))).toEqual([]);
  });

  it('explains every column of every track, in the pages and in README.md', async () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    for (const track of parsed.tracks) {
      if (track.has('superTrack')) continue;
      const page = readFileSync(path.join(parsed.folder, `${track.get('html')}.html`), 'utf8');
      const { document } = parseHTML(`<html><body>${page}</body></html>`);
      const listed = [...document.querySelectorAll('td:first-child')].map((cell) => cell.textContent);
      const isBed = track.get('type')!.startsWith('bigBed');
      const file = path.join(parsed.folder, decodeURIComponent(track.get('bigDataUrl')!));
      const fields = isBed ? (await fieldsOf(file)).fields : ['chrom', 'chromStart', 'chromEnd', 'value'];
      for (const field of fields) {
        expect(listed, track.get('track')).toContain(field);
        expect(readme).toContain(`| ${field} |`);
      }
    }
    expect(readme).not.toContain(ODD_NAME);
    expect(readdirSync(root).sort()).toEqual(
      ['cCREs.as', 'cCREs.schema.json', 'datapackage.json', 'encodeCcreCombined.as']
        .concat([
          'encodeCcreCombined.schema.json',
          'genomes.txt',
          'hg38',
          'hub.txt',
          'maxZ.schema.json',
          'README.md',
        ])
        .sort(),
    );
  });
});

describe('a hub of an assembly that UCSC calls otherwise or not at all', () => {
  it('has names that fit, and says what to do', async () => {
    const registry = await openRegistry(path.join(scratch, 'case/registry'));
    const out = path.join(scratch, 'own');
    const assembly = 'my fish/2 <b> with a name far beyond what any label of a hub may have, and longer';
    const options = { threads: 1, encodeNames: false, email: 'a@b.c\nhub x' };
    await exportKind('hub', { ...registry, assembly }, out, { options, progress: silent });
    const { complaints, genome } = await parseHub(out, fieldsOf);
    expect(complaints).toEqual(['email is none']);
    expect(genome).toMatch(/^my_fish_2_b_with_a_name/);
    expect(readFileSync(path.join(out, 'README.md'), 'utf8')).toContain('twoBitPath');
    expect(readFileSync(path.join(out, genome, 'cCREs.html'), 'utf8')).not.toContain('<b>');
  });
});

describe('trackDb.txt', () => {
  it('has a setting a line, whatever the text, and labels that fit', () => {
    const text = trackDbText([
      { track: 'a', shortLabel: 'one\ntwo\tthree four five', longLabel: 'x'.repeat(90) },
      { track: 'b', parent: 'a', longLabel: 'y' },
    ]);
    const [first, second] = stanzasOf(text);
    expect(Object.fromEntries(first!)).toEqual({
      track: 'a',
      shortLabel: 'one two three f..',
      longLabel: `${'x'.repeat(78)}..`,
    });
    expect(second!.get('parent')).toBe('a');
  });

  it('has names of tracks that are unlike each other', () => {
    const taken = new Set<string>();
    const names = ['b_a b', 'b_a-b', 'b_A b', '9µ', ''].map((text) => trackName(text, taken));
    expect(names).toEqual(['b_a_b', 'b_a_b_2', 'b_A_b_3', 'track', 'track_2']);
  });
});
