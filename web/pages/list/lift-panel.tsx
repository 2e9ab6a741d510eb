/** The elements of the list in another registry: at the same places, or their orthologs. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { asProblem, type Problem, post } from '../../api/ask.ts';
import { pageAddress, path } from '../../frame/link.tsx';
import { useShown } from '../../frame/registry.ts';
import { fileName, saveAs, tsvOf } from '../../parts/download.ts';
import { Panel } from '../../parts/panel.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { cannotKeep, type Lifted, lifted } from './resolve.ts';

export function LiftPanel({ accessions }: { readonly accessions: readonly string[] }): ReactNode {
  const { registry, all } = useShown();
  const others = all.filter(({ id }) => id !== registry.id);
  const navigate = useNavigate();
  const [to, setTo] = useState(others[0]!.id);
  const [rows, setRows] = useState<readonly Lifted[]>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  const look = () => attempt(async () => setRows(await lifted({ registry: registry.id, to }, accessions)));
  const names = [...new Set(rows?.flatMap(({ accession, rdhs }) => accession ?? rdhs ?? []))];
  const open = () =>
    attempt(async () => {
      const { id } = await post('/api/v1/lists', {}, { registry: to, accessions: names });
      await navigate({ to: pageAddress(to, path('list', id)) });
    });
  const without = new Set(rows?.filter(({ state }) => state === 'none').map(({ asked }) => asked)).size;
  return (
    <Panel title="In another registry">
      <div className="lift-form">
        <select
          aria-label="The other registry"
          value={to}
          onChange={(event) => {
            setTo(event.target.value);
            setRows(undefined);
          }}
        >
          {others.map(({ id, assembly }) => (
            <option key={id} value={id}>
              {id} ({assembly})
            </option>
          ))}
        </select>
        <button type="button" disabled={isBusy} onClick={() => void look()}>
          {isBusy ? 'Looking up' : `Look up ${count(accessions.length)}`}
        </button>
      </div>
      {problem === undefined ? null : cannotKeep(problem) ? (
        <p className="field-error" role="alert">
          The list cannot be kept on this server; the table can be downloaded.
        </p>
      ) : (
        <ProblemNote problem={problem} what="The other registry's elements" />
      )}
      {rows === undefined ? null : (
        <div role="status" className="lift-result">
          <p>
            <b>{count(names.length)}</b> {names.length === 1 ? 'element' : 'elements'} of {to};{' '}
            {counted(without, 'element')} of the list {without === 1 ? 'has' : 'have'} none there.
          </p>
          <div className="add-buttons">
            {names.length === 0 ? null : (
              <button type="button" disabled={isBusy} onClick={() => void open()}>
                Open as a list of {to}
              </button>
            )}
            <button
              type="button"
              onClick={() => saveAs(fileName(`${registry.id} to ${to}`, 'tsv'), tsvOfLifted(rows))}
            >
              TSV
            </button>
          </div>
        </div>
      )}
    </Panel>
  );
}

function tsvOfLifted(rows: readonly Lifted[]): string {
  const head = ['asked', 'state', 'accession', 'rdhs', 'class', 'chrom', 'start', 'end', 'reason'] as const;
  return tsvOf(
    head,
    rows.map((row) => head.map((name) => row[name])),
  );
}
