/** The two classification schemes and the names and colours of their classes. */

/** encode3: the 2020 paper (five groups, tiers, CTCF-bound). encode4: CA classes, no tiers, no suffix. */
export type Scheme = 'encode3' | 'encode4';

/** Class codes, shared by both schemes; NOT_CCRE marks an element without a class. */
export const PLS = 0;
export const PELS = 1;
export const DELS = 2;
export const H3K4ME3 = 3;
export const CTCF = 4;
export const ACCESSIBLE = 5;
export const LOW_DNASE = 6;
export const NOT_CCRE = 255;

/** Names by class code: of the registry (agnostic), and of a biosample that has DNase. */
export const CLASS_NAMES: Readonly<
  Record<Scheme, { readonly agnostic: readonly string[]; readonly biosample: readonly string[] }>
> = {
  encode3: {
    agnostic: ['PLS', 'pELS', 'dELS', 'DNase-H3K4me3', 'CTCF-only'],
    biosample: ['PLS', 'pELS', 'dELS', 'DNase-H3K4me3', 'CTCF-only', 'DNase-only', 'Low-DNase'],
  },
  encode4: {
    agnostic: ['PLS', 'pELS', 'dELS', 'CA-H3K4me3', 'CA-CTCF', 'CA'],
    biosample: ['PLS', 'pELS', 'dELS', 'CA-H3K4me3', 'CA-CTCF', 'CA-only', 'Low-DNase'],
  },
};

/** What encode3 appends to the class of an element with high CTCF. */
export const CTCF_BOUND = ',CTCF-bound';

/** Classes of ENCODE's own encode4 registry that cisreg does not make: they rest on transcription factors. */
const TF_CLASSES = ['CA-TF', 'TF'];

/** Every class that a registry of the scheme may name, its biosamples' too; without suffix. */
function namesOf(scheme: Scheme): readonly string[] {
  const { agnostic, biosample } = CLASS_NAMES[scheme];
  return [...agnostic, ...biosample, ...(scheme === 'encode4' ? TF_CLASSES : [])];
}

function isOf(label: string, scheme: Scheme): boolean {
  const isBound = label.endsWith(CTCF_BOUND);
  if (isBound && scheme === 'encode4') return false;
  return namesOf(scheme).includes(isBound ? label.slice(0, -CTCF_BOUND.length) : label);
}

/** The labels that are classes of no scheme. */
export function foreignLabels(labels: readonly string[]): readonly string[] {
  return labels.filter((label) => !isOf(label, 'encode3') && !isOf(label, 'encode4'));
}

/** The scheme that labels tell; undefined where they are of both (PLS, pELS, dELS), of none, or of two. */
export function schemeOfLabels(labels: readonly string[]): Scheme | undefined {
  const isEncode3 = labels.some((label) => isOf(label, 'encode3') && !isOf(label, 'encode4'));
  const isEncode4 = labels.some((label) => isOf(label, 'encode4') && !isOf(label, 'encode3'));
  if (isEncode3 === isEncode4) return undefined;
  return isEncode3 ? 'encode3' : 'encode4';
}

/** RGB by class code, as ENCODE publishes them. */
export const CLASS_COLOURS: readonly string[] = [
  '255,0,0',
  '255,167,0',
  '255,205,0',
  '255,170,170',
  '0,176,240',
  '6,218,147',
  '225,225,225',
];

/** RGB of an element with no high mark in a biosample without DNase. */
export const UNCLASSIFIED_COLOUR = '140,140,140';
