/** The biosamples of the mini genome: ten tissues, three biosamples each, all fifteen availability groups. */

/** The assays that classes are made of. */
export type MiniAssay = 'DNase' | 'H3K4me3' | 'H3K27ac' | 'CTCF';

export interface MiniBiosample {
  readonly name: string;
  readonly displayName: string;
  /** Index into TISSUES. */
  readonly tissue: number;
  readonly sampleType: string;
  readonly lifeStage: string;
  readonly sex: string;
  readonly donor: string;
  /** The availability group 1..15 that its assays make (registry method, 1.12). */
  readonly group: number;
  readonly assays: readonly MiniAssay[];
}

/** Tissues by name; elements are active in some of them. */
export const TISSUES = [
  'blood',
  'brain',
  'liver',
  'heart',
  'lung',
  'kidney',
  'muscle',
  'skin',
  'stomach',
  'spleen',
] as const;

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

const ASSAYS: readonly MiniAssay[] = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];

/**
 * The groups of each tissue's biosamples. Every tissue has a DNase and, among its biosamples, each mark but one at
 * most, so that what is active there can be seen; the last three lead to tier 2, those before to tier 1.
 */
const TISSUE_GROUPS = [
  [1, 2, 12],
  [1, 7, 8],
  [1, 3, 11],
  [1, 4, 9],
  [1, 5, 10],
  [2, 3, 7],
  [14, 4, 7],
  [6, 13, 7],
  [7, 8, 12],
  [7, 10, 15],
] as const;

const KINDS = [
  { sampleType: 'tissue', lifeStage: 'adult', sex: 'female', text: 'tissue, female adult (53 years)' },
  { sampleType: 'primary cell', lifeStage: 'adult', sex: 'male', text: 'primary cell, male adult' },
  { sampleType: 'cell line', lifeStage: 'embryonic', sex: 'unknown', text: 'line M-1' },
] as const;

/** The thirty biosamples, three a tissue. */
export const BIOSAMPLES: readonly MiniBiosample[] = TISSUES.flatMap((tissue, t) =>
  TISSUE_GROUPS[t]!.map((group, k) => {
    const kind = KINDS[k]!;
    const flags = GROUP_FLAGS[group - 1]!;
    return {
      name: `${tissue} ${kind.text}`,
      displayName: `${tissue.charAt(0).toUpperCase()}${tissue.slice(1)} ${k + 1}`,
      tissue: t,
      sampleType: kind.sampleType,
      lifeStage: kind.lifeStage,
      sex: kind.sex,
      donor: `donor-${String(t * 3 + k + 1).padStart(2, '0')}`,
      group,
      assays: ASSAYS.filter((_, i) => flags[i] === 'Y'),
    };
  }),
);
