/** report.html: the page that a build leaves beside its registry. */

import path from 'node:path';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import type { Progress } from '../progress.ts';
import { REPORT_HTML } from '../store/layout.ts';
import { biosampleSection } from './biosample-section.ts';
import type { BuildFacts } from './build-facts.ts';
import { readStoreFacts, type StoreFacts } from './column-facts.ts';
import { dhsSection } from './dhs-section.ts';
import { elementsSection } from './elements-section.ts';
import { highSection } from './high-section.ts';
import { html } from './html.ts';
import { count, counted } from './numbers.ts';
import { renderPage } from './page.ts';
import { type Drawing, loadDrawing } from './plot-svg.ts';
import { remarksSection } from './remarks-section.ts';
import { saturationSection } from './saturation-section.ts';
import { signalSection } from './signal-section.ts';
import { supportSection } from './support-section.ts';

/** Writes DIR/report.html of a registry of `rows` rDHSs: one column in memory at a time, and the high bits of the cCREs. */
export async function writeBuildReport(
  directory: string,
  facts: BuildFacts,
  rows: number,
  progress: Progress,
): Promise<void> {
  progress.step('writing the report', facts.columns.length, 'datasets');
  const store = readStoreFacts(facts, rows, () => progress.advance(1));
  const page = buildReport(await loadDrawing(), facts, store);
  await writeFileAtomically(path.join(directory, REPORT_HTML), page);
}

/** The page. The same facts give the same bytes. */
export function buildReport(drawing: Drawing, facts: BuildFacts, store: StoreFacts): string {
  const { assembly, scheme, elements, biosamples, rdhs, accessionPrefix } = facts;
  const name =
    elements.ccres === 1 ? 'candidate cis-regulatory element' : 'candidate cis-regulatory elements';
  // Warnings are to be acted on before anything else is read; notes can wait.
  const hasWarnings = facts.remarks.some(({ kind }) => kind === 'warning');
  const remarks = remarksSection(facts.remarks);
  return renderPage({
    title: `${count(elements.ccres)} cCREs of ${assembly}: build report`,
    kind: `Build report, ${assembly}`,
    heading: `${elements.ccres === 0 ? 'No' : count(elements.ccres)} ${name}`,
    lead: `${elements.ccres === 0 ? 'None' : 'They were found'} among ${count(rdhs.rdhs)} representative DHSs of ${assembly}, with signals of ${counted(facts.columns.length, 'experiment')} in ${counted(biosamples.length, 'biosample')}.`,
    facts: [
      ['Assembly', assembly],
      ['Scheme', scheme === 'encode3' ? 'encode3, of the 2020 paper' : 'encode4'],
      ['Biosamples', count(biosamples.length)],
      ['Anchors', facts.anchors.join(', ')],
      ...(facts.chromosomes === undefined ? [] : [['Only', facts.chromosomes.join(', ')] as const]),
      [
        'Accessions',
        `${accessionPrefix}E, ${facts.idsAreLocal ? 'local: not ENCODE\u2019s' : 'continued from previous ones'}`,
      ],
      ['cisreg', facts.cisreg],
    ],
    sections: [
      ...(hasWarnings ? [remarks] : []),
      elementsSection(drawing, facts),
      dhsSection(drawing, facts),
      signalSection(drawing, facts, store),
      highSection(drawing, facts, store),
      biosampleSection(drawing, facts),
      supportSection(drawing, facts),
      saturationSection(drawing, facts, store),
      ...(hasWarnings ? [] : [remarks]),
    ],
    footer: html`<p>Made by cisreg ${facts.cisreg}. Parameters and checksums of all inputs are in <code>registry.json</code>;
the counts can be taken again from the tables beside it (docs/formats.md). Method and classes: ENCODE Project Consortium, <cite>Nature</cite> 583, 699\u2013710 (2020).</p>`,
  });
}
