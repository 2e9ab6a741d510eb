/** build.log.jsonl: what a build did, when, and what it took, one JSON object a line. It is outside every comparison of registries. */

import { appendFileSync } from 'node:fs';
import type { Progress } from '../progress.ts';

/** A Progress that passes everything on, and appends steps, notes and warnings to the log; `finish` ends the last step. */
export interface LoggedProgress extends Progress {
  finish(): void;
}

/** Each step is logged as it begins, and once more with its time, processor time of all threads and memory as it ends. */
export function loggedProgress(progress: Progress, file: string): LoggedProgress {
  const log = (entry: object) =>
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
  let running: { text: string; since: number; cpu: NodeJS.CpuUsage } | undefined;
  const finish = () => {
    if (running === undefined) return;
    const { text, since, cpu } = running;
    running = undefined;
    const { user, system } = process.cpuUsage(cpu);
    log({
      kind: 'stepEnd',
      text,
      wallS: rounded((performance.now() - since) / 1000),
      cpuS: rounded((user + system) / 1e6),
      // The highest of the process so far.
      peakMB: rounded((process.resourceUsage().maxRSS * 1024) / 1e6),
    });
  };
  return {
    step: (label, total, unit) => {
      finish();
      const text = total === undefined ? label : `${label}: ${total} ${unit ?? ''}`.trimEnd();
      log({ kind: 'step', text });
      running = { text, since: performance.now(), cpu: process.cpuUsage() };
      progress.step(label, total, unit);
    },
    advance: (amount) => progress.advance(amount),
    note: (message) => {
      log({ kind: 'note', text: message });
      progress.note(message);
    },
    warn: (message) => {
      log({ kind: 'warning', text: message });
      progress.warn(message);
    },
    finish,
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
