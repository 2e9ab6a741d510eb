/** Progress on stderr: a bar on a terminal, plain lines otherwise, nothing when quiet. */

import type { Progress } from '../progress.ts';

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
/** Without a terminal a running step speaks up this often. */
const PLAIN_LINE_MS = 10_000;

interface ProgressOptions {
  readonly quiet?: boolean | undefined;
  readonly stream?: NodeJS.WriteStream;
  readonly now?: () => number;
}

/** A Progress that draws. `finish` ends the running step and clears the bar. */
export interface CliProgress extends Progress {
  finish(): void;
}

/** Warnings are shown even when quiet. */
export function cliProgress(options: ProgressOptions = {}): CliProgress {
  const { quiet = false, stream = process.stderr, now = Date.now } = options;
  const isTerminal = stream.isTTY === true;
  let running:
    | { label: string; total: number | undefined; unit: string; done: number; since: number }
    | undefined;
  let drawnAt = 0;

  const clear = () => {
    if (isTerminal && running !== undefined) stream.write('\r\x1b[K');
  };
  const draw = (force: boolean) => {
    if (quiet || running === undefined) return;
    const time = now();
    if (!force && time - drawnAt < (isTerminal ? REDRAW_MS : PLAIN_LINE_MS)) return;
    drawnAt = time;
    const text = describe(running, time, isTerminal);
    stream.write(isTerminal ? `\r\x1b[K${text}` : `${text}\n`);
  };
  const finish = () => {
    if (quiet || running === undefined) return;
    clear();
    const seconds = ((now() - running.since) / 1000).toFixed(1);
    const amount = running.total === undefined ? '' : `: ${readable(running.done, running.unit)}`;
    stream.write(`${running.label}${amount} in ${seconds} s\n`);
    running = undefined;
  };
  const line = (text: string) => {
    clear();
    stream.write(`${text}\n`);
    draw(isTerminal);
  };
  return {
    step(label, total, unit = '') {
      finish();
      running = { label, total, unit, done: 0, since: now() };
      drawnAt = now();
      if (isTerminal) draw(true);
    },
    advance(amount) {
      if (running !== undefined) running.done += amount;
      draw(false);
    },
    note: (message) => {
      if (!quiet) line(message);
    },
    warn: (message) => line(`warning: ${message}`),
    finish,
  };
}

function describe(
  step: { label: string; total: number | undefined; unit: string; done: number; since: number },
  time: number,
  withBar: boolean,
): string {
  const seconds = (time - step.since) / 1000;
  const rate = seconds > 0 ? step.done / seconds : 0;
  if (step.total === undefined) return `${step.label}: ${seconds.toFixed(0)} s`;
  const share = step.total === 0 ? 1 : Math.min(1, step.done / step.total);
  const bar = withBar ? ` [${'#'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH)}]` : '';
  const left =
    rate > 0 ? `, ${readable(rate, step.unit)}/s, ${duration((step.total - step.done) / rate)} left` : '';
  return `${step.label}:${bar} ${(100 * share).toFixed(0)} % of ${readable(step.total, step.unit)}${left}`;
}

function readable(amount: number, unit: string): string {
  if (unit === 'bytes') {
    // Nothing is no small amount.
    if (amount === 0) return 'nothing';
    if (amount >= 1e9) return `${(amount / 1e9).toFixed(1)} GB`;
    if (amount >= 1e6) return `${(amount / 1e6).toFixed(1)} MB`;
    return `${(amount / 1e3).toFixed(1)} kB`;
  }
  const digits = amount >= 10 || Number.isInteger(amount) ? 0 : 1;
  const word = amount === 1 ? unit.replace(/ies$/, 'y').replace(/s$/, '') : unit;
  return `${amount.toLocaleString('en', { maximumFractionDigits: digits })} ${word}`.trimEnd();
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
