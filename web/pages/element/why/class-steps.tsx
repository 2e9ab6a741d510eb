/** The same reasons as numbered steps: what a phone shows, and what screen readers read in place of the tree. */

import type { ReactNode } from 'react';
import { Icon } from '../../../parts/icon.tsx';
import type { Z } from '../../../parts/marks.tsx';
import { count, zScore } from '../../../words/numbers.ts';
import { ZONES } from './class-path.ts';
import type { Reasons } from './class-words.tsx';

interface Step {
  readonly isHigh: boolean;
  readonly what: string;
  readonly value: string;
  readonly why: ReactNode;
}

const ZONE_WORDS = ['up to 200 bp, or it touches the TSS', 'up to 2,000 bp', 'more than 2,000 bp'];
const ZONE_NAMES = ['At a TSS', 'Proximal', 'Distal'];

export function ClassSteps(reasons: Reasons): ReactNode {
  return (
    <ol className="class-steps">
      {stepsOf(reasons).map(({ isHigh, what, value, why }) => (
        <li key={what} className={isHigh ? 'yes' : 'no'}>
          <span className="step-mark">
            {isHigh ? <Icon name="check" /> : <span className="step-minus" />}
          </span>
          <span className="step-what">{what}</span>
          <span className="step-value">{value}</span>
          <span className="step-why">{why}</span>
        </li>
      ))}
    </ol>
  );
}

function stepsOf({ tree, path, scope, hasSuffix, z, tssDistance, gene }: Reasons): readonly Step[] {
  const dnase: Step = {
    isHigh: z.DNase.state === 'high',
    what: `DNase ${verb(z.DNase)}`,
    value: valueWords(z.DNase),
    why:
      path.end === 'dnase'
        ? `asked first: ${path.className ?? 'no cCRE'}`
        : `${scope === 'all' ? `max-Z, ${z.DNase.biosample ?? ''}` : 'Z here'}; threshold 1.64`,
  };
  if (path.end === 'dnase') return [dnase];
  const questions = tree.questions[path.zone]!.slice(0, path.asked);
  const isAsked = questions.some(({ mark }) => mark === 'CTCF');
  return [
    dnase,
    {
      isHigh: true,
      what: ZONE_NAMES[path.zone]!,
      value: tssDistance === null ? 'no TSS' : `${count(tssDistance)} bp`,
      why: (
        <>
          {gene === null ? null : <>from the centre to the nearest TSS, of {gene.node}; </>}
          {ZONE_WORDS[path.zone]}
        </>
      ),
    },
    ...questions.map(({ mark, makes }, i): Step => {
      const isHigh = z[mark].state === 'high';
      return {
        isHigh,
        what: `${mark} ${verb(z[mark])}`,
        value: valueWords(z[mark]),
        why: isHigh
          ? `${i === 0 ? `asked first in the ${ZONES[path.zone]} zone` : 'the first high mark'}, so it decides: ${makes}`
          : i === questions.length - 1 && path.end === 'none'
            ? `no mark is high: ${path.className ?? 'no cCRE'}`
            : 'the next mark is asked',
      };
    }),
    ...(hasSuffix && !isAsked
      ? [
          {
            isHigh: z.CTCF.state === 'high',
            what: `CTCF ${verb(z.CTCF)}`,
            value: valueWords(z.CTCF),
            why: z.CTCF.state === 'high' ? 'CTCF-bound' : 'not CTCF-bound',
          },
        ]
      : []),
  ];
}

const verb = ({ state }: Z): string =>
  state === 'high' ? 'is high' : state === 'notAssayed' ? 'not assayed, counts as low' : 'is not high';

const valueWords = ({ state, z }: Z): string =>
  state === 'notAssayed' ? 'no data' : state === 'noSignal' ? 'no signal' : zScore(z ?? 0);
