/** Biosamples of a report, at one and at more than a page could list. */

import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { biosampleSection } from '../../src/report/biosample-section.ts';
import type { BuildFacts, ReportBiosample } from '../../src/report/build-facts.ts';
import { html } from '../../src/report/html.ts';
import { loadDrawing } from '../../src/report/plot-svg.ts';

const NAMES = ['PLS', 'pELS', 'dELS', 'DNase-H3K4me3', 'CTCF-only', 'DNase-only', 'Low-DNase'];
const CCRES = 1000;

/** Biosample i has 10 + i % 50 elements of each class but Low-DNase, and every second one no H3K27ac. */
function factsOf(n: number, ccres = CCRES): BuildFacts {
  const biosamples = Array.from({ length: n }, (_, i): ReportBiosample => {
    const each = ccres === 0 ? 0 : 10 + (i % 50);
    const counts = Object.fromEntries(NAMES.map((name) => [name, each]));
    const files = { DNase: 'A', H3K4me3: 'B', CTCF: 'D', ...(i % 2 === 0 ? { H3K27ac: 'C' } : {}) };
    return {
      name: `a sample with a name of some length, number ${i}`,
      group: i % 2 === 0 ? 1 : 3,
      files,
      counts: { ...counts, 'Low-DNase': ccres - 6 * each, 'CTCF-bound': each },
    };
  });
  return { scheme: 'encode3', biosamples, elements: { ccres } } as unknown as BuildFacts;
}

async function rendered(facts: BuildFacts) {
  const section = biosampleSection(await loadDrawing(), facts);
  const markup = html`<main><p>${section.answer}</p>${section.body}</main>`.markup;
  return { markup, document: parseHTML(markup).document };
}

describe('the biosamples of a report', () => {
  it('are bars as long as these can be read, with their names whole', async () => {
    for (const n of [1, 20, 40]) {
      const { document, markup } = await rendered(factsOf(n));
      expect(document.querySelectorAll('#biosample-classes .wide rect').length).toBe(6 * n);
      const drawn = document.querySelector('#biosample-classes .wide')!.textContent!.replaceAll(/\s+/g, ' ');
      expect(drawn).not.toContain('\u2026');
      expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it('are small plots of sorted shares at 839, a step a biosample that has the assays of the class', async () => {
    const { document, markup } = await rendered(factsOf(839));
    expect(document.querySelector('#biosample-classes')).toBe(null);
    const cells = [...document.querySelectorAll('#biosample-shares .cell-text')].map(
      (cell) => cell.textContent,
    );
    const [all, withH3k27ac] = ['n = 839, median', 'n = 420, median'];
    expect(cells.map((text) => text!.slice(0, 15))).toEqual(
      [all, withH3k27ac, withH3k27ac, all, all, withH3k27ac, all].map((text) => text!.slice(0, 15)),
    );
    expect(document.querySelectorAll('.table tbody tr').length).toBe(839 + 7);
    expect((await rendered(factsOf(839))).markup).toBe(markup);
  });

  it('are a sentence where there is nothing to share out', async () => {
    const { document } = await rendered(factsOf(0));
    expect(document.querySelector('p')!.textContent).toBe('No biosample has cCREs by class.');
    expect((await rendered(factsOf(3, 0))).document.querySelectorAll('figure').length).toBe(0);
  });
});
