/** The kind "tss_expression": matrices of RPM at transcription start sites (RAMPAGE), a row a transcript. */

import { withoutVersion } from '../genes/gene-name-index.ts';
import { GENES } from '../genes/gene-table.ts';
import { expressionKind } from './expression-kind.ts';
import { type KnownRows, placesByName } from './expression-rows.ts';

/** Rows are transcripts by id, or by id without version. */
export const TSS_EXPRESSION_KIND = expressionKind('tss_expression', (before): KnownRows => {
  const tss = before.get(GENES)?.tss;
  if (tss === undefined) return { what: 'transcripts', count: 0, names: [], id: () => '' };
  const { transcript } = tss;
  return {
    what: 'transcripts',
    count: transcript.count,
    names: [
      placesByName(transcript.count, (place) => transcript.at(place)),
      placesByName(transcript.count, (place) => withoutVersion(transcript.at(place))),
    ],
    id: (place) => transcript.at(place),
  };
});
