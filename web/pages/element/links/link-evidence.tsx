/** Each piece of evidence of one link, the strongest first. */

import type { ReactNode } from 'react';
import type { Column } from '../../../parts/data-table.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { Empty } from '../../../parts/states.tsx';
import { count, fixed, pValue } from '../../../words/numbers.ts';
import type { Link } from '../element.ts';

type Evidence = Link['evidence'][number];

const none = <span className="soft">not given</span>;
const COLUMNS: readonly Column<Evidence>[] = [
  {
    key: 'method',
    head: 'Method',
    name: 'Method',
    sortBy: ({ method }) => method,
    cell: ({ method }) => method,
  },
  { key: 'family', head: 'Kind', name: 'Kind', sortBy: ({ family }) => family, cell: ({ family }) => family },
  {
    key: 'biosample',
    head: 'Biosample',
    name: 'Biosample',
    width: '2fr',
    sortBy: ({ biosample }) => biosample,
    cell: ({ biosample }) => biosample ?? none,
  },
  {
    key: 'name',
    head: 'Loop, variant or guide',
    name: 'Loop, variant or guide',
    width: '1.5fr',
    cell: ({ name, experiment }) => [name, experiment].filter((one) => one !== null).join(', ') || none,
  },
  {
    key: 'effect',
    head: 'Effect',
    name: 'Effect',
    isNumber: true,
    width: 76,
    sortBy: ({ effect }) => effect,
    cell: ({ effect }) => (effect === null ? none : fixed(effect, 2)),
  },
  {
    key: 'p',
    head: 'p',
    name: 'p',
    isNumber: true,
    width: 104,
    isSmallestFirst: true,
    sortBy: ({ p }) => p,
    cell: ({ p, score }) => (p === null ? (score === null ? none : `score ${fixed(score, 2)}`) : pValue(p)),
  },
  {
    key: 'found',
    head: 'Found',
    name: 'Found',
    width: 132,
    cell: ({ isNegative, isUnknown }) =>
      isUnknown ? (
        <span className="soft">left open</span>
      ) : isNegative ? (
        <span className="soft">no effect</span>
      ) : (
        'supports'
      ),
  },
  {
    key: 'pairs',
    head: 'Pairs',
    name: 'Pairs that the row speaks for',
    isNumber: true,
    width: 60,
    sortBy: ({ pairs }) => pairs,
    cell: ({ pairs }) => (
      <span title="pairs of an element and a gene that the row speaks for at once">{count(pairs)}</span>
    ),
  },
  {
    key: 'strength',
    head: 'Strength',
    name: 'Strength',
    isNumber: true,
    width: 100,
    sortBy: ({ strength }) => strength,
    cell: ({ strength }) => fixed(strength, 2),
  },
];

export function LinkEvidence({ link }: { readonly link: Link }): ReactNode {
  const name = <i>{link.gene.symbol ?? link.gene.id}</i>;
  if (link.evidence.length === 0) {
    return (
      <Empty title="No experiment names this pair">
        <p>
          The confidence of {name} comes from distance
          {link.isPromoter ? ', from being its promoter' : ''}
          {link.correlation === null ? '' : ' and correlation with expression'} alone.
        </p>
      </Empty>
    );
  }
  return (
    <RowTable
      label={`Evidence for ${link.gene.symbol ?? link.gene.id}`}
      rows={link.evidence}
      columns={COLUMNS}
      keyOf={({ method, name: own, experiment, biosample, file, strength }) =>
        [method, own, experiment, biosample, file, strength].join(' ')
      }
      firstSort={{ by: 'strength', isDescending: true }}
      narrow={(row) => (
        <>
          <div>
            <span>
              {row.method} {row.name ?? ''}
            </span>
            <span>{row.isUnknown ? 'left open' : row.isNegative ? 'no effect' : 'supports'}</span>
          </div>
          <div className="soft">
            <span className="cut">{row.biosample ?? 'biosample not given'}</span>
            <span>{row.p === null ? '' : `p ${pValue(row.p)}`}</span>
          </div>
        </>
      )}
      note="strength, 0 to 1, is what counts in the confidence"
    />
  );
}
