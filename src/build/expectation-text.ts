/** What a recipe was expected to give beside what came out. */

import { columnWidths } from '../formats/column-widths.ts';
import type { Expectation, ExpectedCount } from './expectation.ts';
import type { RegistrySummary } from './registry-json.ts';

/** One line of the comparison. */
export interface ExpectedFigure {
  readonly name: string;
  readonly expected: number;
  /** undefined where the build has no such figure. */
  readonly found: number | undefined;
  readonly unit: 'count' | '%';
  /** Published in round figures. */
  readonly about: boolean;
}

/** How a build held against what was expected of it. */
export interface HeldExpectation {
  readonly recipe: string;
  readonly title: string;
  /** Where the build took some chromosomes alone: counts are of the genome, and none is compared. */
  readonly chromosomes: readonly string[] | undefined;
  readonly figures: readonly ExpectedFigure[];
  /** Address of the published cCREs. */
  readonly published: string | undefined;
}

const NAMES: Readonly<Record<ExpectedCount, string>> = {
  calledDhs: 'DHSs called',
  selectedRdhs: 'rDHSs selected',
  ccres: 'cCREs',
};

/** Holds a registry's counts against the expectation; shares alone where only some chromosomes were built. */
export function heldAgainst(expectation: Expectation, registry: RegistrySummary): HeldExpectation {
  const { recipe, title, counts, about, classShares, published } = expectation;
  const chosen = (registry.parameters as { chromosomes?: readonly string[] | null }).chromosomes ?? undefined;
  const { elements, rdhs, dhs } = registry.counts;
  const found: Readonly<Record<ExpectedCount, number | undefined>> = {
    calledDhs: (dhs as { called?: number }).called,
    selectedRdhs: rdhs.selectedRdhs,
    ccres: elements.ccres,
  };
  const counted = (Object.keys(NAMES) as ExpectedCount[]).flatMap((key): ExpectedFigure[] => {
    const expected = counts[key];
    if (expected === undefined || chosen !== undefined) return [];
    return [{ name: NAMES[key], expected, found: found[key], unit: 'count', about: about.includes(key) }];
  });
  const shares = Object.entries(classShares ?? {}).map(
    ([name, expected]): ExpectedFigure => ({
      name,
      expected,
      found: (100 * (elements.classes[name] ?? 0)) / Math.max(1, elements.ccres),
      unit: '%',
      about: false,
    }),
  );
  return { recipe, title, chromosomes: chosen, figures: [...counted, ...shares], published: published.ccres };
}

/** The comparison as lines for a terminal, and how to go on to the elements themselves. */
export function expectationText(held: HeldExpectation, out: string): string {
  const lines: string[] = [];
  if (held.figures.length > 0) {
    const rows = held.figures.map((figure) => [
      `  ${figure.name}`,
      `${figure.about ? 'about ' : ''}${valueText(figure.expected, figure.unit)}`,
      figure.found === undefined ? 'not known' : valueText(figure.found, figure.unit),
      differenceText(figure),
    ]);
    lines.push(...table([[held.title, 'published', 'here', ''], ...rows]));
  }
  const { chromosomes, published } = held;
  if (chromosomes !== undefined) {
    lines.push(
      'Only some chromosomes were built: counts are not compared, and Z-scores are standardised over these chromosomes',
      'unless normalisation names the means and sds of a full build.',
    );
  }
  if (published !== undefined) {
    const only = chromosomes === undefined ? '' : ` --chromosomes ${chromosomes.join(',')}`;
    lines.push(
      'To compare the elements themselves with those that are published:',
      `  cisreg diff ${published} ${out}${only}`,
    );
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function valueText(value: number, unit: ExpectedFigure['unit']): string {
  return unit === '%' ? `${value.toFixed(1)} %` : Math.round(value).toLocaleString('en');
}

function differenceText({ expected, found, unit }: ExpectedFigure): string {
  if (found === undefined) return '';
  const sign = (value: number, digits: number) =>
    `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(digits)}`;
  if (unit === '%') return `${sign(found - expected, 1)} points`;
  return expected === 0 ? '' : `${sign((100 * (found - expected)) / expected, 1)} %`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = columnWidths(rows);
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}
