/** Whether chains are of the assembly that they are to lift from or to. */

import { CisregError } from '../errors.ts';
import { assemblyOf } from './assemblies.ts';
import type { ChromSizes } from './chrom-sizes.ts';

/**
 * Compares the chromosomes of a side of chains (`targets` to lift from, `queries` to lift to) with those of the assembly
 * that they should be; `file` is the chains'. ASSEMBLY: one of another size, as in chains of another assembly or of the
 * opposite direction. CONFLICT: none in common.
 */
export function checkChainAssembly(side: ChromSizes, expected: ChromSizes, file: string): void {
  const where = { file };
  let common = 0;
  for (const [i, name] of side.names.entries()) {
    const at = expected.index.get(name);
    if (at === undefined) continue;
    common++;
    if (side.sizes[i] === expected.sizes[at]) continue;
    const assembly = assemblyOf(side);
    const known = assembly === undefined ? '' : ` (this is ${assembly})`;
    const message = `${name} has ${side.sizes[i]} bases${known}, expected ${expected.sizes[at]}; are these chains of another assembly, or of the opposite direction?`;
    throw new CisregError('ASSEMBLY', message, { where });
  }
  if (common > 0 || expected.names.length === 0) return;
  const message = `chromosomes ${side.names.slice(0, 3).join(', ')}, expected ${expected.names.slice(0, 3).join(', ')}; give chains with the same names`;
  throw new CisregError('CONFLICT', message, { where });
}
