/** Links as the API shows them: the confidence, what it rests on, and each piece of evidence. */

import { Type } from 'typebox';
import type { Link, LinkEvidence, LinkTable } from '../../annotation/links/link-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { closed, oneOf, orNull } from '../answers/components.ts';
import type { ListColumn } from '../answers/list-answer.ts';

const EvidenceSchema = closed({
  method: Type.String({ description: 'Hi-C, eQTL, CRISPR' }),
  family: oneOf('contact', 'variant', 'perturbation', 'prediction'),
  biosample: orNull('string', 'Biosample or tissue'),
  experiment: orNull('string'),
  name: orNull('string', 'The loop, the variant, the guide'),
  score: orNull('number'),
  effect: orNull('number', 'Slope or effect size, as the file has it'),
  p: orNull('number'),
  isNegative: Type.Boolean({ description: 'The pair was tested, and nothing found' }),
  isUnknown: Type.Boolean({
    description: 'The file leaves open what was found: counts neither for nor against',
  }),
  pairs: Type.Integer({ description: 'How many pairs of an element and a gene the row speaks for at once' }),
  strength: Type.Number({ description: '0 to 1: what counts in the confidence' }),
  file: Type.String({ description: 'As annotations.yaml names it' }),
});

/** What every link has. */
export const LINK_SCHEMA = {
  confidence: Type.Number({
    description: '0 to 1: all methods together; docs/annotations.md has the formula',
  }),
  distance: orNull(
    'integer',
    'bp from the edge of the element to the nearest start site; null on two chromosomes',
  ),
  isPromoter: Type.Boolean({ description: 'The element is the promoter of the gene' }),
  correlation: Type.Union([
    Type.Null(),
    closed({
      r: Type.Number({ description: 'Pearson, of Z of DNase and log10(TPM + 1)' }),
      n: Type.Integer({ description: 'Biosamples that have both' }),
    }),
  ]),
  evidence: Type.Array(EvidenceSchema, { description: 'Strongest first' }),
};

/** A link without its element and gene. */
export function linkView(table: LinkTable, { link, correlation, ...own }: Link) {
  return {
    confidence: floatToSix(own.confidence),
    distance: own.distance,
    isPromoter: own.isPromoter,
    correlation: correlation === null ? null : { r: floatToSix(correlation), n: own.biosamples },
    evidence: own.evidence === 0 ? [] : table.evidence(link).map((evidence) => evidenceView(table, evidence)),
  };
}

function evidenceView({ files }: LinkTable, { file, ...own }: LinkEvidence) {
  return {
    ...own,
    family: files[file]!.family,
    score: finite(own.score),
    effect: finite(own.effect),
    strength: floatToSix(own.strength),
    file: files[file]!.file,
  };
}

function finite(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : floatToSix(value);
}

/** The columns of links; `linkOf` says the link of a row of the list. */
export const linkColumns = (table: LinkTable): readonly ListColumn<Link>[] => [
  {
    name: 'confidence',
    type: 'number',
    description: '0 to 1: all methods together',
    value: ({ confidence }) => floatToSix(confidence),
  },
  {
    name: 'distance',
    type: 'whole',
    description: 'bp from the edge of the element to the nearest start site',
    value: ({ distance }) => distance,
  },
  {
    name: 'isPromoter',
    type: 'boolean',
    description: 'The element is the promoter of the gene',
    value: ({ isPromoter }) => isPromoter,
  },
  {
    name: 'correlation.r',
    type: 'number',
    description: 'Pearson of Z of DNase and log10(TPM + 1)',
    value: ({ correlation }) => (correlation === null ? null : floatToSix(correlation)),
  },
  {
    name: 'correlation.n',
    type: 'whole',
    description: 'Biosamples that have both',
    value: ({ correlation, biosamples }) => (correlation === null ? null : biosamples),
  },
  {
    name: 'evidence',
    type: 'whole',
    description: 'Rows of files that speak of the pair',
    value: ({ evidence }) => evidence,
  },
  {
    name: 'methods',
    type: 'text',
    description: 'Methods that speak for the pair, commas between',
    value: ({ link, evidence }) =>
      evidence === 0
        ? ''
        : [
            ...new Set(
              table
                .evidence(link)
                .flatMap(({ method, isNegative, isUnknown }) => (isNegative || isUnknown ? [] : [method])),
            ),
          ].join(','),
  },
];
