/** Where the element lies in the other genome, and which elements are there. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { type Answer, addressOf } from '../../../api/ask.ts';
import { PageLink, path } from '../../../frame/link.tsx';
import { useShown } from '../../../frame/registry.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { ClassName } from '../../../parts/marks.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../../parts/states.tsx';
import { count, place } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps, type Sure } from '../element.ts';

type Orthologs = Answer<'/api/v1/ccres/{accession}/orthologs'>;
type Ortholog = Sure<
  Orthologs['orthologs'][number],
  'accession' | 'rdhs' | 'class' | 'chrom' | 'start' | 'end'
>;

const columnsOf = (other: string | undefined): readonly Column<Ortholog>[] => [
  {
    key: 'accession',
    head: 'Element there',
    name: 'Element there',
    sortBy: ({ accession }) => accession,
    cell: ({ accession }) =>
      other === undefined ? (
        accession
      ) : (
        <PageLink to={path('element', accession)} registryId={other}>
          {accession}
        </PageLink>
      ),
  },
  {
    key: 'class',
    head: 'Class there',
    name: 'Class there',
    sortBy: (own) => own.class,
    cell: (own) => <ClassName name={own.class} />,
  },
  {
    key: 'place',
    head: 'Place there',
    name: 'Place there',
    width: '1.6fr',
    sortBy: ({ start }) => start,
    cell: (own) => place(own),
  },
  {
    key: 'length',
    head: 'Length, bp',
    name: 'Length, bp',
    isNumber: true,
    width: 100,
    sortBy: ({ start, end }) => end - start,
    cell: ({ start, end }) => count(end - start),
  },
  { key: 'rdhs', head: 'rDHS there', name: 'rDHS there', cell: ({ rdhs }) => rdhs },
  {
    key: 'published',
    head: 'Published set',
    name: 'In the published set',
    width: 110,
    cell: ({ isPublished }) => (isPublished ? 'yes' : <span className="soft">no</span>),
  },
];

export function OrthologsTab({ element }: PartProps): ReactNode {
  const { registry, all } = useShown();
  const answer = useAnswer(
    '/api/v1/ccres/{accession}/orthologs',
    {
      path: { accession: nameOf(element) },
      query: { limit: ALL_ROWS },
    },
    { kind: 'orthologs' },
  );
  const other = all.find(({ assembly, id }) => assembly === answer.data?.assembly && id !== registry.id)?.id;
  return (
    <div className="grid">
      <Panel
        title={answer.data === undefined ? 'Orthologs' : `Orthologs in ${answer.data.assembly}`}
        isFlush
        actions={
          answer.data === undefined ? null : (
            <DownloadMenu
              text=""
              label="Download the orthologs"
              formats={['tsv', 'bed', 'ndjson', 'parquet', 'json']}
              file={`${nameOf(element)}-orthologs`}
              address={(format) =>
                addressOf('/api/v1/ccres/{accession}/orthologs', {
                  path: { accession: nameOf(element) },
                  query: { registry: registry.id, format },
                })
              }
            />
          )
        }
      >
        <AnswerState answer={answer} what="orthologs" kind="orthologs" rows={4}>
          {(data) => (
            <>
              <p className="panel-note">{liftedWords(data)}</p>
              {data.orthologs.length === 0 ? (
                <Empty title={`No element of ${data.assembly} is an ortholog`}>
                  <p>Two elements are orthologs if each, lifted, shares a base with the other.</p>
                </Empty>
              ) : (
                <RowTable
                  label={`Orthologs in ${data.assembly}`}
                  rows={data.orthologs as readonly Ortholog[]}
                  columns={columnsOf(other)}
                  keyOf={({ rdhs }) => rdhs}
                  narrow={(own) => (
                    <>
                      <div>
                        {other === undefined ? (
                          own.accession
                        ) : (
                          <PageLink to={path('element', own.accession)} registryId={other}>
                            {own.accession}
                          </PageLink>
                        )}
                        <ClassName name={own.class} />
                      </div>
                      <div className="soft">{place(own)}</div>
                    </>
                  )}
                  note={
                    other === undefined
                      ? `a registry of ${data.assembly} is not served here`
                      : 'each, lifted, shares a base with the other'
                  }
                />
              )}
            </>
          )}
        </AnswerState>
      </Panel>
    </div>
  );
}

/** Where it lies there, or why nowhere. */
function liftedWords({ assembly, lifted }: Orthologs): string {
  const { state, reason, chrom, start, end, strand } = lifted;
  if (state === 'notTried') return `Only cCREs are lifted to ${assembly}; this rDHS is none.`;
  if (state === 'unlifted' || chrom === null || start === null || end === null)
    return `It has no place in ${assembly}: liftOver says "${reason ?? 'not lifted'}".`;
  return `Lifted, it lies at ${place({ chrom, start, end })} of ${assembly}${strand === '-' ? ', on the other strand' : ''}.`;
}
