/** build.log.jsonl: what a build did and when, one JSON object a line. It is outside every comparison of registries. */

import { appendFileSync } from 'node:fs';
import type { Progress } from '../progress.ts';

/** A Progress that passes everything on, and appends steps, notes and warnings with their time to the log. */
export function loggedProgress(progress: Progress, file: string): Progress {
  const log = (kind: 'step' | 'note' | 'warning', text: string) =>
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), kind, text })}\n`);
  return {
    step: (label, total, unit) => {
      log('step', total === undefined ? label : `${label}: ${total} ${unit ?? ''}`.trimEnd());
      progress.step(label, total, unit);
    },
    advance: (amount) => progress.advance(amount),
    note: (message) => {
      log('note', message);
      progress.note(message);
    },
    warn: (message) => {
      log('warning', message);
      progress.warn(message);
    },
  };
}
