/** Every element that LD blocks hit; of one biosample those that are active there. */

import { type ReactNode, useMemo } from 'react';
import { useAllRows } from '../../../api/all-rows.ts';
import { useQueryState } from '../../../frame/address.ts';
import { useRegistry } from '../../../frame/registry.ts';
import { fileStem } from '../../../parts/download.ts';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Accession, ClassName } from '../../../parts/marks.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty, FirstOf } from '../../../parts/states.tsx';
import { count } from '../../../words/numbers.ts';
import { sortOf, sortText } from '../sort.ts';
import { fileAddress, type Hit, type Source, useHits } from '../source.ts';
import { elementColumns, VariantLink, withCommas } from './hit-columns.tsx';
import { accessionsOf, HitElements } from './hit-elements.tsx';
import { shownAssay } from './hits-panel.tsx';

const FIRST_SORT = '-confidence';

interface ElementsTabProps {
  readonly source: Source;
  readonly name: string;
  readonly assay: string;
}

export function ElementsTab({ source, name, assay }: ElementsTabProps): ReactNode {
  const { id: registry } = useRegistry();
  const [query, setQuery] = useQueryState();
  const { biosample } = query;
  const answer = useHits(source, biosample);
  const { data } = answer;
  const columns = useMemo(
    () => elementColumns(biosample === undefined ? undefined : shownAssay(assay)),
    [biosample, assay],
  );
  return (
    <div className="grid">
      <Panel
        title="Elements hit"
        note={
          data === undefined
            ? ''
            : biosample === undefined
              ? `${count(data.total)} published cCREs hold a variant of an LD block`
              : `${count(data.total)} of ${count(data.ofAll)} are active there: DNase, H3K4me3 or H3K27ac high (Z > 1.64)`
        }
        isFlush
        actions={
          <>
            <BiosampleChoice value={biosample} onChange={(own) => setQuery({ biosample: own })} />
            {data === undefined ? null : (
              <HitElements accessions={accessionsOf(data.ccres)} total={data.total} />
            )}
            {source.kind === 'sent' || data === undefined ? null : (
              <DownloadMenu
                text={`Download ${count(data.total)}`}
                address={(format) => fileAddress(source, 'ccres', { registry, biosample, format })!}
                file={fileStem(`elements-${name}`)}
              />
            )}
          </>
        }
      >
        <AnswerState answer={answer} what="elements hit" kind="gwas" rows={12}>
          {({ ccres, total, ofAll }) =>
            total === 0 ? (
              <div className="inset">
                <Empty
                  title={
                    ofAll === 0
                      ? 'No variant of an LD block lies in an element'
                      : 'None of the elements hit is active there'
                  }
                >
                  {biosample === undefined ? null : (
                    <button type="button" onClick={() => setQuery({ biosample: undefined })}>
                      Show all {count(ofAll)}
                    </button>
                  )}
                </Empty>
              </div>
            ) : (
              <>
                <FirstOf shown={ccres.length} total={total} />
                <RowTable<Hit>
                  label="Elements hit"
                  rows={ccres}
                  columns={columns}
                  keyOf={({ rdhs }) => rdhs}
                  height={Math.min(ccres.length, 20) * 28 + 34}
                  sort={sortOf(query, FIRST_SORT)}
                  onSort={(sort) => setQuery({ sort: sortText(sort, FIRST_SORT) }, { isReplaced: true })}
                  narrow={(hit) => <NarrowHit hit={hit} />}
                  note="published cCREs that share a base with a variant"
                />
              </>
            )
          }
        </AnswerState>
      </Panel>
    </div>
  );
}

function BiosampleChoice({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  onChange(key: string | undefined): void;
}): ReactNode {
  const { data } = useAllRows('/api/v1/biosamples', {}, 'biosamples');
  return (
    <label className="field">
      Active in
      <select
        className="biosample-choice"
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      >
        <option value="">any biosample or none</option>
        {data?.biosamples.map(({ key, biosample, metadata }) => (
          <option key={key} value={key}>
            {metadata.displayName ?? biosample}
          </option>
        ))}
      </select>
    </label>
  );
}

function NarrowHit({ hit }: { readonly hit: Hit }): ReactNode {
  return (
    <>
      <div>
        <Accession accession={hit.accession ?? hit.rdhs} />
        {hit.class === null ? null : <ClassName name={hit.class} isCtcfBound={hit.ctcfBound} />}
      </div>
      <div className="soft">
        <span>{withCommas(hit.location)}</span>
        <span>
          <VariantLink id={hit.snps[0]!.id} />
          {hit.snps.length > 1 ? ` and ${hit.snps.length - 1} more` : ''}
        </span>
      </div>
    </>
  );
}
