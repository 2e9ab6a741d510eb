/** Orthologs on the simulated registry: against a base-by-base liftOver, the other registry's own files, and what was planted. */

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { annotate } from '../../src/annotation/annotate.ts';
import { openAnnotations } from '../../src/annotation/annotations.ts';
import { ORTHOLOGS, type OrthologTable } from '../../src/annotation/registries/ortholog-table.ts';
import { placeAt } from '../../src/genome/sorted-regions.ts';
import { silent } from '../../src/progress.ts';
import { type ElementStore, openElements } from '../../src/store/element-store.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { baseMap, naiveChains, naiveLift } from '../genome/naive-lift.ts';
import { annotatedRegistry } from '../server/annotated-registry.ts';
import { rowsOf, tableOf } from './element-case.ts';

const { dir } = scratch();
let genome: string;
let registry: string;
let store: ElementStore;
let orthologs: OrthologTable;

beforeAll(async () => {
  ({ genome, registry } = await annotatedRegistry());
  store = await openElements(registry);
  orthologs = openAnnotations(registry).get(ORTHOLOGS)!;
});

const rowsIn = (chrom: string, start: string, end: string) =>
  store.rowsIn({ chrom, start: Number(start), end: Number(end) });

describe('orthologs of the simulation', () => {
  it('lie where a base-by-base liftOver puts them', () => {
    const text = gunzipSync(readFileSync(path.join(genome, 'annotations', 'firstToSecond.over.chain.gz')));
    const chains = naiveChains(text.toString('utf8'));
    let lifted = 0;
    for (let row = 1; row < store.table.rows; row += 61) {
      const own = orthologs.lifted(row);
      if (own.state === 'notTried') {
        expect(store.table.ccreNumber[row]).toBe(-1);
        continue;
      }
      const place = placeAt(store.table.regions, row);
      const expected = naiveLift(baseMap(chains, place), place, 0.5);
      if (own.state === 'unlifted') expect(expected).toEqual({ reason: own.reason });
      else {
        lifted++;
        expect({ ...own.place, strand: own.strand }).toMatchObject(expected);
      }
    }
    expect(lifted).toBeGreaterThan(50);
  });

  it('are elements of the other registry, as its files have them', () => {
    const other = path.join(genome, 'second', 'registry');
    const ccres = new Map(
      rowsOf(path.join(other, 'cCREs.unfiltered.bed')).map((row) => [row[4]!, row] as const),
    );
    const published = new Set(rowsOf(path.join(other, 'cCREs.bed')).map((row) => row[4]));
    let pairs = 0;
    for (let row = 0; row < store.table.rows; row++) {
      for (const { accession, rdhs, chrom, start, end, class: name, isPublished } of orthologs.at(row)) {
        pairs++;
        const [c, s, e, d, , label] = ccres.get(accession)!;
        if (`${c} ${s} ${e} ${d} ${label!.split(',')[0]}` !== `${chrom} ${start} ${end} ${rdhs} ${name}`) {
          expect.fail(`${accession} is ${c}:${s}-${e} ${d} ${label}`);
        }
        expect(isPublished).toBe(published.has(accession));
        const own = orthologs.lifted(row);
        if (own.state !== 'lifted') throw new Error(`${accession} is not lifted`);
        expect(own.place.chrom === chrom && own.place.start < end && own.place.end > start).toBe(true);
      }
    }
    expect(pairs).toBe(orthologs.counts.pairs);
    expect(orthologs.counts.elements).toBe(rowsOf(path.join(registry, 'cCREs.unfiltered.bed')).length);
  });

  it('are those that were planted', () => {
    const planted = new Map(
      tableOf(path.join(genome, 'second', 'truth', 'elements.tsv')).map((row) => [row.id!, row]),
    );
    const elements = new Map(
      tableOf(path.join(genome, 'truth', 'elements.tsv')).map((row) => [row.id!, row]),
    );
    let [tried, recovered, wrong] = [0, 0, 0];
    for (const { element, fate, second } of tableOf(path.join(genome, 'truth', 'orthologs.tsv'))) {
      const { chrom, start, end } = elements.get(element!)!;
      const [from, to] = rowsIn(chrom!, start!, end!);
      if (to - from !== 1) continue;
      const found = orthologs.at(from);
      if (fate === 'lost') {
        if (found.length > 0) wrong++;
        continue;
      }
      if (fate !== 'orthologous' || orthologs.lifted(from).state !== 'lifted') continue;
      const other = planted.get(second!)!;
      tried++;
      const isThere = found.some(
        (own) => own.chrom === other.chrom && own.start < Number(other.end) && own.end > Number(other.start),
      );
      if (isThere) recovered++;
    }
    expect(tried).toBeGreaterThan(2000);
    // Elements are as wide as the calls have them: a few reach into a neighbour's alignment.
    expect(wrong).toBeLessThan(10);
    // The other registry has fewer biosamples: some planted elements are not high in any, and are no cCREs there.
    expect(recovered / tried).toBeGreaterThan(0.6);
  });
});

describe('the key orthologs', () => {
  it('is refused with chains of the opposite direction, and without a registry', async () => {
    const place = (name: string) => JSON.stringify(path.join(genome, name));
    const chains = ['firstToSecond', 'secondToFirst'].map((name) =>
      place(`annotations/${name}.over.chain.gz`),
    );
    const config = path.join(dir, 'annotations.yaml');
    const copy = path.join(dir, 'copy');
    cpSync(registry, copy, { recursive: true });
    const mistake = async (entry: string) => {
      writeFileSync(config, `orthologs: {${entry}}\n`);
      return (await mistakeOf(annotate(copy, config, silent))).message;
    };
    expect(await mistake(`registry: nowhere, chain: ${chains[0]}, backChain: ${chains[1]}`)).toMatch(
      /nowhere\/registry\.json is not there/,
    );
    const second = `registry: ${place('second/registry')}`;
    const all = `${second}, chain: ${chains[0]}, backChain: ${chains[1]}`;
    expect(await mistake(`${second}, chain: ${chains[1]}, backChain: ${chains[0]}`)).toMatch(
      /secondToFirst\.over\.chain\.gz: .*are these chains of another assembly, or of the opposite direction\?/,
    );
    expect(await mistake(`${all}, minMatch: 0`)).toMatch(/minMatch is 0, expected a share above 0/);
    expect(await mistake('chain: x, backChain: y')).toMatch(/orthologs\.registry is missing/);
  });
});
