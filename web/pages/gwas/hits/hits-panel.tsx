/** The variants of LD blocks that lie in elements which are active in the biosample that was chosen. */

import { type ReactNode, useMemo } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { PageLink, path } from '../../../frame/link.tsx';
import { useRegistry } from '../../../frame/registry.ts';
import { fileStem } from '../../../parts/download.ts';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty, FirstOf } from '../../../parts/states.tsx';
import { CLASS_ASSAYS, type ClassAssay } from '../../../words/classes.ts';
import { count, fixed } from '../../../words/numbers.ts';
import type { NamedBiosample } from '../biosamples.ts';
import { sortOf, sortText } from '../sort.ts';
import { fileAddress, type Source, useHits } from '../source.ts';
import { type HitPair, pairColumns, pairKey, pairsOf, VariantLink, withCommas } from './hit-columns.tsx';
import { accessionsOf, HitElements } from './hit-elements.tsx';

const FIRST_SORT = '-z';

/** The assay whose Z is shown: that of the test, where elements have it. */
export const shownAssay = (assay: string): ClassAssay =>
  CLASS_ASSAYS.find((own) => own === assay) ?? 'H3K27ac';

interface HitsPanelProps {
  readonly source: Source;
  readonly name: string;
  readonly assay: string;
  readonly biosample: NamedBiosample;
}

export function HitsPanel({ source, name, assay, biosample }: HitsPanelProps): ReactNode {
  const { id: registry } = useRegistry();
  const [query, setQuery] = useQueryState();
  const answer = useHits(source, biosample.key);
  const { data } = answer;
  const pairs = useMemo(() => pairsOf(data?.ccres ?? []), [data]);
  const columns = useMemo(() => pairColumns(shownAssay(assay)), [assay]);
  const file = fileStem(`elements-${name}-${biosample.key}`);
  return (
    <Panel
      title={`Elements hit, high in ${biosample.short}`}
      note={
        data === undefined
          ? ''
          : `${count(data.total)} of ${count(data.ofAll)}; DNase, H3K4me3 or H3K27ac is high, the test counts ${shownAssay(assay)} alone`
      }
      isFlush
      actions={
        data === undefined || data.total === 0 ? undefined : (
          <>
            <PageLink to={path('biosample', biosample.key)} className="button">
              Biosample page
            </PageLink>
            <HitElements accessions={accessionsOf(data.ccres)} total={data.total} />
            {source.kind === 'sent' ? null : (
              <DownloadMenu
                text="BED, TSV"
                label={`BED, TSV of the elements hit that are active in ${biosample.short}`}
                address={(format) =>
                  fileAddress(source, 'ccres', { registry, biosample: biosample.key, format })!
                }
                file={file}
              />
            )}
          </>
        )
      }
    >
      <AnswerState answer={answer} what="elements hit" kind="gwas" rows={7}>
        {({ total, ofAll, ccres }) =>
          total === 0 ? (
            <div className="inset">
              <Empty title={`None of the ${count(ofAll)} elements hit is active in ${biosample.short}`}>
                <p>Active: DNase, H3K4me3 or H3K27ac is high there (Z &gt; 1.64).</p>
              </Empty>
            </div>
          ) : (
            <>
              <FirstOf shown={ccres.length} total={total} what="elements" />
              <RowTable<HitPair>
                label={`Variants in elements that are active in ${biosample.short}`}
                rows={pairs}
                columns={columns}
                keyOf={pairKey}
                sort={sortOf(query, FIRST_SORT, 'hits')}
                onSort={(sort) => setQuery({ hits: sortText(sort, FIRST_SORT) }, { isReplaced: true })}
                narrow={(pair) => <NarrowPair pair={pair} />}
                note="a row for each variant in an element; r² with the lead"
              />
            </>
          )
        }
      </AnswerState>
    </Panel>
  );
}

function NarrowPair({ pair: { hit, snp } }: { readonly pair: HitPair }): ReactNode {
  return (
    <>
      <div>
        <VariantLink id={snp.id} />
        <PageLink to={path('element', hit.accession ?? hit.rdhs)}>{hit.accession ?? hit.rdhs}</PageLink>
      </div>
      <div className="soft">
        <span>{withCommas(snp.location)}</span>
        <span>
          {hit.linkedGene === null ? '' : <span className="gene">{hit.linkedGene.symbol} </span>}r²{' '}
          {fixed(snp.r2, 2)}
        </span>
      </div>
    </>
  );
}
