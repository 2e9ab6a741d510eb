/** Where the addresses of earlier SCREENs lead: to pages, or, for programs and where no pages are served, to the answers of the API. */

import { canonical, type ServedRegistries } from '../served.ts';

/** What an old address asks for, as an address of ours. `registry` is the assembly that it named, as it spelled it. */
export interface Targets {
  start(registry: string | undefined): string;
  about(registry: string | undefined): string;
  downloads(registry: string | undefined): string;
  search(text: string, registry: string | undefined): string;
  elements(accessions: string, registry: string | undefined): string;
  element(accession: string, registry: string | undefined): string;
  /** A place as it is typed. */
  region(place: string, registry: string | undefined): string;
  /** `tab`: of the page. */
  gene(name: string, registry: string | undefined, tab?: GeneTab): string;
  geneExpression(name: string, registry: string | undefined): string;
  differential(registry: string | undefined): string;
  variant(id: string, registry: string | undefined): string;
  studies(registry: string | undefined): string;
  study(id: string, registry: string | undefined): string;
  biosamples(registry: string | undefined): string;
  bed(registry: string | undefined): string;
}

export type GeneTab = 'expression' | 'tss' | 'elements' | 'browser';

const start = () => '/api';
export const API_TARGETS: Targets = {
  start,
  about: start,
  downloads: start,
  search: (text, registry) => target('/api/v1/search', { q: text, registry }),
  elements: (accessions, registry) =>
    target('/api/v1/ccres', { accession: accessions, scope: 'rDHSs', registry }),
  element: (accession, registry) => target(`/api/v1/ccres/${encodeURIComponent(accession)}`, { registry }),
  region: (place, registry) => target('/api/v1/ccres', { region: place, registry }),
  gene: (name, registry) => target(`/api/v1/genes/${encodeURIComponent(name)}`, { registry }),
  geneExpression: (name, registry) =>
    target(`/api/v1/genes/${encodeURIComponent(name)}/expression`, { registry }),
  differential: start,
  variant: (id, registry) => target(`/api/v1/variants/${encodeURIComponent(id)}`, { registry }),
  studies: (registry) => target('/api/v1/gwas/studies', { registry }),
  study: (id, registry) => target(`/api/v1/gwas/studies/${encodeURIComponent(id)}`, { registry }),
  biosamples: (registry) => target('/api/v1/biosamples', { registry }),
  bed: start,
};

/** Pages are below the registry's id: an assembly stands for the first registry of it, and one that is not served for the first of all. */
export function pageTargets({ all }: ServedRegistries): Targets {
  const below = (registry: string | undefined, ...parts: readonly string[]) => {
    const wanted = canonical(registry ?? '');
    const { id } =
      all.find((served) => served.id === registry) ??
      all.find(({ store }) => canonical(store.registry.assembly) === wanted) ??
      all[0]!;
    return `/${[id, ...parts].map(encodeURIComponent).join('/')}`;
  };
  return {
    start: (registry) => (registry === undefined ? '/' : below(registry)),
    about: (registry) => below(registry, 'methods'),
    downloads: (registry) => below(registry, 'downloads'),
    search: (text, registry) => target(below(registry, 'search'), { q: text }),
    elements: (accessions, registry) =>
      target(below(registry, 'elements'), { accession: accessions, scope: 'rDHSs' }),
    element: (accession, registry) => below(registry, 'element', accession),
    region: (place, registry) => target(below(registry, 'elements'), { region: place }),
    gene: (name, registry, tab) => below(registry, 'gene', name, ...(tab === undefined ? [] : [tab])),
    geneExpression: (name, registry) => below(registry, 'gene', name, 'expression'),
    differential: (registry) => below(registry, 'differential'),
    variant: (id, registry) => below(registry, 'variant', id),
    studies: (registry) => below(registry, 'gwas'),
    study: (id, registry) => below(registry, 'gwas', id),
    biosamples: (registry) => below(registry, 'biosamples'),
    bed: (registry) => below(registry, 'bed'),
  };
}

function target(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const text = new URLSearchParams(given).toString();
  return text === '' ? path : `${path}?${text}`;
}
