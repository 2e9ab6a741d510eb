/** The nearest genes, from the edge or the centre of the element, to start sites or bodies. */

import { type ReactNode, useMemo } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { addressOf } from '../../../api/ask.ts';
import { useQueryState } from '../../../frame/address.ts';
import { useRegistry } from '../../../frame/registry.ts';
import { Segmented } from '../../../parts/choice.tsx';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { GeneName } from '../../../parts/marks.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../../parts/states.tsx';
import { CLASS_ASSAYS } from '../../../words/classes.ts';
import { geneType } from '../../../words/genes.ts';
import { RNA_WORDS } from '../../../words/links.ts';
import { count, fixed } from '../../../words/numbers.ts';
import { nameOf, type PartProps } from '../element.ts';
import { Choice } from './choice-field.tsx';
import { type Gene, measureOf, nearbyColumns } from './nearby-columns.tsx';

const MOST = ['5', '20', '100'] as const;
export function NearbyGenesPanel({ element }: PartProps): ReactNode {
  const { id: registry } = useRegistry();
  const [query, change] = useQueryState();
  const anchor = query.anchor === 'centre' ? 'centre' : 'edge';
  const to = query.to === 'body' ? 'body' : 'tss';
  const most = MOST.find((one) => one === query.most) ?? '5';
  const assay = CLASS_ASSAYS.find((one) => one === query.with) ?? 'H3K27ac';
  const columns = useMemo(() => nearbyColumns({ anchor, to, assay }), [anchor, to, assay]);
  const asked = {
    anchor,
    to,
    most,
    assay,
    ...(query.type === undefined ? {} : { type: query.type }),
  };
  const answer = useAnswer(
    '/api/v1/ccres/{accession}/genes',
    {
      path: { accession: nameOf(element) },
      query: { ...asked, limit: most },
    },
    { kind: 'genes' },
  );
  const types = [
    ...new Set(['protein_coding', query.type, ...(answer.data?.genes ?? []).map(({ type }) => type)]),
  ].filter((type): type is string => typeof type === 'string');
  return (
    <Panel
      title="Nearest genes"
      isFlush
      note="whether linked or not"
      actions={
        <>
          <Segmented
            label="Distance from"
            value={anchor}
            options={[
              { value: 'edge', text: 'From the edge' },
              { value: 'centre', text: 'From the centre' },
            ]}
            onChange={(value) => change({ anchor: value === 'edge' ? undefined : value })}
          />
          <Segmented
            label="Distance to"
            value={to}
            options={[
              { value: 'tss', text: 'To TSS' },
              { value: 'body', text: 'To body' },
            ]}
            onChange={(value) => change({ to: value === 'tss' ? undefined : value })}
          />
          <Choice label="Type of gene" value={query.type ?? ''} onChange={(type) => change({ type })}>
            <option value="">All types</option>
            {types.map((type) => (
              <option key={type} value={type}>
                {geneType(type)}
              </option>
            ))}
          </Choice>
          <Choice
            label="Assay that is correlated"
            value={assay}
            onChange={(value) => change({ with: value === 'H3K27ac' ? undefined : value })}
          >
            {CLASS_ASSAYS.map((one) => (
              <option key={one} value={one}>
                r of {one}
              </option>
            ))}
          </Choice>
          <Choice
            label="How many genes"
            value={most}
            onChange={(value) => change({ most: value === '5' ? undefined : value })}
          >
            {MOST.map((one) => (
              <option key={one} value={one}>
                {one} nearest
              </option>
            ))}
          </Choice>
          <DownloadMenu
            text=""
            label="Download the nearest genes"
            formats={['tsv', 'ndjson', 'parquet', 'json']}
            file={`${nameOf(element)}-genes`}
            address={(format) =>
              addressOf('/api/v1/ccres/{accession}/genes', {
                path: { accession: nameOf(element) },
                query: { registry, ...asked, format },
              })
            }
          />
        </>
      }
    >
      <AnswerState answer={answer} what="genes" kind="genes" rows={6}>
        {({ genes }) =>
          genes.length === 0 ? (
            <Empty
              title={`No gene ${query.type === undefined ? '' : `of type ${geneType(query.type)} `}on this chromosome`}
            />
          ) : (
            <RowTable
              label="Nearest genes"
              rows={genes as readonly Gene[]}
              columns={columns}
              keyOf={({ id }) => id}
              firstSort={{ by: 'distance', isDescending: false }}
              narrow={(gene) => (
                <>
                  <div>
                    <GeneName id={gene.id} name={gene.symbol ?? gene.id} />
                    <span>
                      {measureOf({ anchor, to, assay })} {count(gene.distance)} bp
                    </span>
                  </div>
                  <div className="soft">
                    <span>{gene.type === null ? 'type not given' : geneType(gene.type)}</span>
                    <span>
                      {gene.correlation === null
                        ? 'r no data'
                        : `${assay} r ${fixed(gene.correlation.r, 2)}, n = ${gene.correlation.n}`}
                    </span>
                  </div>
                </>
              )}
              note={`r: Pearson, Z of ${assay} and log10(TPM + 1) over biosamples with both. ${RNA_WORDS}`}
            />
          )
        }
      </AnswerState>
    </Panel>
  );
}
