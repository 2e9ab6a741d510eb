/** Genes that differ: the table and the volcano of the same rows. */

import { type ReactNode, useMemo } from 'react';
import { count, counted } from '../../words/numbers.ts';
import type { Comparison } from './comparison.ts';
import { DifferenceList } from './difference-list.tsx';
import { DifferenceResults } from './difference-results.tsx';
import { Significance } from './element-notes.tsx';
import { geneColumns, genePoints, geneTable, NarrowGene } from './gene-points.tsx';
import type { GeneDifference } from './use-difference.ts';
import { GENES, useGenes, useSelected } from './use-rows.ts';
import { Volcano } from './volcano.tsx';

/** As high as the plot beside it. */
const TABLE_PX = 480;

export function GeneResults({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const [selected, onSelect] = useSelected();
  const found = useGenes(comparison, true);
  const { rows } = found;
  const points = useMemo(() => genePoints(rows), [rows]);
  const table = useMemo(() => geneTable(rows), [rows]);
  const { a, b } = comparison;
  const sizes = ({ experiments }: NonNullable<typeof found.first>) =>
    `${counted(experiments.a.length, 'experiment')} of A, ${count(experiments.b.length)} of B`;
  return (
    <DifferenceResults
      title="Genes that differ"
      found={found}
      path={GENES}
      file="differential-genes"
      what="expression"
      kind="expression"
      nothing="No gene was measured in both groups here"
      note={(first) => `${counted(first.total, 'gene')}; ${sizes(first)}`}
      above={(first) => <Significance what="gene" {...first} rows={rows} sizes={sizes(first)} />}
      list={({ total }) => (
        <DifferenceList<GeneDifference>
          label="Genes that differ"
          found={found}
          total={total}
          columns={geneColumns}
          keyOf={({ id }) => id}
          height={TABLE_PX}
          note="log₂ fold: log₂((B + 1) / (A + 1)) of mean TPM"
          narrow={(gene) => <NarrowGene gene={gene} />}
        />
      )}
      plot={({ total, tested }) => (
        <Volcano
          title="Change in expression"
          isOfGenes
          points={points}
          quantity="log₂ fold change"
          level="log₂(TPM + 1)"
          names={[a.name, b.name]}
          total={total}
          tested={tested}
          selected={selected}
          table={table}
          onSelect={onSelect}
          legend={tested > 0 ? <span>hollow: FDR above 5%</span> : undefined}
        />
      )}
    />
  );
}
