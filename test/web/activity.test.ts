/** The text of conditions in addresses: what is printed is parsed, and means what the API is asked. */

import { describe, expect, it } from 'vitest';
import {
  type Activity,
  activityText,
  conditionOf,
  parseActivity,
  type Term,
} from '../../web/pages/elements/facets/activity.ts';
import { changesTo, termsIn, withoutTerm, withTerm } from '../../web/pages/elements/facets/chosen-terms.ts';
import { levelsOf, nodeAt, tissueTree } from '../../web/pages/elements/picker/tissue-tree.ts';
import { seeded } from '../genome/random.ts';

const high = (biosample: string): Term => ({ is: 'high', assay: 'DNase', biosample });
const low = (biosample: string): Term => ({ is: 'low', assay: 'H3K27ac', biosample });
const sample = (biosample: string, tissue: string, assays: readonly string[], type = 'tissue') => ({
  biosample,
  key: biosample,
  group: 1,
  files: Object.fromEntries(assays.map((assay) => [assay, `${biosample}.${assay}`])),
  metadata: { tissue, sampleType: type },
});
const SAMPLES = [
  sample('A', 'blood', ['DNase', 'H3K27ac']),
  sample('B', 'blood', ['DNase'], 'cell line'),
  sample('C', 'liver', ['DNase', 'CTCF']),
];

describe('the text of conditions', () => {
  it('reads as it says in its head', () => {
    expect(activityText({ join: 'any', terms: [high('K562'), low('HepG2')] })).toBe(
      'any:high.DNase@K562;low.H3K27ac@HepG2',
    );
    const group: Term = {
      is: 'none',
      assay: 'CTCF',
      group: { where: { tissue: 'blood', sampleType: 'cell line' } },
    };
    expect(
      activityText({ join: 2, terms: [group, { ...group, is: 'any', group: { names: ['A', 'B'] } }] }),
    ).toBe('2:none.CTCF@tissue:blood*sampleType:cell line;any.CTCF@A*B');
    expect(activityText({ join: 'any', terms: [] })).toBe('');
  });

  it('is parsed to what was printed, whatever stands in names', () => {
    const random = seeded(5);
    const signs = [...'aB 9,;*:%@|=().+&é%3B'];
    const name = () => Array.from({ length: random.int(1, 12) }, () => random.pick(signs)).join('');
    for (let i = 0; i < 500; i++) {
      const terms = Array.from({ length: random.int(1, 4) }, (): Term => {
        const assay = random.pick(['DNase', 'H3K27ac', 'a.b;c']);
        if (random.chance(0.5))
          return { is: random.pick(['high', 'low', 'noSignal'] as const), assay, biosample: name() };
        const names = Array.from({ length: random.int(1, 3) }, name);
        const group = random.chance(0.5)
          ? { names }
          : { where: Object.fromEntries(names.map((own) => [own, name()])) };
        return { is: random.pick(['any', 'none'] as const), assay, group };
      });
      const activity: Activity = { join: random.pick(['all', 'any', 1, 3] as const), terms };
      expect(parseActivity(activityText(activity))).toEqual(activity);
    }
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'any',
      'any:',
      'some:high.DNase@A',
      '0:high.DNase@A',
      'any:high.DNase',
      'any:very.DNase@A',
      'any:high.DNase@A;',
      'all:any.DNase@a:b:c',
      'all:any.DNase@a:b*c',
    ]) {
      expect(parseActivity(text), text).toBeUndefined();
    }
  });
});

describe('conditions for the API', () => {
  it('join, and groups are the biosamples with the mark', () => {
    expect(conditionOf({ join: 'any', terms: [high('A'), low('A')] }, SAMPLES)).toEqual({
      any: [high('A'), low('A')],
    });
    expect(conditionOf({ join: 2, terms: [high('A'), high('B'), high('C')] }, SAMPLES)).toEqual({
      atLeast: { k: 2, of: [high('A'), high('B'), high('C')] },
    });
    expect(conditionOf({ join: 5, terms: [high('A'), high('B')] }, SAMPLES)).toEqual({
      atLeast: { k: 2, of: [high('A'), high('B')] },
    });
    const blood = (is: 'any' | 'none', assay: string): Term => ({
      is,
      assay,
      group: { where: { tissue: 'blood' } },
    });
    expect(conditionOf({ join: 'all', terms: [blood('any', 'DNase')] }, SAMPLES)).toEqual({
      any: [high('A'), high('B')],
    });
    expect(conditionOf({ join: 'all', terms: [blood('none', 'H3K27ac')] }, SAMPLES)).toEqual({
      not: { any: [{ assay: 'H3K27ac', biosample: 'A', is: 'high' }] },
    });
    // Nobody has it: to ask for all of nobody would find every element.
    expect(conditionOf({ join: 'all', terms: [high('A'), blood('any', 'CTCF')] }, SAMPLES)).toBeUndefined();
  });

  it('stand under the names of the API where these can say them', () => {
    const chosen = { join: 'all', terms: [high('A'), high('B'), low('A')], fixed: [] } as const;
    const names = { high: 'DNase@A;DNase@B', low: 'H3K27ac@A', noSignal: undefined, activity: undefined };
    expect(changesTo(chosen)).toEqual(names);
    expect(termsIn({ high: names.high, low: names.low })).toEqual(chosen);
    const any = changesTo({ ...chosen, join: 'any' });
    expect(any).toEqual({
      high: undefined,
      low: undefined,
      noSignal: undefined,
      activity: 'any:high.DNase@A;high.DNase@B;low.H3K27ac@A',
    });
    expect(termsIn({ activity: any.activity! })).toEqual({ ...chosen, join: 'any' });
    // Both: those of the API hold beside.
    expect(termsIn({ high: 'DNase@C', activity: any.activity! }).fixed).toEqual([high('C')]);
  });

  it('say one thing of a biosample', () => {
    const chosen = termsIn({ high: 'DNase@A;H3K27ac@A' });
    const turned = withTerm(chosen, { is: 'low', assay: 'DNase', biosample: 'A' });
    expect(changesTo(turned)).toMatchObject({ high: 'H3K27ac@A', low: 'DNase@A' });
    expect(changesTo(withoutTerm(turned, { is: 'low', assay: 'DNase', biosample: 'A' }))).toMatchObject({
      high: 'H3K27ac@A',
      low: undefined,
    });
  });
});

describe('the tree of tissues', () => {
  it('has two levels, and every biosample once', () => {
    expect(levelsOf(SAMPLES)).toEqual(['tissue', 'sampleType']);
    const root = tissueTree(SAMPLES, levelsOf(SAMPLES));
    expect(root.children.map(({ name, biosamples }) => [name, biosamples.length])).toEqual([
      ['blood', 2],
      ['liver', 1],
    ]);
    expect(root.children[0]!.children.map(({ name, where }) => [name, where])).toEqual([
      ['cell line', { tissue: 'blood', sampleType: 'cell line' }],
      ['tissue', { tissue: 'blood', sampleType: 'tissue' }],
    ]);
    // A branch of one kind has no twigs.
    expect(root.children[1]!.children).toEqual([]);
    expect(nodeAt(root, '/blood/cell line')!.biosamples.map(({ biosample }) => biosample)).toEqual(['B']);
    expect(nodeAt(root, '/skin')).toBeUndefined();
  });

  it('begins with the wider name where there is one', () => {
    const wide = SAMPLES.map((own) => ({
      ...own,
      metadata: { ...own.metadata, organ: own.biosample === 'C' ? 'gut' : 'blood' },
    }));
    expect(levelsOf(wide)).not.toContain('organ');
    const brains = ['cortex', 'cerebellum'].map((tissue) => sample(tissue, tissue, ['DNase']));
    const organs = [
      ...wide,
      ...brains.map((own) => ({ ...own, metadata: { ...own.metadata, organ: 'brain' } })),
    ];
    expect(levelsOf(organs)).toEqual(['organ', 'tissue']);
  });
});
