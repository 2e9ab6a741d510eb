/** Biosamples by the likeness of one assay's Z-scores: drawing around some chooses them in the table too. */

import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Problem } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { Swatch } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { Scatter } from '../../parts/scatter.tsx';
import type { ScatterCategory } from '../../parts/scatter-picture.ts';
import { AnswerState } from '../../parts/states.tsx';
import { ACCENT, GHOST, GROUP_COLOURS, MARK } from '../../words/classes.ts';
import { count, counted } from '../../words/numbers.ts';
import { type Biosample, countsOf, type Embedding, pointsOf, said } from './biosample.ts';
import { embeddingSvg } from './embedding-svg.ts';

interface EmbeddingPanelProps {
  readonly answer: UseQueryResult<Embedding, Problem>;
  readonly biosamples: readonly Biosample[];
  /** Those that pass the filters: the others are ghosts, and cannot be chosen. */
  readonly shown: readonly Biosample[];
  readonly chosen: ReadonlySet<string>;
  onChoose(keys: Iterable<string>): void;
  readonly hovered: string | undefined;
  onHover(key: string | undefined): void;
}

const HEIGHT_PX = 420;
/** Few points may be larger. */
const FEW = 200;
/** Left out by the filters; of no tissue that is named; the first of those that are. */
const [OUT, REST, TISSUE] = [0, 1, 2] as const;

export function EmbeddingPanel(props: EmbeddingPanelProps): ReactNode {
  const { answer, biosamples } = props;
  const assays = answer.data?.assays ?? [];
  return (
    <Panel
      title="Embedding"
      columns={5}
      actions={assays.length === 0 ? undefined : <Choices assays={assays} biosamples={biosamples} />}
    >
      <AnswerState answer={answer} what="embedding" kind="embedding" rows={12}>
        {(embedding) => <EmbeddingPlot {...props} embedding={embedding} />}
      </AnswerState>
    </Panel>
  );
}

/** The assay of the address, else the first. */
const assayOf = (assays: readonly string[], asked: string | undefined): string =>
  asked !== undefined && assays.includes(asked) ? asked : assays[0]!;

interface ChoicesProps {
  readonly assays: readonly string[];
  readonly biosamples: readonly Biosample[];
}

function Choices({ assays, biosamples }: ChoicesProps): ReactNode {
  const [query, change] = useQueryState();
  return (
    <>
      <select
        aria-label="Assay of the embedding"
        value={assayOf(assays, query.embedding)}
        onChange={(event) => change({ embedding: event.target.value }, { isReplaced: true })}
      >
        {assays.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <select
        aria-label="Tissue to highlight"
        value={query.highlight ?? ''}
        onChange={(event) => change({ highlight: event.target.value }, { isReplaced: true })}
      >
        <option value="">Largest tissues</option>
        {countsOf(biosamples.map((one) => said(one, 'tissue'))).map(([name, n]) => (
          <option key={name} value={name}>
            {name} ({count(n)})
          </option>
        ))}
      </select>
    </>
  );
}

function EmbeddingPlot(props: EmbeddingPanelProps & { readonly embedding: Embedding }): ReactNode {
  const { embedding, biosamples, shown, chosen, onChoose, hovered, onHover } = props;
  const [query] = useQueryState();
  const { assays, parameters } = embedding;
  const assay = assayOf(assays, query.embedding);
  const tissue = query.highlight;
  const byKey = useMemo(() => new Map(biosamples.map((one) => [one.key, one])), [biosamples]);
  const placed = useMemo(
    () => pointsOf(embedding).filter((point) => point.assay === assay && byKey.has(point.key)),
    [embedding, assay, byKey],
  );
  const tissues = useMemo(
    () => (tissue === undefined ? largestTissues(placed.map(({ key }) => byKey.get(key)!)) : [tissue]),
    [placed, tissue, byKey],
  );
  const points = useMemo(() => {
    const passing = new Set(shown.map(({ key }) => key));
    return placed.map(({ key, x, y }) => {
      const at = tissues.indexOf(said(byKey.get(key)!, 'tissue'));
      return { key, x, y, category: passing.has(key) ? (at < 0 ? REST : TISSUE + at) : OUT };
    });
  }, [placed, tissues, shown, byKey]);
  const sizePx = points.length < FEW ? 7 : 5;
  const categories = useMemo(
    (): ScatterCategory[] => [
      { name: 'left out by the filters', colour: GHOST, isShut: true, sizePx },
      { name: tissues.length === 0 ? 'biosamples' : 'other tissues', colour: MARK, sizePx },
      ...tissues.map((name, i) => ({
        name,
        colour: tissue === undefined ? GROUP_COLOURS[i]! : ACCENT,
        sizePx: tissue === undefined ? sizePx : sizePx + 2,
      })),
    ],
    [tissue, tissues, sizePx],
  );
  const inPlot = new Set(points.map(({ key }) => key));
  const without = biosamples.length - points.length;
  const highlighted = points.filter(({ category }) => category === TISSUE).length;
  const counts = categories.map((_, one) => points.filter((p) => p.category === one).length);
  const finding = `${counted(points.length, 'biosample')} placed by the likeness of their ${assay} Z-scores${tissue === undefined ? '' : `; ${count(highlighted)} of ${tissue} highlighted`}. The table beside it chooses the same biosamples.`;
  return (
    <PlotFrame
      title={`${assay}, ${parameters.method}`}
      subtitle={`n = ${counted(points.length, 'biosample')}, ${count(without)} no data`}
      finding={finding}
      heightPx={HEIGHT_PX + 32}
      legend={
        <>
          {[...categories.keys()].map((_, i) => {
            // Named tissues first, what is left of them last.
            const category = (i + TISSUE) % categories.length;
            const { name, colour } = categories[category]!;
            return counts[category] === 0 ? null : (
              <span key={name} className="class-name">
                <Swatch colour={colour} />
                {name} {count(counts[category]!)}
              </span>
            );
          })}
          <span>
            Chosen here <b>{count([...chosen].filter((key) => inPlot.has(key)).length)}</b>
          </span>
        </>
      }
      table={{
        head: ['biosample', 'tissue', 'assay', 'x', 'y'],
        rows: points.map(({ key, x, y }) => {
          const one = byKey.get(key)!;
          return [one.biosample, said(one, 'tissue'), assay, x, y];
        }),
      }}
      draw={(widthPx) => embeddingSvg(points, categories, { widthPx, heightPx: HEIGHT_PX, chosen })}
    >
      <Scatter
        label={finding}
        points={points}
        categories={categories}
        heightPx={HEIGHT_PX}
        selected={chosen}
        hovered={hovered}
        tip={(key) => <Tip biosample={byKey.get(key)!} />}
        onSelect={(keys, isAdded) => onChoose(isAdded ? new Set([...chosen, ...keys]) : keys)}
        onHover={onHover}
      />
    </PlotFrame>
  );
}

/** The tissues that have a colour each: those of most biosamples. */
const largestTissues = (biosamples: readonly Biosample[]): readonly string[] =>
  countsOf(biosamples.flatMap(({ metadata }) => metadata.tissue ?? []))
    .slice(0, GROUP_COLOURS.length)
    .map(([name]) => name);

function Tip({ biosample }: { readonly biosample: Biosample }): ReactNode {
  return (
    <>
      <b>{biosample.biosample}</b>
      <br />
      <span className="soft">
        {said(biosample, 'tissue')}, {said(biosample, 'sampleType')}
      </span>
    </>
  );
}
