/** What was typed and is more than one thing, or not known: goes on by itself where there is one way, else offers the ways. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { type Query, useQueryState } from '../../frame/address.ts';
import { PageLink, pageAddress, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { SearchBox } from '../../frame/search-box.tsx';
import { type Part, type Target, targetOf, WORD_OF_KIND } from '../../frame/suggestions.ts';
import { useTitle } from '../../frame/title.ts';
import { AnswerState, Skeleton } from '../../parts/states.tsx';
import { counted, withSeparators } from '../../words/numbers.ts';
import { useBiosamples } from '../elements/picker/biosamples.ts';
import { Examples } from '../home/examples.tsx';
import { queryOfFilter, type SearchFilter } from './filter-query.ts';
import './search-page.css';

export function SearchPage(): ReactNode {
  const { id, annotations } = useRegistry();
  const [{ q = '' }] = useQueryState();
  useTitle(q === '' ? 'Search' : q);
  const navigate = useNavigate();
  const answer = useAnswer('/api/v1/search', { query: { q } }, { isWanted: q !== '' });
  const biosamples = useBiosamples();
  const found = answer.data;
  const isOfThis = found?.q === q && biosamples !== undefined;
  const query = isOfThis ? queryOfFilter(found.filter as SearchFilter, biosamples) : {};
  const pages = ['accession', 'variant', 'study', ...(annotations.includes('genes') ? ['gene'] : [])];
  const target = isOfThis ? onlyTarget(found, query, pages) : undefined;
  const to = target && pageAddress(id, target.to, target.query);
  useEffect(() => {
    // Back must not lead here again.
    if (to !== undefined)
      void navigate({
        to: pageAddress(id, target!.to),
        search: (target!.query ?? {}) as never,
        replace: true,
      });
  }, [to, id, navigate, target]);
  if (target !== undefined) return <Skeleton rows={12} />;
  return (
    <main className="search-page">
      <h1>{q === '' ? 'Search' : `Search: ${q}`}</h1>
      <SearchBox key={q} size="home" initial={q} />
      <Examples />
      {q === '' ? null : (
        <AnswerState answer={answer} what="the search">
          {({ parts, unknown, notices, total }) => (
            <>
              <ul className="parts">
                {parts.map((part) => (
                  <li key={`${part.kind}${part.text}`}>
                    <Understood part={part} />
                  </li>
                ))}
                {unknown.map((word) => (
                  <li key={word}>
                    <b>{word}</b>{' '}
                    <span className="soft">
                      is nothing that this registry knows: no gene, place, accession, variant, biosample,
                      study or keyword
                    </span>
                  </li>
                ))}
              </ul>
              {notices.map((notice) => (
                <p key={notice} className="note">
                  {notice[0]?.toUpperCase()}
                  {notice.slice(1)}
                </p>
              ))}
              {parts.every(({ kind }) => kind === 'study') || !isOfThis ? null : (
                <PageLink to="elements" query={query} className="button main">
                  Show {counted(total, 'element')}
                </PageLink>
              )}
            </>
          )}
        </AnswerState>
      )}
    </main>
  );
}

interface Found {
  readonly parts: readonly Part[];
  readonly unknown: readonly string[];
  readonly notices: readonly string[];
}

/** The only way on: a thing by itself has its page (`pages` are the kinds that have), several things are a filter. Undefined where the visitor has to choose or to know something first. */
function onlyTarget(
  { parts, unknown, notices }: Found,
  query: Query,
  pages: readonly string[],
): Target | undefined {
  const [part] = parts;
  if (part === undefined || unknown.length > 0 || parts.some(isAmbiguous)) return undefined;
  const isThing = parts.length === 1 && pages.includes(part.kind);
  // The page of a thing says itself what there is to say of it.
  if (isThing && part.others.length === 0) return targetOf(part);
  return notices.length === 0 ? { to: 'elements', query } : undefined;
}

const isAmbiguous = ({ kind, others }: Part): boolean => kind === 'gene' && others.length > 0;

function Understood({ part }: { readonly part: Part }): ReactNode {
  const { kind, text, value, location, others } = part;
  return (
    <>
      <span className="soft">{WORD_OF_KIND[kind]}</span> <b>{value}</b>
      {text === value ? null : <span className="soft"> ({text})</span>}
      {location === null || location === value ? null : (
        <span className="soft"> {withSeparators(location)}</span>
      )}
      {kind === 'gene' ? (
        <>
          {' '}
          <PageLink to={path('gene', value)}>Gene page</PageLink>
          {others.map((other) => (
            <span key={other}>
              , <span className="soft">or</span> <PageLink to={path('gene', other)}>{other}</PageLink>
            </span>
          ))}
        </>
      ) : null}
      {kind === 'biosample' && others.length > 0 ? (
        <span className="soft">, {counted(others.length, 'biosample')}</span>
      ) : null}
      {kind === 'accession' || kind === 'study'
        ? [value, ...others].map((name) => (
            <span key={name}>
              {' '}
              <PageLink to={path(kind === 'study' ? 'gwas' : 'element', name)}>{name}</PageLink>
            </span>
          ))
        : null}
      {kind === 'variant' ? (
        <>
          {' '}
          <PageLink to={path('variant', value)}>Variant page</PageLink>
        </>
      ) : null}
    </>
  );
}
