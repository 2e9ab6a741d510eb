/** Addresses that are nearly right. */

import { describe, expect, it } from 'vitest';
import { meantPath } from '../../web/frame/near-misses.ts';

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
    ]) {
      expect(meantPath(own), own).toBeUndefined();
    }
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
