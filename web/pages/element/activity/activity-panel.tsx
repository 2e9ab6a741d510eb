/** Activity across biosamples: a table and a plot that select together. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { Segmented } from '../../../parts/choice.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { AnswerState } from '../../../parts/states.tsx';
import { count } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps, useInBiosamples } from '../element.ts';
import { KINDS, type Kind, useActivityChoice } from './activity-choice.ts';
import { ActivityPlot } from './activity-plot.tsx';
import { type ActivityRow, activityRows, GROUP_WORDS, GROUPS, withMoreZ } from './activity-rows.ts';
import { ActivityTable } from './activity-table.tsx';
import { isMoreAssay, useAssays, useMoreZ } from './more-assays.ts';

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  bars: 'Bars',
  tissue: 'By tissue',
  violin: 'Violin',
  embedding: 'Embedding',
};

interface ActivityPanelProps extends PartProps {
  /** The rows of the plot before "more". */
  readonly isTall?: boolean;
}

export function ActivityPanel({ element, isTall = false }: ActivityPanelProps): ReactNode {
  const answer = useInBiosamples(element);
  // Without it there are no tissues; the Z-scores need it not.
  const { data: described, isPending } = useAnswer('/api/v1/biosamples', { query: { limit: ALL_ROWS } });
  const assays = useAssays();
  const { choice, set } = useActivityChoice(element, assays);
  const more = useMoreZ(element, choice.assay);
  const known =
    answer.data === undefined ? [] : activityRows(answer.data.biosamples, described?.biosamples ?? []);
  const rows = more.data === undefined ? known : withMoreZ(known, choice.assay, more.data);
  const shown = rows.filter(({ group }) => choice.group === 'all' || group === choice.group);
  const halves = (
    <div className={isTall ? 'activity-halves tall' : 'activity-halves'}>
      <ActivityTable rows={shown} choice={choice} set={set} isTall={isTall} />
      {isPending ? (
        <div className="activity-plot" aria-busy="true" />
      ) : (
        <ActivityPlot element={element} rows={shown} choice={choice} set={set} />
      )}
    </div>
  );
  return (
    <Panel
      title="Activity"
      isFlush
      className="activity"
      note={<Groups rows={rows} group={choice.group} onChange={set.group} />}
      actions={
        <>
          <Segmented
            label="Assay of the plot"
            value={choice.assay}
            options={assays.map((assay) => ({ value: assay, text: assay }))}
            onChange={set.assay}
          />
          <Segmented
            label="Kind of plot"
            value={choice.kind}
            options={KINDS.map((kind) => ({ value: kind, text: KIND_NAMES[kind] }))}
            onChange={set.kind}
          />
        </>
      }
    >
      <AnswerState answer={answer} what={`the activity of ${nameOf(element)}`} rows={14}>
        {() =>
          isMoreAssay(choice.assay) ? (
            <AnswerState answer={more} what={`${choice.assay} of ${nameOf(element)}`} rows={14}>
              {() => halves}
            </AnswerState>
          ) : (
            halves
          )
        }
      </AnswerState>
    </Panel>
  );
}

interface GroupsProps {
  readonly rows: readonly ActivityRow[];
  readonly group: 'all' | (typeof GROUPS)[number];
  onChange(group: GroupsProps['group']): void;
}

function Groups({ rows, group, onChange }: GroupsProps): ReactNode {
  const names = { all: 'All', core: 'Core', partial: 'Partial', ancillary: 'Ancillary' };
  const many = (name: GroupsProps['group']) =>
    name === 'all' ? rows.length : rows.filter((row) => row.group === name).length;
  return (
    <span className="activity-groups">
      <Segmented
        label="Evidence of the biosamples"
        value={group}
        options={(['all', ...GROUPS] as const).map((value) => ({
          value,
          text: `${names[value]} ${count(many(value))}`,
        }))}
        onChange={onChange}
      />
      <span>{GROUP_WORDS[group]}</span>
    </span>
  );
}
