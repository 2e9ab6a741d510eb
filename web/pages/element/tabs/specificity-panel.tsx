/** In which biosamples the element is open, and how few they are (tau). */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import type { Answer } from '../../../api/ask.ts';
import { useQueryState } from '../../../frame/address.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { ZCell } from '../../../parts/marks.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState } from '../../../parts/states.tsx';
import { counted, fixed } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps } from '../element.ts';

type Carrier = Answer<'/api/v1/ccres/{accession}/specificity'>['biosamples'][number];

const COLUMNS: readonly Column<Carrier>[] = [
  {
    key: 'biosample',
    head: 'Biosample',
    name: 'Biosample',
    width: '2fr',
    sortBy: ({ biosample }) => biosample,
    cell: ({ biosample }) => <span title={biosample}>{biosample}</span>,
  },
  {
    key: 'tissue',
    head: 'Tissue',
    name: 'Tissue',
    sortBy: ({ tissue }) => tissue,
    cell: ({ tissue }) => tissue ?? 'not given',
  },
  {
    key: 'z',
    head: 'DNase Z',
    name: 'DNase Z',
    isNumber: true,
    width: 120,
    sortBy: ({ state, z }) => (state === 'noSignal' ? Number.NEGATIVE_INFINITY : z),
    cell: ({ state, z }) => <ZCell z={{ state, z }} assay="DNase" />,
  },
  {
    key: 'share',
    head: 'Of the highest',
    name: 'Share of the highest Z',
    isNumber: true,
    width: 130,
    sortBy: ({ share }) => share,
    cell: ({ share }) => (
      <span className="confidence">
        {fixed(share, 2)}
        <span className="confidence-bar">
          <span style={{ width: `${100 * share}%` }} />
        </span>
      </span>
    ),
  },
];

export function SpecificityPanel({ element }: PartProps): ReactNode {
  const [{ biosample: chosen }] = useQueryState();
  const answer = useAnswer('/api/v1/ccres/{accession}/specificity', {
    path: { accession: nameOf(element) },
    query: { limit: ALL_ROWS },
  });
  const { tau } = element;
  return (
    <Panel
      title="Specificity of DNase"
      isFlush
      columns={6}
      note={tau === null ? 'τ is not known' : `τ ${fixed(tau, 2)}: 0 is alike in all, 1 is in one alone`}
    >
      <AnswerState answer={answer} what="the specificity" rows={8}>
        {({ biosamples, total }) => (
          <RowTable
            label="Specificity by biosample"
            rows={biosamples}
            columns={COLUMNS}
            keyOf={({ biosample }) => biosample}
            selected={biosamples.find(({ biosample }) => biosample === chosen)?.biosample}
            firstSort={{ by: 'share', isDescending: true }}
            height={360}
            narrow={(row) => (
              <>
                <div>
                  <span className="cut">{row.biosample}</span>
                  <ZCell z={row} assay="DNase" />
                </div>
                <div className="soft">
                  <span>{row.tissue ?? 'not given'}</span>
                  <span>{fixed(row.share, 2)} of the highest</span>
                </div>
              </>
            )}
            note={`τ = sum of (1 − share) / (n − 1), over ${counted(total, 'biosample')} with DNase; below 0 counts as 0`}
          />
        )}
      </AnswerState>
    </Panel>
  );
}
