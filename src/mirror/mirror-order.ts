/** Which mirrors are asked, and in which order. */

import { CisregError } from '../errors.ts';
import { type Progress, silent } from '../progress.ts';
import type { From, Mirror } from './mirrors.ts';
import { describeMeasured, measureMirrors } from './probe.ts';
import type { RemoteFile } from './remote-file.ts';

/** For files that do not tell their size. */
const USUAL_BYTES = 100 << 20;

interface Choice {
  readonly mirrors: readonly Mirror[];
  /** Default `auto`. */
  readonly from?: From | undefined;
  /** The mirror in this region is asked first. */
  readonly region?: string | undefined;
}

/** The mirrors that may be asked, in the order of preference. Throws CisregError USAGE where that is none, or none is in the region. */
export function askedMirrors({ mirrors, from = 'auto', region }: Choice): readonly Mirror[] {
  const asked =
    from === 'auto' ? mirrors : from.flatMap((name) => mirrors.find((mirror) => mirror.name === name) ?? []);
  if (asked.length === 0) {
    const found = from === 'auto' ? 'every mirror is none' : `--from ${from.join(',')}: that mirror is none`;
    throw new CisregError('USAGE', `${found}, expected one at least that has an address`);
  }
  if (region === undefined) return asked;
  const near = asked.filter((mirror) => mirror.region === region);
  if (near.length === 0) {
    const known = asked.flatMap((mirror) => mirror.region ?? []).join(', ');
    throw new CisregError(
      'USAGE',
      `--region ${region}: no mirror is there, expected one of ${known || 'none'}`,
    );
  }
  return [...near, ...asked.filter((mirror) => mirror.region !== region)];
}

/** The order in which mirrors are asked for files: measured where it is `auto` and there is a choice. Says what was measured. */
export async function orderOf(
  asked: readonly Mirror[],
  files: readonly RemoteFile[],
  options: Choice & { readonly progress?: Progress | undefined; readonly signal?: AbortSignal | undefined },
): Promise<readonly Mirror[]> {
  const { from = 'auto', region, progress = silent, signal } = options;
  if (from !== 'auto' || region !== undefined || asked.length < 2 || files.length === 0) return asked;
  const sizes = files.flatMap(({ sizeBytes }) => sizeBytes ?? []);
  const mean = sizes.length === 0 ? USUAL_BYTES : sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const measured = await measureMirrors(asked, files, { sizeBytes: mean, signal });
  progress.note(`mirrors, nearest first: ${describeMeasured(measured)}`);
  return measured.map(({ mirror }) => asked.find(({ name }) => name === mirror)!);
}
