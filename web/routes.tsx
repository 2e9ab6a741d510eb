/** The addresses of the pages. Each page is loaded when it is shown. */

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { parseQuery, queryText } from './frame/address.ts';
import { Frame } from './frame/frame.tsx';
import { meantPath } from './frame/near-misses.ts';
import { NoSuchPage } from './frame/no-such-page.tsx';
import { PageError } from './frame/page-error.tsx';

const root = createRootRoute({
  component: Frame,
  notFoundComponent: NoSuchPage,
  errorComponent: PageError,
  beforeLoad: ({ location: { pathname, searchStr, hash } }) => {
    const meant = meantPath(pathname);
    if (meant === undefined) return;
    const search = meant.includes('?') ? searchStr.replace('?', '&') : searchStr;
    throw redirect({ href: `${meant}${search}${hash === '' ? '' : `#${hash}`}`, replace: true });
  },
});
const home = lazyRouteComponent(() => import('./pages/home/home-page.tsx'), 'HomePage');
const first = createRoute({ getParentRoute: () => root, path: '/', component: home });
const registry = createRoute({ getParentRoute: () => root, path: '$registry' });

/** A page of a registry: its address below /REGISTRY, and what draws it. */
const page = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => registry, path, component });

const genePage = lazyRouteComponent(() => import('./pages/gene/gene-page.tsx'), 'GenePage');
const elementPage = lazyRouteComponent(() => import('./pages/element/element-page.tsx'), 'ElementPage');
const studyPage = lazyRouteComponent(() => import('./pages/gwas/study-page.tsx'), 'StudyPage');
const ownListPage = lazyRouteComponent(() => import('./pages/gwas/own-page.tsx'), 'OwnPage');
const pages = [
  page('/', home),
  page(
    '/gwas',
    lazyRouteComponent(() => import('./pages/gwas/gwas-page.tsx'), 'GwasPage'),
  ),
  page('/gwas/own/$list', ownListPage),
  page('/gwas/own/$list/$tab', ownListPage),
  page('/gwas/$study', studyPage),
  page('/gwas/$study/$tab', studyPage),
  page(
    '/variants',
    lazyRouteComponent(() => import('./pages/variant/find-page.tsx'), 'FindVariantsPage'),
  ),
  page(
    '/variant/$variant',
    lazyRouteComponent(() => import('./pages/variant/variant-page.tsx'), 'VariantPage'),
  ),
  page(
    '/methods',
    lazyRouteComponent(() => import('./pages/about/methods-page.tsx'), 'MethodsPage'),
  ),
  page(
    '/downloads',
    lazyRouteComponent(() => import('./pages/about/downloads-page.tsx'), 'DownloadsPage'),
  ),
  page(
    '/cite',
    lazyRouteComponent(() => import('./pages/about/cite-page.tsx'), 'CitePage'),
  ),
  page(
    '/api',
    lazyRouteComponent(() => import('./pages/about/api-page.tsx'), 'ApiPage'),
  ),
  page(
    '/search',
    lazyRouteComponent(() => import('./pages/search/search-page.tsx'), 'SearchPage'),
  ),
  page(
    '/elements',
    lazyRouteComponent(() => import('./pages/elements/elements-page.tsx'), 'ElementsPage'),
  ),
  page(
    '/genes',
    lazyRouteComponent(() => import('./pages/genes/genes-page.tsx'), 'GenesPage'),
  ),
  page(
    '/genes/compare',
    lazyRouteComponent(() => import('./pages/genes/compare-page.tsx'), 'ComparePage'),
  ),
  page('/element/$accession', elementPage),
  page('/element/$accession/$tab', elementPage),
  page('/gene/$name', genePage),
  page('/gene/$name/$tab', genePage),
  page(
    '/differential',
    lazyRouteComponent(() => import('./pages/differential/differential-page.tsx'), 'DifferentialPage'),
  ),
  page(
    '/biosamples',
    lazyRouteComponent(() => import('./pages/biosamples/biosamples-page.tsx'), 'BiosamplesPage'),
  ),
  page(
    '/biosamples/compare',
    lazyRouteComponent(() => import('./pages/biosamples/compare-page.tsx'), 'CompareBiosamplesPage'),
  ),
  page(
    '/biosample/$name',
    lazyRouteComponent(() => import('./pages/biosamples/biosample-page.tsx'), 'BiosamplePage'),
  ),
  page(
    '/list',
    lazyRouteComponent(() => import('./pages/list/own-list-page.tsx'), 'OwnListPage'),
  ),
  page(
    '/list/$list',
    lazyRouteComponent(() => import('./pages/list/saved-list-page.tsx'), 'SavedListPage'),
  ),
  page(
    '/compare',
    lazyRouteComponent(() => import('./pages/compare/compare-page.tsx'), 'ComparePage'),
  ),
  page(
    '/bed',
    lazyRouteComponent(() => import('./pages/bed/bed-page.tsx'), 'BedPage'),
  ),
  page(
    '/bed/$upload',
    lazyRouteComponent(() => import('./pages/bed/kept-bed-page.tsx'), 'KeptBedPage'),
  ),
];

export const router = createRouter({
  routeTree: root.addChildren([first, registry.addChildren(pages)]),
  parseSearch: parseQuery,
  stringifySearch: queryText,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: PageError,
});
