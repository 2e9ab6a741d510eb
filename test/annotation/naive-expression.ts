/** Expression straight from the text of a matrix and a sheet, cell by cell. */

export interface NaiveSample {
  readonly sample: string;
  readonly biosample: string;
  readonly tissue: string;
  readonly experiment: string;
  readonly value: number | undefined;
}

const tables = new Map<string, string[][]>();
function table(text: string): string[][] {
  let rows = tables.get(text);
  if (rows === undefined) {
    rows = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    tables.set(text, rows);
  }
  return rows;
}

/** The samples of one row of the matrix, in its order; a value is undefined where the cell is empty or NA. */
export function naiveRow(matrix: string, sheet: string, id: string): NaiveSample[] {
  const [header, ...rows] = table(matrix);
  const [names, ...samples] = table(sheet);
  const row = rows.find(([own]) => own === id)!;
  return header!.slice(1).map((sample, i) => {
    const own = samples.find((fields) => fields[names!.indexOf('sample')] === sample)!;
    const get = (name: string) => own[names!.indexOf(name)]!;
    const cell = row[i + 1]!;
    return {
      sample,
      biosample: get('biosample'),
      tissue: get('tissue'),
      experiment: get('experiment'),
      value: cell === '' || cell === 'NA' ? undefined : Math.fround(Number(cell)),
    };
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const groups = <T>(items: readonly T[], key: (item: T) => string) =>
  new Map(items.map((item) => [key(item), items.filter((other) => key(other) === key(item))]));

/** The mean of each experiment's replicates; experiments without a value are not there. */
export function naiveExperiments(row: readonly NaiveSample[]) {
  return [...groups(row, ({ experiment }) => experiment)].flatMap(([experiment, samples]) => {
    const values = samples.flatMap(({ value }) => value ?? []);
    const { biosample, tissue } = samples[0]!;
    return values.length === 0 ? [] : [{ experiment, biosample, tissue, value: mean(values) }];
  });
}

/** log10(v + 1) of each biosample, v the mean over its experiments. */
export function naiveByBiosample(row: readonly NaiveSample[]): Map<string, number> {
  return new Map(
    [...groups(naiveExperiments(row), ({ biosample }) => biosample)].map(([name, own]) => [
      name,
      Math.log10(mean(own.map(({ value }) => value)) + 1),
    ]),
  );
}

/** Mean log10(v + 1) and highest v of each tissue, and tau of the means. */
export function naiveTissues(row: readonly NaiveSample[]) {
  const tissues = new Map(
    [...groups(naiveExperiments(row), ({ tissue }) => tissue)].map(([name, own]) => [
      name,
      {
        mean: mean(own.map(({ value }) => Math.log10(value + 1))),
        max: Math.max(...own.map(({ value }) => value)),
      },
    ]),
  );
  const means = [...tissues.values()].map((own) => own.mean);
  const highest = Math.max(...means);
  const shares = means.map((own) => 1 - own / highest);
  const tau =
    means.length < 2 || highest === 0
      ? Number.NaN
      : shares.reduce((sum, share) => sum + share, 0) / (means.length - 1);
  return { tissues, tau };
}
