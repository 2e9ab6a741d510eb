/** The columns of the features in view. */

import type { ReactNode } from 'react';
import type { Column } from '../parts/data-table.tsx';
import { Accession, ClassName, GeneName } from '../parts/marks.tsx';
import { geneType } from '../words/genes.ts';
import { count, place } from '../words/numbers.ts';
import type { ElementFeature } from './element-features.ts';
import type { GeneFeature } from './gene-features.ts';
import type { Feature } from './igv-api.ts';
import type { TrackSpec } from './track-specs.ts';

/** A feature and its track. */
export interface Placed {
  readonly spec: TrackSpec;
  readonly feature: Feature;
}

export const FEATURE_COLUMNS: readonly Column<Placed>[] = [
  {
    key: 'track',
    head: 'Track',
    name: 'Track',
    width: 150,
    sortBy: ({ spec }) => spec.name,
    cell: ({ spec }) => spec.label,
  },
  {
    key: 'name',
    head: 'Name',
    name: 'Name',
    width: 150,
    sortBy: ({ feature }) => feature.name,
    cell: ({ spec, feature }) => <Name kind={spec.kind} feature={feature} />,
  },
  {
    key: 'what',
    head: 'What',
    name: 'What',
    sortBy: ({ feature }) => (feature as ElementFeature).class,
    cell: ({ feature }) => <What feature={feature} />,
  },
  {
    key: 'place',
    head: 'Location',
    name: 'Location',
    isNumber: true,
    width: 220,
    sortBy: ({ feature }) => feature.start,
    cell: ({ feature: { chr, start, end } }) => place({ chrom: chr, start, end }),
  },
  {
    key: 'length',
    head: 'Length, bp',
    name: 'Length, bp',
    isNumber: true,
    width: 110,
    sortBy: ({ feature }) => feature.end - feature.start,
    cell: ({ feature }) => count(feature.end - feature.start),
  },
];

function Name({ kind, feature }: { readonly kind: TrackSpec['kind']; readonly feature: Feature }): ReactNode {
  if (kind === 'elements') return <Accession accession={(feature as ElementFeature).accession} />;
  if (kind === 'genes') return <GeneName name={feature.name ?? ''} id={(feature as GeneFeature).id} />;
  return feature.name;
}

function What({ feature }: { readonly feature: Feature }): ReactNode {
  const { class: name, isMatch, isCtcfBound } = feature as ElementFeature;
  if (name === undefined) {
    const { type, strand } = feature as Feature & { readonly type?: unknown };
    const kind = typeof type === 'string' ? geneType(type) : undefined;
    const side = strand === '+' ? '+ strand' : strand === '-' ? '− strand' : undefined;
    return [kind, side].filter(Boolean).join(', ');
  }
  return (
    <>
      <ClassName name={name} isCtcfBound={isCtcfBound} />
      {isMatch ? null : <span className="soft"> does not match</span>}
    </>
  );
}
