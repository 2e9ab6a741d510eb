/** The formats of lists, and which of them is asked for. */

import { RequestError } from './problem.ts';
import { quoted } from './quoted.ts';

/** Every format that a list can have, and its media type. */
export const LIST_FORMATS = {
  json: 'application/json; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  bed: 'text/x-bed; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const;
export type ListFormat = keyof typeof LIST_FORMATS;

/** The format that `format=` or else Accept asks for; JSON without a wish. Throws RequestError 406 where `format=` names none of `has`. */
export function formatOf(
  format: string | undefined,
  accept: string | undefined,
  has: readonly ListFormat[],
): ListFormat {
  if (format !== undefined) {
    const found = has.find((own) => own === format);
    if (found !== undefined) return found;
    throw new RequestError(406, `format is ${quoted(format)}, expected one of ${has.join(', ')}`, 'format');
  }
  const wanted = (accept ?? '').split(',').map(mediaRange);
  // Sorting is stable: of equal weights the first counts.
  for (const { type } of wanted.sort((a, b) => b.weight - a.weight)) {
    const found = has.find((own) => LIST_FORMATS[own].split(';')[0] === type);
    if (found !== undefined) return found;
  }
  return 'json';
}

function mediaRange(text: string): { type: string; weight: number } {
  const [type, ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
  return { type: type!, weight: Number.isFinite(weight) ? weight : 0 };
}
