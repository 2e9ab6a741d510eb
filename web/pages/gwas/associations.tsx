/** What a study reports, as the catalogue has it, with what is no variant of the registry. */

import type { ReactNode } from 'react';
import { isWhole, useAllRows } from '../../api/all-rows.ts';
import { type Answer, addressOf } from '../../api/ask.ts';
import { useRegistry } from '../../frame/registry.ts';
import type { Column } from '../../parts/data-table.tsx';
import { fileStem } from '../../parts/download.ts';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { AnswerState, FirstOf } from '../../parts/states.tsx';
import { count, counted, pValue } from '../../words/numbers.ts';
import { VariantLink } from './hits/hit-columns.tsx';

type Association = Answer<'/api/v1/gwas/studies/{id}/associations'>['associations'][number] & {
  readonly place: number;
};

const HOW: Readonly<Record<string, string>> = {
  byId: 'by its id',
  byReplacedId: 'by the id that replaced it',
  byPlace: 'by its place',
  unknownId: 'no: the id is unknown here',
  noVariantThere: 'no: no variant lies there',
};

export function Associations({ id, name }: { readonly id: string; readonly name: string }): ReactNode {
  const { id: registry } = useRegistry();
  const answer = useAllRows('/api/v1/gwas/studies/{id}/associations', { path: { id } }, 'associations');
  const all = answer.data?.associations ?? [];
  const missing = all.filter(({ variant }) => variant === null).length;
  return (
    <Panel
      title="What the study reports"
      note={
        answer.data === undefined
          ? ''
          : isWhole(answer.data, 'associations')
            ? `${counted(answer.data.total, 'SNP')}, ${count(missing)} of them no variant of this registry`
            : counted(answer.data.total, 'SNP')
      }
      isFlush
      actions={
        <DownloadMenu
          text="Download"
          label="Download what the study reports"
          formats={['tsv', 'ndjson', 'parquet', 'json']}
          address={(format) =>
            addressOf('/api/v1/gwas/studies/{id}/associations', { path: { id }, query: { registry, format } })
          }
          file={fileStem(`reported-${name}`)}
        />
      }
    >
      <AnswerState answer={answer} what="reported SNPs" kind="gwas" rows={8}>
        {({ associations, total }) => (
          <>
            <FirstOf shown={associations.length} total={total} />
            <RowTable<Association>
              label="Reported SNPs"
              rows={associations.map((own, place) => ({ ...own, place }))}
              columns={COLUMNS}
              keyOf={({ place }) => String(place)}
              note="p as the catalogue has it, the strongest first"
            />
          </>
        )}
      </AnswerState>
    </Panel>
  );
}

const COLUMNS: readonly Column<Association>[] = [
  {
    key: 'id',
    name: 'Reported',
    head: 'Reported',
    sortBy: ({ reportedId }) => reportedId,
    cell: ({ reportedId }) => reportedId,
  },
  {
    key: 'variant',
    name: 'Variant',
    head: 'Variant',
    sortBy: ({ variant }) => variant,
    cell: ({ variant }) =>
      variant === null ? <span className="soft">none</span> : <VariantLink id={variant} />,
  },
  {
    key: 'how',
    name: 'Found',
    head: 'Found',
    width: '1.4fr',
    sortBy: ({ resolved }) => resolved,
    cell: ({ resolved }) => HOW[resolved] ?? resolved,
  },
  {
    key: 'p',
    name: 'p',
    head: 'p',
    isNumber: true,
    width: 110,
    isSmallestFirst: true,
    sortBy: ({ minusLog10P }) => (minusLog10P === null ? undefined : -minusLog10P),
    cell: ({ p, minusLog10P }) => (minusLog10P === null ? p : pValue(10 ** -minusLog10P)),
  },
  { key: 'genes', name: 'Genes, as reported', head: 'Genes, as reported', cell: ({ genes }) => genes },
];
