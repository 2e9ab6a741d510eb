/**
 * Where the addresses of earlier SCREENs lead. The pages of this one are not there yet, so they lead to the answers of the API; once there are
 * pages, this table is what changes.
 */

/** What an old address asks for, as an address of ours. `registry` is the assembly that it named, as it spelled it. */
export const TARGETS = {
  start: () => '/api',
  search: (text: string, registry: string | undefined) => target('/api/v1/search', { q: text, registry }),
  elements: (accessions: string, registry: string | undefined) =>
    target('/api/v1/ccres', { accession: accessions, scope: 'rDHSs', registry }),
  element: (accession: string, registry: string | undefined) =>
    target(`/api/v1/ccres/${encodeURIComponent(accession)}`, { registry }),
  region: (place: string, registry: string | undefined) =>
    target('/api/v1/ccres', { region: place, registry }),
  gene: (name: string, registry: string | undefined) =>
    target(`/api/v1/genes/${encodeURIComponent(name)}`, { registry }),
  geneExpression: (name: string, registry: string | undefined) =>
    target(`/api/v1/genes/${encodeURIComponent(name)}/expression`, { registry }),
  variant: (id: string, registry: string | undefined) =>
    target(`/api/v1/variants/${encodeURIComponent(id)}`, { registry }),
  studies: (registry: string | undefined) => target('/api/v1/gwas/studies', { registry }),
  study: (id: string, registry: string | undefined) =>
    target(`/api/v1/gwas/studies/${encodeURIComponent(id)}`, { registry }),
  biosamples: (registry: string | undefined) => target('/api/v1/biosamples', { registry }),
} as const;

function target(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const text = new URLSearchParams(given).toString();
  return text === '' ? path : `${path}?${text}`;
}
