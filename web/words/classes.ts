/** Classes and assays in words and colours. */

import { CLASS_NAMES } from '../../src/registry/schemes.ts';
import { assayColour, type Colour, classColour, MARK } from '../../src/report/tokens.ts';

export { ACCENT, assayColour, type Colour, GHOST, GROUP_COLOURS, MARK } from '../../src/report/tokens.ts';

/** The assays that decide classes, in the order in which pages have them. */
export const CLASS_ASSAYS = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'] as const;
export type ClassAssay = (typeof CLASS_ASSAYS)[number];

/** Class codes of both schemes by name; a name that two schemes share has one code. */
const CODES: ReadonlyMap<string, number> = new Map(
  Object.values(CLASS_NAMES).flatMap(({ agnostic, biosample }) =>
    [agnostic, biosample].flatMap((names) => names.map((name, code) => [name, code] as const)),
  ),
);

const WORDS: Readonly<Record<string, string>> = {
  PLS: 'promoter-like',
  pELS: 'proximal enhancer-like',
  dELS: 'distal enhancer-like',
  'DNase-H3K4me3': 'open with H3K4me3, no promoter',
  'CA-H3K4me3': 'open with H3K4me3, no promoter',
  'CTCF-only': 'open and bound by CTCF',
  'CA-CTCF': 'open and bound by CTCF',
  'DNase-only': 'open, no other mark',
  CA: 'open, no other mark',
  'CA-only': 'open, no other mark',
  'CA-TF': 'open and bound by a transcription factor',
  TF: 'bound by a transcription factor',
  'Low-DNase': 'not open here',
  unclassified: 'DNase not assayed',
  Unclassified: 'DNase not assayed',
};

/** Shapes that go with the colours in scatter plots; symbols of Observable Plot. */
const SHAPES: Readonly<Record<string, 'square' | 'triangle' | 'circle' | 'diamond' | 'times'>> = {
  PLS: 'square',
  pELS: 'triangle',
  'DNase-H3K4me3': 'diamond',
  'CA-H3K4me3': 'diamond',
  'CTCF-only': 'times',
  'CA-CTCF': 'times',
};

/** The colour of a class by its name. */
export function colourOfClass(name: string): Colour {
  if (name === 'CA-TF' || name === 'TF') return tokenColour(name.toLowerCase());
  const code = CODES.get(name);
  return code === undefined ? MARK : classColour(code);
}

const tokenColour = (token: string): Colour => ({ fill: `var(--${token})`, edge: `var(--${token}-edge)` });

/** What a class is, in plain words. */
export const wordsOfClass = (name: string): string => WORDS[name] ?? name;

/** The shape of a class in scatter plots. */
export const shapeOfClass = (name: string) => SHAPES[name] ?? 'circle';

/** The colour of an assay by its name. */
export const colourOfAssay = (name: string): Colour => assayColour(name);
