/** What this registry is, in a few lines. */

import type { ReactNode } from 'react';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { count, counted } from '../../words/numbers.ts';

const SCHEMES: Readonly<Record<string, string>> = {
  encode3: 'ENCODE 2020 scheme',
  encode4: 'ENCODE 4 scheme',
};
/** Annotations that are named; the others are counted. */
const NAMED = ['genes', 'expression', 'variants', 'gwas', 'links', 'functional'];

export function RegistryFacts(): ReactNode {
  const { id, version, assembly, scheme, rdhs, columns, annotations, idsAreLocal } = useRegistry();
  const named = NAMED.filter((kind) => annotations.includes(kind));
  const more = annotations.length - named.length;
  return (
    <section className="registry-facts" aria-labelledby="this-registry">
      <h2 id="this-registry">This registry</h2>
      <dl>
        <dt>Version</dt>
        <dd>
          {id}, <code>{version}</code>
        </dd>
        <dt>Assembly</dt>
        <dd>{assembly}</dd>
        <dt>Anchors</dt>
        <dd>
          {counted(rdhs, 'rDHS')}, {count(columns)} experiments
        </dd>
        <dt>Classes</dt>
        <dd>{SCHEMES[scheme]}, high is Z &gt; 1.64</dd>
        <dt>Annotations</dt>
        <dd>
          {annotations.length === 0 ? 'none' : named.join(', ')}
          {more > 0 ? (
            <>
              {' '}
              <PageLink to="downloads">and {more} more</PageLink>
            </>
          ) : null}
        </dd>
        {idsAreLocal ? (
          <>
            <dt>Accessions</dt>
            <dd>of this registry alone</dd>
          </>
        ) : null}
        <dt>Cite</dt>
        <dd>
          <PageLink to="cite">Text, BibTeX, address</PageLink>
        </dd>
      </dl>
    </section>
  );
}
