/** Small signs beside words: class, assay, Z-score. Colour is never alone. */

import type { CSSProperties, ReactNode } from 'react';
import type { components } from '../api/schema.d.ts';
import { PageLink, path } from '../frame/link.tsx';
import { useRegistry } from '../frame/registry.ts';
import { CLASS_ASSAYS, type Colour, colourOfAssay, colourOfClass, wordsOfClass } from '../words/classes.ts';
import { isWeakLink } from '../words/links.ts';
import { fixed, zScore } from '../words/numbers.ts';

export type Z = components['schemas']['ZView'];

/** The end of the bar beside a Z-score. */
const MOST_Z = 10;
const HIGH_Z = 1.64;

const filled = ({ fill, edge }: Colour): CSSProperties => ({ background: fill, borderColor: edge });

/** A square of 10 px. */
export function Swatch({ colour }: { readonly colour: Colour }): ReactNode {
  return <span className="swatch" style={filled(colour)} aria-hidden="true" />;
}

/** Swatch and name of a class; CTCF-bound as a suffix. */
export function ClassName({
  name,
  isCtcfBound = false,
}: {
  readonly name: string;
  readonly isCtcfBound?: boolean | null;
}): ReactNode {
  return (
    <span className="class-name" title={`${wordsOfClass(name)}${isCtcfBound ? ', CTCF-bound' : ''}`}>
      <Swatch colour={colourOfClass(name)} />
      {name}
      {isCtcfBound ? <span className="soft"> CTCF</span> : null}
    </span>
  );
}

/** Swatch and name of an assay. */
export function AssayName({ name }: { readonly name: string }): ReactNode {
  return (
    <span className="class-name">
      <Swatch colour={colourOfAssay(name)} />
      {name}
    </span>
  );
}

/** Four squares in the order of the class assays: filled is assayed, dashed is not. */
export function AssaySquares({ assayed }: { readonly assayed: readonly string[] }): ReactNode {
  const has = new Set(assayed);
  const named = CLASS_ASSAYS.filter((assay) => has.has(assay));
  return (
    <span
      className="assay-squares"
      role="img"
      aria-label={named.length === 0 ? 'none assayed' : `assayed: ${named.join(', ')}`}
    >
      {CLASS_ASSAYS.map((assay) =>
        has.has(assay) ? (
          <span key={assay} className="swatch" style={filled(colourOfAssay(assay))} title={assay} />
        ) : (
          <span key={assay} className="swatch absent" title={`${assay} not assayed`} />
        ),
      )}
    </span>
  );
}

/** A Z-score: number, bar from 0 to 10, tick at 1.64. High, low, no signal and no data look different. */
export function ZCell({ z, assay }: { readonly z: Z | undefined; readonly assay: string }): ReactNode {
  const state = z?.state ?? 'notAssayed';
  if (state === 'notAssayed') {
    return (
      <span className="z none words">
        no data
        <span className="z-bar hatched" />
      </span>
    );
  }
  if (state === 'noSignal') {
    return (
      <span className="z low words">
        no signal
        <span className="z-bar" />
      </span>
    );
  }
  const value = z!.z!;
  const width = `${(100 * Math.min(Math.max(value, 0), MOST_Z)) / MOST_Z}%`;
  const isHigh = state === 'high';
  return (
    <span
      className={isHigh ? 'z high' : 'z low'}
      title={`${isHigh ? 'high' : 'low'}: Z ${zScore(value)}, high is above ${HIGH_Z}`}
    >
      {zScore(value)}
      <span className="z-bar">
        <span style={{ width, ...(isHigh ? filled(colourOfAssay(assay)) : {}) }} />
      </span>
    </span>
  );
}

/** Confidence of a link from 0 to 1, with a bar; a weak one looks like low Z. */
export function Confidence({ value }: { readonly value: number }): ReactNode {
  const isWeak = isWeakLink(value);
  return (
    <span className={isWeak ? 'confidence weak' : 'confidence'} title={isWeak ? 'weak' : undefined}>
      {fixed(value, 2)}
      <span className="confidence-bar">
        <span style={{ width: `${100 * value}%` }} />
      </span>
    </span>
  );
}

/** A link to an element's page. */
export function Accession({ accession }: { readonly accession: string }): ReactNode {
  return <PageLink to={path('element', accession)}>{accession}</PageLink>;
}

/** Of an id that stands for a symbol: nobody reads it. */
const VERSION = /\.\d+$/;

/** A gene's symbol, in italics, linked to its page. */
export function GeneName({ name, id }: { readonly name: string; readonly id?: string }): ReactNode {
  const { annotations } = useRegistry();
  // Without genes there is no page of one, but there are elements whose nearest TSS is its.
  const target = annotations.includes('genes')
    ? { to: path('gene', id ?? name) }
    : { to: 'elements', query: { nearestGene: id ?? name } };
  return (
    <PageLink {...target} className="gene">
      {name === id ? name.replace(VERSION, '') : name}
    </PageLink>
  );
}
