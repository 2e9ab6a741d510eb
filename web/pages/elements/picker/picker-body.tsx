/** What the picker lists: filters, tissues at the left, the biosamples of the chosen one at the right. */

import { type ReactNode, useMemo, useState } from 'react';
import { Skeleton } from '../../../parts/states.tsx';
import { CLASS_ASSAYS } from '../../../words/classes.ts';
import { count, counted } from '../../../words/numbers.ts';
import type { Group } from '../facets/activity.ts';
import { PHONE, useMedia } from '../wide.ts';
import { BiosampleRows } from './biosample-rows.tsx';
import { type Biosample, hasAssay, isWhere, matchesText, useBiosamples } from './biosamples.ts';
import { type Filters, NO_FILTERS, PickerFilters } from './picker-filters.tsx';
import { TissueChoice } from './tissue-choice.tsx';
import { levelsOf, nodeAt, tissueTree } from './tissue-tree.ts';
import { TissueTree } from './tissue-tree-view.tsx';

/** What is listed, for what stands beside its title. */
export interface Listed {
  readonly biosamples: readonly Biosample[];
  /** The same as a condition has it; undefined for all of them. */
  readonly group: Group | undefined;
}

interface PickerBodyProps {
  /** Who has not this one cannot be chosen. */
  readonly assay: string;
  onAssay(assay: string): void;
  readonly picked: ReadonlySet<string>;
  /** What can be done with a biosample, behind its row. */
  choice(biosample: Biosample): ReactNode;
  /** At the right above the list. */
  beside(listed: Listed): ReactNode;
}

export function PickerBody({ assay, onAssay, picked, choice, beside }: PickerBodyProps): ReactNode {
  const biosamples = useBiosamples();
  const isPhone = useMedia(PHONE);
  const [filters, setFilters] = useState<Filters>(NO_FILTERS);
  const [selected, setSelected] = useState('');
  const levels = useMemo(() => levelsOf(biosamples ?? []), [biosamples]);
  const root = useMemo(
    () =>
      tissueTree(
        (biosamples ?? []).filter((own) => passes(own, filters)),
        levels,
      ),
    [biosamples, filters, levels],
  );
  if (biosamples === undefined) return <Skeleton rows={12} />;
  const node = nodeAt(root, selected) ?? root;
  const able = node.biosamples.filter((own) => hasAssay(own, assay)).length;
  // What the sheet says names a group; what was typed, or has no tissue, is a list of names.
  const isNamed = filters.text !== '' || filters.hasAll || node.key.split('/').slice(1).includes('');
  const where = { ...node.where, ...filters.where };
  const group: Group | undefined = isNamed
    ? {
        names: node.biosamples.filter((own) => hasAssay(own, assay)).map((own) => own.biosample),
      }
    : Object.keys(where).length === 0
      ? undefined
      : { where };
  return (
    <>
      <PickerFilters {...{ biosamples, filters, assay, onAssay }} onFilters={setFilters}>
        {isPhone ? <TissueChoice root={root} selected={node.key} onSelect={setSelected} /> : null}
      </PickerFilters>
      <div className="picker-parts">
        {isPhone ? null : (
          <TissueTree root={root} selected={node.key} picked={picked} onSelect={setSelected} />
        )}
        <div className="picker-list">
          <div className="picker-listed">
            <span className="note">
              {`${node.key === '' ? '' : `${node.name}, `}${counted(node.biosamples.length, 'biosample')}, ${count(able)} with ${assay}`}
            </span>
            {beside({ biosamples: node.biosamples, group })}
          </div>
          <BiosampleRows
            key={node.key}
            label={node.key === '' ? 'Biosamples' : `Biosamples of ${node.name}`}
            {...{ biosamples: node.biosamples, assay, choice }}
          />
        </div>
      </div>
    </>
  );
}

function passes(own: Biosample, { text, where, hasAll }: Filters): boolean {
  return (
    matchesText(own, text) &&
    isWhere(own, where) &&
    (!hasAll || CLASS_ASSAYS.every((assay) => hasAssay(own, assay)))
  );
}
