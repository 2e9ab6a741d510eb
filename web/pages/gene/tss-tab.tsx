/** Start sites of a gene: how much transcription begins at each, by RAMPAGE, in every biosample. */

import { type ReactNode, useCallback, useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { addressOf } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import { Choice, Segmented } from '../../parts/choice.tsx';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState, Empty } from '../../parts/states.tsx';
import { BarPlot } from './bar-plot.tsx';
import type { GeneAnswer } from './gene-page.tsx';
import { measuredRows } from './measured-rows.ts';
import { onePosition, type StartSite, StartSites, startSitesOf } from './start-sites.tsx';

export function TssTab({ answer: { gene, startSites } }: { readonly answer: GeneAnswer }): ReactNode {
  const { id: registry } = useRegistry();
  const [query, change] = useQueryState();
  const path = { id: gene.id };
  const answer = useAnswer('/api/v1/genes/{id}/tss', { path, query: { limit: '10000' } });
  const sites = useMemo(
    () => startSitesOf(startSites, answer.data?.values ?? [], gene.strand),
    [startSites, answer.data, gene.strand],
  );
  const site = sites.find(({ transcript }) => transcript === query.transcript) ?? mostActive(sites);
  return (
    <>
      <Panel
        title="Start sites"
        note="RAMPAGE, RPM; in the direction of transcription"
        isFlush
        columns={7}
        actions={
          <DownloadMenu
            text="Download"
            label="Download the activity of the start sites"
            formats={['tsv', 'bed', 'ndjson', 'parquet', 'json']}
            address={(format) => addressOf('/api/v1/genes/{id}/tss', { path, query: { registry, format } })}
            file={`${gene.symbol}-start-sites`}
          />
        }
      >
        <AnswerState answer={answer} what="activity of start sites" kind="rampage">
          {({ unit }) => (
            <StartSites
              sites={sites}
              unit={unit}
              selected={site?.transcript}
              onSelect={(transcript) => change({ transcript, selected: undefined }, { isReplaced: true })}
            />
          )}
        </AnswerState>
      </Panel>
      {site === undefined || answer.data === undefined ? null : (
        <SitePanel site={site} unit={answer.data.unit} symbol={gene.symbol} />
      )}
    </>
  );
}

const mostActive = (sites: readonly StartSite[]): StartSite | undefined =>
  sites.reduce<StartSite | undefined>(
    (best, site) => (best === undefined || (site.most ?? -1) > (best.most ?? -1) ? site : best),
    undefined,
  );

interface SitePanelProps {
  readonly site: StartSite;
  readonly unit: string;
  readonly symbol: string;
}

function SitePanel({ site, unit, symbol }: SitePanelProps): ReactNode {
  const [query, change] = useQueryState();
  const scale = query.scale === 'log' ? 'log' : 'linear';
  const rows = useMemo(
    () => [...measuredRows(site.values, false)].sort((a, b) => (b.value ?? -1) - (a.value ?? -1)),
    [site],
  );
  const { selected } = query;
  const onSelect = useCallback(
    (key: string) => change({ selected: key === selected ? undefined : key }, { isReplaced: true }),
    [change, selected],
  );
  return (
    <Panel
      title={site.transcript || 'Start site'}
      note={onePosition(site.location)}
      columns={5}
      actions={
        <>
          <Choice
            label="Highlight"
            all="No tissue"
            value={query.highlight}
            options={[...new Set(rows.map(({ tissue }) => tissue))].sort()}
            onChange={(highlight) => change({ highlight })}
          />
          <Segmented
            label="Scale"
            value={scale}
            options={[
              { value: 'linear', text: 'Linear' },
              { value: 'log', text: 'log₁₀' },
            ]}
            onChange={(own) => change({ scale: own === 'log' ? 'log' : undefined })}
          />
        </>
      }
    >
      {rows.length === 0 ? (
        <Empty title="Nobody measured this start site" />
      ) : (
        <BarPlot
          title={`Activity of ${site.transcript || symbol}`}
          unit={unit}
          rows={rows}
          scale={scale}
          tissue={query.highlight}
          selected={selected}
          onSelect={onSelect}
          isWhole={query.bars === 'all'}
          onWhole={(isWhole) => change({ bars: isWhole ? 'all' : undefined }, { isReplaced: true })}
        />
      )}
    </Panel>
  );
}
