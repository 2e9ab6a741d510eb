/** Studies that report a variant, or one that it is linked with. */

import type { ReactNode } from 'react';
import { PageLink, path } from '../../frame/link.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { Empty } from '../../parts/states.tsx';
import { counted, fixed, pValue } from '../../words/numbers.ts';
import { VariantLink } from '../gwas/hits/hit-columns.tsx';
import type { AboutVariant } from './variant-page.tsx';

type Report = AboutVariant['studies'][number];

export function Reports({ about }: { readonly about: AboutVariant }): ReactNode {
  const { studies, variant } = about;
  return (
    <Panel
      title="Studies that report it or a proxy"
      note={counted(studies.length, 'study', 'studies')}
      columns={5}
      isFlush
    >
      {studies.length === 0 ? (
        <div className="inset">
          <Empty title="No study reports it, or a variant linked with it">
            <PageLink to="gwas">All studies</PageLink>
          </Empty>
        </div>
      ) : (
        <RowTable<Report>
          label="Studies that report it or a proxy"
          rows={studies}
          columns={columnsOf(variant.id)}
          keyOf={({ study }) => study}
        />
      )}
    </Panel>
  );
}

const columnsOf = (id: string): readonly Column<Report>[] => [
  {
    key: 'trait',
    name: 'Trait',
    head: 'Trait',
    width: '1.5fr',
    sortBy: ({ trait }) => trait,
    cell: ({ study, trait }) => <PageLink to={path('gwas', study)}>{trait}</PageLink>,
  },
  {
    key: 'via',
    name: 'Reported variant',
    head: 'By',
    sortBy: ({ via }) => via,
    cell: ({ via }) => (via === id ? 'itself' : <VariantLink id={via} />),
  },
  {
    key: 'r2',
    name: 'r²',
    head: 'r²',
    isNumber: true,
    width: 56,
    sortBy: ({ r2 }) => r2,
    cell: ({ r2 }) => fixed(r2, 2),
  },
  {
    key: 'p',
    name: 'p',
    head: 'p',
    isNumber: true,
    width: 96,
    isSmallestFirst: true,
    sortBy: ({ minusLog10P }) => (minusLog10P === null ? undefined : -minusLog10P),
    cell: ({ p, minusLog10P }) => (minusLog10P === null ? p : pValue(10 ** -minusLog10P)),
  },
];
