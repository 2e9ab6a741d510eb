/** What the documentation says: its code blocks, links, tables and console sessions. */

import { readFileSync } from 'node:fs';

export interface CodeBlock {
  /** The headings above it, the nearest last. */
  readonly section: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced code blocks of a page. */
export function codeBlocks(file: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let section = '';
  let open: { language: string; lines: string[] } | undefined;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const fence = /^```(\w*)$/.exec(line);
    if (open === undefined && fence !== null) open = { language: fence[1]!, lines: [] };
    else if (open !== undefined && fence !== null) {
      blocks.push({ section, language: open.language, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else if (open !== undefined) open.lines.push(line);
    else if (/^#+ /.test(line)) section = line.replace(/^#+ /, '');
  }
  return blocks;
}

/** A command of a console block and what the page says that it prints. */
export interface ShownRun {
  readonly command: string;
  readonly printed: string;
}

/** The commands of a console block: `$` begins one, `>` continues it, other lines are what it prints. */
export function shownRuns(console: string): readonly ShownRun[] {
  const runs: { command: string; printed: string }[] = [];
  let inCommand = false;
  for (const line of console.split('\n').slice(0, -1)) {
    if (line.startsWith('$ ')) {
      runs.push({ command: line.slice(2), printed: '' });
      inCommand = true;
    } else if (inCommand && line.startsWith('> ')) runs.at(-1)!.command += `\n${line.slice(2)}`;
    else {
      runs.at(-1)!.printed += `${line}\n`;
      inCommand = false;
    }
  }
  return runs;
}

/** A page's words as a pattern: `...` stands for any text, on a line of its own for any lines; times may differ. */
export function patternOf(printed: string): RegExp {
  const lines = printed.split('\n').slice(0, -1);
  const patterns = lines.map((line) => {
    if (line === '...') return '(?:.*\\n)*?';
    const literal = line.split('...').map((part) =>
      part
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        // How long a step took, and what it says while it runs, is of no account.
        .replace(/in \d+\\\.\d s$/, 'in \\d+\\.\\d s'),
    );
    return `${literal.join('.*')}\\n`;
  });
  return new RegExp(`^${patterns.join('')}$`);
}

/** The text under a heading, up to the next heading of its level or above, without code blocks. */
export function sectionOf(page: string, heading: string): string {
  const lines = page.replace(/^```[\s\S]*?^```$/gm, '').split('\n');
  const from = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && /^#/.test(line));
  if (from < 0) throw new Error(`no section ${heading}`);
  const level = lines[from]!.indexOf(' ');
  const length = lines.slice(from + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return lines.slice(from, length < 0 ? undefined : from + 1 + length).join('\n');
}

/** What stands in backquotes. */
export function quotedWords(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
}

/** The first cells of the rows of a section's tables whose columns are numbered; "1-3" counts as three. */
export function numberedColumns(section: string): number {
  return [...section.matchAll(/^\| (\d+)(?:(?:-|, )(\d+))? \|/gm)].reduce(
    (highest, match) => Math.max(highest, Number(match[2] ?? match[1])),
    0,
  );
}

/** The name by which a link finds a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
