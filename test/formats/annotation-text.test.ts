import { describe, expect, it } from 'vitest';
import { readChromSizes } from '../../src/formats/chrom-sizes.ts';
import { readGtf } from '../../src/formats/gtf.ts';
import { readTss } from '../../src/formats/tss.ts';
import { hasShared, mistakeOf, SHARED, scratch } from './scratch.ts';

const { file } = scratch();
const path = (text: string) => file('rows.txt', text);
const complaint = async (promise: Promise<unknown>) =>
  (await mistakeOf(promise)).message.replace(/^.*rows\.txt/, 'rows.txt');

const GTF = [
  '##description: made up',
  'chr1\tX\tgene\t101\t900\t.\t-\t.\tgene_id "G1"; gene_type "lncRNA"; gene_name "ONE"; level 2;',
  'chr1\tX\ttranscript\t101\t900\t.\t-\t.\tgene_id "G1"; transcript_id "T1"; gene_type "lncRNA"; gene_name "ONE"; tag "CCDS"; tag "basic";',
  'chr1\tX\texon\t101\t900\t.\t-\t.\tgene_id "G1"; transcript_id "T1";',
  'chr2\tX\ttranscript\t11\t20\t.\t+\t.\tgene_id "G2"; transcript_id "T2"; gene_biotype "x y";',
  '',
].join('\n');

describe('chrom.sizes', () => {
  it('keeps the order of the file', async () => {
    const sizes = await readChromSizes(path('# c\nchr2\t20\nchr1\t2147483647\textra\n\n'));
    expect([sizes.names, sizes.sizes, sizes.index.get('chr1')]).toEqual([
      ['chr2', 'chr1'],
      [20, 2147483647],
      1,
    ]);
  });

  it.each([
    ['', 'rows.txt: holds no chromosome, expected a name and a size a line'],
    ['chr1\n', 'rows.txt:1: 1 column, expected a chromosome and its size, separated by a tab'],
    ['chr1\t0\n', 'rows.txt:1:2: column 2 (size) is "0", expected a whole number from 1 to 2147483647'],
    ['\t5\n', 'rows.txt:1:1: column 1 (chrom) is "", expected the name of a chromosome'],
    [
      'a\t1\nb\t1\na\t1\n',
      'rows.txt:3:1: chromosome a stands here and in line 1, expected it once; drop one of the two',
    ],
    [
      'chr1\t9\n1\t9\n',
      'rows.txt:2:1: chromosome 1 is chr1 of line 1 in another naming, expected one naming; drop one of the two',
    ],
    [
      'MT\t9\nchrM\t9\n',
      'rows.txt:2:1: chromosome chrM is MT of line 1 in another naming, expected one naming; drop one of the two',
    ],
  ])('refuses %j', async (text, expected) => {
    expect(await complaint(readChromSizes(path(text)))).toBe(expected);
  });
});

describe('GTF', () => {
  it('gives genes and transcripts as 0-based intervals', async () => {
    const { genes, transcripts } = await readGtf(path(GTF));
    expect([genes.count, genes.start[0], genes.end[0], genes.strand[0]]).toEqual([1, 100, 900, -1]);
    expect([genes.geneId.at(0), genes.geneName.at(0), genes.geneType.at(0)]).toEqual(['G1', 'ONE', 'lncRNA']);
    expect(Array.from(transcripts.basic)).toEqual([1, 0]);
    expect([transcripts.transcriptId.at(1), transcripts.geneName.at(1), transcripts.geneType.at(1)]).toEqual([
      'T2',
      '',
      'x y',
    ]);
    expect(Array.from(transcripts.line)).toEqual([3, 5]);
  });

  it('gives exons by transcript and start, joined where they overlap, with the translated part up to the stop codon', async () => {
    const of = (id: string, rows: readonly string[]) =>
      rows.map((row) => {
        const [feature, start, end] = row.split(' ');
        return `chr1\tX\t${feature}\t${start}\t${end}\t.\t-\t.\tgene_id "G"; transcript_id "${id}";\n`;
      });
    const text = [
      // Rows of a transcript may come before its own, and exons of the - strand descend.
      ...of('B', ['exon 41 50', 'gene 1 90', 'transcript 1 50', 'exon 1 10']),
      ...of('A', ['transcript 11 90', 'exon 71 90', 'CDS 71 80', 'exon 31 60', 'exon 51 65', 'exon 66 68']),
      ...of('A', ['CDS 40 65', 'stop_codon 37 39', 'UTR 81 90']),
    ].join('');
    const { transcripts, exons } = await readGtf(path(text), { exons: true });
    expect([transcripts.transcriptId.at(0), transcripts.transcriptId.at(1)]).toEqual(['B', 'A']);
    expect({ ...exons, offsets: [...exons!.offsets] }).toEqual({
      offsets: [0, 2, 5],
      start: Int32Array.of(0, 40, 30, 65, 70),
      end: Int32Array.of(10, 50, 65, 68, 90),
      codingStart: Int32Array.of(0, 36),
      codingEnd: Int32Array.of(0, 80),
      ownerless: 0,
    });
    expect((await readGtf(path(text))).exons).toBeUndefined();
    const orphan = [...of('A', ['gene 1 9', 'transcript 1 9']), ...of('Z', ['exon 1 9', 'CDS 2 5'])].join('');
    expect((await readGtf(path(orphan), { exons: true })).exons).toMatchObject({
      start: new Int32Array(0),
      codingEnd: Int32Array.of(0),
      ownerless: 1,
    });
  });

  it.each([
    ['chr1\tX\tgene\t1\t9\t.\t+\t.\n', 'rows.txt:1: 8 columns, expected the 9 of GTF'],
    ['chr1\tX\texon\t0\t9\t.\t+\t.\tx "y";\n', 'rows.txt:1:4: column 4 (start) is "0"'],
    [
      'chr1\tX\tgene\t9\t1\t.\t+\t.\tgene_id "x";\n',
      'rows.txt:1:5: column 5 (end) is "1", expected at least the start 9',
    ],
    ['chr1\tX\tgene\t1\t9\t.\t?\t.\tgene_id "x";\n', 'rows.txt:1:7: column 7 (strand) is "?"'],
    ['chr1\tX\tgene\t1\t9\t.\t+\t.\tgene_id "x\n', 'rows.txt:1:9: column 9 (attributes) has "gene_id "x"'],
    ['chr1\tX\tgene\t1\t9\t.\t+\t.\tID=gene1;Name=x\n', 'rows.txt:1:9: column 9 (attributes) has "ID=gene1'],
    [
      'chr1\tX\ttranscript\t1\t9\t.\t+\t.\tgene_id "x";\n',
      'rows.txt:1:9: the attributes have no transcript_id',
    ],
  ])('refuses %j', async (text, expected) => {
    expect(await complaint(readGtf(path(text)))).toContain(expected);
  });
});

describe('TSSs', () => {
  it('of a GTF are the 1-based starts on + and ends on - of basic transcripts', async () => {
    const tss = await readTss(path(GTF));
    expect([tss.count, tss.position[0], tss.strand[0], tss.transcripts.at(0), tss.genes.at(0)]).toEqual([
      1,
      900,
      -1,
      'T1',
      'G1',
    ]);
    expect(tss.fromBasicTags).toBe('basic');
  });

  it('of a GTF without basic tags are those of all transcripts', async () => {
    const tss = await readTss(path(GTF.replace('"basic"', '"other"')));
    expect([tss.fromBasicTags, Array.from(tss.position)]).toEqual(['all', [900, 11]]);
  });

  it('of a BED are 1-based positions, or ordinary BED of one base', async () => {
    const tss = await readTss(path('chr1\t500\t500\tT1\t.\t+\tG1\nchr1\t499\t500\tT2\t.\t-\tG2\n'));
    expect([Array.from(tss.position), Array.from(tss.strand), tss.genes.at(1)]).toEqual([
      [500, 500],
      [1, -1],
      'G2',
    ]);
    expect(tss.fromBasicTags).toBe('bed');
    const bare = await readTss(path('chr1\t500\t500\n'));
    expect([bare.transcripts.at(0), bare.genes.at(0), bare.strand[0]]).toEqual(['', '', 0]);
  });

  it('are told apart by content, whatever the columns hold', async () => {
    const wide = await readTss(path('chr1\t5\t5\t77\t88\t+\tG\tx\ty\n'));
    expect([wide.fromBasicTags, wide.transcripts.at(0)]).toEqual(['bed', '77']);
  });

  it.each([
    ['', 'rows.txt: holds no transcription start site'],
    ['# only\n', 'rows.txt: holds no transcription start site'],
    [
      'chr1\t5\t7\n',
      'rows.txt:1:3: column 3 (end) is "7", expected 5 (a 1-based position) or 6 (ordinary BED); a TSS is one base',
    ],
    ['chr1\t0\t0\n', 'rows.txt:1:3: column 3 (end) is "0", expected a position from 1'],
    ['chr1\tX\tgene\t1\t9\t.\t+\t.\tgene_id "x";\n', 'rows.txt: a GTF without transcript rows'],
  ])('are refused in %j', async (text, expected) => {
    expect(await complaint(readTss(path(text)))).toContain(expected);
  });

  it.skipIf(!hasShared)('are read whole from the real files of ../shared', async () => {
    const human = await readTss(`${SHARED}/gencode/hg38.v24.tss.basic.bed.gz`);
    expect([human.count, human.position[0], human.genes.at(0)]).toEqual([100926, 11869, 'ENSG00000223972.5']);
    expect((await readTss(`${SHARED}/gencode/mm10.vM18.tss.basic.bed.gz`)).count).toBe(78537);
    const chr19 = await readTss(`${SHARED}/gencode/hg38.v24.chr19.gtf.gz`);
    const fromBed = new Set<string>();
    for (let i = 0; i < human.count; i++) fromBed.add(`${human.transcripts.at(i)} ${human.position[i]}`);
    const unknown = Array.from(
      { length: chr19.count },
      (_, i) => `${chr19.transcripts.at(i)} ${chr19.position[i]}`,
    );
    expect(unknown.filter((key) => !fromBed.has(key))).toEqual([]);
  });
});
