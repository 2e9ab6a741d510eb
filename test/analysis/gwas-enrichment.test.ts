import { describe, expect, it } from 'vitest';
import { groupEnrichment, gwasEnrichment } from '../../src/analysis/gwas-enrichment.ts';
import { matchedControls } from '../../src/analysis/matched-controls.ts';
import { preparePanel } from '../../src/analysis/snp-panel.ts';
import { countGroups, drawStudy } from '../../src/analysis/study-draws.ts';
import { randomOf } from '../../src/simulate/random.ts';
import { hasRow, setOf } from '../../src/store/row-set.ts';
import { activeAtRandom, leadsAtRandom, madePanel } from './made-panel.ts';
import { naiveActivity, naiveCount, naiveIndexLeads, naivePanel } from './naive-enrichment.ts';

/** Leads as a catalogue has them: some twice, some in LD with others, some that the panel lacks. */
function leadsOf(made: ReturnType<typeof madePanel>, count: number): number[] {
  const { random, snps } = made;
  const leads = [...leadsAtRandom(random, snps.position.length, count)];
  return leads.flatMap((lead) => [
    lead,
    ...(random.chance(0.3) && lead > 0 ? [lead - 1] : []),
    ...(random.chance(0.1) ? [random.pick(leads)] : []),
    ...(random.chance(0.1) ? [-1] : []),
  ]);
}

describe('GWAS enrichment beside a naive one', () => {
  for (const [seed, r2, controls, unknown] of [
    [1, 0.7, 20, undefined],
    [2, 0.3, 30, 0.2],
    [3, 0.8, 60, 0.01],
    [4, 0.7, 11, 0.5],
  ] as const) {
    it(`has the same strata, groups, controls and counts: seed ${seed}, r2 above ${r2}`, () => {
      const plan = { snps: 700, block: 5, elements: 160 };
      const made = madePanel(seed, unknown === undefined ? plan : { ...plan, unknown });
      const panel = preparePanel(made, { r2 });
      const naive = naivePanel(made.snps, made.linkage, r2);
      const names = new Map(naive.map(({ stratum }, i) => [stratum, panel.strata.of[i]!]));
      expect(new Set(names.values()).size).toBe(names.size);
      expect(naive.map(({ stratum }) => names.get(stratum)!)).toEqual([...panel.strata.of]);

      const leads = leadsOf(made, 40);
      const standsFor = naiveIndexLeads(
        naive,
        leads.filter((lead) => lead >= 0),
      );
      const standing = [...new Set(standsFor.values())];
      const near = new Set([...standsFor.keys()].flatMap((lead) => [...naive[lead]!.group]));
      const taken = Uint8Array.from(naive, (_, i) => (near.has(i) ? 1 : 0));
      const free = (lead: number) =>
        naive.filter(({ stratum }, i) => stratum === naive[lead]!.stratum && !near.has(i)).length;

      const { drawn, unmatched, repeating } = matchedControls(
        standing,
        { strata: panel.strata, taken },
        { controls, seed },
      );
      const of = (place: number) => [...drawn.subarray(place * controls, (place + 1) * controls)];
      for (const [place, lead] of standing.entries()) {
        expect(unmatched.includes(place)).toBe(free(lead) === 0);
        expect(repeating.includes(place)).toBe(free(lead) > 0 && free(lead) < controls);
        if (free(lead) === 0) continue;
        const own = of(place);
        const wrong = own.filter((snp) => near.has(snp) || naive[snp]!.stratum !== naive[lead]!.stratum);
        expect(wrong).toEqual([]);
        const times = [...new Set(own)].map((snp) => own.filter((other) => other === snp).length);
        expect(Math.max(...times)).toBe(Math.ceil(controls / free(lead)));
        expect(times.length).toBe(Math.min(controls, free(lead)));
      }

      const study = drawStudy(panel, leads, { controls, seed });
      const places = standing.map((_, place) => place).filter((place) => !unmatched.includes(place));
      expect([...study.groupOf]).toEqual(
        leads.map((lead) => {
          const stands = standsFor.get(lead);
          return stands === undefined || free(stands) === 0 ? -1 : stands;
        }),
      );
      const untested = [...standsFor.values()].filter((stands) => free(stands) === 0).length;
      expect(study.leads).toEqual({
        given: leads.length,
        absent: leads.filter((lead) => lead < 0).length,
        repeated: leads.filter((lead) => lead >= 0).length - standsFor.size,
        linked: standsFor.size - untested - places.length,
        unmatched: untested,
        tested: places.length,
        repeatingControls: repeating.length,
      });
      expect(study.leads.repeated).toBeGreaterThan(0);
      expect(study.leads.absent).toBeGreaterThan(0);

      const sets = [0.1, 0.5, 1].map((share) => activeAtRandom(made.random, 160, share));
      const answer = gwasEnrichment(panel, leads, {
        biosamples: ['few', 'half', 'all'],
        activeIn: (i) => sets[i]!,
        options: { seed, controls },
      });
      for (const [i, set] of sets.entries()) {
        const isActiveAt = naiveActivity(made.elements, (row) => hasRow(set, row));
        const counts = [
          naiveCount(
            naive,
            places.map((place) => standing[place]!),
            isActiveAt,
          ),
          ...Array.from({ length: controls }, (_, k) =>
            naiveCount(
              naive,
              places.map((place) => of(place)[k]!),
              isActiveAt,
            ),
          ),
        ];
        expect([...countGroups(study, set).counts]).toEqual(counts);
        const [observed, ...draws] = counts as [number, ...number[]];
        const mean = draws.reduce((a, b) => a + b) / controls;
        const sd = Math.sqrt(draws.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (controls - 1));
        const found = answer.biosamples[i]!;
        expect(found.observed).toBe(observed);
        expect(found.mean).toBeCloseTo(mean, 12);
        expect(found.sd).toBeCloseTo(sd, 12);
        expect(found.z).toBeCloseTo((observed - mean) / sd, 10);
        expect(found.fold).toBeCloseTo(observed / mean, 12);
        const asMany = draws.filter((count) => count >= observed).length;
        expect(found.pEmpirical).toBeCloseTo((1 + asMany) / (1 + controls), 12);
      }
    });
  }

  it('draws every free SNP of a stratum as often as any other', () => {
    const made = madePanel(5, { snps: 3000, block: 3, elements: 10 });
    const { strata } = preparePanel(made);
    const taken = Uint8Array.from({ length: 3000 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const lead = strata.snps[0]!;
    const members = [...strata.snps.subarray(0, strata.offsets[1])].filter((snp) => taken[snp] === 0);
    for (const controls of [5, members.length - 1]) {
      const times = new Map<number, number>();
      const repeats = Math.round(20_000 / controls);
      for (let seed = 0; seed < repeats; seed++) {
        for (const snp of matchedControls([lead], { strata, taken }, { controls, seed }).drawn) {
          times.set(snp, (times.get(snp) ?? 0) + 1);
        }
      }
      const expected = (repeats * controls) / members.length;
      expect([...times.keys()].sort((a, b) => a - b)).toEqual(members);
      for (const n of times.values()) expect(Math.abs(n - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });
});

describe('the answer', () => {
  const made = madePanel(6, { snps: 5000, block: 4, elements: 1000 });
  const panel = preparePanel(made);
  const leads = leadsAtRandom(made.random, 5000, 40);
  const activeIn = () => activeAtRandom(randomOf(1, 'one'), 1000, 0.4);

  it('says what decided it, and is the same for the same seed alone', () => {
    const ask = (seed: number) =>
      gwasEnrichment(panel, leads, { biosamples: ['one'], activeIn, options: { seed } });
    const answer = ask(3);
    expect(answer.parameters).toMatchObject({
      seed: 3,
      controls: 500,
      minLeads: 25,
      r2: 0.7,
      panelSnps: 5000,
    });
    expect(answer.parameters.mafBorders.length).toBe(3);
    expect(answer.notTested).toBeUndefined();
    expect(ask(3)).toEqual(answer);
    expect(ask(4).biosamples[0]!.mean).not.toBe(answer.biosamples[0]!.mean);
    expect(ask(4).biosamples[0]!.observed).toBe(answer.biosamples[0]!.observed);
  });

  it('says why there is no test', () => {
    const few = gwasEnrichment(panel, [-1, ...leads.subarray(0, 25)], { biosamples: ['one'], activeIn });
    expect(few.notTested).toBe('25 of the 26 lead SNPs are in the panel; a test needs more than 25');
    expect(few.biosamples).toEqual([]);
    expect(few.leads).toMatchObject({ given: 26, absent: 1 });
    const none = gwasEnrichment(
      panel,
      Int32Array.from({ length: 5000 }, (_, i) => i),
      { biosamples: ['one'], activeIn },
    );
    expect(none.notTested).toContain('no other SNPs');
    expect(() =>
      gwasEnrichment(panel, leads, { biosamples: [], activeIn, options: { controls: 1 } }),
    ).toThrow('at least 2');
  });

  it('has numbers where nothing is active, where all is, and where the draws do not differ', () => {
    const none = gwasEnrichment(panel, leads, { biosamples: ['none'], activeIn: () => setOf(1000, []) });
    expect(none.biosamples[0]).toMatchObject({
      observed: 0,
      mean: 0,
      sd: 0,
      fold: null,
      z: null,
      p: 1,
      pBinomial: 1,
      fdr: 1,
    });
    // The study alone hits anything.
    const strata = { leadsInStratum: Int32Array.of(30, 10) };
    const counts = { counts: Int32Array.of(3, ...Array(500).fill(0)), controlsInStratum: new Int32Array(2) };
    const found = groupEnrichment(counts, strata);
    expect(found).toMatchObject({ observed: 3, mean: 0, fold: null, z: null, p: 1 / 501 });
    expect(found.pBinomial).toBeLessThan(1e-6);
    const full = gwasEnrichment(panel, leads, {
      biosamples: ['x'],
      activeIn: () => setOf(1000, Array(1000).keys()),
    });
    for (const value of Object.values(full.biosamples[0]!)) expect(value).not.toBeNaN();
  });
});

describe('a panel', () => {
  it('refuses SNPs out of order, elements that overlap, and activity of other elements', () => {
    const made = madePanel(7, { snps: 100, block: 4, elements: 20 });
    const position = made.snps.position.slice();
    position[10] = 0;
    expect(() => preparePanel({ ...made, snps: { ...made.snps, position } })).toThrow(
      'SNP 10 is out of order',
    );
    const end = made.elements.end.slice();
    end[3] = made.elements.start[4]! + 1;
    expect(() => preparePanel({ ...made, elements: { ...made.elements, end } })).toThrow(
      'elements 3 and 4 overlap',
    );
    const panel = preparePanel(made);
    const study = drawStudy(panel, [1, 2], { controls: 2, seed: 1 });
    expect(() => countGroups(study, setOf(21, []))).toThrow('21 rows of activity for 20 elements');
    expect(() => drawStudy(panel, [100], { controls: 2, seed: 1 })).toThrow('no SNP 100 among 100');
  });
});
