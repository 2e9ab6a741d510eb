/** Accessions that are pasted, or in a file. What is not known is named. */

import { type ReactNode, useId, useState } from 'react';
import { asProblem, type Problem } from '../../api/ask.ts';
import { useList } from '../../frame/list.ts';
import { useRegistry } from '../../frame/registry.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { resolved, wordsOf } from './resolve.ts';

interface Report {
  readonly added: number;
  readonly before: number;
  readonly unknown: readonly string[];
}

export function AddAccessions(): ReactNode {
  const { id } = useRegistry();
  const list = useList();
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [report, setReport] = useState<Report>();
  const [problem, setProblem] = useState<Problem>();
  const fileId = useId();
  const words = wordsOf(text);
  const add = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { known, unknown, now } = await resolved(id, words);
      const names = known.flatMap((word) => now.get(word) ?? []);
      const fresh = [...new Set(names)].filter((name) => !list.has(name));
      list.add(fresh);
      setReport({ added: fresh.length, before: new Set(names).size - fresh.length, unknown });
      // What is not known stays, to be mended.
      setText(unknown.join('\n'));
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <Panel title="Add accessions" note="of elements or rDHSs, older ones too">
      <form
        className="add-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (words.length > 0) void add();
        }}
      >
        <textarea
          aria-label="Accessions, separated by blanks, commas or lines"
          placeholder="One a line, or with commas between"
          rows={4}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setReport(undefined);
          }}
        />
        <div className="add-buttons">
          <button type="submit" className="main" disabled={isBusy || words.length === 0}>
            {isBusy ? 'Looking up' : words.length === 0 ? 'Add' : `Add ${count(words.length)}`}
          </button>
          <label className="button" htmlFor={fileId}>
            <Icon name="file" />
            From a file
          </label>
          <input
            id={fileId}
            className="unseen"
            type="file"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file !== undefined) void file.text().then((content) => setText(content));
            }}
          />
        </div>
      </form>
      {problem === undefined ? null : <ProblemNote problem={problem} what="The accessions" />}
      {report === undefined ? null : (
        <ul className="read-report" role="status">
          <li>
            <Icon name="check" /> <b>{count(report.added)}</b> added
          </li>
          {report.before === 0 ? null : (
            <li>
              <Icon name="minus" /> <b>{count(report.before)}</b> in the list already
            </li>
          )}
          {report.unknown.length === 0 ? null : (
            <li className="unknown">
              <Icon name="warning" />
              <span>
                <b>{counted(report.unknown.length, 'accession')}</b> not known to {id}; left in the box above
              </span>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}
