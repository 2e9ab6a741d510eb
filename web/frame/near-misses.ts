/** Addresses that are nearly a page's: the API's words, singular for plural, and the words of other sites. */

import { ucscAssembly } from '../words/assemblies.ts';

/** The pages of one thing by what people write before its name. */
const OF_ONE: Readonly<Record<string, string>> = {
  ccre: 'element',
  ccres: 'element',
  elements: 'element',
  genes: 'gene',
  biosamples: 'biosample',
  variants: 'variant',
  snp: 'variant',
  studies: 'gwas',
  study: 'gwas',
  lists: 'list',
  cart: 'list',
  uploads: 'bed',
};

/** The pages of all of a kind. */
const OF_ALL: Readonly<Record<string, string>> = {
  ccre: 'elements',
  ccres: 'elements',
  element: 'elements',
  gene: 'genes',
  biosample: 'biosamples',
  variant: 'variants',
  snp: 'variants',
  studies: 'gwas',
  study: 'gwas',
  lists: 'list',
  cart: 'list',
  upload: 'bed',
  uploads: 'bed',
  download: 'downloads',
  method: 'methods',
  citation: 'cite',
};

/** The words of pages that are written right. */
const PAGES: readonly string[] = [
  ...new Set([...Object.values(OF_ONE), ...Object.values(OF_ALL)]),
  ...['search', 'differential', 'compare', 'api'],
];
const isPage = (word: string): boolean =>
  PAGES.includes(word) || Object.hasOwn(OF_ONE, word) || Object.hasOwn(OF_ALL, word);

/** Tabs by what people write for them. */
const TABS: Readonly<Record<string, string>> = {
  gene: 'genes',
  element: 'elements',
  variant: 'variants',
  peak: 'peaks',
  ortholog: 'orthologs',
  profile: 'profiles',
  block: 'blocks',
};

/** What stands below a page of all, and is no name. */
const OWN_PAGE = /^(genes|biosamples)\/compare$/;
const TURNED = /^compare\/(gene|biosample)s?$/;
/** chr1:6437131-6437346, plain or encoded. */
const PLACE = /^[^:%]+(:|%3a)[\d,]+-[\d,]+$/i;

/**
 * The path of the page that is meant by `pathname` (/REGISTRY/genes/SOX4 is /REGISTRY/gene/SOX4), encoded as it came; undefined where it
 * is a page's, or nobody's. That of a place in an element's stead has a query.
 */
export function meantPath(pathname: string): string | undefined {
  const [before, registry, ...parts] = pathname.replace(/\/$/, '').split('/');
  if (before !== '' || registry === undefined || registry === '' || parts.length === 0) return undefined;
  const meant = `/${[registry, ...meantParts(parts)].join('/')}`;
  return meant === `/${[registry, ...parts].join('/')}` ? undefined : meant;
}

function meantParts(parts: readonly string[]): readonly string[] {
  const word = parts[0]!.toLowerCase();
  if (!isPage(word)) return parts;
  const written = [word, ...parts.slice(1)];
  const [, turned] = TURNED.exec(written.join('/')) ?? [];
  if (turned !== undefined) return [`${turned}s`, 'compare'];
  if (OWN_PAGE.test(written.join('/'))) return written;
  // /gwas/studies/ID of the API.
  const [kind = '', ...names] = word === 'gwas' && parts[1] === 'studies' ? parts.slice(1) : written;
  const pages = names.length === 0 ? OF_ALL : OF_ONE;
  const page = Object.hasOwn(pages, kind) ? pages[kind]! : kind;
  const [name, tab, ...more] = names;
  if (page === 'element' && name !== undefined && tab === undefined && PLACE.test(name))
    return [`elements?region=${name}`];
  const hasTabs = ['element', 'gene', 'gwas'].includes(page) && name !== 'own' && more.length === 0;
  return hasTabs && tab !== undefined && Object.hasOwn(TABS, tab)
    ? [page, name!, TABS[tab]!]
    : [page, ...names];
}

interface Served {
  readonly id: string;
  readonly assembly: string;
}

/**
 * The path in a registry that is meant by one that begins with none: with an assembly or an id in other letters, or with a page's word, which is
 * taken for that of the first registry. Undefined where nothing is meant.
 */
export function inRegistry(pathname: string, registries: readonly Served[]): string | undefined {
  const [, written = '', ...rest] = pathname.split('/');
  const word = written.toLowerCase();
  const own = registries.find(
    ({ id, assembly }) =>
      id.toLowerCase() === word ||
      assembly.toLowerCase() === word ||
      ucscAssembly(assembly).toLowerCase() === word,
  );
  if (own !== undefined) return `/${[encodeURIComponent(own.id), ...rest].join('/')}`;
  const [first] = registries;
  return first !== undefined && isPage(word) ? `/${encodeURIComponent(first.id)}${pathname}` : undefined;
}
