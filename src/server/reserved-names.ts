/** First parts of addresses that are the service's own. A registry's id is the first part of its pages' addresses, so it is none of these. */

/** What is below them and unknown is nothing. */
export const SERVICE_NAMES: ReadonlySet<string> = new Set([
  'api',
  'assets',
  'favicon.ico',
  'files',
  'graphql',
  'healthz',
  'hub',
  'metrics',
  'robots.txt',
  'v',
]);

/** Addresses of SCREEN 2018 to 2020. */
export const OLD_NAMES = [
  'about',
  'deApp',
  'downloads',
  'geApp',
  'gwasApp',
  'index',
  'ldr',
  'search',
] as const;

/** Whether a registry of this id would have no pages of its own. */
export function isReserved(id: string): boolean {
  return SERVICE_NAMES.has(id) || OLD_NAMES.some((name) => name === id);
}
