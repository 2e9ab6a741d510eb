/** Enrichment of biosamples: plot and table of one selection. */

import { type ReactNode, useCallback, useMemo } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { useRegistry } from '../../../frame/registry.ts';
import { fileStem } from '../../../parts/download.ts';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { PlotFrame } from '../../../parts/plot-frame.tsx';
import { AnswerState, Empty, Partial } from '../../../parts/states.tsx';
import { count, counted, fixed } from '../../../words/numbers.ts';
import type { Chosen } from '../chosen-biosample.ts';
import { type Enrichment, fileAddress, type Source } from '../source.ts';
import { EnrichmentTable } from './enrichment-table.tsx';
import { FEW_EXPECTED, type Ranked, tissuesOf } from './ranked.ts';
import { volcano } from './volcano.ts';

const PLOT_PX = 350;
const TABLE_PX = 404;
const NONE = 'none';

interface EnrichmentPanelProps {
  readonly source: Source;
  /** For files: the trait, or "own list". */
  readonly name: string;
  readonly assay: string;
  readonly chosen: Chosen;
  /** Undefined where a running test is told elsewhere. */
  readonly waiting?: ReactNode;
}

export function EnrichmentPanel({ source, name, assay, chosen, waiting }: EnrichmentPanelProps): ReactNode {
  const { answer, ranked } = chosen;
  const { id: registry } = useRegistry();
  const hasFile = source.kind !== 'sent' && answer.data !== undefined;
  return (
    <Panel
      title="Biosamples whose active elements hold these variants"
      note={
        answer.data === undefined
          ? `active: ${assay} high (Z > 1.64)`
          : `active: ${assay} high (Z > 1.64), n = ${count(ranked.length)} tested, ${count(answer.data.biosamples.length - ranked.length)} without ${assay}`
      }
      isFlush
      className="enrichment-panel"
      actions={
        <>
          {ranked.length === 0 ? null : <TissueChoice chosen={chosen} />}
          {hasFile ? (
            <DownloadMenu
              text="Table"
              label="Download the table of enrichment"
              formats={['tsv', 'ndjson', 'parquet', 'json']}
              address={(format) => fileAddress(source, 'enrichment', { registry, format })!}
              file={fileStem(`enrichment-${name}`)}
            />
          ) : null}
        </>
      }
    >
      {waiting ?? (
        <AnswerState answer={answer} what="enrichment" kind="gwas" rows={14}>
          {(data) =>
            data.isTested ? <Found data={data} chosen={chosen} assay={assay} /> : <NotTested data={data} />
          }
        </AnswerState>
      )}
    </Panel>
  );
}

function NotTested({ data }: { readonly data: Enrichment }): ReactNode {
  return (
    <div className="inset">
      <Empty title="Not tested">
        <p>
          {data.whyNot ??
            'There are too few lead SNPs for a test: it takes more than the limit of this registry.'}
        </p>
        <p>LD blocks and the elements that they hit are there all the same.</p>
      </Empty>
    </div>
  );
}

interface FoundProps {
  readonly data: Enrichment;
  readonly chosen: Chosen;
  readonly assay: string;
}

function Found({ data, chosen, assay }: FoundProps): ReactNode {
  const { ranked, row, choose, tissue, untested } = chosen;
  const draw = useCallback(
    (width: number) =>
      volcano(ranked, { width, height: PLOT_PX, tissue, chosen: row?.key, onChoose: choose }),
    [ranked, tissue, row?.key, choose],
  );
  const enriched = ranked.filter(({ isEnriched }) => isEnriched);
  const finding = useMemo(() => findingOf(ranked, enriched), [ranked, enriched]);
  const unplaced = ranked.filter(({ fold }) => fold === undefined).length;
  return (
    <>
      {data.warning === null ? null : (
        <div className="inset">
          <Partial>{sentence(data.warning)}</Partial>
        </div>
      )}
      {untested === undefined ? null : (
        <div className="inset">
          <Partial>
            {untested.short === undefined
              ? `${untested.key} is no biosample of this registry`
              : `${untested.short} was not tested: it has no ${assay}`}
            {row === undefined ? '.' : `. ${row.short}, of the least p, is shown in its place.`}
          </Partial>
        </div>
      )}
      <div className="ranked">
        <div className="inset">
          <PlotFrame
            title="Fold and p"
            subtitle={unplaced === 0 ? undefined : `${count(unplaced)} without a fold`}
            finding={finding}
            heightPx={PLOT_PX}
            table={tableOf(ranked)}
            draw={draw}
          />
          <p className="legend">
            {tissue === undefined ? null : <Key name={tissue} className="dot lit" />}
            <Key name={tissue === undefined ? 'enriched' : 'other tissues'} className="dot" />
            <Key
              name={enriched.length === 0 ? 'not enriched: none has FDR below 5%' : 'not enriched'}
              className="dot hollow"
            />
          </p>
        </div>
        <EnrichmentTable
          rows={ranked}
          tissue={tissue}
          chosen={row?.key}
          height={TABLE_PX}
          onChoose={choose}
        />
      </div>
      <p className="note explained">
        p and FDR are SCREEN’s, of a normal distribution: where fewer than {FEW_EXPECTED} LD blocks are
        expected they find too much. FDR, counts is of a binomial test, right for small counts too: there it
        decides what is called enriched.
      </p>
    </>
  );
}

const Key = ({ name, className }: { readonly name: string; readonly className: string }) => (
  <span className="key">
    <span className={className} aria-hidden="true" />
    {name}
  </span>
);

function TissueChoice({ chosen }: { readonly chosen: Chosen }): ReactNode {
  const [, setQuery] = useQueryState();
  const tissues = tissuesOf(chosen.ranked);
  if (tissues.length === 0) return null;
  return (
    <label className="field">
      Highlight
      <select
        value={chosen.tissue ?? NONE}
        onChange={(event) => setQuery({ tissue: event.target.value }, { isReplaced: true })}
      >
        <option value={NONE}>no tissue</option>
        {tissues.map((tissue) => (
          <option key={tissue} value={tissue}>
            {tissue}
          </option>
        ))}
      </select>
    </label>
  );
}

function findingOf(ranked: readonly Ranked[], enriched: readonly Ranked[]): string {
  const [first] = enriched;
  if (first === undefined) return `None of ${counted(ranked.length, 'biosample')} is enriched at FDR 5%`;
  const fold = first.fold === undefined ? '' : `, ${fixed(first.fold, 2)} fold`;
  return `${counted(enriched.length, 'biosample')} of ${count(ranked.length)} enriched at FDR 5%, the least p in ${first.short}${fold}`;
}

function tableOf(ranked: readonly Ranked[]) {
  return {
    head: ['biosample', 'tissue', 'fold', 'ldBlocks', 'expected', 'p', 'fdr', 'fdrBinomial'],
    rows: ranked.map((row) => [
      row.biosample,
      row.tissue,
      row.fold,
      row.observed,
      row.mean,
      row.p,
      row.fdr,
      row.fdrBinomial,
    ]),
  };
}

const sentence = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
