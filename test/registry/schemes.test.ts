import { describe, expect, it } from 'vitest';
import { foreignLabels, schemeOfLabels } from '../../src/registry/schemes.ts';

describe('the scheme of labels', () => {
  it.each([
    ['classes of one scheme tell', ['PLS', 'dELS', 'CTCF-only'], 'encode3'],
    ['and so does the suffix', ['PLS', 'PLS,CTCF-bound'], 'encode3'],
    ['and DNase-only of a biosample', ['pELS', 'DNase-only', 'Low-DNase'], 'encode3'],
    ['CA classes', ['PLS', 'CA-CTCF'], 'encode4'],
    ["and those of ENCODE's transcription factors", ['TF', 'pELS'], 'encode4'],
    ['classes of both tell nothing', ['PLS', 'pELS', 'dELS', 'Low-DNase'], undefined],
    ['nor do those of two schemes', ['CTCF-only', 'CA'], undefined],
    ['nor foreign ones', ['gene', 'exon'], undefined],
    ['nor none', [], undefined],
  ])('%s', (_, labels, scheme) => {
    expect(schemeOfLabels(labels)).toBe(scheme);
  });

  it('calls foreign what no scheme has', () => {
    expect(foreignLabels(['PLS', 'CA,CTCF-bound', 'TF', 'gene', 'CTCF-only,CTCF-bound'])).toEqual([
      'CA,CTCF-bound',
      'gene',
    ]);
  });
});
