/** The class rule as a tree, with the way of this element. Drawn for the eye alone: the steps say the same. */

import type { ReactNode } from 'react';
import { Swatch } from '../../../parts/marks.tsx';
import { colourOfClass } from '../../../words/classes.ts';
import { count, zScore } from '../../../words/numbers.ts';
import type { Question } from './class-path.ts';
import type { Reasons } from './class-words.tsx';

type State = 'taken' | 'passed' | 'faint';
const ZONES = [
  { name: 'TSS', reach: '≤ 200 bp' },
  { name: 'Proximal', reach: '≤ 2,000 bp' },
  { name: 'Distal', reach: '> 2,000 bp' },
] as const;

export function DecisionTree(reasons: Reasons): ReactNode {
  const { tree, path, scope, z, tssDistance } = reasons;
  const isOpen = path.end !== 'dnase';
  const dnaseZ = zWords(reasons, 'DNase');
  return (
    <div className="class-tree" aria-hidden="true">
      <span className="tree-head">1 Open chromatin</span>
      <span className="tree-head zone">2 Nearest TSS</span>
      <span className="tree-head marks">3 First high mark decides</span>
      <Box
        place="dnase"
        state={isOpen ? 'taken' : 'passed'}
        second={
          <span>
            {scope === 'all' ? 'max-Z ' : 'Z '}
            {dnaseZ}
            {z.DNase.state === 'high' ? ' > 1.64' : z.DNase.state === 'low' ? ' ≤ 1.64' : ''}
          </span>
        }
      >
        {isOpen ? 'DNase high' : z.DNase.state === 'notAssayed' ? 'DNase not assayed' : 'DNase not high'}
      </Box>
      <Box place="closed" state={isOpen ? 'faint' : 'taken'}>
        {isOpen ? 'else ' : ''}
        <Made name={isOpen ? tree.whenClosed : path.className} />
      </Box>
      {ZONES.map(({ name, reach }, row) => {
        const isHere = isOpen && row === path.zone;
        return (
          <Box
            key={name}
            place={`zone row-${row}`}
            state={isHere ? 'taken' : 'faint'}
            second={
              isHere ? <span>{tssDistance === null ? 'no TSS' : `${count(tssDistance)} bp`}</span> : reach
            }
          >
            {name}
          </Box>
        );
      })}
      {tree.questions.map((questions, row) =>
        questions.map((question, column) => {
          const isAsked = isOpen && row === path.zone && column < path.asked;
          const decides = isAsked && column === path.asked - 1 && path.end === 'mark';
          return (
            <MarkBox
              key={`${ZONES[row]!.name} ${question.mark}`}
              place={`mark row-${row} column-${column}`}
              question={question}
              state={decides ? 'taken' : isAsked ? 'passed' : 'faint'}
              value={isAsked ? zWords(reasons, question.mark) : undefined}
            />
          );
        }),
      )}
      <span className="tree-drop row-0" />
      {path.end === 'none' ? <span className={`tree-drop taken row-${path.zone}`} /> : null}
      <Box place="none" state={path.end === 'none' ? 'taken' : 'faint'}>
        no mark high: <Made name={tree.whenNone} />
      </Box>
    </div>
  );
}

/** "8.79", "no data". */
function zWords({ z }: Reasons, assay: keyof Reasons['z']): string {
  const { state, z: value } = z[assay];
  if (state === 'notAssayed') return 'no data';
  return state === 'noSignal' ? 'no signal' : zScore(value ?? 0);
}

interface MarkBoxProps {
  readonly place: string;
  readonly question: Question;
  readonly state: State;
  readonly value: string | undefined;
}

function MarkBox({ place, question: { mark, makes }, state, value }: MarkBoxProps): ReactNode {
  const isNumber = value !== undefined && /^[−\d]/.test(value);
  return (
    <Box place={place} state={state} second={<Made name={makes} />}>
      {mark} {value ?? 'high'}
      {isNumber ? <span className="tree-word"> {state === 'taken' ? 'high' : 'low'}</span> : null}
    </Box>
  );
}

interface BoxProps {
  readonly place: string;
  readonly state: State;
  readonly second?: ReactNode;
  readonly children: ReactNode;
}

function Box({ place, state, second, children }: BoxProps): ReactNode {
  return (
    <div className={`tree-box ${place} ${state}`}>
      <span className="tree-first">{children}</span>
      {second === undefined ? null : <span className="tree-second">{second}</span>}
    </div>
  );
}

function Made({ name }: { readonly name: string | null }): ReactNode {
  return (
    <span className="class-name">
      {name === null ? null : <Swatch colour={colourOfClass(name)} />}
      {name ?? 'no cCRE'}
    </span>
  );
}
