/** Addresses that are nearly a page's: the API's words, singular for plural, and the words of other sites. */

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

/** What stands below a page of all, and is no name. */
const OWN_PAGE = /^(genes|biosamples)\/compare$/;

/**
 * The path of the page that is meant by `pathname` (/REGISTRY/genes/SOX4 is /REGISTRY/gene/SOX4), encoded as it came; undefined where it
 * is a page's, or nobody's.
 */
export function meantPath(pathname: string): string | undefined {
  const [before, registry, ...parts] = pathname.replace(/\/$/, '').split('/');
  if (before !== '' || registry === undefined || registry === '' || parts.length === 0) return undefined;
  // /gwas/studies/ID of the API.
  const [kind = '', ...names] = parts[0] === 'gwas' && parts[1] === 'studies' ? parts.slice(1) : parts;
  if (OWN_PAGE.test(parts.join('/'))) return undefined;
  const pages = names.length === 0 ? OF_ALL : OF_ONE;
  return Object.hasOwn(pages, kind) ? `/${[registry, pages[kind], ...names].join('/')}` : undefined;
}
