/** The kind "conservation": the mean of a score (phyloP, phastCons, GERP) over every element. */

import { CisregError } from '../../errors.ts';
import { openBigWig } from '../../formats/bbi/bigwig.ts';
import { openByteSource } from '../../formats/byte-source.ts';
import { writeColumns } from '../../formats/column-folder.ts';
import type { InputFile } from '../../formats/config-reader.ts';
import { withChrom } from '../../genome/sorted-regions.ts';
import { absentChroms, meanSignal } from '../../signal/mean-signal.ts';
import { planRegions } from '../../signal/region-plan.ts';
import { otherAssembly } from '../chrom-agreement.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';

interface ScoreSource {
  readonly name: string;
  readonly input: InputFile;
}

export const CONSERVATION_KIND: Kind = {
  name: 'conservation',
  async plan(reader, root) {
    const sources: ScoreSource[] = [];
    for (const { own, at } of reader.mappings(root.conservation, ['conservation'], ['name', 'file'])) {
      const name = reader.text(own, [...at, 'name'], true);
      const input = reader.input(own, [...at, 'file'], true);
      if (name === undefined || input === undefined) continue;
      if (sources.some((other) => other.name === name)) {
        reader.wrong([...at, 'name'], name, 'a name that no other score has');
      }
      sources.push({ name, input });
    }
    if (sources.length === 0) return undefined;
    return {
      inputs: sources.map(({ input }) => input),
      parameters: { names: sources.map(({ name }) => name) },
      make: (work) => make(sources, work),
    };
  },
};

/** The columns of score k (from 1). */
export const meanColumn = (k: number) => `mean0-${k}`;
export const coveredColumn = (k: number) => `covered-${k}`;

async function make(sources: readonly ScoreSource[], work: KindWork): Promise<Counts> {
  const { store, directory, progress } = work;
  const plan = planRegions(withChrom(store.table.regions), 0);
  progress.step('conservation', sources.length, 'files');
  let uncovered = 0;
  for (const [i, { input }] of sources.entries()) {
    const source = await openByteSource(input.path);
    try {
      const bigWig = await openBigWig(source);
      // Scores of another assembly would give means without a word.
      const other = otherAssembly(bigWig.chroms, store.registry.chromSizes);
      if (other !== undefined) throw new CisregError('ASSEMBLY', other, { where: { file: input.path } });
      const absent = absentChroms(bigWig, plan);
      if (absent.names.length > 0) {
        progress.warn(
          `${input.name} has no ${absent.names.slice(0, 5).join(', ')}: ${absent.pieces} elements count as uncovered`,
        );
      }
      const { sum, covered } = await meanSignal(bigWig, plan);
      const mean0 = new Float32Array(plan.count);
      for (let row = 0; row < plan.count; row++) {
        mean0[row] = sum[row]! / plan.sizeBp[row]!;
        if (covered[row] === 0) uncovered++;
      }
      await writeColumns(directory, { [meanColumn(i + 1)]: mean0, [coveredColumn(i + 1)]: covered });
    } finally {
      await source.close();
    }
    progress.advance(1);
  }
  await writeColumns(directory, {
    name: sources.map(({ name }) => name),
    file: sources.map(({ input }) => input.name),
  });
  return { scores: sources.length, uncovered };
}
