/** One biosample: what the sheet says, what was assayed, how its elements are classified, and what can be fetched of it. */

import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useBiosamplesAnswer } from '../../api/biosamples.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { AssayName } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState, Empty } from '../../parts/states.tsx';
import { CLASS_ASSAYS } from '../../words/classes.ts';
import { count } from '../../words/numbers.ts';
import { useElementCounts } from '../elements/element-answers.ts';
import { type Biosample, inWords } from './biosample.ts';
import { biosampleTrack, conditions, hubAddress, ucscAddress } from './biosample-addresses.ts';
import './biosamples.css';
import { ClassCounts } from './class-counts.tsx';
import { useWhyNoHub } from './ucsc-reach.ts';

export function BiosamplePage(): ReactNode {
  const { name = '' } = useParams({ strict: false }) as { name?: string };
  const answer = useBiosamplesAnswer();
  const own = answer.data?.biosamples.find(({ key, biosample }) => key === name || biosample === name);
  useTitle(own?.biosample ?? name);
  return (
    <main className="biosample">
      {own === undefined ? (
        <div className="prose">
          <h1>{name}</h1>
          <AnswerState answer={answer} what="the biosample">
            {() => (
              <Empty title="No biosample of this registry has this name">
                <PageLink to="biosamples">All biosamples</PageLink>
              </Empty>
            )}
          </AnswerState>
        </div>
      ) : (
        <One biosample={own} all={answer.data!.biosamples} />
      )}
    </main>
  );
}

interface OneProps {
  readonly biosample: Biosample;
  readonly all: readonly Biosample[];
}

function One({ biosample, all }: OneProps): ReactNode {
  const { id, assembly } = useRegistry();
  const { key, files, metadata } = biosample;
  const hub = hubAddress(id, [key]);
  const whyNoHub = useWhyNoHub();
  const like = all.filter((one) => one.key !== key && one.files.DNase !== undefined);
  const sameTissue = like.find((one) => one.metadata.tissue === metadata.tissue) ?? like[0];
  const hasDnase = files.DNase !== undefined;
  return (
    <>
      <header className="entity-head">
        <div className="entity-title">
          <h1>{biosample.biosample}</h1>
          <div className="actions">
            {hasDnase && sameTissue !== undefined ? (
              <PageLink to="biosamples/compare" query={{ a: key, b: sameTissue.key }} className="button">
                Compare with another
              </PageLink>
            ) : null}
            {whyNoHub === undefined ? (
              <a className="button" href={ucscAddress(assembly, hub)} target="_blank" rel="noreferrer">
                UCSC
              </a>
            ) : (
              <button type="button" aria-disabled="true" title={whyNoHub}>
                UCSC<span className="unseen">: {whyNoHub}</span>
              </button>
            )}
          </div>
        </div>
        <dl className="facts last">
          {Object.entries(metadata).map(([name, value]) => (
            <div key={name}>
              <dt>{inWords(name)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div>
            <dt>Key</dt>
            <dd>
              <code>{key}</code>
            </dd>
          </div>
        </dl>
      </header>
      <div className="grid">
        <Panel title="Assays" columns={5}>
          <div className="plain-table">
            <table>
              <thead>
                <tr>
                  <th scope="col">Assay</th>
                  <th scope="col">Dataset</th>
                  <th scope="col">High elements</th>
                </tr>
              </thead>
              <tbody>
                {CLASS_ASSAYS.map((assay) => (
                  <tr key={assay}>
                    <th scope="row">
                      <AssayName name={assay} />
                    </th>
                    <td>{files[assay] ?? <span className="soft">not assayed</span>}</td>
                    <td>
                      {files[assay] === undefined ? null : <HighHere biosample={biosample} assay={assay} />}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
        <Panel title="Classes here" columns={7} note="an element's class in one biosample needs its DNase">
          {hasDnase ? (
            <ClassCounts biosample={biosample} />
          ) : (
            <Empty title="DNase was not assayed: elements have no class here" />
          )}
        </Panel>
        <Panel title="Files">
          <ul className="file-list">
            {hasDnase || Object.keys(files).length > 0 ? (
              <li>
                <a className="button" href={biosampleTrack(id, key)}>
                  bigBed of all elements
                </a>
                <span className="soft">coloured by their class here, positions 0-based half-open</span>
              </li>
            ) : null}
            <li>
              <a className="button" href={hub}>
                UCSC hub
              </a>
              <span className="soft">elements and signals of this biosample</span>
            </li>
          </ul>
        </Panel>
      </div>
    </>
  );
}

function HighHere({
  biosample,
  assay,
}: {
  readonly biosample: Biosample;
  readonly assay: string;
}): ReactNode {
  const high = conditions(assay, { high: [biosample] });
  const { data } = useElementCounts(high);
  return (
    <PageLink to="elements" query={high}>
      {data === undefined ? '…' : count(data.total)}
      <span className="unseen"> elements with high {assay} here</span>
    </PageLink>
  );
}
