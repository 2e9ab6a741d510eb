/** What the element is, in one look: accession, class, tier, where it lies, what can be done with it. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { PageLink, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { EntityHead } from '../../parts/entity-head.tsx';
import { Accession, Swatch } from '../../parts/marks.tsx';
import { colourOfClass, wordsOfClass } from '../../words/classes.ts';
import { count, distance, fixed, place } from '../../words/numbers.ts';
import { type Element, nameOf } from './element.ts';
import { ElementActions } from './element-actions.tsx';
import { ElementTabs, type Tab } from './element-tabs.tsx';
import { useNearestGene } from './nearest-gene.tsx';

interface ElementHeadProps {
  readonly element: Element;
  /** The accession of the address: this element's, its rDHS's, or one of an earlier registry. */
  readonly asked: string;
  readonly tab: Tab;
}

export function ElementHead({ element, asked, tab }: ElementHeadProps): ReactNode {
  return (
    <EntityHead name={nameOf(element)}>
      <div className="entity-title">
        <h1>{nameOf(element)}</h1>
        <PageLink
          to={path('element', nameOf(element))}
          className="class-badge"
          label={`${element.class ?? 'no cCRE'}: why this class`}
        >
          {element.class === null ? null : <Swatch colour={colourOfClass(element.class)} />}
          {element.class ?? 'no cCRE'}
        </PageLink>
        <span className="soft kind">{kindOf(element)}</span>
        <div className="actions">
          <ElementActions element={element} />
        </div>
      </div>
      <Renamed element={element} asked={asked} />
      <Facts element={element} />
      <ElementTabs element={element} tab={tab} />
    </EntityHead>
  );
}

/** "distal enhancer-like, CTCF-bound, tier 1a". */
function kindOf({ class: name, ctcfBound, tier, isPublished, blacklisted }: Element): string {
  if (name === null) return 'rDHS that is no cCRE: it lacks open chromatin or a high mark';
  return [
    wordsOfClass(name),
    // CTCF-only says so itself.
    ctcfBound === true && !name.startsWith('CTCF') ? 'CTCF-bound' : '',
    tier === null ? '' : `tier ${tier}`,
    isPublished ? '' : 'not in the published set',
    blacklisted === true ? 'in a blacklisted region' : '',
  ]
    .filter((words) => words !== '')
    .join(', ');
}

/** An accession of an earlier registry: what it is now, and what else lies there. */
function Renamed({ element, asked }: Omit<ElementHeadProps, 'tab'>): ReactNode {
  const { accession, rdhs } = element;
  const typed = asked.toUpperCase();
  const isOld = typed !== accession?.toUpperCase() && typed !== rdhs.toUpperCase();
  const { data } = useAnswer('/api/v1/search', { query: { q: asked } }, { isWanted: isOld });
  if (!isOld) return null;
  const others = data?.parts[0]?.others ?? [];
  return (
    <p className="renamed" role="status">
      {asked} of an earlier registry is now <Accession accession={nameOf(element)} />
      {others.length === 0 ? '.' : '; also there: '}
      {others.map((other, i) => (
        <span key={other}>
          {i === 0 ? '' : ', '}
          <Accession accession={other} />
        </span>
      ))}
    </p>
  );
}

function Facts({ element }: { readonly element: Element }): ReactNode {
  const { scheme } = useRegistry();
  const gene = useNearestGene(element);
  const { data } = useAnswer('/api/v1/ccres/{accession}/specificity', {
    path: { accession: nameOf(element) },
    query: { limit: '1' },
  });
  const { tssDistance, rdhs, accession, tau, support } = element;
  const top = data?.biosamples[0];
  return (
    <dl className="facts">
      <Fact name="Location">{place(element)}</Fact>
      <Fact name="Length">{count(element.length)} bp</Fact>
      {accession === null ? null : <Fact name="rDHS">{rdhs}</Fact>}
      <Fact name="Nearest TSS">
        {tssDistance === null ? (
          'none on this chromosome'
        ) : (
          <>
            {gene?.node},{' '}
            {scheme === 'encode4' && tssDistance % 1 !== 0
              ? `${fixed(tssDistance, 1)} bp`
              : distance(tssDistance)}{' '}
            from its centre
          </>
        )}
      </Fact>
      {support.DNase === null ? null : (
        <Fact name="High in">
          {count(support.DNase)} of {data === undefined ? '…' : count(data.total)} (DNase)
        </Fact>
      )}
      {tau === null ? null : (
        <Fact name="Specificity τ">
          {fixed(tau, 2)}
          {top?.tissue == null || top.state !== 'high' ? '' : `, ${top.tissue}`}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
