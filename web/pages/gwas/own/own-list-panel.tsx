/** The visitor's own list: a file or a text, what was read of it, the parameters, and the test. */

import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { allRows } from '../../../api/all-rows.ts';
import { type Answer, ask, asProblem, post } from '../../../api/ask.ts';
import { pageAddress, path } from '../../../frame/link.tsx';
import { useRegistry } from '../../../frame/registry.ts';
import { Panel } from '../../../parts/panel.tsx';
import { ProblemNote } from '../../../parts/states.tsx';
import { count, counted } from '../../../words/numbers.ts';
import type { Parameters } from '../source.ts';
import { keepInTab, lineSpan, useOwnText, withoutLines, withoutWords } from './own-text.ts';
import { changedOnly, ParameterFields, useDefaults } from './parameters.tsx';
import { type Report, useReport } from './read-list.ts';
import { ReadReport } from './read-report.tsx';

interface OwnListPanelProps {
  /** The list that the page shows, once it is there. */
  readonly text?: string | undefined;
  readonly parameters?: Parameters | undefined;
  /** Whose leads are the example; default a study of the registry. */
  readonly study?: { readonly id: string; readonly trait: string } | undefined;
  readonly columns?: number;
}

export function OwnListPanel({
  text: first,
  parameters = {},
  study,
  columns = 12,
}: OwnListPanelProps): ReactNode {
  const { id: registry } = useRegistry();
  const navigate = useNavigate();
  const [text, setText] = useOwnText(first);
  const [values, setValues] = useState<Parameters>(parameters);
  const [file, setFile] = useState<string>();
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const hint = useId();
  const defaults = useDefaults();
  const { answer, isStale } = useReport(text);
  const report = text.trim() === '' ? undefined : answer.data;

  const take = async (given: File | undefined) => {
    if (given === undefined) return;
    setText(await given.text());
    setFile(given.name);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  const edit = (line: number) => {
    const [start, end] = lineSpan(text, line);
    area.current?.focus();
    area.current?.setSelectionRange(start, end);
  };
  const least = Number(values.minLeads ?? defaults.minLeads);
  const open = async (tab?: 'elements') => {
    setProblem(undefined);
    try {
      const { id } = await post('/api/v1/gwas/lists', { query: { registry } }, text);
      const list = id ?? keepInTab(registry, text);
      const to = pageAddress(registry, path('gwas', 'own', list, ...(tab === undefined ? [] : [tab])));
      await navigate({ to, search: changedOnly(values, defaults) as never });
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const unread = whyNot(text, report, isStale);
  // Of too few no biosample can be told from chance; what they hit can be seen all the same.
  const isFew = unread === undefined && report !== undefined && report.variants <= least;
  const why = isFew
    ? `A test needs more than ${count(least)} variants, this list has ${count(report.variants)}`
    : unread;
  return (
    <Panel title="Test your own list" columns={columns} className={isOver ? 'own-list over' : 'own-list'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (why === undefined) void open();
        }}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <p className="soft" id={hint}>
          rsIDs, a BED or a VCF, the strongest first; up to 20,000. The list stays on this server.
        </p>
        <textarea
          ref={area}
          rows={6}
          spellCheck={false}
          aria-label="Your variants"
          aria-describedby={hint}
          aria-invalid={(report?.unreadable.count ?? 0) > 0}
          placeholder={'rs9389269\nrs1175550\nchr6:135097880'}
          value={text}
          onChange={(event) => {
            setFile(undefined);
            setText(event.target.value);
          }}
        />
        <div className="list-sources">
          <span className="soft">{file ?? 'Paste, drop or'}</span>
          <input
            ref={chooser}
            type="file"
            hidden
            accept=".txt,.bed,.vcf,.tsv,.csv,text/plain"
            onChange={(event) => void take(event.target.files?.[0])}
          />
          <button type="button" className="link" onClick={() => chooser.current?.click()}>
            {file === undefined ? 'choose a file' : 'Replace'}
          </button>
          <Example study={study} onTake={setText} />
        </div>
        {answer.error === null || text.trim() === '' ? null : (
          <ProblemNote problem={answer.error} what="The list" onRetry={() => void answer.refetch()} />
        )}
        {report === undefined ? null : (
          <div className={isStale ? 'answer dimmed' : 'answer'}>
            <ReadReport
              report={report}
              isStale={isStale}
              onEdit={edit}
              onLeaveOut={(entries) =>
                setText(
                  report.kind === 'ids'
                    ? withoutWords(text, entries)
                    : withoutLines(
                        text,
                        entries.map(({ line }) => line),
                      ),
                )
              }
            />
          </div>
        )}
        <ParameterFields values={values} defaults={defaults} onChange={setValues} />
        <button type="submit" className="main" aria-disabled={why !== undefined} title={why}>
          {report === undefined ? 'Test a list' : `Test ${counted(report.variants, 'variant')}`}
        </button>
        {isFew ? (
          <button type="button" onClick={() => void open('elements')}>
            Elements hit, without a test
          </button>
        ) : null}
        {why === undefined ? null : <p className="note">{why}</p>}
        {problem === undefined ? null : <ProblemNote problem={problem} what="The list" />}
      </form>
    </Panel>
  );
}

function whyNot(text: string, report: Report | undefined, isStale: boolean): string | undefined {
  if (text.trim() === '') return 'Give a list first';
  if (report === undefined || isStale) return 'The list is being read';
  if (report.unreadable.count > 0) {
    const what = report.kind === 'ids' ? 'word' : 'line';
    return `${counted(report.unreadable.count, what)} cannot be read: edit or leave out first`;
  }
  return report.variants === 0 ? 'None of the variants is one of this registry' : undefined;
}

/** Fills in the leads of a study of this registry. */
function Example({
  study,
  onTake,
}: {
  readonly study: OwnListPanelProps['study'];
  onTake(text: string): void;
}): ReactNode {
  const { id: registry } = useRegistry();
  const fill = async () => {
    const own =
      study ??
      (await ask('/api/v1/gwas/studies', { query: { registry, tested: 'true', limit: '1' } })).studies[0];
    if (own === undefined) return;
    const { snps } = await allRows<Answer<'/api/v1/gwas/studies/{id}/blocks'>>('snps', (span) =>
      ask('/api/v1/gwas/studies/{id}/blocks', { path: { id: own.id }, query: { registry, ...span } }),
    );
    const leads = [...new Set(snps.map(({ lead }) => lead))];
    onTake(`# ${count(leads.length)} leads of ${own.trait}\n${leads.join('\n')}\n`);
  };
  return (
    <button
      type="button"
      className="link example"
      title={`The leads of ${study === undefined ? 'a study' : 'this study'}, as a list`}
      onClick={() => void fill()}
    >
      Example
    </button>
  );
}
