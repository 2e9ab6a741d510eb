/** The studies of the registry, and the way in for one's own list. */

import type { ReactNode } from 'react';
import { isWhole, useAllRows } from '../../api/all-rows.ts';
import { useAnswer } from '../../api/answer.ts';
import { addressOf } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { Segmented } from '../../parts/choice.tsx';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState, Empty, NotHere, Partial } from '../../parts/states.tsx';
import { useTyped } from '../../parts/typed.ts';
import { count, counted } from '../../words/numbers.ts';
import { OwnListPanel } from './own/own-list-panel.tsx';
import { StudyTable } from './study-table.tsx';
import './gwas.css';

export function GwasPage(): ReactNode {
  const { id: registry } = useRegistry();
  const [query, setQuery] = useQueryState();
  useTitle('Variants and GWAS');
  const { q, population, tested } = query;
  const asked = { q, population, tested } as object;
  const answer = useAllRows('/api/v1/gwas/studies', { query: asked }, 'studies', { kind: 'gwas' });
  const all = useAllRows('/api/v1/gwas/studies', {}, 'studies', { kind: 'gwas' });
  const hasVariants = useAnswer('/api/v1/variants', { query: { limit: '1' } }, { kind: 'variants' });
  const typed = useTyped(q ?? '', (text) => setQuery({ q: text }, { isReplaced: true }));
  const populations = [...new Set(all.data?.studies.flatMap((own) => own.populations) ?? [])].sort();
  const isFiltered = q !== undefined || population !== undefined || tested !== undefined;
  return (
    <main className="gwas">
      <header className="entity-head">
        <div className="entity-title">
          <h1>Variants and GWAS</h1>
          <div className="actions">
            <PageLink to="variants" className="button">
              Find variants
            </PageLink>
          </div>
        </div>
        <p className="lead-line">
          {all.data === undefined
            ? 'Association studies, and the biosamples whose active elements hold their variants.'
            : isWhole(all.data, 'studies')
              ? `${counted(all.data.total, 'study', 'studies')}, ${count(all.data.studies.filter(({ isTested }) => isTested).length)} of them tested, in each biosample that has the assay.`
              : `${counted(all.data.total, 'study', 'studies')}.`}
        </p>
      </header>
      <div className="analysis">
        <div className="found">
          <Panel
            title="Studies"
            note={
              answer.data === undefined || all.data === undefined
                ? ''
                : `${count(answer.data.total)} of ${count(all.data.total)}`
            }
            isFlush
            actions={
              answer.data === undefined ? undefined : (
                <DownloadMenu
                  text={`Download ${count(answer.data.total)}`}
                  formats={['tsv', 'ndjson', 'parquet', 'json']}
                  address={(format) =>
                    addressOf('/api/v1/gwas/studies', {
                      query: { ...asked, registry, format } as object,
                    })
                  }
                  file="studies"
                />
              )
            }
          >
            {all.error?.isNotHere ? null : (
              <div className="study-filters">
                <input
                  type="search"
                  value={typed.text}
                  onChange={(event) => typed.setText(event.target.value)}
                  placeholder="Trait, author, PubMed id or accession"
                  aria-label="Find studies"
                />
                <label className="field">
                  Population
                  <select
                    value={population ?? ''}
                    onChange={(event) => setQuery({ population: event.target.value })}
                  >
                    <option value="">any</option>
                    {populations.map((own) => (
                      <option key={own}>{own}</option>
                    ))}
                  </select>
                </label>
                <Segmented
                  label="Enrichment"
                  value={tested ?? ''}
                  options={[
                    { value: '', text: 'All' },
                    { value: 'true', text: 'Tested' },
                    { value: 'false', text: 'Too few leads' },
                  ]}
                  onChange={(own) => setQuery({ tested: own })}
                />
              </div>
            )}
            <AnswerState answer={answer} what="association studies" kind="gwas" rows={10}>
              {({ studies, total }) =>
                total === 0 ? (
                  <div className="inset">
                    <Empty
                      title={
                        isFiltered
                          ? 'No study is found by these words and filters'
                          : 'No study in this registry'
                      }
                    >
                      {isFiltered ? (
                        <button
                          type="button"
                          onClick={() => {
                            typed.setText('');
                            setQuery({ q: undefined, population: undefined, tested: undefined });
                          }}
                        >
                          Clear them
                        </button>
                      ) : null}
                    </Empty>
                  </div>
                ) : (
                  <>
                    {total > studies.length ? (
                      <Partial>
                        The first {count(studies.length)} of {count(total)} are listed; narrow the search, or
                        take the file.
                      </Partial>
                    ) : null}
                    <StudyTable studies={studies} />
                  </>
                )
              }
            </AnswerState>
          </Panel>
        </div>
        {hasVariants.error?.isNotHere ? (
          <Panel title="Test your own list">
            <NotHere what="variants" kind="variants" />
          </Panel>
        ) : (
          <OwnListPanel />
        )}
      </div>
    </main>
  );
}
