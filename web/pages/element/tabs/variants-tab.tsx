/** Variants in the element and around it, and the studies that report them or a proxy of theirs. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { addressOf } from '../../../api/ask.ts';
import { useQueryState } from '../../../frame/address.ts';
import { PageLink, path } from '../../../frame/link.tsx';
import { useRegistry } from '../../../frame/registry.ts';
import { Segmented } from '../../../parts/choice.tsx';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../../parts/states.tsx';
import { count, counted } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps } from '../element.ts';
import { StudiesPanel } from './studies-panel.tsx';
import { positionOf, VARIANT_COLUMNS } from './variant-columns.tsx';

const AROUND = [
  ['0', 'Overlapping'],
  ['1000', '1 kb'],
  ['10000', '10 kb'],
  ['100000', '100 kb'],
] as const;

export function VariantsTab({ element }: PartProps): ReactNode {
  const { id: registry } = useRegistry();
  const [query, change] = useQueryState();
  const within = AROUND.find(([bp]) => bp === query.within)?.[0] ?? '0';
  const answer = useAnswer(
    '/api/v1/ccres/{accession}/variants',
    {
      path: { accession: nameOf(element) },
      query: { within, limit: ALL_ROWS },
    },
    { kind: 'variants' },
  );
  const variants = answer.data?.variants ?? [];
  const chosen = variants.find(({ id }) => id === query.variant);
  return (
    <div className="grid">
      <Panel
        title="Variants"
        isFlush
        columns={6}
        note={
          answer.data === undefined
            ? undefined
            : `${counted(answer.data.total, 'variant')}${within === '0' ? ' in the element' : ' in it and around it'}`
        }
        actions={
          <>
            <Segmented
              label="How far around"
              value={within}
              options={AROUND.map(([value, text]) => ({ value, text }))}
              onChange={(value) => change({ within: value === '0' ? undefined : value, variant: undefined })}
            />
            <DownloadMenu
              text=""
              label="Download the variants"
              formats={['tsv', 'bed', 'ndjson', 'parquet', 'json']}
              file={`${nameOf(element)}-variants`}
              address={(format) =>
                addressOf('/api/v1/ccres/{accession}/variants', {
                  path: { accession: nameOf(element) },
                  query: { registry, within, format },
                })
              }
            />
          </>
        }
      >
        <AnswerState answer={answer} what="variants" kind="variants" rows={8}>
          {() =>
            variants.length === 0 ? (
              <Empty
                title={
                  within === '0'
                    ? 'No variant in this element'
                    : `No variant within ${count(Number(within))} bp`
                }
              >
                {within === '100000' ? null : (
                  <button
                    type="button"
                    onClick={() => change({ within: within === '0' ? '10000' : '100000' })}
                  >
                    Look {within === '0' ? '10' : '100'} kb around it
                  </button>
                )}
              </Empty>
            ) : (
              <RowTable
                label="Variants"
                rows={variants}
                columns={VARIANT_COLUMNS}
                keyOf={({ id, start }) => `${id} ${start}`}
                firstSort={{ by: 'distance', isDescending: false }}
                selected={chosen === undefined ? undefined : `${chosen.id} ${chosen.start}`}
                onOpen={({ id }) =>
                  change({ variant: id === query.variant ? undefined : id }, { isReplaced: true })
                }
                narrow={(variant) => (
                  <>
                    <div>
                      <PageLink to={path('variant', variant.id)}>{variant.id}</PageLink>
                      <span>{variant.distance === 0 ? 'inside' : `${count(variant.distance)} bp`}</span>
                    </div>
                    <div className="soft">
                      <span>
                        {positionOf(variant)} {variant.ref} &gt; {variant.alt}
                      </span>
                      <span>{counted(variant.studies.length, 'study', 'studies')}</span>
                    </div>
                  </>
                )}
                note="a row chosen: only its studies are listed beside"
              />
            )
          }
        </AnswerState>
      </Panel>
      <StudiesPanel
        variants={chosen === undefined ? variants : [chosen]}
        chosen={chosen?.id}
        answer={answer}
        onAll={() => change({ variant: undefined })}
      />
    </div>
  );
}
