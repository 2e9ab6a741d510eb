/** The kind "ld": linkage disequilibrium between variants, a table of pairs a population. */

import { writeColumns } from '../../formats/column-folder.ts';
import type { InputFile } from '../../formats/config-reader.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { readLinkage } from './ld-pairs.ts';
import { VARIANTS } from './variant-table.ts';

interface Panel {
  readonly population: string;
  readonly pairs: InputFile;
}

export const LD_KIND: Kind = {
  name: 'ld',
  async plan(reader, root, { planned }) {
    const panels: Panel[] = [];
    const seen = new Set<string>();
    const given = reader.mappings(root.ld, ['ld'], ['population', 'pairs']);
    if (given.length === 0) return undefined;
    for (const { own, at } of given) {
      const population = reader.text(own, [...at, 'population'], true);
      const pairs = reader.input(own, [...at, 'pairs'], true);
      if (population === undefined || pairs === undefined) continue;
      // Files are named by it.
      const expected = /^[A-Za-z0-9_-]{1,40}$/.test(population)
        ? seen.has(population.toLowerCase())
          ? 'each population once'
          : undefined
        : 'a name of letters, digits, _ and -, such as EUR';
      if (expected !== undefined) reader.wrong([...at, 'population'], population, expected);
      seen.add(population.toLowerCase());
      panels.push({ population, pairs });
    }
    if (!planned.has('variants'))
      reader.wrong(['ld'], 'without variants', 'variants beside it; add "variants: {file: ...}"');
    return {
      inputs: panels.map(({ pairs }) => pairs),
      parameters: { populations: panels.map(({ population }) => population) },
      after: ['variants'],
      make: (work) => make(panels, work),
    };
  },
};

async function make(panels: readonly Panel[], work: KindWork): Promise<Counts> {
  const variants = work.before.get(VARIANTS)!;
  const rowOf = variants.finder();
  const counts: Record<string, number> = { populations: panels.length };
  await writeColumns(work.directory, { populations: panels.map(({ population }) => population) });
  for (const { population, pairs } of panels) {
    const read = await readLinkage(pairs.path, variants.count, rowOf);
    await writeColumns(work.directory, {
      [`${population}.offsets`]: read.offsets,
      [`${population}.partner`]: read.partner,
      [`${population}.r2`]: read.r2,
    });
    counts[`${population} pairs`] = read.pairs;
    counts[`${population} pairsWithUnknownIds`] = read.withUnknownIds;
    counts[`${population} repeated`] = read.repeated;
    counts[`${population} withItself`] = read.withItself;
    if (read.withUnknownIds > 0) {
      work.progress.note(
        `${pairs.name}: ${read.withUnknownIds} pairs have an id that is no variant of the registry`,
      );
    }
  }
  return counts;
}
