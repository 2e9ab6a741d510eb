/** Annotations that a question needs: what the registry has, or a problem that says how to add it. */

import type { KindReader } from '../../annotation/kind.ts';
import type { Served } from '../served.ts';
import { RequestError } from './problem.ts';

/** The annotation of that kind. Throws RequestError 404 that says how to add it where the registry has none. */
export function annotationOf<T>(served: Served, reader: KindReader<T>): T {
  const found = annotationIfAny(served, reader);
  if (found !== undefined) return found;
  const { kind } = reader;
  const isStale = served.annotations().stale.includes(kind);
  const why = isStale
    ? `the annotation \`${kind}\` of ${served.id} was made for another build of it; run cisreg annotate again`
    : `${served.id} has no annotation \`${kind}\`; name it in annotations.yaml and run cisreg annotate`;
  throw new RequestError(404, why, 'registry');
}

/** The annotation of that kind; undefined where the registry has none. */
export function annotationIfAny<T>(served: Served, reader: KindReader<T>): T | undefined {
  return served.annotations().get(reader);
}
