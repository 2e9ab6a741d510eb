/** The warnings and notes that the build printed. */

import type { Remark } from './build-facts.ts';
import { html } from './html.ts';
import { counted } from './numbers.ts';
import { type PageSection, panel } from './page.ts';

/** The section of the page; warnings first. */
export function remarksSection(remarks: readonly Remark[]): PageSection {
  const warnings = remarks.filter(({ kind }) => kind === 'warning');
  const notes = remarks.filter(({ kind }) => kind === 'note');
  const ordered = [...warnings, ...notes];
  return {
    id: 'warnings',
    title: warnings.length > 0 ? 'Warnings' : 'Notes',
    answer:
      warnings.length === 0
        ? `The build gave no warning${notes.length > 0 ? ` and ${counted(notes.length, 'note')}` : ''}.`
        : `The build gave ${counted(warnings.length, 'warning')} to act on${notes.length > 0 ? ` and ${counted(notes.length, 'note')}` : ''}.`,
    body:
      ordered.length > 0 &&
      panel(
        'What the build said',
        html`<ul class="say">${ordered.map(
          ({ kind, text }) =>
            html`<li class="${kind}"><strong>${kind === 'warning' ? 'Warning' : 'Note'}</strong> ${text}</li>`,
        )}</ul>`,
        { isWide: true },
      ),
  };
}
