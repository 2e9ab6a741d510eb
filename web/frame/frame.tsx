/** What is around every page: the bar, the page itself, the footer. */

import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useParams, useRouter } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect } from 'react';
import { ask, type Problem } from '../api/ask.ts';
import { ProblemNote, Skeleton } from '../parts/states.tsx';
import { Footer } from './footer.tsx';
import { inRegistry } from './near-misses.ts';
import { NoSuchPage } from './no-such-page.tsx';
import { type Registry, ShownRegistry } from './registry.ts';
import { Shortcuts } from './shortcuts.tsx';
import { Toasts } from './toasts.tsx';
import { TopBar } from './top-bar.tsx';

/** The first table of the page has the focus: its rows are gone through by arrow keys. Pages without one are skipped to. */
function toTable(): void {
  const main = document.getElementById('main');
  (main?.querySelector<HTMLElement>('.data-table .scroller') ?? main)?.focus();
}

export function Frame(): ReactNode {
  const { registry: id } = useParams({ strict: false });
  const { data, error, refetch } = useQuery<readonly Registry[], Problem>({
    queryKey: ['registries'],
    queryFn: async ({ signal }) => (await ask('/api/v1/registries', {}, signal)).registries,
  });
  if (error !== null) {
    return (
      <main className="prose">
        <ProblemNote problem={error} what="The registries" onRetry={() => void refetch()} />
      </main>
    );
  }
  if (data === undefined) return <div className="top-bar" aria-busy="true" />;
  const registry = id === undefined ? data[0] : data.find((own) => own.id === id);
  if (data[0] === undefined) throw new Error('the server has no registry');
  return (
    <ShownRegistry value={{ registry: registry ?? data[0], all: data }}>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <button type="button" className="skip" onClick={toTable}>
        Skip to the table
      </button>
      <TopBar />
      <div id="main" tabIndex={-1}>
        <Suspense fallback={<Skeleton rows={8} />}>
          {registry === undefined ? <Elsewhere registries={data} /> : <Outlet />}
        </Suspense>
      </div>
      <Footer />
      <Toasts />
      <Shortcuts />
    </ShownRegistry>
  );
}

/** Goes on to where an address without a registry should have led, with its query; else says that nothing is there. */
function Elsewhere({ registries }: { readonly registries: readonly Registry[] }): ReactNode {
  const { history } = useRouter();
  const { pathname, searchStr, hash } = useLocation();
  const meant = inRegistry(pathname, registries);
  useEffect(() => {
    if (meant !== undefined) history.replace(`${meant}${searchStr}${hash === '' ? '' : `#${hash}`}`);
  }, [history, meant, searchStr, hash]);
  return meant === undefined ? <NoSuchPage /> : <Skeleton rows={8} />;
}
