import { describe, expect, it } from 'vitest';
import { groupEnrichment, gwasEnrichment } from '../../src/analysis/gwas-enrichment.ts';
import { matchedControls } from '../../src/analysis/matched-controls.ts';
import { preparePanel } from '../../src/analysis/snp-panel.ts';
import { countGroups, drawStudy } from '../../src/analysis/study-draws.ts';
import { unlinkDraws } from '../../src/analysis/unlinked-draws.ts';
import { randomOf } from '../../src/simulate/random.ts';
import { hasRow, setOf } from '../../src/store/row-set.ts';
import { activeAtRandom, leadsAtRandom, linkageOf, madePanel } from './made-panel.ts';
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
      const alone = (lead: number) =>
        naive.every(({ stratum }, i) => stratum !== naive[lead]!.stratum || near.has(i));
      const tested = standing.filter((lead) => !alone(lead));
      const inStratum = (lead: number) => naive.filter((own) => own.stratum === naive[lead]!.stratum).length;

      const { drawn, repeating } = matchedControls(tested, panel.strata, { controls, seed });
      for (const [place, lead] of tested.entries()) {
        const own = [...drawn.subarray(place * controls, (place + 1) * controls)];
        expect(repeating.includes(place)).toBe(inStratum(lead) < controls);
        expect(own.filter((snp) => naive[snp]!.stratum !== naive[lead]!.stratum)).toEqual([]);
        const times = [...new Set(own)].map((snp) => own.filter((other) => other === snp).length);
        expect(Math.max(...times)).toBe(Math.ceil(controls / inStratum(lead)));
        expect(times.length).toBe(Math.min(controls, inStratum(lead)));
      }
      const first = Array.from({ length: controls }, (_, k) =>
        tested.map((_, place) => drawn[place * controls + k]!),
      );
      const flat = Int32Array.from(first.flat());
      unlinkDraws(panel, { snps: flat, size: tested.length }, seed);
      const draws = first.map((_, k) => [...flat.subarray(k * tested.length, (k + 1) * tested.length)]);
      let redrawn = 0;
      for (const [k, draw] of draws.entries()) {
        for (const [place, snp] of draw.entries()) {
          const earlier = draw.slice(0, place).filter((other) => other >= 0);
          const isLinked = (own: number) => earlier.some((other) => naive[other]!.group.has(own));
          const wanted = first[k]![place]!;
          if (!isLinked(wanted)) expect(snp).toBe(wanted);
          else redrawn++;
          if (snp < 0) continue;
          expect(isLinked(snp)).toBe(false);
          expect(naive[snp]!.stratum).toBe(naive[tested[place]!]!.stratum);
        }
      }
      expect(redrawn).toBeGreaterThan(0);

      const study = drawStudy(panel, leads, { controls, seed });
      expect([...study.groupOf]).toEqual(
        leads.map((lead) => {
          const stands = standsFor.get(lead);
          return stands === undefined || alone(stands) ? -1 : stands;
        }),
      );
      const untested = [...standsFor.values()].filter(alone).length;
      expect(study.leads).toEqual({
        given: leads.length,
        absent: leads.filter((lead) => lead < 0).length,
        repeated: leads.filter((lead) => lead >= 0).length - standsFor.size,
        linked: standsFor.size - untested - tested.length,
        unmatched: untested,
        tested: tested.length,
        repeatingControls: repeating.length,
      });
      const missing = [...flat].filter((snp) => snp < 0).length;
      expect(study.missingControls).toBe(missing);
      expect(study.meanControlGroups).toBeCloseTo(tested.length - missing / controls, 10);
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
        const counts = [tested, ...draws].map((snps) =>
          naiveCount(
            naive,
            snps.filter((snp) => snp >= 0),
            isActiveAt,
          ),
        );
        expect([...countGroups(study, set).counts]).toEqual(counts);
        const [observed, ...drawnCounts] = counts as [number, ...number[]];
        const mean = drawnCounts.reduce((a, b) => a + b) / controls;
        const sd = Math.sqrt(
          drawnCounts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (controls - 1),
        );
        const found = answer.biosamples[i]!;
        expect(found.observed).toBe(observed);
        expect(found.mean).toBeCloseTo(mean, 12);
        expect(found.sd).toBeCloseTo(sd, 12);
        expect(found.z).toBeCloseTo((observed - mean) / sd, 10);
        expect(found.fold).toBeCloseTo(observed / mean, 12);
        const asMany = drawnCounts.filter((count) => count >= observed).length;
        expect(found.pEmpirical).toBeCloseTo((1 + asMany) / (1 + controls), 12);
      }
    });
  }

  it('draws every SNP of a stratum as often as any other', () => {
    const { strata } = preparePanel(madePanel(5, { snps: 3000, block: 3, elements: 10 }));
    const members = [...strata.snps.subarray(0, strata.offsets[1])];
    for (const controls of [5, members.length - 1]) {
      const times = new Map<number, number>();
      const repeats = Math.round(20_000 / controls);
      for (let seed = 0; seed < repeats; seed++) {
        for (const snp of matchedControls([members[0]!], strata, { controls, seed }).drawn) {
          times.set(snp, (times.get(snp) ?? 0) + 1);
        }
      }
      expectEven(members, times);
    }
  });

  it('replaces a linked control by every SNP of the stratum that is not, each as often as any other', () => {
    const made = madePanel(8, { snps: 600, block: 12, elements: 10 });
    const panel = preparePanel(made);
    const naive = naivePanel(made.snps, made.linkage, 0.7);
    const first = panel.strata.snps.find((snp) => naive[snp]!.group.size > 6)!;
    const linked = [...naive[first]!.group].find((snp) => snp !== first)!;
    const times = new Map<number, number>();
    // A draw in which a SNP of the group comes twice, over and over.
    const snps = Int32Array.from({ length: 40_000 }, (_, at) => (at % 2 === 0 ? first : linked));
    unlinkDraws(panel, { snps, size: 2 }, 1);
    expect(snps.every((snp, at) => at % 2 === 1 || snp === first)).toBe(true);
    for (let at = 0; at < snps.length; at += 2) {
      times.set(snps[at + 1]!, (times.get(snps[at + 1]!) ?? 0) + 1);
    }
    const stratum = naive[linked]!.stratum;
    const fitting = [...naive.keys()].filter(
      (snp) => naive[snp]!.stratum === stratum && !naive[first]!.group.has(snp),
    );
    expectEven(fitting, times);
  });

  it('leaves a place empty where all SNPs of the stratum are linked, and says how many', () => {
    // Two blocks, in each of which all are linked: three leads of it cannot be drawn without two that are linked.
    const pairs = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: 19 - (i % 20) }, (_, k) => [i, i + 1 + k, 0.9] as [number, number, number]),
    ).flat();
    const made = madePanel(9, { snps: 40, block: 2, elements: 10 });
    const columns = { ...made.snps, maf: new Float32Array(40).fill(0.2), tssDistance: new Int32Array(40) };
    const panel = preparePanel({ snps: columns, linkage: linkageOf(40, pairs), elements: made.elements });
    const snps = Int32Array.of(0, 1, 2, 20, 5, 21);
    unlinkDraws(panel, { snps, size: 3 }, 1);
    expect([...snps].map((snp) => (snp < 0 ? snp : Math.floor(snp / 20)))).toEqual([0, 1, -1, 1, 0, -1]);
  });
});

/** Within five standard deviations of the mean, and nothing else. */
function expectEven(members: readonly number[], times: ReadonlyMap<number, number>): void {
  const expected = [...times.values()].reduce((a, b) => a + b) / members.length;
  expect([...times.keys()].sort((a, b) => a - b)).toEqual([...members].sort((a, b) => a - b));
  for (const n of times.values()) expect(Math.abs(n - expected)).toBeLessThan(5 * Math.sqrt(expected));
}

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

  it('warns where a draw has too few groups to be compared with the study', () => {
    // Of 1,033 SNPs alike, 1,000 are linked with one another: hardly a draw finds 32 that are not, as the study has them.
    const pairs: [number, number, number][] = [];
    for (let i = 0; i < 1000; i++) for (let j = i + 1; j < 1000; j++) pairs.push([i, j, 0.9]);
    const all = madePanel(10, { snps: 1033, block: 2, elements: 300 });
    const columns = { ...all.snps, maf: new Float32Array(1033).fill(0.2), tssDistance: new Int32Array(1033) };
    const crowded = preparePanel({
      snps: columns,
      linkage: linkageOf(1033, pairs),
      elements: all.elements,
    });
    const found = gwasEnrichment(
      crowded,
      Int32Array.from({ length: 32 }, (_, i) => 1000 + i),
      { biosamples: ['one'], activeIn: () => setOf(300, []) },
    );
    expect(found.missingControls).toBeGreaterThan(0.02 * 500 * 32);
    expect(found.meanControlGroups).toBeCloseTo(32 - found.missingControls / 500, 10);
    expect(found.warning).toMatch(/^a draw has \d+\.\d LD groups on average where the study has 32: /);
    const like = gwasEnrichment(panel, leads, { biosamples: ['one'], activeIn });
    expect(like).toMatchObject({
      warning: undefined,
      missingControls: 0,
      meanControlGroups: like.leads.tested,
    });
    expect(gwasEnrichment(crowded, [0], { biosamples: [], activeIn }).warning).toBeUndefined();
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
    const strata = { leadsInStratum: Int32Array.of(30, 10), drawnInStratum: Int32Array.of(15_000, 5000) };
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
