/** Studies that report variants of the element, or variants that are linked with them. */

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Answer, Problem } from '../../../api/ask.ts';
import { PageLink, path } from '../../../frame/link.tsx';
import type { Column } from '../../../parts/data-table.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty, NotHere } from '../../../parts/states.tsx';
import { counted, fixed, pValue } from '../../../words/numbers.ts';
import { useHas } from '../use-has.ts';

type Variants = Answer<'/api/v1/ccres/{accession}/variants'>;
export type Variant = Variants['variants'][number];
interface Row {
  readonly variant: string;
  readonly report: Variant['studies'][number];
}

const COLUMNS: readonly Column<Row>[] = [
  {
    key: 'trait',
    head: 'Trait',
    name: 'Trait',
    width: '1fr',
    sortBy: ({ report }) => report.trait,
    cell: ({ report }) => <PageLink to={path('gwas', report.study)}>{report.trait}</PageLink>,
  },
  {
    key: 'author',
    head: 'Study',
    name: 'Study',
    width: '1fr',
    sortBy: ({ report }) => report.author,
    cell: ({ report }) => (
      <span title={report.study}>
        {report.author} <span className="soft">{report.pubmed}</span>
      </span>
    ),
  },
  {
    key: 'variant',
    head: 'Variant',
    name: 'Variant',
    width: 108,
    sortBy: ({ variant }) => variant,
    cell: ({ variant }) => <PageLink to={path('variant', variant)}>{variant}</PageLink>,
  },
  {
    key: 'p',
    head: 'p',
    name: 'p',
    isNumber: true,
    width: 104,
    isSmallestFirst: true,
    sortBy: ({ report: { minusLog10P } }) => (minusLog10P === null ? undefined : -minusLog10P),
    cell: ({ report }) => pOf(report),
  },
  {
    key: 'r2',
    head: 'Reported as',
    name: 'Reported as, r2',
    width: '1.6fr',
    sortBy: ({ report }) => report.r2,
    cell: ({ variant, report: { via, r2, population } }) =>
      via === variant
        ? 'itself'
        : `${via}, r² ${r2 === null ? 'not known' : fixed(r2, 2)}${population === null ? '' : `, ${population}`}`,
  },
];

/** p from its logarithm: the smallest ones have no number of their own. */
function pOf({ minusLog10P, p }: Row['report']): string {
  return minusLog10P === null ? p : pValue(10 ** -minusLog10P);
}

interface StudiesPanelProps {
  readonly variants: readonly Variant[];
  /** The id of the one variant that is meant. */
  readonly chosen: string | undefined;
  readonly answer: UseQueryResult<Variants, Problem>;
  onAll(): void;
}

export function StudiesPanel({ variants, chosen, answer, onAll }: StudiesPanelProps): ReactNode {
  const hasGwas = useHas('gwas');
  const rows = variants.flatMap(({ id, studies }) => studies.map((report): Row => ({ variant: id, report })));
  const studies = new Set(rows.map(({ report }) => report.study)).size;
  return (
    <Panel
      title="Studies"
      isFlush
      columns={6}
      note={
        answer.data === undefined || !hasGwas
          ? undefined
          : `${counted(studies, 'study', 'studies')}${chosen === undefined ? '' : ` of ${chosen}`}`
      }
      actions={
        chosen === undefined ? null : (
          <button type="button" onClick={onAll}>
            All variants
          </button>
        )
      }
    >
      {hasGwas ? (
        <AnswerState answer={answer} what="studies" kind="variants" rows={8}>
          {() =>
            rows.length === 0 ? (
              <Empty title="No study reports them">
                <p>Neither these variants nor any in linkage (r² above the registry’s limit) with them.</p>
              </Empty>
            ) : (
              <RowTable
                label="Studies"
                rows={rows}
                columns={COLUMNS}
                keyOf={({ variant, report }) => `${variant} ${report.study} ${report.via}`}
                firstSort={{ by: 'p', isDescending: false }}
                narrow={({ variant, report }) => (
                  <>
                    <div>
                      <PageLink to={path('gwas', report.study)}>{report.trait}</PageLink>
                      <span>p {pOf(report)}</span>
                    </div>
                    <div className="soft">
                      <span>
                        {report.author} {report.pubmed}
                      </span>
                      <span>{report.via === variant ? variant : `${variant} by ${report.via}`}</span>
                    </div>
                  </>
                )}
              />
            )
          }
        </AnswerState>
      ) : (
        <NotHere what="studies" kind="gwas" />
      )}
    </Panel>
  );
}
