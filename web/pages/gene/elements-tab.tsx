/** Elements of a gene: its promoters, those that are linked to it, those near it; and how the activity of one goes with its expression. */

import { type ReactNode, useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { addressOf } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import { Segmented } from '../../parts/choice.tsx';
import type { Sort } from '../../parts/data-table.tsx';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable, sortedRows } from '../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../parts/states.tsx';
import { WEAK_WORDS } from '../../words/links.ts';
import { count } from '../../words/numbers.ts';
import { OpenInElements } from '../list/open-in-elements.tsx';
import { ActivityPanel } from './activity-panel.tsx';
import { type GeneElement, linkedColumns, NarrowElement, nearbyColumns } from './element-columns.tsx';
import { EvidencePanel } from './evidence-panel.tsx';
import type { GeneAnswer } from './gene-page.tsx';
import { ALL_ROWS, type List, NearbyControls, nearbyOf } from './nearby-controls.tsx';

const TABLE_PX = 560;
const NEAREST_FIRST: Sort = { by: 'distance', isDescending: false };

export function ElementsTab({ answer: { gene } }: { readonly answer: GeneAnswer }): ReactNode {
  const { id: registry } = useRegistry();
  const [query, change] = useQueryState();
  const path = { id: gene.id };
  const nearbyQuery = nearbyOf(query);
  const links = useAnswer('/api/v1/genes/{id}/links', { path, query: { limit: ALL_ROWS } });
  const nearby = useAnswer('/api/v1/genes/{id}/ccres', { path, query: { ...nearbyQuery, limit: ALL_ROWS } });
  const linked = links.data?.links.map((link): GeneElement => ({ ...link, ...link.element, link })) ?? [];
  // The nearest is the one in hand until another is chosen.
  const near = useMemo(
    () => sortedRows<GeneElement>(nearby.data?.elements ?? [], nearbyColumns('DNase'), NEAREST_FIRST),
    [nearby.data],
  );
  const promoters = linked.filter(({ link }) => link?.isPromoter);
  const list = (['promoter', 'linked', 'nearby'] as const).find((one) => one === query.list) ?? 'linked';
  const rows: Readonly<Record<List, readonly GeneElement[]>> = {
    promoter: promoters,
    linked,
    nearby: near,
  };
  const nameOf = (one: GeneElement) => one.accession ?? one.rdhs;
  const chosen = rows[list].find((one) => nameOf(one) === query.element) ?? rows[list][0];
  const assay = query.assay ?? (list === 'nearby' ? 'H3K27ac' : 'DNase');
  const isNearby = list === 'nearby';
  const hasRows = (isNearby ? nearby : links).data !== undefined;
  const columns = isNearby ? nearbyColumns(assay) : linkedColumns;
  const sort = useMemo((): Sort | undefined => {
    const by = query.sort?.replace(/^-/, '');
    if (by === undefined || !columns.some(({ key }) => key === by))
      return isNearby ? NEAREST_FIRST : undefined;
    return { by, isDescending: query.sort!.startsWith('-') };
  }, [query.sort, columns, isNearby]);
  return (
    <>
      <Panel
        title="Elements"
        isFlush
        columns={8}
        className="element-list"
        actions={
          <>
            {hasRows ? (
              <OpenInElements
                key={list}
                names={rows[list].map(nameOf)}
                query={isNearby ? nearIt(gene.symbol, nearbyQuery) : undefined}
              />
            ) : null}
            <DownloadMenu
              text="Download"
              label={`Download ${isNearby ? 'nearby' : 'linked'} elements`}
              formats={
                isNearby ? ['tsv', 'bed', 'ndjson', 'parquet', 'json'] : ['tsv', 'ndjson', 'parquet', 'json']
              }
              address={(format) =>
                isNearby
                  ? addressOf('/api/v1/genes/{id}/ccres', {
                      path,
                      query: { registry, ...nearbyQuery, format },
                    })
                  : addressOf('/api/v1/genes/{id}/links', { path, query: { registry, format } })
              }
              file={`${gene.symbol}-${isNearby ? 'nearby' : 'linked'}-elements`}
            />
          </>
        }
      >
        <div className="plot-controls">
          <Segmented
            label="Which elements"
            value={list}
            options={[
              { value: 'promoter', text: <Named name="Promoter" n={links.data && promoters.length} /> },
              { value: 'linked', text: <Named name="Linked" n={links.data?.total} /> },
              { value: 'nearby', text: <Named name="Nearby" n={nearby.data?.total} /> },
            ]}
            onChange={(own) => {
              change({ list: own === 'linked' ? undefined : own, element: undefined, sort: undefined });
            }}
          />
          {isNearby ? <NearbyControls asked={nearbyQuery} assay={assay} /> : null}
        </div>
        <AnswerState<unknown>
          answer={isNearby ? nearby : links}
          what={isNearby ? 'nearby elements' : 'linked elements'}
          kind={isNearby ? 'genes' : 'links'}
          rows={12}
        >
          {() =>
            rows[list].length === 0 ? (
              <Empty title={list === 'promoter' ? 'No element is its promoter' : 'No element is there'} />
            ) : (
              <RowTable<GeneElement>
                label={`Elements of ${gene.symbol}`}
                columns={columns}
                rows={rows[list]}
                keyOf={nameOf}
                sort={sort}
                onSort={({ by, isDescending }) =>
                  change({ sort: `${isDescending ? '-' : ''}${by}` }, { isReplaced: true })
                }
                selected={chosen === undefined ? undefined : nameOf(chosen)}
                onOpen={(one) => change({ element: nameOf(one) }, { isReplaced: true })}
                height={TABLE_PX}
                note={
                  isNearby
                    ? 'Z is the highest of all biosamples; bar from 0 to 10, tick at 1.64'
                    : `Confidence joins all methods, 0 to 1. ${WEAK_WORDS}`
                }
                narrow={(one) => <NarrowElement element={one} />}
              />
            )
          }
        </AnswerState>
      </Panel>
      {chosen === undefined ? null : (
        <div className="panel-stack columns-4">
          <ActivityPanel gene={gene} accession={nameOf(chosen)} assay={assay} />
          {chosen.link === undefined ? null : <EvidencePanel accession={nameOf(chosen)} link={chosen.link} />}
        </div>
      )}
    </>
  );
}

function Named({ name, n }: { readonly name: string; readonly n: number | undefined }): ReactNode {
  return (
    <>
      {name} {n === undefined ? null : <span className="soft">{count(n)}</span>}
    </>
  );
}

/** The conditions of the page of elements that list the same; those to which the gene is among the nearest have none. */
function nearIt(
  gene: string,
  { by = 'tss', window = '100000' }: ReturnType<typeof nearbyOf>,
): Readonly<Record<string, string | undefined>> | undefined {
  if (by === 'nearest') return undefined;
  return { gene, geneBy: by, window: by === 'tss' ? window : undefined };
}
