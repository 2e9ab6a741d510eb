/** The kind "expression": matrices of TPM, a row a gene. */

import { withoutVersion } from '../genes/gene-name-index.ts';
import { GENES } from '../genes/gene-table.ts';
import { expressionKind } from './expression-kind.ts';
import { type KnownRows, placesByName } from './expression-rows.ts';

/** Rows are genes by id, by id without version, or by a symbol that one gene alone has. */
export const EXPRESSION_KIND = expressionKind('expression', (before): KnownRows => {
  const genes = before.get(GENES);
  if (genes === undefined) return { what: 'genes', count: 0, names: [], id: () => '' };
  const { count, ids } = genes;
  const symbols = placesByName(count, (row) => genes.gene(row).symbol);
  for (const [symbol, rows] of symbols) if (rows.length > 1) symbols.delete(symbol);
  return {
    what: 'genes',
    count,
    names: [
      placesByName(count, (row) => ids.at(row)),
      placesByName(count, (row) => withoutVersion(ids.at(row))),
      symbols,
    ],
    id: (row) => ids.at(row),
  };
});
