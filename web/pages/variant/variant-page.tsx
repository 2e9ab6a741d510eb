/** A variant: where it is, what it hits, what it is linked with, and who reports it. */

import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import type { Answer } from '../../api/ask.ts';
import { BrowserPanel, widened } from '../../browser/browser-panel.tsx';
import { useQueryState } from '../../frame/address.ts';
import { PageLink } from '../../frame/link.tsx';
import { useTitle } from '../../frame/title.ts';
import { NotHere, ProblemNote, Skeleton } from '../../parts/states.tsx';
import { distance, fixed } from '../../words/numbers.ts';
import { withCommas } from '../gwas/hits/hit-columns.tsx';
import { NearbyElements } from './nearby-elements.tsx';
import { NearbyGenes } from './nearby-genes.tsx';
import { Proxies } from './proxies.tsx';
import { Reports } from './reports.tsx';
import { useVariantTracks } from './variant-tracks.ts';
import './variant.css';

export type AboutVariant = Answer<'/api/v1/variants/{id}'>;

/** bp around the variant in which elements are listed. */
const WITHINS = ['2000', '10000', '100000'] as const;

export function VariantPage(): ReactNode {
  const { variant: id = '' } = useParams({ strict: false }) as { variant?: string };
  const [query, setQuery] = useQueryState();
  const within = WITHINS.find((own) => own === query.within) ?? WITHINS[0];
  const answer = useAnswer('/api/v1/variants/{id}', { path: { id }, query: { within } });
  useTitle(id);
  const { data, error } = answer;
  const tracks = useVariantTracks(data);
  if (error !== null) {
    return (
      <main className="prose">
        <h1>{id}</h1>
        {error.isNotHere ? (
          <NotHere what="variants" kind="variants" />
        ) : (
          <ProblemNote problem={error} what="The variant" onRetry={() => void answer.refetch()} />
        )}
        <PageLink to="variants">Find a variant</PageLink>
      </main>
    );
  }
  if (data === undefined) {
    return (
      <main className="grid">
        <Skeleton rows={10} />
      </main>
    );
  }
  const { variant } = data;
  return (
    <main className="variant">
      <VariantHead about={data} />
      <div className="grid">
        <NearbyElements
          about={data}
          isStale={answer.isPlaceholderData}
          within={within}
          withins={WITHINS}
          onWithin={(own) => setQuery({ within: own === WITHINS[0] ? undefined : own }, { isReplaced: true })}
        />
        <NearbyGenes variant={variant} />
        <BrowserPanel
          title={`Around ${variant.id}`}
          home={widened(variant)}
          name={variant.id}
          tracks={tracks}
        />
        <Proxies about={data} />
        <Reports about={data} />
      </div>
    </main>
  );
}

function VariantHead({ about }: { readonly about: AboutVariant }): ReactNode {
  const { variant, otherPlaces } = about;
  const { ref, alt, maf, tssDistance } = variant;
  const isRs = /^rs\d+$/i.test(variant.id);
  return (
    <header className="entity-head variant-head">
      <div className="entity-title">
        <h1>{variant.id}</h1>
        <span className="badge plain">variant</span>
        <div className="actions">
          {isRs ? (
            <a className="button" href={`https://www.ncbi.nlm.nih.gov/snp/${variant.id}`} rel="noreferrer">
              dbSNP
            </a>
          ) : null}
        </div>
      </div>
      <dl className="facts">
        <div>
          <dt>Location</dt>
          <dd>{withCommas(variant.location)}</dd>
        </div>
        <div>
          <dt>Alleles</dt>
          <dd className="alleles">
            {ref}&gt;{alt}
          </dd>
        </div>
        <div>
          <dt>MAF</dt>
          <dd>{maf === null ? 'no data' : fixed(maf, 3)}</dd>
        </div>
        <div>
          <dt>Nearest TSS</dt>
          <dd>{tssDistance === null ? 'none on this chromosome' : distance(tssDistance)}</dd>
        </div>
        {otherPlaces.length === 0 ? null : (
          <div>
            <dt>Also at</dt>
            <dd>{otherPlaces.map(({ location }) => withCommas(location)).join('; ')}</dd>
          </div>
        )}
      </dl>
    </header>
  );
}
