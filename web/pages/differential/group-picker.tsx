/** Who is in a group: whole tissues or single biosamples, in a popover with a text filter. */

import { type ReactNode, useId, useMemo, useState } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { AssaySquares } from '../../parts/marks.tsx';
import { counted } from '../../words/numbers.ts';
import { type Biosample, matchesText, shortName } from '../elements/picker/biosamples.ts';
import { byTissue, type Group } from './groups.ts';

interface GroupPickerProps {
  /** "A" or "B". */
  readonly letter: string;
  readonly group: Group;
  readonly other: Group;
  readonly biosamples: readonly Biosample[];
  onMembers(members: readonly Biosample[]): void;
}

export function GroupPicker({ letter, group, other, biosamples, onMembers }: GroupPickerProps): ReactNode {
  const id = useId();
  const [text, setText] = useState('');
  const tissues = useMemo(
    () => byTissue(biosamples.filter((own) => matchesText(own, text))),
    [biosamples, text],
  );
  const chosen = new Set(group.members);
  const elsewhere = new Set(other.members);
  const set = (members: readonly Biosample[], isIn: boolean) => {
    const these = new Set(members);
    onMembers(isIn ? [...group.members, ...members] : group.members.filter((own) => !these.has(own)));
  };
  return (
    <div className="group">
      <span className="group-letter">{letter}</span>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`Group ${letter}: ${group.name}; choose biosamples`}
      >
        {group.members.length === 0 ? 'Choose biosamples' : group.name}
        <Icon name="down" />
      </button>
      <AssayCounts members={group.members} />
      <div
        id={id}
        popover="auto"
        className="popover group-list"
        role="dialog"
        aria-label={`Biosamples of group ${letter}`}
      >
        <div className="group-filter">
          <input
            type="search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="Name, tissue, sample type"
            aria-label="Filter biosamples"
          />
          <span className="note" aria-live="polite">
            {counted(group.members.length, 'biosample')}
          </span>
          <button type="button" className="link" onClick={() => onMembers([])}>
            Clear
          </button>
        </div>
        {[...tissues].map(([tissue, members]) => (
          <fieldset key={tissue}>
            <label className="check">
              <input
                type="checkbox"
                checked={members.every((own) => chosen.has(own))}
                ref={(box) => {
                  if (box === null) return;
                  const n = members.filter((own) => chosen.has(own)).length;
                  box.indeterminate = n > 0 && n < members.length;
                }}
                onChange={(event) => set(members, event.target.checked)}
              />
              <b>{tissue}</b> <span className="soft">{members.length}</span>
            </label>
            {members.map((own) => (
              <label key={own.key} className="check member">
                <input
                  type="checkbox"
                  checked={chosen.has(own)}
                  onChange={(event) => set([own], event.target.checked)}
                />
                <span className="member-name" title={own.biosample}>
                  {own.biosample}
                </span>
                {elsewhere.has(own) ? <span className="note">in the other group</span> : null}
                <AssaySquares assayed={Object.keys(own.files)} />
              </label>
            ))}
          </fieldset>
        ))}
        {tissues.size === 0 ? <p className="note">No biosample has these words</p> : null}
      </div>
    </div>
  );
}

/** How many of a group have each assay: what can be compared. */
function AssayCounts({ members }: { readonly members: readonly Biosample[] }): ReactNode {
  // One biosample alone is the group's name already.
  if (members.length < 2) return null;
  const names = members.length <= 3 ? members.map(shortName).join(', ') : undefined;
  return (
    <span className="note" title={members.map(({ biosample }) => biosample).join('\n')}>
      {names ?? counted(members.length, 'biosample')}
    </span>
  );
}
