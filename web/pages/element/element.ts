/** What the parts of the element's page share: the element, and the questions that more than one part asks. */

import { useAnswer } from '../../api/answer.ts';
import type { Answer } from '../../api/ask.ts';

export type Element = Answer<'/api/v1/ccres/{accession}'>['element'];
export type Explanation = Answer<'/api/v1/ccres/{accession}/explanation'>;
export type InBiosample = Answer<'/api/v1/ccres/{accession}/biosamples'>['biosamples'][number];
export type Link = Answer<'/api/v1/ccres/{accession}/links'>['links'][number];

/** Rows whose description leaves every column open, though the service always fills these. */
export type Sure<Row, Filled extends keyof Row> = Omit<Row, Filled> & {
  readonly [Name in Filled]: NonNullable<Row[Name]>;
};

/** What each part of the page is given. */
export interface PartProps {
  readonly element: Element;
}

/** The most rows that JSON has on one page. */
export const ALL_ROWS = '10000';

/** What the page and its addresses call an element: its accession, or that of the rDHS where it is no cCRE. */
export const nameOf = ({ accession, rdhs }: Element): string => accession ?? rdhs;

/** The element in every biosample. */
export const useInBiosamples = (element: Element) =>
  useAnswer('/api/v1/ccres/{accession}/biosamples', {
    path: { accession: nameOf(element) },
    query: { limit: ALL_ROWS },
  });

/** Why it has its class. */
export const useExplanation = (element: Element) =>
  useAnswer('/api/v1/ccres/{accession}/explanation', { path: { accession: nameOf(element) } });

/** Its linked genes, all of them. */
export const useLinks = (element: Element) =>
  useAnswer(
    '/api/v1/ccres/{accession}/links',
    {
      path: { accession: nameOf(element) },
      query: { limit: ALL_ROWS },
    },
    { kind: 'links' },
  );
