/** Whether UCSC can show the hubs of this server: the server itself knows by which address it is reached. */

import { useAnswer } from '../../api/answer.ts';

/** Why UCSC cannot show a hub of this registry; undefined where it can. */
export function useWhyNoHub(): string | undefined {
  // Any element's links say so.
  const first = useAnswer('/api/v1/ccres', { query: { limit: '1' } });
  const one = first.data?.elements[0];
  const accession = one?.accession ?? one?.rdhs;
  const links = useAnswer(
    '/api/v1/ccres/{accession}/browser',
    { path: { accession: accession ?? '' } },
    { isWanted: accession !== undefined },
  );
  if (links.data?.isPrivate) return 'UCSC cannot reach the tracks of a server on a private address';
  return links.data?.ucsc === null ? 'UCSC has no such assembly' : undefined;
}
