/** The class rule in words: one sentence, and the steps of it. */

import type { ReactNode } from 'react';
import type { Z } from '../../../parts/marks.tsx';
import { CLASS_ASSAYS, type ClassAssay, wordsOfClass } from '../../../words/classes.ts';
import { count, zScore } from '../../../words/numbers.ts';
import type { NearestGene } from '../nearest-gene.tsx';
import type { ClassPath, Scope, Tree } from './class-path.ts';

/** What the words are about. */
export interface Reasons {
  readonly tree: Tree;
  readonly path: ClassPath;
  readonly scope: Scope;
  /** encode3 says CTCF-bound beside the class. */
  readonly hasSuffix: boolean;
  readonly z: Readonly<Record<ClassAssay, Z & { readonly biosample?: string | null }>>;
  /** bp from the centre to the nearest TSS. */
  readonly tssDistance: number | null;
  readonly gene: NearestGene | null;
}

/** "Distal enhancer-like (dELS)", "No cCRE". */
export function titleOf({ path, scope }: Reasons): string {
  const { className } = path;
  if (className === null) return 'No cCRE';
  if (className === 'Unclassified') return 'Unclassified';
  const words = wordsOfClass(className);
  return `${words[0]!.toUpperCase()}${words.slice(1)} (${className})${scope === 'all' ? '' : ' here'}`;
}

/** "is high (8.79 in K562)", "is not high (max 1.20)", "was not assayed, counts as low here". */
export function stateWords(z: Reasons['z'][ClassAssay], scope: Scope): string {
  if (z.state === 'notAssayed')
    return scope === 'all' ? 'was assayed nowhere, counts as low' : 'was not assayed, counts as low here';
  if (z.state === 'noSignal') return 'has no signal, which is low';
  const value = zScore(z.z ?? 0);
  if (scope === 'biosample') return z.state === 'high' ? `is high (${value})` : `is not high (${value})`;
  return z.state === 'high'
    ? `is high (${value}${z.biosample ? ` in ${z.biosample}` : ''})`
    : `is not high (max ${value})`;
}

/** How far the nearest TSS is. */
export const awayWords = (tssDistance: number | null): string =>
  tssDistance === null
    ? 'no TSS is on its chromosome'
    : `the nearest TSS is ${count(tssDistance)} bp from its centre`;

/** The sentence that one could quote. */
export function ClassSentence(reasons: Reasons): ReactNode {
  const { tree, path, scope, z, tssDistance } = reasons;
  const says = (assay: ClassAssay) => `${assay} ${stateWords(z[assay], scope)}`;
  if (path.end === 'dnase') {
    const others = CLASS_ASSAYS.filter((assay) => assay !== 'DNase' && z[assay].state === 'high');
    return (
      <p className="class-sentence">
        <b>{titleOf(reasons)}.</b>{' '}
        {z.DNase.state === 'notAssayed'
          ? 'DNase was not assayed, and the rule begins with it'
          : says('DNase')}
        {z.DNase.state === 'notAssayed' ? '' : ', and the rule asks for open chromatin first'}.
        {others.length === 0 ? '' : ` High all the same: ${others.join(', ')}.`}
      </p>
    );
  }
  const asked = tree.questions[path.zone]!.slice(0, path.asked);
  const clauses = [says('DNase'), awayWords(tssDistance), ...asked.map(({ mark }) => says(mark))];
  const last = clauses.pop()!;
  const wasAsked = asked.some(({ mark }) => mark === 'CTCF');
  return (
    <p className="class-sentence">
      <b>{titleOf(reasons)}.</b> {clauses.join(', ')}, and {last}.
      {reasons.hasSuffix && !wasAsked
        ? ` CTCF ${stateWords(z.CTCF, scope)}, so it is ${z.CTCF.state === 'high' ? '' : 'not '}CTCF-bound.`
        : ''}
    </p>
  );
}
