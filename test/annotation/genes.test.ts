/** The kind "genes" against the files that it was made from, read here in another way. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GENES, type GeneTable } from '../../src/annotation/genes/gene-table.ts';
import { GENES_KIND } from '../../src/annotation/genes/genes.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { hasShared, mistakeOf, SHARED, scratch } from '../formats/scratch.ts';
import { madeKind } from './made-kind.ts';
import { naiveExons } from './naive-exons.ts';

const { dir, file } = scratch();
const made = (yaml: string) => madeKind(GENES_KIND, { yaml, dir });
const allOf = (table: GeneTable) => Array.from({ length: table.count }, (_, row) => table.gene(row));
const tssOf = ({ tss, regions }: GeneTable) =>
  regions.chromNames.flatMap((chrom, c) =>
    Array.from({ length: tss.chromOffsets[c + 1]! - tss.chromOffsets[c]! }, (_, i) => {
      const t = tss.chromOffsets[c]! + i;
      return { chrom, position: tss.position[t]!, gene: tss.gene[t]!, transcript: tss.transcript.at(t) };
    }),
  );
const attribute = (text: string, key: string) => new RegExp(`${key} "([^"]*)"`).exec(text)?.[1];

const GTF = `##description: made by hand
chr19\tX\tgene\t101\t500\t.\t-\t.\tgene_id "G2.1"; gene_name "TWO"; gene_type "lncRNA";
chr19\tX\ttranscript\t101\t500\t.\t-\t.\tgene_id "G2.1"; transcript_id "T21.1"; tag "basic";
chr19\tX\ttranscript\t101\t300\t.\t-\t.\tgene_id "G2.1"; transcript_id "T22.1";
chr1\tX\tgene\t11\t40\t.\t+\t.\tgene_id "G1.3_PAR_Y"; gene_type "protein_coding";
chr1\tX\ttranscript\t11\t40\t.\t+\t.\tgene_id "G1.3_PAR_Y"; transcript_id "T1.1"; tag "basic";
GL000\tX\tgene\t1\t40\t.\t+\t.\tgene_id "G0.1"; gene_name "ZERO"; gene_type "protein_coding";
GL000\tX\ttranscript\t1\t40\t.\t+\t.\tgene_id "G0.1"; transcript_id "T0.1"; tag "basic";
`;

describe('genes of a GTF', () => {
  it('are by place, with start sites of transcripts that are tagged basic, and without other chromosomes', async () => {
    file('hand.gtf', GTF);
    const { counts, open } = await made('genes: {file: hand.gtf}');
    expect(counts).toEqual({
      genes: 2,
      startSites: 2,
      exons: 0,
      exonsWithoutTranscript: 0,
      aliases: 0,
      aliasesOfOtherGenes: 0,
      onOtherChromosomes: 1,
    });
    const table = open(GENES);
    expect(allOf(table)).toEqual([
      {
        row: 0,
        id: 'G1.3_PAR_Y',
        symbol: 'G1.3_PAR_Y',
        type: 'protein_coding',
        chrom: 'chr1',
        start: 10,
        end: 40,
        strand: '+',
      },
      {
        row: 1,
        id: 'G2.1',
        symbol: 'TWO',
        type: 'lncRNA',
        chrom: 'chr19',
        start: 100,
        end: 500,
        strand: '-',
      },
    ]);
    expect(tssOf(table)).toEqual([
      { chrom: 'chr1', position: 11, gene: 0, transcript: 'T1.1' },
      { chrom: 'chr19', position: 500, gene: 1, transcript: 'T21.1' },
    ]);
  });

  it('are found by symbol, by id with and without version, in any case', async () => {
    file('hand.gtf', GTF);
    const table = (await made('genes: {file: hand.gtf}')).open(GENES);
    for (const name of ['TWO', 'two', 'G2.1', 'g2', ' Two ']) expect(table.find(name)).toEqual([1]);
    for (const name of ['G1.3_PAR_Y', 'G1_PAR_Y']) expect(table.find(name)).toEqual([0]);
    for (const name of ['ZERO', 'TW', '', 'G']) expect(table.find(name)).toEqual([]);
    expect(table.beginningWith('g', 5)).toEqual([
      { name: 'G1.3_PAR_Y', row: 0 },
      { name: 'G2.1', row: 1 },
    ]);
    expect(table.beginningWith('g', 1)).toEqual([{ name: 'G1.3_PAR_Y', row: 0 }]);
  });

  it('refuse a transcript without its gene, by its line, and a file without genes', async () => {
    file(
      'orphan.gtf',
      GTF.replace('gene_id "G2.1"; transcript_id "T21.1"', 'gene_id "G9"; transcript_id "T9"'),
    );
    expect((await mistakeOf(made('genes: {file: orphan.gtf}'))).message).toMatch(/orphan\.gtf:3: .*G9/);
    file('none.gtf', GTF.split('\n')[2]!);
    expect((await mistakeOf(made('genes: {file: none.gtf}'))).message).toMatch(/no gene rows/);
  });

  it('refuse an assembly whose chromosomes have other names', async () => {
    file('ensembl.gtf', GTF.replaceAll(/^chr/gm, ''));
    const error = await mistakeOf(made('genes: {file: ensembl.gtf}'));
    expect(error.code).toBe('ASSEMBLY');
    expect(error.message).toMatch(/19, 1, GL000/);
  });

  it.skipIf(!hasShared)('are those of a real chromosome of GENCODE (shared)', async () => {
    const source = path.resolve(SHARED, 'gencode/hg38.v24.chr19.gtf.gz');
    const rows = gunzipSync(readFileSync(source))
      .toString()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t'));
    const { counts, open } = await made(`genes: {file: ${source}}`);
    const table = open(GENES);
    const named = new Set(
      rows.flatMap(([, , feature, , , , , , text]) =>
        feature === 'transcript' ? [attribute(text!, 'transcript_id')] : [],
      ),
    );
    const ownerless = rows.filter(
      ([, , feature, , , , , , text]) => feature === 'exon' && !named.has(attribute(text!, 'transcript_id')),
    );
    expect(counts.exonsWithoutTranscript).toBe(ownerless.length);
    const expected = rows
      .filter(([, , feature]) => feature === 'gene')
      .map(([chrom, , , start, end, , strand, , text]) => ({
        id: attribute(text!, 'gene_id'),
        symbol: attribute(text!, 'gene_name'),
        type: attribute(text!, 'gene_type'),
        chrom,
        start: Number(start) - 1,
        end: Number(end),
        strand,
      }));
    expect(expected.length).toBeGreaterThan(2000);
    const key = (gene: { start: number; id?: string | undefined }) => `${gene.start}\t${gene.id}`;
    const byKey = <T extends { start: number; id?: string | undefined }>(genes: readonly T[]) =>
      new Map(genes.map((gene) => [key(gene), gene]));
    const found = allOf(table).map(({ row, ...gene }) => gene);
    expect(byKey(found)).toEqual(byKey(expected));
    expect(found.map(({ start }) => start)).toEqual(found.map(({ start }) => start).sort((a, b) => a - b));
    const starts = rows
      .filter(([, , feature, , , , , , text]) => feature === 'transcript' && text!.includes('tag "basic"'))
      .map(([, , , start, end, , strand, , text]) => [
        attribute(text!, 'transcript_id')!,
        Number(strand === '-' ? end : start),
        attribute(text!, 'gene_id')!,
      ]);
    expect(new Map(tssOf(table).map((t) => [t.transcript, [t.position, table.ids.at(t.gene)]]))).toEqual(
      new Map(starts.map(([transcript, position, gene]) => [transcript, [position, gene]])),
    );
    const { byTranscript, byGene } = naiveExons(gunzipSync(readFileSync(source)).toString());
    for (const [t, { transcript }] of tssOf(table).entries()) {
      expect(table.exonsOfTranscript(t), transcript).toEqual(byTranscript.get(`${transcript} chr19`));
    }
    const withBasic = found.filter((gene, row) => table.startSites(row).length > 0 && gene.chrom === 'chr19');
    expect(byGene.size).toBe(withBasic.length);
    for (const [row, { id }] of found.entries()) {
      expect(table.exonsOfGene(row), id).toEqual(
        byGene.get(`${id} chr19`) ?? { exons: [], coding: undefined },
      );
    }
    for (const { id, symbol, chrom } of found.slice(0, 300)) {
      const rowsOf = (name: string) => table.find(name).map((row) => table.ids.at(row));
      expect(rowsOf(id)).toContain(id);
      expect(rowsOf(id.replace(/\.\d+$/, ''))).toEqual([id]);
      expect(rowsOf(symbol.toLowerCase())).toEqual(
        expected
          .filter((gene) => gene.symbol === symbol && gene.chrom === chrom)
          .sort((a, b) => a.start - b.start)
          .map((gene) => gene.id),
      );
    }
  });
});

describe('genes of a BED', () => {
  it('have their start as their one TSS, and lose the blanks that files have at the ends of names', async () => {
    file(
      'genes.bed',
      'chr1\t10\t40\tG1.1 \t.\t+\tONE \tlncRNA \nchr1\t5\t90\tG2.1 \t.\t-\t \t\nchr19\t1\t2\tG3\t0\t.\tTHREE\t\n',
    );
    const table = (await made('genes: {file: genes.bed}')).open(GENES);
    expect(allOf(table).map(({ id, symbol, type, strand }) => [id, symbol, type, strand])).toEqual([
      ['G2.1', 'G2.1', 'unknown', '-'],
      ['G1.1', 'ONE', 'lncRNA', '+'],
      ['G3', 'THREE', 'unknown', '.'],
    ]);
    expect(tssOf(table).map(({ position, gene }) => [position, gene])).toEqual([
      [11, 1],
      [90, 0],
      [2, 2],
    ]);
  });

  it('take other names, by symbol or by id, and count those of other genes', async () => {
    file('genes.bed', 'chr1\t10\t40\tG1.1\t.\t+\tONE\nchr1\t5\t90\tG2.7\t.\t-\tTWO\n');
    file('aliases.tsv', 'symbol\talias\nONE\tEins\nG2\tZwei\nG2.7\tDeux\nNINE\tNeun\nTWO\tONE\nTWO\t\n');
    const { counts, open } = await made('genes: {file: genes.bed, aliases: aliases.tsv}');
    expect(counts).toMatchObject({ aliases: 4, aliasesOfOtherGenes: 2 });
    const table = open(GENES);
    expect(table.find('eins')).toEqual([1]);
    expect(table.find('ZWEI')).toEqual([0]);
    expect(table.find('Neun')).toEqual([]);
    // The gene whose symbol it is comes before the one that has it as an alias.
    expect(table.find('ONE')).toEqual([1, 0]);
    expect(table.aliases(0)).toEqual(['Zwei', 'Deux', 'ONE']);
    file('aliases.tsv', 'symbol\talias\nNINE\tNeun\n');
    expect((await mistakeOf(made('genes: {file: genes.bed, aliases: aliases.tsv}'))).message).toMatch(
      /none of its 1 symbols/,
    );
  });

  it('warns of genes beyond the end of their chromosome', async () => {
    file('genes.bed', 'chr1\t10\t140\tG1.1\t.\t+\tONE\n');
    const chromSizes = chromSizesOf(['chr1'], [100]);
    const { warnings } = await madeKind(GENES_KIND, { yaml: 'genes: {file: genes.bed}', dir, chromSizes });
    expect(warnings).toEqual([expect.stringMatching(/1 genes end beyond .*G1\.1/)]);
  });

  it('refuses a malformed row by its line', async () => {
    file('genes.bed', 'chr1\t10\t40\tG1\t.\t+\nchr1\tx\t40\tG2\t.\t+\n');
    expect((await mistakeOf(made('genes: {file: genes.bed}'))).where).toMatchObject({ line: 2, column: 2 });
  });

  const source = path.resolve(SHARED, 'gencode/hg38.v24.genes.basic.bed.gz');
  it.skipIf(!existsSync(source))(
    'are those of a real file with blanks at the ends of its names (shared)',
    async () => {
      const rows = gunzipSync(readFileSync(source))
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t').map((text) => text.trim()));
      const { open, counts } = await made(`genes: {file: ${source}}`);
      const table = open(GENES);
      const here = rows.filter(([chrom]) => ['chr1', 'chr19', 'chr22', 'chrX', 'chrY'].includes(chrom!));
      expect(counts).toMatchObject({ genes: here.length, onOtherChromosomes: rows.length - here.length });
      const found = allOf(table).map((gene) => [
        gene.chrom,
        String(gene.start),
        String(gene.end),
        gene.id,
        '.',
        gene.strand,
        gene.symbol,
        gene.type,
      ]);
      expect(found.map((row) => row.join('\t')).sort()).toEqual(here.map((row) => row.join('\t')).sort());
      expect(table.gene(table.find('DDX11L1')[0]!).id).toBe('ENSG00000223972.5');
    },
  );
});
