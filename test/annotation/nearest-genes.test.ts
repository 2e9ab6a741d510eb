/** Nearest genes against bedtools closest, and against a look at every gene. */

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENES, type GeneTable } from '../../src/annotation/genes/gene-table.ts';
import { GENES_KIND } from '../../src/annotation/genes/genes.ts';
import { type NearestOptions, nearestGenes } from '../../src/annotation/genes/nearest-genes.ts';
import type { Place } from '../../src/genome/region-text.ts';
import { hasShared, SHARED, scratch } from '../formats/scratch.ts';
import { seeded } from '../genome/random.ts';
import { type Columns, needsBedtools, runScript } from '../registry/tools.ts';
import { madeKind } from './made-kind.ts';

const { dir, file } = scratch();
const random = seeded(11);

/** Genes that overlap, nest, touch and stand far apart, with one to three start sites. */
async function randomGenes(count: number): Promise<GeneTable> {
  const rows: string[] = [];
  for (let g = 0; g < count; g++) {
    const chrom = random.pick(['chr1', 'chr1', 'chr19']);
    const start = random.int(1, 20_000);
    const end = start + random.int(0, random.chance(0.1) ? 9000 : 300);
    const strand = random.pick(['+', '-']);
    const type = random.chance(0.5) ? 'protein_coding' : 'lncRNA';
    const place = (from: number, to: number) => `${from}\t${to}\t.\t${strand}\t.`;
    rows.push(`${chrom}\tX\tgene\t${place(start, end)}\tgene_id "G${g}"; gene_type "${type}";`);
    for (let t = random.int(1, 3); t > 0; t--) {
      const from = random.int(start, end);
      rows.push(
        `${chrom}\tX\ttranscript\t${place(from, random.int(from, end))}\tgene_id "G${g}"; transcript_id "T${g}.${t}";`,
      );
    }
  }
  file('random.gtf', `${rows.join('\n')}\n`);
  return (await madeKind(GENES_KIND, { yaml: 'genes: {file: random.gtf}', dir })).open(GENES);
}

function randomPlaces(count: number): Place[] {
  return Array.from({ length: count }, () => {
    const start = random.int(0, 21_000);
    return { chrom: random.pick(['chr1', 'chr19']), start, end: start + random.int(1, 400) };
  });
}

/** bp between two spans as bedtools counts: 0 where they share a base, 1 where they touch. */
function gap(a: { start: number; end: number }, b: { start: number; end: number }): number {
  return a.start < b.end && b.start < a.end ? 0 : Math.max(b.start - a.end, a.start - b.end) + 1;
}

function naive(table: GeneTable, place: Place, options: NearestOptions) {
  const centre = Math.floor((place.start + place.end) / 2);
  const from = options.anchor === 'edge' ? place : { start: centre, end: centre + 1 };
  return Array.from({ length: table.count }, (_, row) => row)
    .filter((row) => table.gene(row).chrom === place.chrom)
    .filter((row) => options.type === undefined || table.gene(row).type === options.type)
    .map((gene) => {
      const own = [...table.tss.gene.keys()].filter((t) => table.tss.gene[t] === gene);
      const spans =
        options.to === 'body'
          ? [table.gene(gene)]
          : own.map((t) => ({ start: table.tss.position[t]! - 1, end: table.tss.position[t]! }));
      return { gene, distance: Math.min(...spans.map((span) => gap(from, span))) };
    })
    .filter(({ distance }) => distance <= (options.within ?? Number.POSITIVE_INFINITY))
    .sort((a, b) => a.distance - b.distance || a.gene - b.gene)
    .slice(0, options.most);
}

const ANCHORS = ['edge', 'centre'] as const;
const TARGETS = ['tss', 'body'] as const;

describe('the nearest genes', () => {
  it('are those that a look at every gene finds, by either anchor, to start sites and to bodies', async () => {
    const table = await randomGenes(60);
    for (const place of randomPlaces(150)) {
      for (const anchor of ANCHORS) {
        for (const to of TARGETS) {
          for (const options of [
            { anchor, to, most: 5 },
            { anchor, to, most: 1, type: 'protein_coding' },
            { anchor, to, most: 1000 },
            { anchor, to, most: 3, within: random.int(0, 500) },
          ]) {
            const found = nearestGenes(table, place, options);
            expect(found, JSON.stringify({ place, options })).toEqual(naive(table, place, options));
          }
        }
      }
    }
  });

  it('are none on a chromosome without genes', async () => {
    const table = await randomGenes(10);
    const place = { chrom: 'chr22', start: 5, end: 10 };
    for (const to of TARGETS) expect(nearestGenes(table, place, { anchor: 'edge', to, most: 5 })).toEqual([]);
  });

  /** By place: id and distance of every gene within reach of `bedtools closest -k`, nearest first. */
  function closest(
    table: GeneTable,
    places: readonly Place[],
    options: Pick<NearestOptions, 'anchor' | 'to'>,
  ) {
    const elements = places.map(({ chrom, start, end }, i): Columns => {
      const centre = Math.floor((start + end) / 2);
      return options.anchor === 'edge' ? [chrom, start, end, i] : [chrom, centre, centre + 1, i];
    });
    const genes =
      options.to === 'body'
        ? Array.from({ length: table.count }, (_, row): Columns => {
            const { chrom, start, end } = table.gene(row);
            return [chrom, start, end, row];
          })
        : Array.from(table.tss.gene, (gene, t): Columns => {
            const position = table.tss.position[t]!;
            return [table.gene(gene).chrom, position - 1, position, gene];
          });
    const rows = runScript(
      { elements, genes },
      'sort -k1,1 -k2,2n elements > e; sort -k1,1 -k2,2n genes > g; bedtools closest -a e -b g -d -k 200 -t all > out',
    );
    const found = places.map(() => new Map<number, number>());
    for (const [, , , i, , , , gene, distance] of rows) {
      const own = found[Number(i)]!;
      own.set(Number(gene), Math.min(own.get(Number(gene)) ?? Number.POSITIVE_INFINITY, Number(distance)));
    }
    return found.map((own) =>
      [...own]
        .map(([gene, distance]) => ({ gene, distance }))
        .sort((a, b) => a.distance - b.distance || a.gene - b.gene),
    );
  }

  it('have the distances that bedtools closest gives', async ({ skip }) => {
    needsBedtools(skip);
    const table = await randomGenes(60);
    const places = randomPlaces(200);
    for (const anchor of ANCHORS) {
      for (const to of TARGETS) {
        const expected = closest(table, places, { anchor, to });
        for (const [i, place] of places.entries()) {
          const found = nearestGenes(table, place, { anchor, to, most: 10 });
          expect(found, JSON.stringify({ place, anchor, to })).toEqual(expected[i]!.slice(0, 10));
        }
      }
    }
  });

  it.skipIf(!hasShared)('are those of bedtools closest on a real chromosome (shared)', async ({ skip }) => {
    needsBedtools(skip);
    const source = path.resolve(SHARED, 'gencode/hg38.v24.chr19.gtf.gz');
    const table = (await madeKind(GENES_KIND, { yaml: `genes: {file: ${source}}`, dir })).open(GENES);
    const places = Array.from({ length: 300 }, () => {
      const start = random.int(0, 58_000_000);
      return { chrom: 'chr19', start, end: start + random.int(150, 350) };
    });
    for (const to of TARGETS) {
      const expected = closest(table, places, { anchor: 'edge', to });
      for (const [i, place] of places.entries()) {
        const found = nearestGenes(table, place, { anchor: 'edge', to, most: 5 });
        expect(found).toEqual(expected[i]!.slice(0, 5));
      }
    }
  });
});
