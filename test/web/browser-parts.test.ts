/** Parts of the genome browser that need no browser: texts of addresses, rows of genes, positions, axes. */

import { describe, expect, it } from 'vitest';
import { type ElementFeature, withinPlaces } from '../../web/browser/element-features.ts';
import { elementsSaid } from '../../web/browser/elements-said.ts';
import type { GeneFeature } from '../../web/browser/gene-features.ts';
import type { IgvTrack } from '../../web/browser/igv-api.ts';
import { limitsOf } from '../../web/browser/igv-tracks.ts';
import { placeGenes } from '../../web/browser/place-genes.ts';
import { regionOf, widened } from '../../web/browser/regions.ts';
import { parseShown, shownText, withoutTrack, withTrack } from '../../web/browser/shown-tracks.ts';
import { ticksOf } from '../../web/browser/ticks.ts';
import type { TrackSpec } from '../../web/browser/track-specs.ts';
import { addressAt } from '../../web/browser/ucsc-address.ts';
import { seeded } from '../genome/random.ts';

describe('the text of shown tracks', () => {
  it('is parsed to what was printed, whatever stands in an address', () => {
    const random = seeded(3);
    const signs = [...'aB,!%@:/?=2C'];
    for (let i = 0; i < 300; i++) {
      const id = () => `x${Array.from({ length: random.int(0, 9) }, () => random.pick(signs)).join('')}`;
      const chosen = {
        added: Array.from({ length: random.int(0, 3) }, id),
        hidden: Array.from({ length: random.int(0, 3) }, id),
        isFixed: random.chance(0.5),
      };
      expect(parseShown(shownText(chosen))).toEqual(chosen);
    }
    expect(shownText(parseShown(undefined))).toBeUndefined();
  });

  it('says what differs from the page: added, hidden, and back', () => {
    const none = parseShown(undefined);
    const added = withTrack(none, 'DNase@K562');
    expect(shownText(added)).toBe('DNase@K562');
    expect(withoutTrack(added, 'DNase@K562')).toEqual(none);
    const hidden = withoutTrack(none, 'genes');
    expect(shownText(hidden)).toBe('!genes');
    expect(withTrack(hidden, 'genes')).toEqual(none);
  });
});

describe('regions', () => {
  it('are read as they are printed, 1-based inclusive', () => {
    expect(regionOf('chr1:1001-2000')).toEqual({ chrom: 'chr1', start: 1000, end: 2000 });
    expect(regionOf('HLA:A*01:1,001-2,000')).toEqual({ chrom: 'HLA:A*01', start: 1000, end: 2000 });
    for (const text of [undefined, '', 'chr1', 'chr1:5', 'chr1:0-5', 'chr1:9-5']) {
      expect(regionOf(text), text).toBeUndefined();
    }
  });

  it('get surroundings that begin with the chromosome', () => {
    expect(widened({ chrom: 'c', start: 100, end: 300 })).toEqual({ chrom: 'c', start: 0, end: 7800 });
    expect(widened({ chrom: 'c', start: 100_000, end: 200_000 })).toEqual({
      chrom: 'c',
      start: 50_000,
      end: 250_000,
    });
  });

  it('of filters share bases with places as the API has it', () => {
    const isWithin = withinPlaces('chr1:1,001-2,000;chr2;chr3:5');
    const at = (chrom: string, start: number, end: number) => isWithin({ chrom, start, end });
    expect([at('chr1', 900, 1000), at('chr1', 900, 1001), at('chr1', 1999, 2100)]).toEqual([
      false,
      true,
      true,
    ]);
    expect([at('chr1', 2000, 2100), at('chr2', 7, 9), at('chr4', 7, 9)]).toEqual([false, true, false]);
    expect([at('chr3', 4, 5), at('chr3', 5, 6)]).toEqual([true, false]);
  });
});

describe('ticks', () => {
  it('are round, where their base is, and have room for their labels', () => {
    const random = seeded(8);
    for (let i = 0; i < 300; i++) {
      const start = random.int(0, 1_000_000) + random.int(0, 99) / 100;
      const shown = {
        chrom: 'c',
        start,
        end: start + random.int(40, 3_000_000),
        widthPx: random.int(200, 2000),
      };
      const ticks = ticksOf(shown);
      expect(ticks.length).toBeLessThan(10);
      const scale = shown.widthPx / (shown.end - shown.start);
      for (const [k, { position, x }] of ticks.entries()) {
        expect(x).toBeCloseTo((position - 0.5 - shown.start) * scale, 6);
        expect(x).toBeGreaterThanOrEqual(-scale);
        if (k > 0) expect(x - ticks[k - 1]!.x).toBeGreaterThan(90);
      }
    }
  });
});

describe('genes', () => {
  const gene = (start: number, end: number, strand = '+'): GeneFeature => ({
    chr: 'c',
    start,
    end,
    id: 'g',
    symbol: 'SOX4',
    name: 'SOX4',
    strand,
    type: 'x',
  });
  const canvas = (features: readonly GeneFeature[]) => ({
    features,
    bpStart: 0,
    bpPerPixel: 1,
    pixelXOffset: 0,
    viewportWidth: 1000,
    width: () => 30,
  });

  it('have their symbols below where two rows are enough, beside where four are, and lie by strand where none are', () => {
    const layout = (features: readonly GeneFeature[]) => placeGenes(canvas(features)).layout;
    expect(layout([gene(0, 100), gene(50, 150)])).toBe('below');
    expect(layout([gene(0, 100), gene(10, 110), gene(20, 120)])).toBe('beside');
    expect(layout(Array.from({ length: 9 }, (_, i) => gene(i, 100 + i)))).toBe('crowded');
  });

  it('of a row do not touch, and neither do symbols', () => {
    const random = seeded(4);
    for (let i = 0; i < 200; i++) {
      const features = Array.from({ length: random.int(1, 12) }, () => {
        const start = random.int(0, 900);
        return gene(start, start + random.int(1, 200), random.pick(['+', '-']));
      }).sort((a, b) => a.start - b.start);
      const { genes, layout, rows } = placeGenes(canvas(features));
      expect(genes.length).toBe(features.length);
      for (let row = 0; row < rows; row++) {
        const own = genes.filter((one) => one.row === row);
        const texts = own.flatMap(({ text }) => text ?? []).sort((a, b) => a - b);
        for (const [k, text] of texts.entries())
          if (k > 0) expect(text - texts[k - 1]!).toBeGreaterThanOrEqual(30);
        if (layout !== 'below') continue;
        for (const [k, { left }] of own.entries()) if (k > 0) expect(left).toBeGreaterThan(own[k - 1]!.right);
      }
    }
  });
});

describe('axes and counts', () => {
  it('end at round numbers, and noise stays small', () => {
    const spec = { limits: [0, 50] } as unknown as TrackSpec;
    const end = (max: number) => limitsOf({ dataRange: { min: 0, max } } as IgvTrack, spec)[1];
    expect([0, 3, 10, 10.1, 16, 28.7, 50, 51, 871].map(end)).toEqual([10, 10, 10, 15, 20, 30, 50, 60, 1000]);
  });

  it('of elements are in words', () => {
    const feature = (start: number, isMatch: boolean) =>
      ({ chr: 'c', start, end: start + 10, isMatch }) as unknown as ElementFeature;
    const region = { chrom: 'c', start: 100, end: 200 };
    const said = (...features: ElementFeature[]) => elementsSaid(features, region, true);
    expect(said(feature(90, true), feature(91, true), feature(199, false))).toBe(
      '1 element matches, 1 does not (grey)',
    );
    expect(said(feature(95, true), feature(150, true))).toBe('2 elements match');
    expect(elementsSaid([feature(150, true)], region, false)).toBe('1 element');
    const wide = { ...region, end: 100_000_000 };
    expect(elementsSaid([], wide, false)).toMatch(/^zoom in below 20.0 Mb/);
    const bars = [0, 3, 7, 1].map((value, i) => ({ chr: 'c', start: i * 1e6, end: (i + 1) * 1e6, value }));
    expect(elementsSaid(bars, wide, false)).toBe('bars: up to 7 elements per 1.0 Mb');
    expect(elementsSaid(bars, wide, true)).toBe('bars: up to 7 matching elements per 1.0 Mb');
  });

  it('lead to UCSC at the place that is shown', () => {
    const ucsc =
      'https://genome.ucsc.edu/cgi-bin/hgTracks?db=hg38&hubClear=http%3A%2F%2Fx%2Fhub.txt&position=chr1:1-2&highlight=hg38.chr1:1-2';
    const region = { chrom: 'chr2', start: 99, end: 200 };
    const parts = (hasHighlight: boolean, isPrivate: boolean) =>
      Object.fromEntries(new URL(addressAt(ucsc, { region, hasHighlight, isPrivate })).searchParams);
    expect(parts(true, false)).toEqual({
      db: 'hg38',
      hubClear: 'http://x/hub.txt',
      position: 'chr2:100-200',
      highlight: 'hg38.chr1:1-2',
    });
    expect(parts(false, true)).toEqual({ db: 'hg38', position: 'chr2:100-200' });
  });
});
