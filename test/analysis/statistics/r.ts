/** R beside our own statistics. */

import { execFileSync } from 'node:child_process';
import { needs } from '../../registry/tools.ts';

export function needsR(skip: (condition: boolean, note: string) => void): void {
  needs(skip, 'r-base-core', 'Rscript', '--version');
}

/**
 * What R finds for each line of numbers: `expression` sees the line as `x` and gives one or several numbers. They come back as
 * rows, with all digits.
 */
export function rowsFromR(expression: string, lines: readonly (readonly number[])[]): number[][] {
  const script = `
    input <- file("stdin")
    lines <- readLines(input)
    close(input)
    for (line in lines) {
      x <- as.numeric(strsplit(line, " ")[[1]])
      cat(sprintf("%.17g", suppressWarnings(${expression})), "\\n")
    }`;
  const input = lines.map((line) => `${line.join(' ')}\n`).join('');
  const text = execFileSync('Rscript', ['--vanilla', '-e', script], { input, encoding: 'utf8' });
  const rows = text
    .trimEnd()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(parsed));
  if (rows.length !== lines.length) throw new Error(`${rows.length} rows of R for ${lines.length} lines`);
  return rows;
}

function parsed(text: string): number {
  return text === 'Inf'
    ? Number.POSITIVE_INFINITY
    : text === '-Inf'
      ? Number.NEGATIVE_INFINITY
      : Number(text);
}

/** The largest difference in relation to the expected values; NaN where one of them is NaN and the other is not. */
export function worst(found: readonly number[], expected: readonly number[]): number {
  return found.reduce((most, value, i) => {
    const right = expected[i]!;
    if (Object.is(value, right)) return most;
    return Math.max(most, Math.abs(value - right) / Math.max(Math.abs(right), Number.MIN_VALUE));
  }, 0);
}
