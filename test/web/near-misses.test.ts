/** Addresses that are nearly right. */

import { describe, expect, it } from 'vitest';
import { inRegistry, meantPath } from '../../web/frame/near-misses.ts';

describe('an address that is nearly a page', () => {
  it('leads to the page that is meant, with all that stands below it', () => {
    for (const [written, meant] of [
      ['/r/genes/SOX4', '/r/gene/SOX4'],
      ['/r/genes/HLA-A%2FB/tss', '/r/gene/HLA-A%2FB/tss'],
      ['/r/elements/EH38E1', '/r/element/EH38E1'],
      ['/r/ccres/EH38E1/genes', '/r/element/EH38E1/genes'],
      ['/r/ccres', '/r/elements'],
      ['/r/element/', '/r/elements'],
      ['/r/gene', '/r/genes'],
      ['/r/studies/GCST1', '/r/gwas/GCST1'],
      ['/r/gwas/studies/GCST1/blocks', '/r/gwas/GCST1/blocks'],
      ['/r/gwas/studies', '/r/gwas'],
      ['/r/variants/rs123', '/r/variant/rs123'],
      ['/r/biosamples/K562', '/r/biosample/K562'],
      ['/r/lists/abc', '/r/list/abc'],
      ['/r/cart', '/r/list'],
      ['/r/uploads/abc', '/r/bed/abc'],
      ['/r/Genes/SOX4', '/r/gene/SOX4'],
      ['/r/GENE/SOX4', '/r/gene/SOX4'],
      ['/r/Elements', '/r/elements'],
      ['/r/Genes/compare', '/r/genes/compare'],
      ['/r/element/EH38E1/gene', '/r/element/EH38E1/genes'],
      ['/r/genes/SOX4/element', '/r/gene/SOX4/elements'],
      ['/r/gwas/GCST1/block', '/r/gwas/GCST1/blocks'],
      ['/r/compare/biosamples', '/r/biosamples/compare'],
      ['/r/compare/genes', '/r/genes/compare'],
      ['/r/element/chr1:6437131-6437346', '/r/elements?region=chr1:6437131-6437346'],
      ['/r/ccres/chr1%3A6,437,131-6,437,346', '/r/elements?region=chr1%3A6,437,131-6,437,346'],
    ]) {
      expect(meantPath(written!), written).toBe(meant);
    }
  });

  it('is not seen in addresses of pages, and leads nowhere from where nothing is meant', () => {
    for (const own of [
      '/',
      '/genes',
      '/genes/',
      '//genes/evil.com',
      '/r/constructor',
      '/r/__proto__',
      '/r/toString/SOX4',
      '/r',
      '/r/genes',
      '/r/gene/compare',
      '/r/genes/compare',
      '/r/biosamples/compare',
      '/r/element/EH38E1/genes',
      '/r/gwas/GCST1/variants',
      '/r/gwas/own/abc/blocks',
      '/r/compare',
      '/r/list/abc',
      '/r/nonsense/a',
      '/r/Nonsense/a',
      '/r/element/EH38E1/nonsense',
      '/r/gwas/own/gene',
      '/r/gene/gene',
    ]) {
      expect(meantPath(own), own).toBeUndefined();
    }
  });

  it('is found in the registry that is meant where it begins with none', () => {
    const registries = [
      { id: 'human one', assembly: 'GRCh38' },
      { id: 'other', assembly: 'hg38' },
      { id: 'mouse', assembly: 'mm10' },
    ];
    for (const [written, meant] of [
      ['/gene/SOX4', '/human%20one/gene/SOX4'],
      ['/Genes/SOX4/tss', '/human%20one/Genes/SOX4/tss'],
      ['/elements', '/human%20one/elements'],
      ['/hg38/elements', '/human%20one/elements'],
      ['/GRCh38', '/human%20one'],
      ['/grch38/gene/SOX4', '/human%20one/gene/SOX4'],
      ['/MM10/elements', '/mouse/elements'],
      ['/Mouse/elements', '/mouse/elements'],
      ['/mm39/elements', undefined],
      ['/constructor', undefined],
      ['/nonsense/genes', undefined],
      ['/', undefined],
    ] as const) {
      expect(inRegistry(written, registries), written).toBe(meant);
    }
    expect(inRegistry('/genes', [])).toBeUndefined();
  });

  it('never leads to another such address', () => {
    for (const kind of ['ccre', 'elements', 'genes', 'snp', 'studies', 'cart', 'uploads', 'element']) {
      for (const below of ['', '/x', '/x/y']) {
        const meant = meantPath(`/r/${kind}${below}`);
        if (meant !== undefined) expect(meantPath(meant), meant).toBeUndefined();
      }
    }
  });
});
