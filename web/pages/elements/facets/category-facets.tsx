/** Facets of names: class with CTCF-bound, tier, zone. */

import type { ReactNode } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { Swatch } from '../../../parts/marks.tsx';
import { colourOfAssay, colourOfClass, wordsOfClass } from '../../../words/classes.ts';
import type { FacetCounts as Counts } from '../element-answers.ts';
import { partsOf } from '../filter-texts.ts';
import { CategoryRows } from './category-rows.tsx';
import { Facet } from './facet.tsx';
import type { FacetCounts } from './facet-counts.ts';
import type { FacetSpec } from './facet-list.ts';
import type { FacetFrame } from './facets.tsx';

interface CategoryFacetProps {
  readonly frame: FacetFrame;
  readonly counts: FacetCounts;
}

const chosenIn = (text: string | undefined): readonly string[] | undefined =>
  text === undefined || text === '' ? undefined : partsOf(text, ',');

const EMPTY: Counts = [];

export function ClassFacet({ frame, counts }: CategoryFacetProps): ReactNode {
  const [query, change] = useQueryState();
  const classes = counts.counts('class') ?? EMPTY;
  const bound = counts.counts('ctcfBound') ?? EMPTY;
  const isDimmed = counts.isBefore('class');
  return (
    <Facet title="Class" name="class" note="counts ignore the facet’s own filter" {...frame}>
      <div className="class-rows">
        <CategoryRows
          categories={classes.map(({ name, count }) => ({
            key: name,
            label: name,
            words: wordsOfClass(name),
            name: (
              <>
                <Swatch colour={colourOfClass(name)} />
                {name}
              </>
            ),
            colour: colourOfClass(name),
            count,
          }))}
          chosen={chosenIn(query.class)}
          isDimmed={isDimmed}
          onChoose={(chosen) => change({ class: chosen?.join(',') })}
        />
        {bound.length === 0 ? null : (
          <CategoryRows
            categories={bound.map(({ name, count }) => ({
              key: name,
              name: name === 'true' ? 'CTCF-bound' : 'not CTCF-bound',
              label: name === 'true' ? 'CTCF-bound' : 'not CTCF-bound',
              ...(name === 'true' ? { colour: colourOfAssay('CTCF') } : {}),
              count,
            }))}
            chosen={chosenIn(query.ctcfBound)}
            isDimmed={isDimmed}
            onChoose={(chosen) => change({ ctcfBound: chosen?.[0] })}
          />
        )}
      </div>
    </Facet>
  );
}

/** What the codes say; src/registry/zones.ts and tiers.ts have the rules. */
const WORDS: Readonly<Record<string, string>> = {
  'TSS-overlapping': 'centre at most 200 bp from a TSS',
  proximal: 'centre at most 2,000 bp from a TSS',
  distal: 'centre more than 2,000 bp from every TSS',
};

interface CodeFacetProps extends CategoryFacetProps {
  readonly spec: FacetSpec;
  readonly kind: 'tier' | 'zone';
}

export function CodeFacet({ frame, counts, spec, kind }: CodeFacetProps): ReactNode {
  const [query, change] = useQueryState();
  const codes = counts.counts(kind) ?? EMPTY;
  return (
    <Facet
      title={spec.title}
      name={kind}
      note={
        kind === 'tier' && query.scope === undefined ? 'tiers 3 and 4 are not in the registry' : undefined
      }
      {...frame}
    >
      <CategoryRows
        categories={codes.map(({ name, count }) => ({
          key: name,
          name,
          label: name,
          words: WORDS[name],
          count,
        }))}
        chosen={chosenIn(query[kind])}
        isDimmed={counts.isBefore(kind)}
        onChoose={(chosen) => change({ [kind]: chosen?.join(',') })}
      />
    </Facet>
  );
}
