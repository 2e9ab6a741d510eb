/** Every biosample of the registry: where it lies among the others, what was assayed, and what can be asked of some of them. */

import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useBiosamplesAnswer } from '../../api/biosamples.ts';
import { useQueryState } from '../../frame/address.ts';
import { useTitle } from '../../frame/title.ts';
import { AnswerState } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { AssayMatrix } from './assay-matrix.tsx';
import { type Biosample, chosenOf, FILTERS, filtered, useAssays, useEmbedding } from './biosample.ts';
import { BiosampleFilters } from './biosample-filters.tsx';
import { BiosampleTable } from './biosample-table.tsx';
import './biosamples.css';
import { EmbeddingPanel } from './embedding-panel.tsx';

export function BiosamplesPage(): ReactNode {
  useTitle('Biosamples');
  const answer = useBiosamplesAnswer();
  return (
    <main className="biosamples">
      {answer.data === undefined ? <h1 className="unseen">Biosamples</h1> : null}
      <AnswerState answer={answer} what="the biosamples" rows={16}>
        {({ biosamples }) => <Biosamples biosamples={biosamples} />}
      </AnswerState>
    </main>
  );
}

function Biosamples({ biosamples }: { readonly biosamples: readonly Biosample[] }): ReactNode {
  const [query, change] = useQueryState();
  const embedding = useEmbedding();
  const assays = useAssays(biosamples, embedding.data);
  const [hovered, setHovered] = useState<string>();
  const shown = useMemo(() => filtered(biosamples, query, assays.of), [biosamples, query, assays]);
  const chosen = useMemo(() => {
    const known = new Set(biosamples.map(({ key }) => key));
    return new Set([...chosenOf(query)].filter((key) => known.has(key)));
  }, [biosamples, query]);
  const choose = (keys: Iterable<string>) => change({ chosen: [...keys].join(',') }, { isReplaced: true });
  const isFiltered = FILTERS.some((name) => query[name] !== undefined);
  const tissues = new Set(shown.flatMap(({ metadata }) => metadata.tissue ?? [])).size;
  const withAll = shown.filter(({ group }) => group === 1).length;
  return (
    <>
      <header className="entity-head">
        <div className="entity-title">
          <h1>
            {counted(shown.length, 'biosample')}
            {isFiltered ? <span className="soft of"> of {count(biosamples.length)}</span> : null}
          </h1>
          <span className="soft">
            {tissues === 0 ? 'no tissue given' : counted(tissues, 'tissue')}, {count(withAll)} with all four
            marks
          </span>
        </div>
        <BiosampleFilters biosamples={biosamples} assays={assays.names} />
      </header>
      <div className="grid">
        <EmbeddingPanel
          answer={embedding}
          biosamples={biosamples}
          shown={shown}
          chosen={chosen}
          onChoose={choose}
          hovered={hovered}
          onHover={setHovered}
        />
        <BiosampleTable
          rows={shown}
          all={biosamples}
          assays={assays}
          chosen={chosen}
          onChoose={choose}
          hovered={hovered}
          onHover={setHovered}
        />
        <AssayMatrix rows={shown} assays={assays} />
      </div>
    </>
  );
}
