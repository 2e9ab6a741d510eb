/** /graphql against the running service: the documented queries of the 2020 SCREEN, held against /api/v1 and the registry's files. */

import path from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, tableOf } from '../annotation/element-case.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let service: Running;
let plain: Running;
let ccres: string[][];
let accession: string;
let biosample: string;
let genome: string;

interface Answer {
  readonly status: number;
  readonly data?: ReturnType<typeof JSON.parse>;
  readonly errors?: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
}
const ask = async (query: string, variables?: object, at = service): Promise<Answer> => {
  const response = await at.get('/graphql', {
    method: 'POST',
    body: JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) }),
    headers: { 'content-type': 'application/json' },
  });
  return { status: response.status, ...((await response.json()) as object) };
};
const dataOf = async (query: string, variables?: object) => {
  const { status, data, errors } = await ask(query, variables);
  expect(errors, query).toBeUndefined();
  expect(status).toBe(200);
  return data;
};

beforeAll(async () => {
  const annotated = await annotatedRegistry();
  genome = annotated.genome;
  service = await running([annotated.registry, path.join(genome, 'second', 'registry')]);
  plain = await running([(await simulatedRegistry()).registry]);
  ccres = rowsOf(path.join(annotated.registry, 'cCREs.bed'));
  accession = ccres[20]![4]!;
  const biosamples = tableOf(path.join(annotated.registry, 'biosamples.tsv'));
  biosample = biosamples.find((row) => row.DNase !== 'NA' && row.H3K27ac !== 'NA' && row.CTCF !== 'NA')!
    .biosample!;
});
afterAll(async () => {
  await service.app.close();
  await plain.app.close();
});

describe('cCREs', () => {
  it('in a range, with their place and Z in a biosample', async () => {
    const { ccres: found } = await dataOf(
      `query ($ct: String!) {
        ccres(assembly: GRCh38, range: { chrom: "chr1", start: 20000, end: 400000 }) {
          total
          ccres { accession assembly isproximal range { chrom start end }
            ctspecific(ct: $ct) { dnase_zscore h3k4me3_zscore h3k27ac_zscore ctcf_zscore maxz } }
        }
      }`,
      { ct: biosample },
    );
    const expected = ccres.filter(
      ([chrom, start, end]) => chrom === 'chr1' && Number(start) < 400_000 && Number(end) > 20_000,
    );
    expect(found.total).toBe(expected.length);
    const places = found.ccres.map(({ accession: id, range }: Answer['data']) => [
      range.chrom,
      range.start,
      range.end,
      id,
    ]);
    expect(places.map(String).sort()).toEqual(
      expected.map(([chrom, start, end, , id]) => String([chrom, start, end, id])).sort(),
    );
    for (const own of found.ccres.slice(0, 5)) {
      const { biosamples } = await service.json(`/api/v1/ccres/${own.accession}/biosamples`);
      const { z } = biosamples.find((row: { biosample: string }) => row.biosample === biosample);
      const numberOf = ({ state, z: value }: { state: string; z: number }) =>
        state === 'noSignal' ? -10 : value;
      const all = [z.DNase, z.H3K4me3, z.H3K27ac, z.CTCF].map(numberOf);
      const { dnase_zscore, h3k4me3_zscore, h3k27ac_zscore, ctcf_zscore, maxz } = own.ctspecific;
      expect([dnase_zscore, h3k4me3_zscore, h3k27ac_zscore, ctcf_zscore]).toEqual(all);
      expect(maxz).toBe(Math.max(...all.filter((value) => value !== null)));
    }
  });

  it('by the highest Z, and by Z in a biosample, as /api/v1 filters them', async () => {
    const max =
      await dataOf(`{ ccres(assembly: "hg38", expmaxs: { rank_promoter_start: 2, rank_promoter_end: 3 }, pagination: { limit: 3, orderBy: k4me3max }) {
      total ccres { k4me3max } } }`);
    const rest = await service.json('/api/v1/ccres?maxZ.H3K4me3=2,3&sort=-maxZ.H3K4me3&limit=3');
    expect(max.ccres.total).toBe(rest.total);
    expect(max.ccres.ccres.map((own: Answer['data']) => own.k4me3max)).toEqual(
      rest.elements.map((own: Answer['data']) => own.maxZ.H3K4me3.z),
    );
    // SCREEN asked so for everything: no signal is its -10.
    const whole = await dataOf(
      `query ($ct: String!) { ccres(assembly: "hg38", ctexps: { cellType: $ct, rank_dnase_start: -10, rank_dnase_end: 20 }) { total } }`,
      { ct: biosample },
    );
    expect(whole.ccres.total).toBe((await service.json('/api/v1/ccres?limit=1')).total);
    const ranged = encodeURIComponent(`DNase@${biosample}:-10,20`);
    expect((await service.json(`/api/v1/ccres?limit=1&z=${ranged}`)).total).toBeLessThan(whole.ccres.total);
    const inOne = await dataOf(
      `query ($ct: String!) { ccres(assembly: GRCh38, ctexps: { cellType: $ct, rank_dnase_start: 1.64 }, pagination: { limit: 5, orderBy: dnase_zscore }) {
        total ccres { accession } } }`,
      { ct: biosample },
    );
    const at = encodeURIComponent(`DNase@${biosample}`);
    const same = await service.json(`/api/v1/ccres?z=${at}:1.64,&sort=-z.${at}&limit=5`);
    expect(inOne.ccres.total).toBe(same.total);
    expect(inOne.ccres.ccres.map((own: Answer['data']) => own.accession)).toEqual(
      same.elements.map((own: Answer['data']) => own.accession),
    );
  });

  it('are the highest first, on pages as long as one wishes', async () => {
    const { ccres: all } = await dataOf(
      '{ ccres(assembly: GRCh38, pagination: { limit: 20000 }) { total ccres { accession maxz dnasemax k4me3max k27acmax ctcfmax } } }',
    );
    expect(all.ccres.length).toBe(ccres.length);
    let last = Number.POSITIVE_INFINITY;
    for (const { maxz, dnasemax, k4me3max, k27acmax, ctcfmax } of all.ccres) {
      expect(maxz).toBe(Math.max(dnasemax, k4me3max, k27acmax, ctcfmax));
      expect(maxz).toBeLessThanOrEqual(last);
      last = maxz;
    }
    const { ccres: page } = await dataOf(
      '{ ccres(assembly: GRCh38, pagination: { offset: 5000, limit: 7 }) { ccres { accession } } }',
    );
    expect(page.ccres.map((own: Answer['data']) => own.accession)).toEqual(
      all.ccres.slice(5000, 5007).map((own: Answer['data']) => own.accession),
    );
  });

  it('by accession, with details of more than five', async () => {
    const ids = ccres.slice(0, 8).map(([, , , , id]) => id);
    const { ccres: found } = await dataOf(
      `query ($ids: [String!]) { ccres(assembly: GRCh38, accessions: $ids) { ccres { accession
        details { biosampleSpecificSignals { ct { name value tissue } dnase h3k4me3 h3k27ac ctcf } } } } }`,
      { ids },
    );
    expect(found.ccres.map((own: Answer['data']) => own.accession).sort()).toEqual([...ids].sort());
    const [own] = found.ccres;
    const { biosamples } = await service.json(`/api/v1/ccres/${own.accession}/biosamples`);
    expect(own.details.biosampleSpecificSignals.length).toBe(biosamples.length);
  });

  it('have what hangs on them, as /api/v1 has it', async () => {
    const { ccre } = await dataOf(
      `query ($accession: String!) { ccre(accession: $accession) { accession concordant
        nearbygenes { pc { distance gene { approved_symbol } pc } all { distance gene { ensemblid_ver } } }
        details {
          nearbyGenomic { nearby_genes { distance gene { ensemblid_ver } } nearby_res { distance cCRE { accession } } nearby_snps { distance snp { id } } }
          mm10: ortholog(assembly: "mm10") { accession range { chrom start end } cCRE { accession assembly } }
          hg19: ortholog(assembly: "hg19") { accession }
          tfIntersection { tf { name n total } histone { name n } }
          linkedGenes { gene celltype method dccaccession }
        } } }`,
      { accession },
    );
    const at = `/api/v1/ccres/${accession}`;
    const { orthologs } = await service.json(`${at}/orthologs`);
    expect(ccre.details.mm10.map((own: Answer['data']) => own.accession)).toEqual(
      orthologs.map((own: Answer['data']) => own.accession),
    );
    for (const { accession: id, cCRE } of ccre.details.mm10)
      expect(cCRE).toEqual({ accession: id, assembly: 'mm10' });
    expect(ccre.concordant).toBe(orthologs.length > 0);
    expect(ccre.details.hg19).toEqual([]);
    const { elements: near } = await service.json(
      `/api/v1/ccres?region=chr1:${Math.max(1, Number(ccres[20]![1]) + 1 - 100_000)}-${Number(ccres[20]![2]) + 100_000}&limit=1000`,
    );
    expect(ccre.details.nearbyGenomic.nearby_res.length).toBe(near.length - 1);
    const { pc, all } = ccre.nearbygenes;
    expect(all.length).toBe(3);
    expect(pc.every((own: Answer['data']) => own.pc)).toBe(true);
    expect(
      ccre.details.nearbyGenomic.nearby_genes.slice(0, 3).map((own: Answer['data']) => own.gene),
    ).toEqual(all.map((own: Answer['data']) => own.gene));
    for (const { n, total } of ccre.details.tfIntersection.tf) expect(n).toBeLessThanOrEqual(total);
  });
});

describe('genes and ranges', () => {
  const gene = async () => (await service.json('/api/v1/genes?type=protein_coding&limit=1')).genes[0];

  it('have expression by experiment, with the mean of replicates', async () => {
    const { symbol, id } = await gene();
    const { geneExpresssion, gene: same } = await dataOf(
      `query ($gene: String!) {
        geneExpresssion(assembly: GRCh38, gene: $gene) { gene_info { approved_symbol ensemblid_ver coords { chrom start end strand } }
          items { tissue cellType expID ageTitle reps { replicate rawTPM logTPM rawFPKM rID } } }
        gene(assembly: GRCh38, gene: $gene) { expression { items { expID } } } }`,
      { gene: symbol },
    );
    expect(geneExpresssion.gene_info.ensemblid_ver).toBe(id);
    expect(same.expression.items.length).toBe(geneExpresssion.items.length);
    const matrix = tableOf(path.join(genome, 'annotations', 'expression.tsv.gz'));
    const [idColumn] = Object.keys(matrix[0]!);
    const raw = matrix.find((row) => row[idColumn!] === id || row[idColumn!] === symbol)!;
    for (const { reps } of geneExpresssion.items) {
      const single = reps.filter((own: Answer['data']) => own.replicate !== 'mean');
      for (const { rID, rawTPM, logTPM, rawFPKM } of single) {
        expect(rawTPM).toBeCloseTo(Number(raw[rID]), 3);
        expect(logTPM).toBeCloseTo(Math.log2(Number(raw[rID]) + 0.01), 3);
        expect(rawFPKM).toBeNull();
      }
      const mean = single.reduce((sum: number, own: Answer['data']) => sum + own.rawTPM, 0) / single.length;
      expect(reps.at(-1)).toMatchObject({ replicate: 'mean' });
      expect(reps.at(-1).rawTPM).toBeCloseTo(mean, 3);
    }
  });

  it('are compared between two biosamples, and have their start sites', async () => {
    const { symbol } = await gene();
    const { globals } = await dataOf(
      '{ globals { inputData byAssembly(assembly: GRCh38) { geBiosamples geBiosampleTypes cellCompartments tfs chromCounts chromLens } } }',
    );
    const [ct1, ct2] = globals.byAssembly.geBiosamples;
    const { differentialExpression: own, rampage } = await dataOf(
      `query ($gene: String!, $ct1: String!, $ct2: String!) {
        differentialExpression(assembly: GRCh38, gene: $gene, ct1: $ct1, ct2: $ct2) { isde fc ct1 ct2 gene { approved_symbol } }
        rampage(assembly: GRCh38, gene: $gene) { transcripts { transcript range { chrom start end } geneinfo items { expid tissue strand counts } } } }`,
      { gene: symbol, ct1, ct2 },
    );
    expect(own).toMatchObject({ ct1, ct2, gene: { approved_symbol: symbol } });
    expect(typeof own.fc).toBe('number');
    expect(rampage.transcripts.length).toBeGreaterThan(0);
    for (const { range } of rampage.transcripts) expect(range.end - range.start).toBe(1);
    const { gene: ofGene } = await dataOf(
      'query ($gene: String!) { gene(assembly: GRCh38, gene: $gene) { exons { chrom start end strand } transcripts { transcript exons { start end } } } }',
      { gene: symbol },
    );
    const { startSites } = await service.json(`/api/v1/genes/${symbol}`);
    const { genes: listed } = await service.json(`/api/v1/genes?ids=${(await gene()).id}&exons=true`);
    expect(ofGene.exons.length).toBeGreaterThan(0);
    expect(ofGene.exons.map(({ start, end }: { start: number; end: number }) => ({ start, end }))).toEqual(
      listed[0].exons,
    );
    for (const { transcript, exons } of ofGene.transcripts) {
      const site = startSites.find((own: { transcript: string }) => own.transcript === transcript);
      expect(exons).toEqual(site.exons);
    }
    const total = Object.values(globals.byAssembly.chromCounts as Record<string, number>).reduce(
      (sum, n) => sum + n,
      0,
    );
    expect(total).toBe(ccres.length);
  });

  it('lie in ranges, which grow from centre and edges', async () => {
    const { range } =
      await dataOf(`{ range(assembly: GRCh38, range: { chrom: "chr1", start: 100000, end: 200001 }) { chrom start end
      expandFromCenter(distance: 50) { start end }
      expandFromEdges(distance: 150000) { start end ccres { accession } genes { approved_symbol } snps { id range { start } } } } }`);
    expect(range).toMatchObject({ chrom: 'chr1', start: 100_000, end: 200_001 });
    expect(range.expandFromCenter).toEqual({ start: 149_951, end: 150_051 });
    expect(range.expandFromEdges).toMatchObject({ start: 0, end: 350_001 });
    const inside = ccres
      .filter(([chrom, start]) => chrom === 'chr1' && Number(start) < 350_001)
      .map(([, , , , id]) => id);
    expect(range.expandFromEdges.ccres.map((own: Answer['data']) => own.accession)).toEqual(inside);
    for (const snp of range.expandFromEdges.snps) expect(snp.range.start).toBeLessThan(350_001);
  });
});

describe('studies and variants', () => {
  it('are reached from each other', async () => {
    const { gwas } = await dataOf(
      '{ gwas(assembly: GRCh38) { studies { name author pubmed trait totalLDblocks numLdBlocksOverlap numcCREsOverlap } } }',
    );
    expect(gwas.studies.length).toBeGreaterThan(0);
    const largest = gwas.studies.sort(
      (a: Answer['data'], b: Answer['data']) => b.totalLDblocks - a.totalLDblocks,
    )[0];
    const { gwas: one } = await dataOf(
      `query ($study: String!, $ct: String!) { gwas(assembly: GRCh38) { study(study: $study) {
        totalLDblocks numcCREsOverlap allSNPs { snp { id } r2 ldblock { name leadsnp { id } } }
        topCellTypes { ct { name } biosample_summary expID fdr pval }
        ccres { cCRE { accession } geneid snps } active: ccres(cellType: $ct) { cCRE { accession } } } } }`,
      { study: largest.name, ct: biosample },
    );
    const { study } = one;
    expect(study.ccres.length).toBe(largest.numcCREsOverlap);
    expect(study.active.length).toBeLessThanOrEqual(study.ccres.length);
    expect(new Set(study.allSNPs.map((own: Answer['data']) => own.ldblock.name)).size).toBe(
      largest.totalLDblocks,
    );
    const lead = study.allSNPs.find((own: Answer['data']) => own.snp.id === own.ldblock.leadsnp.id);
    expect(lead.r2).toBe(1);
    const other = study.allSNPs.find((own: Answer['data']) => own.r2 < 1) ?? lead;
    const { snps } = await dataOf(
      `query ($id: String!) { snps(assembly: GRCh38, id: $id) { assembly id range { chrom start end } overlapping_cCRE { accession }
        ldblocks { snp { id } r2 ldblock { name study { name } leadsnp { id } } } related_studies { name } nearbygenes { distance gene { approved_symbol } } } }`,
      { id: other.snp.id },
    );
    expect(snps[0].ldblocks).toContainEqual({
      snp: { id: other.snp.id },
      r2: other.r2,
      ldblock: { name: other.ldblock.name, study: { name: largest.name }, leadsnp: other.ldblock.leadsnp },
    });
    expect(snps[0].related_studies.map((own: Answer['data']) => own.name)).toContain(largest.name);
    const { chrom, start } = snps[0].range;
    const { snps: inRange } = await dataOf(
      `query ($range: InputChromRange) { snps(assembly: GRCh38, range: $range) { id } }`,
      { range: { chrom, start, end: start + 1 } },
    );
    expect(inRange.map((own: Answer['data']) => own.id)).toContain(other.snp.id);
  });
});

describe('what cannot be answered', () => {
  it('is null with an error that names the field', async () => {
    const { status, data, errors } = await ask(
      `{ ccre(accession: "${accession}") { accession concordant nearbygenes { all { distance } } details { linkedGenes { gene } } } gwas(assembly: GRCh38) { studies { name } } }`,
      undefined,
      plain,
    );
    expect(status).toBe(200);
    expect(data).toEqual({
      ccre: { accession, concordant: null, nearbygenes: null, details: { linkedGenes: null } },
      gwas: null,
    });
    const message = expect.stringMatching(/has no annotation `\w+`; name it in annotations.yaml/);
    expect(errors!.map((error) => [error.path, error.message]).sort()).toEqual(
      [
        [['ccre', 'concordant'], message],
        [['ccre', 'details', 'linkedGenes'], message],
        [['ccre', 'nearbygenes'], message],
        [['gwas'], message],
      ].sort(),
    );
  });

  it('is told once for all elements of a list', async () => {
    const { errors, data } = await ask(
      '{ ccres(assembly: GRCh38, pagination: { limit: 50 }) { ccres { concordant } } }',
      undefined,
      plain,
    );
    expect(data.ccres.ccres.length).toBe(50);
    expect(errors!.length).toBe(1);
  });

  it('names what is not known', async () => {
    const cases: [string, RegExp][] = [
      ['{ ccres(assembly: hg19) { total } }', /no registry hg19, expected one of/],
      [
        '{ ccre(accession: "EH38E9999999") { accession } }',
        /"EH38E9999999" is no cCRE or rDHS of a registry here/,
      ],
      ['{ gene(assembly: GRCh38, gene: "NOPE1") { ensemblid_ver } }', /"NOPE1" is no gene/],
      [`{ ccre(accession: "${'ACC'}") { ctspecific(ct: "K562") { ct } } }`, /is no cCRE/],
      ['{ range(assembly: GRCh38, range: { chrom: "chrQ" }) { chrom } }', /"chrQ" is no chromosome/],
      ['{ range(assembly: GRCh38, range: { chrom: "chr1", start: 9, end: 9 }) { chrom } }', /has no base/],
      ['{ ccres(assembly: GRCh38, pagination: { offset: -1 }) { total } }', /offset is -1/],
      ['{ snps(assembly: GRCh38) { id } }', /either an id or a range/],
    ];
    for (const [query, expected] of cases) {
      const { status, errors } = await ask(query);
      expect([query, status]).toEqual([query, 200]);
      expect(errors![0]!.message).toMatch(expected);
    }
  });
});

describe('a question that would take too much', () => {
  it('is refused before it is worked on: too deep, too many fields, fragments that double', async () => {
    const deep = `{ range(assembly: GRCh38, range: { chrom: "chr1" }) ${'{ expandFromEdges(distance: 1) '.repeat(20)}{ chrom }${' }'.repeat(20)} }`;
    const wide = `{ ${Array.from({ length: 600 }, (_, i) => `a${i}: globals { inputData }`).join(' ')} }`;
    const doubling = [
      'query { ccre(accession: "x") { ...f0 } }',
      ...Array.from({ length: 40 }, (_, i) => `fragment f${i} on cCRE { ...f${i + 1} ...f${i + 1} }`),
      'fragment f40 on cCRE { accession }',
    ].join('\n');
    const cycle =
      'query { ccre(accession: "x") { ...a } } fragment a on cCRE { ...b } fragment b on cCRE { ...a }';
    const tokens = `{ globals { ${'a '.repeat(4500)} } }`;
    for (const [query, expected] of [
      [deep, /21 fields deep, expected at most 16|fields deep/],
      [wide, /1200 fields with its fragments in place, expected at most 1000/],
      [doubling, /fields with its fragments in place/],
      [cycle, /Cannot spread fragment "a" within itself/],
      [tokens, /more (than|that) 4000 tokens/],
    ] as const) {
      const { status, errors, data } = await ask(query);
      expect([status, data]).toEqual([400, undefined]);
      expect(errors![0]!.message).toMatch(expected);
    }
    expect((await ask(`{ globals { inputData } } #${' '.repeat(60_000)}`)).status).toBe(400);
  });

  it('is ended once its answer grows too large', async () => {
    const { status, errors, data } = await ask(
      `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: ccres(assembly: GRCh38, pagination: { limit: 100000 }) { ccres { accession } }`).join(' ')} }`,
    );
    expect([status, data]).toEqual([400, undefined]);
    expect(errors![0]!.message).toMatch(/over 200000 objects/);
  });
});

describe('as a service', () => {
  it('answers GET with variables, and its schema to whoever asks nothing', async () => {
    const query = encodeURIComponent('query Q($a: String!) { ccre(accession: $a) { accession } }');
    const variables = encodeURIComponent(JSON.stringify({ a: accession }));
    const found = await service.json(`/graphql?query=${query}&variables=${variables}&operationName=Q`);
    expect(found).toEqual({ data: { ccre: { accession } } });
    const schema = await (await service.get('/graphql')).text();
    expect(schema).toMatch(/geneExpresssion\(assembly: Assembly!/);
    expect((await service.get(`/graphql?query=${query}&variables=5x`)).status).toBe(400);
  });

  it('tells its schema to programs, with every documented root', async () => {
    const { __schema } = await dataOf(getIntrospectionQuery());
    const root = __schema.types.find((own: { name: string }) => own.name === 'Query');
    expect(root.fields.map((own: { name: string }) => own.name).sort()).toEqual([
      'ccre',
      'ccres',
      'differentialExpression',
      'gene',
      'geneExpresssion',
      'globals',
      'gwas',
      'rampage',
      'range',
      'snps',
    ]);
  });

  it('refuses what is no question', async () => {
    expect((await ask('{ ccre(accession: ')).status).toBe(400);
    expect((await ask('{ nothing }')).errors![0]!.message).toMatch(/Cannot query field "nothing"/);
    expect((await ask('query ($a: String!) { ccre(accession: $a) { accession } }')).status).toBe(400);
    expect((await ask('mutation { x }')).status).toBe(400);
    expect((await service.get('/graphql', { method: 'POST' })).status).toBe(400);
  });
});
