/** A plan as lines for a terminal. */

import { columnWidths } from '../../formats/column-widths.ts';
import type { BuildPlan } from './build-plan.ts';
import { TYPICAL_BYTES } from './rates.ts';

/** The plan in a few blocks; `title` says of what, `notes` are what a reader must know. */
export function planText(plan: BuildPlan, title: string, notes: readonly string[]): string {
  const { inputs, fetch, disk, elements } = plan;
  const rows = [
    [
      'inputs',
      `${count(inputs.profiles)} profiles of DHSs, ${count(inputs.bigWigs)} bigWigs with Z-scores, ${count(inputs.biosamples)} biosamples`,
    ],
    ['to fetch', `${bytes(fetch.bytes)} in ${count(fetch.files)} files${sizesText(plan)}`],
    ...(fetch.filesHere === 0
      ? []
      : [['on this machine', `${bytes(fetch.bytesHere)} in ${count(fetch.filesHere)} files`]]),
    [
      'disk',
      `${bytes(disk.total)}: fetched ${bytes(disk.fetched)}, registry ${bytes(disk.registry)} (Z-scores ${bytes(disk.zscores)}, ` +
        `biosamples ${bytes(disk.biosamples)}), while it runs ${bytes(disk.work)} more`,
    ],
    [
      'memory',
      `${bytes(plan.memoryBytes)} with ${count(plan.threads)} thread${plan.threads === 1 ? '' : 's'}`,
    ],
    [
      'elements',
      `about ${rounded(elements.dhs)} DHSs, ${rounded(elements.rdhs)} rDHSs, ${rounded(elements.ccres)} cCREs`,
    ],
  ];
  const lines = [
    title,
    ...rows.map(([name, text]) => `  ${name!.padEnd(16)}${text}`),
    '',
    ...timeLines(plan),
  ];
  return `${[...lines, ...notes.flatMap((note, i) => [...(i === 0 ? [''] : []), `note: ${note}`])].join('\n')}\n`;
}

function sizesText({ fetch, inPlace }: BuildPlan): string {
  const texts = [
    ...(inPlace ? ['of bigWigs the blocks of the chromosomes alone'] : []),
    ...(fetch.files === 0
      ? []
      : fetch.sizesKnown === fetch.files
        ? ['sizes of the metadata']
        : [`sizes of ${count(fetch.sizesKnown)} known, the others assumed`]),
  ];
  return texts.length === 0 ? '' : ` (${texts.join('; ')})`;
}

function timeLines({ steps, time, bandwidth, threads }: BuildPlan): string[] {
  const heads = time.map(({ cores }, i) =>
    i === 0 ? `here, ${cores} core${cores === 1 ? '' : 's'}` : `${cores} cores`,
  );
  const rows = [
    ['time', ...heads],
    [`  fetching at ${bytes(bandwidth)}/s`, ...time.map(({ fetch }) => duration(fetch))],
    ...steps.map(({ name }, s) => [`  ${name}`, ...time.map((on) => duration(on.steps[s]!))]),
    ['  in all', ...time.map(({ total }) => duration(total))],
  ];
  const widths = columnWidths(rows);
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]! + 2)))
      .join(''),
  );
  return threads > 0 ? lines : [];
}

/** What was assumed of files without a size, for a note. */
export function assumedSizesNote(): string {
  const { dnaseSignal, chipSignal, allcalls } = TYPICAL_BYTES;
  return (
    `sizes are assumed where none is known (a DNase bigWig ${bytes(dnaseSignal)}, another ${bytes(chipSignal)}, hotspot2 calls ${bytes(allcalls)}; ` +
    "ENCODE's own bigWigs reach 2 GB): --ask, or --metadata with the portal's metadata.tsv, makes them exact"
  );
}

/** How elements were guessed of which nothing is expected, for a note. */
export function guessedElementsNote(genomeBases: number | undefined): string {
  const genome =
    genomeBases === undefined
      ? 'for a genome as large as the human one, since chromSizes is not on this machine'
      : `for a genome of ${rounded(genomeBases)} bases`;
  return `numbers of elements are guessed from the number of profiles and those of the 2020 registry, ${genome}`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Two digits are all that a plan knows. */
function rounded(value: number): string {
  return value < 100 ? count(value) : count(Number(value.toPrecision(2)));
}

/** Bytes in powers of 1,000. */
function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let shown = value;
  while (shown >= 999.5 && unit < units.length - 1) {
    shown /= 1000;
    unit++;
  }
  return `${unit === 0 || shown >= 99.5 ? count(shown) : shown.toPrecision(2)} ${units[unit]}`;
}

function duration(hours: number): string {
  const seconds = hours * 3600;
  if (seconds < 0.5) return '0 s';
  if (seconds < 90) return `${count(seconds)} s`;
  if (seconds < 5400) return `${count(seconds / 60)} min`;
  return hours < 99.5 ? `${hours.toPrecision(2)} h` : `${count(hours / 24)} days`;
}
