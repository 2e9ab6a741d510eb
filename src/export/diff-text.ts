/** The comparison of two registries in words and small tables, for a terminal. */

import { type DiffSummary, type SideSummary, sameText } from './diff.ts';
import type { BiosampleDiff } from './diff-biosamples.ts';
import type { ClassDiff } from './diff-classes.ts';
import { OTHER_SIDE, type PlaceDiff } from './diff-counts.ts';

/** The most biosamples and accessions that the summary lists. */
const MAX_LISTED = 10;

/** The summary as lines of text. */
export function diffText(summary: DiffSummary): string {
  const { elements, classes, tiers, rdhss, biosamples } = summary;
  return [
    sideLine('old', summary.old),
    sideLine('new', summary.new),
    ...summary.warnings.map((text) => `warning: ${text}`),
    ...(summary.isSame ? [`${sameText(summary)}${notComparedText(summary)}`] : []),
    '',
    ...placeLines('elements', elements, [
      countsOf('now', summary.vanishedNow),
      countsOf('before', summary.appearedFrom),
    ]),
    ...reassignedLines(summary),
    ...(classes === null ? [] : classLines(classes, elements.pairs)),
    ...(tiers === null
      ? []
      : [
          '',
          `tiers of the pairs: ${changeText(tiers.changed, elements.pairs)}`,
          ...crossTable('old tier \\ new', tiers),
        ]),
    ...(rdhss === null ? [] : ['', ...placeLines('rDHSs', rdhss, ['', ''])]),
    ...(biosamples === null ? [] : ['', ...biosampleLines(biosamples, elements.pairs)]),
    '',
  ].join('\n');
}

function notComparedText({ notCompared }: DiffSummary): string {
  return notCompared.length === 0 ? '' : `; not compared: ${notCompared.join(', ')}`;
}

function sideLine(which: string, side: SideSummary): string {
  const amounts = [
    counted(side.elements, side.kind === 'BED' ? 'element' : 'cCRE'),
    ...(side.rdhss === null ? [] : [counted(side.rdhss, 'rDHS')]),
    ...(side.biosamples === null ? [] : [counted(side.biosamples, 'biosample')]),
  ];
  const facts = [side.assembly, side.scheme].filter((fact) => fact !== null);
  return `${which}  ${side.name}: ${[side.kind, ...facts].join(', ')}; ${amounts.join(', ')}`;
}

function placeLines(title: string, places: PlaceDiff, notes: readonly [string, string]): string[] {
  const ofOld = (n: number) => share(n, places.old);
  const { accessions } = places;
  const moved = places.movedByAccession + places.movedByOverlap;
  const kinds =
    accessions === null || moved === 0
      ? ''
      : `${count(places.movedByAccession)} by accession, ${count(places.movedByOverlap)} by overlap`;
  const lines = table([
    [title, 'old', 'new', ''],
    ['', count(places.old), count(places.new), ''],
    ['  same place', count(places.samePlace), ofOld(places.samePlace), ''],
    ['  moved', count(moved), ofOld(moved), kinds],
    ['  vanished', count(places.vanished), ofOld(places.vanished), notes[0]],
    ['  appeared', count(places.appeared), share(places.appeared, places.new), notes[1]],
  ]);
  lines.push(
    `  Jaccard: bases ${ratio(places.jaccardBases)} (${count(places.bases.sharedBp)} bp shared), elements ${ratio(places.jaccardElements)}`,
  );
  if (accessions !== null) {
    const { kept, renumbered, reassigned, lost } = accessions;
    lines.push(
      `  accessions: ${count(kept)} kept, ${count(renumbered)} renumbered in place, ${count(lost)} lost, ${count(accessions.new)} new, ${count(reassigned)} reassigned`,
    );
  }
  return lines;
}

function reassignedLines({ reassigned, elements, old: before, new: after }: DiffSummary): string[] {
  if (reassigned.length === 0) return [];
  const more = (elements.accessions?.reassigned ?? 0) - MAX_LISTED;
  return [
    'warning: accessions that stand for different elements on the two sides:',
    ...reassigned
      .slice(0, MAX_LISTED)
      .map(({ accession, old, new: now }) => `  ${accession}  ${old} -> ${now}`),
    ...(more > 0 ? [`  and ${count(more)} more`] : []),
    ...(before.kind === 'registry' && after.kind === 'registry'
      ? ['  build the new registry with the old one as `previous`, and accessions stay with their elements']
      : []),
  ];
}

function classLines(classes: ClassDiff, pairs: number): string[] {
  const suffix =
    classes.changedWithSuffix === null
      ? ''
      : `; with the suffix ${changeText(classes.changedWithSuffix, pairs)} (CTCF-bound: ${count(classes.ctcfBoundGained!)} gained, ${count(classes.ctcfBoundLost!)} lost)`;
  return [
    '',
    `classes of the pairs: ${changeText(classes.changed, pairs)}${suffix}`,
    ...table([
      ['class', 'old', 'new', 'pairs', 'Jaccard bases', 'Jaccard elements'],
      ...classes.rows.map((row) => [
        `  ${row.class}`,
        count(row.old),
        count(row.new),
        count(row.pairs),
        ratio(row.jaccardBases),
        ratio(row.jaccardElements),
      ]),
    ]),
    '',
    ...crossTable('old class \\ new', classes),
  ];
}

interface CrossTable {
  readonly names: readonly string[];
  readonly confusion: readonly (readonly number[])[];
  readonly vanished?: readonly number[];
  readonly appeared?: readonly number[];
}

function crossTable(title: string, { names, confusion, vanished, appeared }: CrossTable): string[] {
  const rows = confusion.map((row, k) => [
    `  ${names[k]}`,
    ...row.map(count),
    ...(vanished === undefined ? [] : [count(vanished[k]!)]),
  ]);
  return table([
    [title, ...names, ...(vanished === undefined ? [] : ['vanished'])],
    ...rows,
    ...(appeared === undefined ? [] : [['  appeared', ...appeared.map(count), '']]),
  ]);
}

function biosampleLines(biosamples: BiosampleDiff, pairs: number): string[] {
  const { shared, added, removed } = biosamples;
  const listed = (names: readonly string[]): string => {
    if (names.length === 0) return '';
    const rest = names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : '';
    return `: ${names.slice(0, MAX_LISTED).join('; ')}${rest}`;
  };
  const differing = shared
    .filter((own) => (own.changedWithSuffix ?? 0) > 0)
    .sort((a, b) => b.changedWithSuffix! - a.changedWithSuffix!);
  const others = shared.filter((own) => own.otherDatasets.length > 0).length;
  const lines = [
    `biosamples: ${count(shared.length)} on both sides (${count(others)} with other data sets)`,
    `  removed ${count(removed.length)}${listed(removed)}`,
    `  added ${count(added.length)}${listed(added)}`,
    biosamples.labelsCompared
      ? `  labels differ in ${count(differing.length)}`
      : '  labels are not compared: the schemes differ',
  ];
  if (differing.length === 0) return lines;
  const rows = differing
    .slice(0, MAX_LISTED)
    .map((own) => [
      `  ${own.biosample}`,
      count(own.changedWithSuffix!),
      share(own.changedWithSuffix!, pairs),
      count(own.changed!),
    ]);
  lines.push(...table([['  biosample', 'labels', 'of the pairs', 'without suffix'], ...rows]));
  if (differing.length > MAX_LISTED) lines.push(`  and ${differing.length - MAX_LISTED} more`);
  return lines;
}

function countsOf(word: string, counts: Readonly<Record<string, number>>): string {
  const parts = [...OTHER_SIDE]
    .reverse()
    .filter((name) => counts[name] !== undefined)
    .map((name) => `${name} ${count(counts[name]!)}`);
  return parts.length === 0 ? '' : `${word}: ${parts.join(', ')}`;
}

function changeText(changed: number, pairs: number): string {
  return `${count(changed)} of ${count(pairs)} changed (${share(changed, pairs)})`;
}

/** Columns two spaces apart, the first and any text left, numbers right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, k) => Math.max(...rows.map((row) => row[k]!.length)));
  const isLeft = rows[0]!.map((_, k) => k === 0 || rows.slice(1).some((row) => /^[a-z]+: /.test(row[k]!)));
  return rows.map((row) =>
    row
      .map((cell, k) => (isLeft[k] ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)))
      .join('  ')
      .trimEnd(),
  );
}

function counted(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`;
}

function count(n: number): string {
  return n.toLocaleString('en');
}

function share(n: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * n) / whole).toFixed(1)} %`;
}

function ratio(value: number | null): string {
  return value === null ? '-' : value.toFixed(4);
}
