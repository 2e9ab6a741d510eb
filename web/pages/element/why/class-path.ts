/** The class rule as a tree, and the way of one element through it. The first high mark of a zone decides. */

import { CLASS_NAMES, type Scheme } from '../../../../src/registry/schemes.ts';
import type { components } from '../../../api/schema.d.ts';
import type { ClassAssay } from '../../../words/classes.ts';

type Z = components['schemas']['ZView'];
export const ZONES = ['TSS-overlapping', 'proximal', 'distal'] as const;
export type Zone = (typeof ZONES)[number];
type Mark = Exclude<ClassAssay, 'DNase'>;

/** The classes of all biosamples together, or those in one of them. */
export type Scope = 'all' | 'biosample';

export interface Question {
  readonly mark: Mark;
  /** The class of an element in which this mark is the first high one. */
  readonly makes: string;
}

export interface Tree {
  /** By zone, in the order in which marks are asked. */
  readonly questions: readonly (readonly Question[])[];
  /** Without a high mark; null is no cCRE. */
  readonly whenNone: string | null;
  /** Without high DNase; null is no cCRE. */
  readonly whenClosed: string | null;
}

/** The rule of a scheme. */
export function treeOf(scheme: Scheme, scope: Scope): Tree {
  const names = CLASS_NAMES[scheme][scope === 'all' ? 'agnostic' : 'biosample'];
  const [pls, pels, dels, h3k4me3, ctcf] = names as readonly [string, string, string, string, string];
  const [open, closed] = names.slice(5);
  const last: Question = { mark: 'CTCF', makes: ctcf };
  const outside = (own: string): readonly Question[] => [
    { mark: 'H3K27ac', makes: own },
    { mark: 'H3K4me3', makes: h3k4me3 },
    last,
  ];
  return {
    questions: [
      [{ mark: 'H3K4me3', makes: pls }, { mark: 'H3K27ac', makes: pels }, last],
      outside(pels),
      outside(dels),
    ],
    whenNone: open ?? null,
    whenClosed: scope === 'all' ? null : (closed ?? null),
  };
}

export interface ClassPath {
  /** Index into ZONES. */
  readonly zone: number;
  /** How many of the zone's questions were asked. */
  readonly asked: number;
  /** dnase: not open, or not assayed; mark: the last asked one is high; none: no mark is. */
  readonly end: 'dnase' | 'mark' | 'none';
  /** null: no cCRE. */
  readonly className: string | null;
}

/** The way of an element. What was not assayed counts as low, as the rule has it. */
export function pathOf(tree: Tree, zone: string, z: Readonly<Record<ClassAssay, Z>>): ClassPath {
  const row = ZONES.indexOf(zone as Zone);
  if (z.DNase.state === 'notAssayed') return { zone: row, asked: 0, end: 'dnase', className: 'Unclassified' };
  if (z.DNase.state !== 'high') return { zone: row, asked: 0, end: 'dnase', className: tree.whenClosed };
  const questions = tree.questions[row]!;
  const decided = questions.findIndex(({ mark }) => z[mark].state === 'high');
  if (decided < 0) return { zone: row, asked: questions.length, end: 'none', className: tree.whenNone };
  return { zone: row, asked: decided + 1, end: 'mark', className: questions[decided]!.makes };
}
