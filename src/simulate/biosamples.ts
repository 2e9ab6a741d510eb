/** The biosamples of a simulated genome: some a tissue, with the assays of chosen availability groups. */

/** The assays that classes are made of. */
export type ClassAssay = 'DNase' | 'H3K4me3' | 'H3K27ac' | 'CTCF';

export interface Biosample {
  readonly name: string;
  readonly displayName: string;
  /** Index into the genome's tissues. */
  readonly tissue: number;
  readonly sampleType: string;
  readonly lifeStage: string;
  readonly sex: string;
  readonly donor: string;
  /** The availability group 1..15 that its assays make (registry method, 1.12). */
  readonly group: number;
  readonly assays: readonly ClassAssay[];
}

/** Assays of each group, in the order DNase, H3K4me3, H3K27ac, CTCF. */
const GROUP_FLAGS = [
  'YYYY',
  'YYYN',
  'YYNY',
  'YYNN',
  'YNYN',
  'YNNY',
  'YNNN',
  'NYYN',
  'NYNY',
  'NYNN',
  'NNYN',
  'NNNY',
  'NYYY',
  'YNYY',
  'NNYY',
] as const;

const ASSAYS: readonly ClassAssay[] = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];

const KINDS = [
  { sampleType: 'tissue', lifeStage: 'adult', sex: 'female', text: 'tissue, female adult (53 years)' },
  { sampleType: 'primary cell', lifeStage: 'adult', sex: 'male', text: 'primary cell, male adult' },
  { sampleType: 'cell line', lifeStage: 'embryonic', sex: 'unknown', text: 'line M-1' },
] as const;

/** A tissue and the availability groups of its biosamples, at most three. */
export interface TissuePlan {
  readonly tissue: string;
  readonly groups: readonly number[];
}

/** The biosamples of the tissues, tissue by tissue. */
export function biosamplesOf(tissues: readonly TissuePlan[]): readonly Biosample[] {
  let donor = 0;
  return tissues.flatMap(({ tissue, groups }, t) =>
    groups.map((group, k) => {
      const kind = KINDS[k]!;
      const flags = GROUP_FLAGS[group - 1]!;
      donor++;
      return {
        name: `${tissue} ${kind.text}`,
        displayName: `${tissue.charAt(0).toUpperCase()}${tissue.slice(1)} ${k + 1}`,
        tissue: t,
        sampleType: kind.sampleType,
        lifeStage: kind.lifeStage,
        sex: kind.sex,
        donor: `donor-${String(donor).padStart(2, '0')}`,
        group,
        assays: ASSAYS.filter((_, i) => flags[i] === 'Y'),
      };
    }),
  );
}
