/** The variants of the LD blocks, and what the study reported itself. */

import { type ReactNode, useMemo } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import type { Column } from '../../parts/data-table.tsx';
import { fileStem } from '../../parts/download.ts';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { Accession } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { AnswerState, Empty, FirstOf } from '../../parts/states.tsx';
import { count, fixed } from '../../words/numbers.ts';
import { factColumns, idColumn, positionColumn, r2Column } from '../variant/variant-columns.tsx';
import { Associations } from './associations.tsx';
import { VariantLink, withCommas } from './hits/hit-columns.tsx';
import { sortOf, sortText } from './sort.ts';
import { type BlockSnp, fileAddress, type Source, useBlocks } from './source.ts';

const FIRST_SORT = 'block';

export function VariantsTab({ source, name }: { readonly source: Source; readonly name: string }): ReactNode {
  const { id: registry } = useRegistry();
  const [query, setQuery] = useQueryState();
  const answer = useBlocks(source);
  const columns = useMemo(columnsOf, []);
  const isIn = query.in === 'elements';
  const rows = useMemo(
    () => (answer.data?.snps ?? []).filter(({ accession }) => !isIn || accession !== null),
    [answer.data, isIn],
  );
  return (
    <div className="grid">
      <Panel
        title="Variants of the LD blocks"
        note={answer.data === undefined ? '' : `${count(rows.length)} of ${count(answer.data.total)}`}
        isFlush
        actions={
          <>
            <label className="check">
              <input
                type="checkbox"
                checked={isIn}
                onChange={(event) => setQuery({ in: event.target.checked ? 'elements' : undefined })}
              />
              In an element
            </label>
            {source.kind === 'sent' || answer.data === undefined ? null : (
              <DownloadMenu
                text={`Download ${count(answer.data.total)}`}
                address={(format) => fileAddress(source, 'blocks', { registry, format })!}
                file={fileStem(`variants-${name}`)}
              />
            )}
          </>
        }
      >
        <AnswerState answer={answer} what="variants" kind="gwas" rows={12}>
          {({ total, snps }) =>
            rows.length === 0 ? (
              <div className="inset">
                <Empty
                  title={total === 0 ? 'No variant is one of this registry' : 'No variant lies in an element'}
                />
              </div>
            ) : (
              <>
                <FirstOf shown={snps.length} total={total} what="variants" />
                <RowTable<BlockSnp>
                  label="Variants of the LD blocks"
                  rows={rows}
                  columns={columns}
                  keyOf={({ block, id, start }) => `${block} ${id} ${start}`}
                  height={Math.min(rows.length, 16) * 28 + 34}
                  sort={sortOf(query, FIRST_SORT)}
                  onSort={(sort) => setQuery({ sort: sortText(sort, FIRST_SORT) }, { isReplaced: true })}
                  narrow={(snp) => <NarrowSnp snp={snp} />}
                  note="r² with the lead of its block"
                />
              </>
            )
          }
        </AnswerState>
      </Panel>
      {source.kind === 'study' ? <Associations id={source.id} name={name} /> : null}
    </div>
  );
}

function columnsOf(): readonly Column<BlockSnp>[] {
  return [
    {
      key: 'block',
      name: 'LD block',
      head: 'Block',
      isNumber: true,
      width: 80,
      sortBy: ({ block }) => block,
      cell: ({ block }) => <span className="soft">{count(block)}</span>,
    },
    idColumn(),
    {
      key: 'lead',
      name: 'Lead',
      head: 'Lead',
      sortBy: ({ lead }) => lead,
      cell: ({ id, lead, isLead }) =>
        id === lead ? (
          'lead'
        ) : (
          <>
            {isLead ? 'reported, with ' : ''}
            <VariantLink id={lead} />
          </>
        ),
    },
    r2Column(),
    positionColumn(),
    ...factColumns<BlockSnp>(),
  ];
}

function NarrowSnp({ snp }: { readonly snp: BlockSnp }): ReactNode {
  return (
    <>
      <div>
        <VariantLink id={snp.id} />
        {snp.accession === null ? null : <Accession accession={snp.accession} />}
      </div>
      <div className="soft">
        <span>{withCommas(snp.location)}</span>
        <span>{snp.id === snp.lead ? 'lead' : `r² ${fixed(snp.r2, 2)} with ${snp.lead}`}</span>
      </div>
    </>
  );
}
