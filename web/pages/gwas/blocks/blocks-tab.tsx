/** LD blocks: which variants stand together, and what they hit. */

import { type ReactNode, useMemo } from 'react';
import { isWhole } from '../../../api/all-rows.ts';
import { BrowserPanel, widened } from '../../../browser/browser-panel.tsx';
import { useQueryState } from '../../../frame/address.ts';
import { useRegistry } from '../../../frame/registry.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { fileStem } from '../../../parts/download.ts';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Accession } from '../../../parts/marks.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty, FirstOf } from '../../../parts/states.tsx';
import { count, counted, place, pValue, span } from '../../../words/numbers.ts';
import { idColumn, positionColumn, r2Column } from '../../variant/variant-columns.tsx';
import { VariantLink } from '../hits/hit-columns.tsx';
import { sortOf, sortText } from '../sort.ts';
import { type BlockSnp, fileAddress, type Source, useBlocks } from '../source.ts';
import { blockTracks } from './block-tracks.ts';
import { type Block, blocksOf } from './blocks.ts';

const FIRST_SORT = 'number';

interface BlocksTabProps {
  readonly source: Source;
  readonly name: string;
  readonly biosample: string | undefined;
}

export function BlocksTab({ source, name, biosample }: BlocksTabProps): ReactNode {
  const { id: registry } = useRegistry();
  const [query, setQuery] = useQueryState();
  const answer = useBlocks(source);
  const blocks = useMemo(() => blocksOf(answer.data?.snps ?? []), [answer.data]);
  const tracks = useMemo(() => blockTracks(blocks), [blocks]);
  const signals = useMemo(() => (biosample === undefined ? undefined : [biosample]), [biosample]);
  const chosen = blocks.find(({ lead }) => lead === query.block) ?? blocks[0];
  const columns = useMemo(() => columnsOf(blocks), [blocks]);
  return (
    <div className="grid">
      <Panel
        title="LD blocks"
        columns={7}
        isFlush
        note={
          answer.data === undefined
            ? ''
            : isWhole(answer.data, 'snps')
              ? `${counted(answer.data.total, 'variant')} in ${count(blocks.length)} blocks`
              : counted(answer.data.total, 'variant')
        }
        actions={
          source.kind === 'sent' || answer.data === undefined ? undefined : (
            <DownloadMenu
              text={`Download ${count(answer.data.total)} variants`}
              address={(format) => fileAddress(source, 'blocks', { registry, format })!}
              file={fileStem(`ld-blocks-${name}`)}
            />
          )
        }
      >
        <AnswerState answer={answer} what="LD blocks" kind="gwas" rows={12}>
          {({ total, snps }) =>
            total === 0 ? (
              <div className="inset">
                <Empty title="No LD blocks: no variant is one of this registry" />
              </div>
            ) : (
              <>
                <FirstOf shown={snps.length} total={total} what="variants" />
                <RowTable<Block>
                  label="LD blocks"
                  rows={blocks}
                  columns={columns}
                  keyOf={({ lead }) => lead}
                  sort={sortOf(query, FIRST_SORT)}
                  onSort={(sort) => setQuery({ sort: sortText(sort, FIRST_SORT) }, { isReplaced: true })}
                  selected={chosen?.lead}
                  onOpen={({ lead }) => setQuery({ block: lead, at: undefined }, { isReplaced: true })}
                  narrow={(block) => <NarrowBlock block={block} />}
                  note="a chosen row has its variants and its place beside"
                />
              </>
            )
          }
        </AnswerState>
      </Panel>
      {chosen === undefined ? null : (
        <>
          <BlockPanel block={chosen} />
          <BrowserPanel
            title={`Around ${chosen.lead}`}
            home={widened(chosen)}
            name={chosen.lead}
            tracks={tracks}
            biosamples={signals}
          />
        </>
      )}
    </div>
  );
}

function columnsOf(blocks: readonly Block[]): readonly Column<Block>[] {
  const hasP = blocks.some(({ minusLog10P }) => minusLog10P !== null);
  const p: Column<Block> = {
    key: 'p',
    name: 'p of the lead',
    head: 'p',
    isNumber: true,
    width: 92,
    isSmallestFirst: true,
    sortBy: ({ minusLog10P }) => (minusLog10P === null ? undefined : -minusLog10P),
    cell: ({ minusLog10P }) =>
      minusLog10P === null ? <span className="soft">not known</span> : pValue(10 ** -minusLog10P),
  };
  return [
    {
      key: 'number',
      name: 'Number',
      head: '#',
      isNumber: true,
      width: 56,
      sortBy: ({ number }) => number,
      cell: ({ number }) => <span className="soft">{count(number)}</span>,
    },
    {
      key: 'lead',
      name: 'Lead',
      head: 'Lead',
      width: 116,
      sortBy: ({ lead }) => lead,
      cell: ({ lead }) => <VariantLink id={lead} />,
    },
    ...(hasP ? [p] : []),
    { key: 'place', name: 'Location', head: 'Location', cell: (block) => place(block) },
    {
      key: 'length',
      name: 'Length',
      head: 'Length',
      isNumber: true,
      width: 76,
      sortBy: ({ start, end }) => end - start,
      cell: ({ start, end }) => span(end - start),
    },
    {
      key: 'variants',
      name: 'Variants',
      head: 'Variants',
      isNumber: true,
      width: 72,
      sortBy: ({ snps }) => snps.length,
      cell: ({ snps }) => count(snps.length),
    },
    {
      key: 'elements',
      name: 'Elements hit',
      head: 'Elements hit',
      isNumber: true,
      width: 100,
      sortBy: ({ elements }) => elements.length,
      cell: ({ elements }) => count(elements.length),
    },
  ];
}

function BlockPanel({ block }: { readonly block: Block }): ReactNode {
  return (
    <Panel
      title={`Block of ${block.lead}`}
      note={`${counted(block.snps.length, 'variant')}, ${place(block)}`}
      columns={5}
      isFlush
    >
      <RowTable<BlockSnp>
        label={`Variants of the block of ${block.lead}`}
        rows={block.snps}
        columns={SNP_COLUMNS}
        keyOf={({ id, start }) => `${id} ${start}`}
      />
    </Panel>
  );
}

const SNP_COLUMNS: readonly Column<BlockSnp>[] = [
  idColumn(),
  r2Column(),
  positionColumn(),
  {
    key: 'element',
    name: 'In element',
    head: 'In element',
    width: 132,
    sortBy: ({ accession }) => accession,
    cell: ({ accession }) =>
      accession === null ? <span className="soft">none</span> : <Accession accession={accession} />,
  },
];

function NarrowBlock({ block }: { readonly block: Block }): ReactNode {
  return (
    <>
      <div>
        <VariantLink id={block.lead} />
        <span>{block.minusLog10P === null ? '' : `p ${pValue(10 ** -block.minusLog10P)}`}</span>
      </div>
      <div className="soft">
        <span>{place(block)}</span>
        <span>
          {count(block.snps.length)} variants, {count(block.elements.length)} elements
        </span>
      </div>
    </>
  );
}
