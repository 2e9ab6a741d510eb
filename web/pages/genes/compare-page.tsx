/** Two genes: how the expression of one goes with that of the other over all biosamples. */

import { type ReactNode, useCallback, useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { type Answer, addressOf } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { Choice } from '../../parts/choice.tsx';
import type { Column, Sort } from '../../parts/data-table.tsx';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { AnswerState, NotHere } from '../../parts/states.tsx';
import { place, tpm } from '../../words/numbers.ts';
import { GeneField } from './gene-field.tsx';
import { SeveralGenes } from './several-genes.tsx';
import { TwoGenesPlot } from './two-genes-plot.tsx';
import './genes.css';

type Comparison = Answer<'/api/v1/genes/compare'>;
export type Pair = Comparison['biosamples'][number];
type Side = Comparison['a'];

const TABLE_PX = 520;

export function ComparePage(): ReactNode {
  const { id: registry, annotations } = useRegistry();
  const [{ a, b, more }, change] = useQueryState();
  const isWanted = a !== undefined && b !== undefined;
  const answer = useAnswer(
    '/api/v1/genes/compare',
    { query: { a: a ?? '', b: b ?? '', limit: '10000' } },
    { isWanted },
  );
  const names =
    answer.data === undefined ? undefined : [answer.data.a.gene.symbol, answer.data.b.gene.symbol];
  useTitle(names === undefined ? 'Two genes' : names.join(' and '));
  return (
    <main className="compare-genes">
      <header className="entity-head">
        <div className="entity-title">
          <h1>
            {names === undefined ? (
              'Two genes'
            ) : (
              <>
                <i>{names[0]}</i> and <i>{names[1]}</i>
              </>
            )}
          </h1>
          {isWanted ? (
            <div className="actions">
              <DownloadMenu
                text="Download"
                formats={['tsv', 'ndjson', 'parquet', 'json']}
                address={(format) =>
                  addressOf('/api/v1/genes/compare', { query: { registry, a, b, format } })
                }
                file={`${a}-${b}`}
              />
            </div>
          ) : null}
        </div>
        <div className="two-fields">
          <GeneField label="Gene A" value={a} button="Set" onGene={(name) => change({ a: name })} />
          <GeneField label="Gene B" value={b} button="Set" onGene={(name) => change({ b: name })} />
          {isWanted ? (
            <button type="button" onClick={() => change({ a: b, b: a })}>
              Swap
            </button>
          ) : null}
        </div>
      </header>
      {a !== undefined && b !== undefined ? (
        <AnswerState answer={answer} what="expression of both genes" kind="expression" rows={12}>
          {(data) => (
            <>
              <Both data={data} />
              <div className="grid">
                <SeveralGenes names={[a, b, ...(more?.split(',') ?? [])]} />
              </div>
            </>
          )}
        </AnswerState>
      ) : !annotations.includes('expression') ? (
        <NotHere what="expression of genes" kind="expression" />
      ) : (
        <p className="note compare-note">Two genes are compared over all biosamples: name both.</p>
      )}
    </main>
  );
}

function Both({ data }: { readonly data: Comparison }): ReactNode {
  const [query, change] = useQueryState();
  const { a, b, biosamples } = data;
  const columns = useMemo(() => columnsOf(a.gene.symbol, b.gene.symbol), [a.gene.symbol, b.gene.symbol]);
  const sort: Sort = {
    by: (query.sort ?? '-a').replace(/^-/, ''),
    isDescending: (query.sort ?? '-a').startsWith('-'),
  };
  const { selected } = query;
  const onSelect = useCallback(
    (key: string) => change({ selected: key === selected ? undefined : key }, { isReplaced: true }),
    [change, selected],
  );
  return (
    <div className="grid">
      {[a, b].map((side, i) =>
        side.alternatives.length === 0 ? null : (
          <Meant key={side.gene.id} side={side} name={i === 0 ? 'a' : 'b'} />
        ),
      )}
      <Panel
        title="Expression, log-log"
        columns={6}
        actions={
          <Choice
            label="Highlight"
            all="No tissue"
            value={query.highlight}
            options={[...new Set(biosamples.map(({ tissue }) => tissue))]
              .filter((one) => one !== null)
              .sort()}
            onChange={(highlight) => change({ highlight })}
          />
        }
      >
        <TwoGenesPlot data={data} tissue={query.highlight} selected={selected} onSelect={onSelect} />
      </Panel>
      <Panel title="Side by side" note="TPM, mean over experiments" isFlush columns={6}>
        <RowTable<Pair>
          label={`${a.gene.symbol} and ${b.gene.symbol} by biosample`}
          columns={columns}
          rows={biosamples}
          keyOf={({ biosample }) => biosample ?? ''}
          sort={sort}
          onSort={({ by, isDescending }) =>
            change({ sort: `${isDescending ? '-' : ''}${by}` }, { isReplaced: true })
          }
          selected={selected}
          onOpen={({ biosample }) => onSelect(biosample ?? '')}
          height={TABLE_PX}
          note="TPM: transcripts per million"
          narrow={(pair) => (
            <>
              <div>
                <span>{pair.biosample}</span>
              </div>
              <div className="soft">
                <span>{pair.tissue}</span>
                <span>
                  {shown(pair.a)} and {shown(pair.b)} TPM
                </span>
              </div>
            </>
          )}
        />
      </Panel>
    </div>
  );
}

/** A name of several genes: which one is compared, and the others. */
function Meant({ side, name }: { readonly side: Side; readonly name: 'a' | 'b' }): ReactNode {
  const [query] = useQueryState();
  return (
    <Panel title={`${query[name]} names several genes`} note={`shown: ${side.gene.id}`}>
      <ul className="plain">
        {[side.gene, ...side.alternatives].map((gene) => (
          <li key={gene.id}>
            <PageLink to="genes/compare" query={{ ...query, [name]: gene.id }}>
              <i>{gene.symbol}</i> {gene.id}
            </PageLink>{' '}
            <span className="soft">{place(gene)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const shown = (value: number | null) => (value === null ? 'no data' : tpm(value));
const cell = (value: number | null) => (value === null ? <span className="soft">no data</span> : tpm(value));

const columnsOf = (a: string, b: string): readonly Column<Pair>[] => [
  {
    key: 'biosample',
    head: 'Biosample',
    name: 'biosample',
    width: '2fr',
    sortBy: (pair) => pair.biosample,
    cell: (pair) => pair.biosample,
  },
  {
    key: 'tissue',
    head: 'Tissue',
    name: 'tissue',
    width: 104,
    sortBy: (pair) => pair.tissue,
    cell: (pair) => pair.tissue,
  },
  {
    key: 'a',
    head: <i>{a}</i>,
    name: a,
    width: 96,
    isNumber: true,
    sortBy: (pair) => pair.a,
    cell: (pair) => cell(pair.a),
  },
  {
    key: 'b',
    head: <i>{b}</i>,
    name: b,
    width: 96,
    isNumber: true,
    sortBy: (pair) => pair.b,
    cell: (pair) => cell(pair.b),
  },
];
