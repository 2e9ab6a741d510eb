/** Which tissues, or which biosamples, have which assays: what is there to ask, and what is missing. */

import type { ReactNode } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { PageLink, path } from '../../frame/link.tsx';
import { Segmented } from '../../parts/choice.tsx';
import { fileName, saveAs, tsvOf } from '../../parts/download.ts';
import { Icon } from '../../parts/icon.tsx';
import { AssayName } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { colourOfAssay } from '../../words/classes.ts';
import { count, counted } from '../../words/numbers.ts';
import { type Biosample, countsOf, said, type useAssays } from './biosample.ts';

interface AssayMatrixProps {
  readonly rows: readonly Biosample[];
  readonly assays: ReturnType<typeof useAssays>;
}

type By = 'tissue' | 'sampleType' | 'lifeStage' | 'biosample';
const BY: Readonly<Record<By, string>> = {
  tissue: 'Tissues',
  sampleType: 'Sample types',
  lifeStage: 'Life stages',
  biosample: 'Biosamples',
};

export function AssayMatrix({ rows, assays }: AssayMatrixProps): ReactNode {
  const [query, change] = useQueryState();
  const by = query.rows !== undefined && query.rows in BY ? (query.rows as By) : 'tissue';
  const groups = groupsOf(rows, by);
  const assayed = (own: readonly Biosample[], assay: string) =>
    own.filter(({ key }) => assays.of.get(key)?.has(assay)).length;
  const most = Math.max(1, ...groups.map(([, own]) => own.length));
  const head = [BY[by], 'biosamples', ...assays.names];
  const asTsv = () =>
    tsvOf(
      head,
      groups.map(([name, own]) => [name, own.length, ...assays.names.map((assay) => assayed(own, assay))]),
    );
  return (
    <Panel
      title="Assay matrix"
      note={`n = ${counted(rows.length, 'biosample')}; a number counts those assayed, a dashed field has none`}
      actions={
        <>
          <Segmented<By>
            label="Rows of the matrix"
            value={by}
            options={Object.entries(BY).map(([value, text]) => ({ value: value as By, text }))}
            onChange={(value) =>
              change({ rows: value === 'tissue' ? undefined : value }, { isReplaced: true })
            }
          />
          <button
            type="button"
            className="quiet"
            aria-label="TSV of the assay matrix"
            onClick={() => saveAs(fileName(`assays by ${BY[by]}`, 'tsv'), asTsv())}
          >
            <Icon name="download" />
            TSV
          </button>
        </>
      }
    >
      <div className="matrix-scroller" tabIndex={0} role="group" aria-label="Assay matrix, scrolls">
        <table className="assay-matrix">
          <thead>
            <tr>
              <th scope="col">{BY[by]}</th>
              {by === 'biosample' ? null : (
                <th scope="col" className="number">
                  All
                </th>
              )}
              {assays.names.map((assay) => (
                <th key={assay} scope="col">
                  <AssayName name={assay} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map(([name, own]) => (
              <tr key={by === 'biosample' ? own[0]!.key : name}>
                <th scope="row">
                  {by === 'biosample' ? (
                    <PageLink to={path('biosample', own[0]!.key)}>{name}</PageLink>
                  ) : (
                    <PageLink to="biosamples" query={{ ...query, [by]: name }}>
                      {name}
                    </PageLink>
                  )}
                </th>
                {by === 'biosample' ? null : <td className="number">{count(own.length)}</td>}
                {assays.names.map((assay) => (
                  <Field
                    key={assay}
                    assay={assay}
                    n={assayed(own, assay)}
                    most={most}
                    isOne={by === 'biosample'}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface FieldProps {
  readonly assay: string;
  readonly n: number;
  /** Biosamples of the largest row: all bars have this scale. */
  readonly most: number;
  readonly isOne: boolean;
}

function Field({ assay, n, most, isOne }: FieldProps): ReactNode {
  if (n === 0) {
    return (
      <td>
        <span className="field-none">{isOne ? <span className="unseen">not assayed</span> : '0'}</span>
      </td>
    );
  }
  const { fill, edge } = colourOfAssay(assay);
  const width = isOne ? '12px' : `${Math.max(4, (100 * n) / most)}%`;
  return (
    <td>
      <span className="field-some">
        {isOne ? <span className="unseen">assayed</span> : <span className="field-count">{count(n)}</span>}
        <span className="field-bar">
          <span style={{ width, background: fill, borderColor: edge }} />
        </span>
      </span>
    </td>
  );
}

function groupsOf(rows: readonly Biosample[], by: By): readonly (readonly [string, readonly Biosample[]])[] {
  if (by === 'biosample') return rows.map((one) => [one.biosample, [one]] as const);
  return countsOf(rows.map((one) => said(one, by))).map(
    ([name]) => [name, rows.filter((one) => said(one, by) === name)] as const,
  );
}
