/** What was read of a list: found, unknown here, repeated, not readable, each with its lines. */

import { type ReactNode, useState } from 'react';
import { Icon } from '../../../parts/icon.tsx';
import { count, counted } from '../../../words/numbers.ts';
import type { Report } from './read-list.ts';

/** More lines than one reads. */
const MOST_SHOWN = 50;

interface ReadReportProps {
  readonly report: Report;
  /** Of a text before: its lines are not those of the text. */
  readonly isStale: boolean;
  onEdit(line: number): void;
  /** The entries that cannot be read: words of a list of rsIDs, lines of a BED or VCF. */
  onLeaveOut(entries: Report['unreadable']['lines']): void;
}

const KINDS = { ids: 'rsIDs', BED: 'a BED', VCF: 'a VCF' } as const;

export function ReadReport({ report, isStale, onEdit, onLeaveOut }: ReadReportProps): ReactNode {
  const { kind, found, variants, unknown, repeated, unreadable } = report;
  const [first] = unreadable.lines;
  const many = unreadable.lines.length;
  const what = kind === 'ids' ? 'word' : 'line';
  return (
    <div className="read-report" role="status">
      <h3>What was read, as {KINDS[kind]}</h3>
      <ul>
        <Line
          sign="check"
          value={found}
          words={variants === found ? 'found' : `found, ${counted(variants, 'variant')}`}
        />
        <Line sign="warning" value={unknown.count} words="unknown here" lines={unknown.lines} />
        <Line sign="minus" value={repeated.count} words="repeated, counted once" lines={repeated.lines} />
        <Line
          sign="close"
          value={unreadable.count}
          words={unreadable.count === 1 ? `${what} not readable` : `${what}s not readable`}
          sample={kind === 'ids'}
          lines={unreadable.lines}
        />
      </ul>
      {first === undefined ? null : (
        <div className="bad-line" role="alert">
          <b>Line {count(first.line)}</b> {first.message}.{' '}
          <button type="button" className="link" disabled={isStale} onClick={() => onEdit(first.line)}>
            Edit line
          </button>{' '}
          or{' '}
          <button
            type="button"
            className="link"
            disabled={isStale}
            onClick={() => onLeaveOut(unreadable.lines)}
          >
            {unreadable.count === 1
              ? 'leave it out'
              : many < unreadable.count
                ? `leave the first ${count(many)} ${what}s out`
                : `leave all ${count(many)} ${what}s out`}
          </button>
        </div>
      )}
    </div>
  );
}

/** Different words among those that are not readable. */
const SAMPLE = 5;
const SAMPLE_SIGNS = 24;

function Sample({ texts }: { readonly texts: readonly string[] }): ReactNode {
  const different = [...new Set(texts)].slice(0, SAMPLE);
  if (different.length === 0) return null;
  const cut = (text: string) => (text.length > SAMPLE_SIGNS ? `${text.slice(0, SAMPLE_SIGNS)}…` : text);
  return (
    <span className="soft sample">
      {different.map((text) => `"${cut(text)}"`).join(', ')}
      {texts.length > different.length ? ', …' : ''}
    </span>
  );
}

interface LineProps {
  readonly sign: 'check' | 'warning' | 'minus' | 'close';
  readonly value: number;
  readonly words: string;
  readonly lines?: readonly { readonly line: number; readonly text: string }[];
  /** Some of them are named beside the count. */
  readonly sample?: boolean;
}

function Line({ sign, value, words, lines = [], sample = false }: LineProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={value === 0 ? 'none' : sign}>
      <span className="line-head">
        <Icon name={sign} />
        <b>{count(value)}</b> {words} {sample ? <Sample texts={lines.map(({ text }) => text)} /> : null}
        {lines.length === 0 ? null : (
          <button
            type="button"
            className="link"
            aria-expanded={isOpen}
            aria-label={`${isOpen ? 'Hide' : 'Show'} what is ${words}`}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Hide' : 'Show'}
          </button>
        )}
      </span>
      {isOpen ? (
        <ol className="lines">
          {lines.slice(0, MOST_SHOWN).map(({ line, text }) => (
            <li key={`${line} ${text}`}>
              line {count(line)}: <code>{text}</code>
            </li>
          ))}
          {value > Math.min(lines.length, MOST_SHOWN) ? (
            <li className="soft">and {count(value - Math.min(lines.length, MOST_SHOWN))} more</li>
          ) : null}
        </ol>
      ) : null}
    </li>
  );
}
