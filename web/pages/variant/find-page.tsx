/** Variants by what one knows of them: ids, the beginning of an id, or a place. */

import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { type Answer, addressOf } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { PageLink, pageAddress, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import type { Column } from '../../parts/data-table.tsx';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { Accession } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { AnswerState, Empty, FirstOf, Partial } from '../../parts/states.tsx';
import { count, counted, fixed } from '../../words/numbers.ts';
import { VariantLink, withCommas } from '../gwas/hits/hit-columns.tsx';
import { factColumns, idColumn, positionColumn } from './variant-columns.tsx';
import '../gwas/gwas.css';
import './variant.css';

type Variant = Answer<'/api/v1/variants'>['variants'][number];
type Asked = { readonly region?: string; readonly id?: string; readonly prefix?: string };

const MOST = 10_000;

/** What a text asks for: several words are ids, one with a colon is a place, digits may be the beginning of an rs number. */
export function askedOf(text: string): Asked {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const [first = ''] = words;
  if (words.length === 0) return {};
  if (/^(chr)?[\w.]+:[\d,]+/i.test(text.trim()) || /^chr\w+$/i.test(text.trim())) {
    return { region: text.trim().replaceAll(/\s+/g, '') };
  }
  return words.length === 1 ? { prefix: first } : { id: words.join(',') };
}

export function FindVariantsPage(): ReactNode {
  const [query, setQuery] = useQueryState();
  const text = query.region ?? query.prefix ?? query.id?.replaceAll(',', ' ') ?? '';
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useTitle('Find variants');
  const find = (event: FormEvent) => {
    event.preventDefault();
    setQuery({ region: undefined, id: undefined, prefix: undefined, ...askedOf(typed) });
  };
  return (
    <main className="gwas find-variants">
      <header className="entity-head">
        <div className="entity-title">
          <h1>Find variants</h1>
          <div className="actions">
            <PageLink to="gwas" className="button">
              Studies
            </PageLink>
          </div>
        </div>
        <form className="find-form" onSubmit={find}>
          <input
            type="search"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            placeholder="rs9389269, several rsIDs, or chr6:135,090,000-135,110,000"
            aria-label="rsIDs or a place"
          />
          <button type="submit" className="main">
            Find
          </button>
        </form>
      </header>
      <div className="grid">
        <Found asked={{ region: query.region, id: query.id, prefix: query.prefix } as Asked} />
      </div>
    </main>
  );
}

function Found({ asked }: { readonly asked: Asked }): ReactNode {
  const { id: registry } = useRegistry();
  const navigate = useNavigate();
  const isAll = Object.values(asked).every((value) => value === undefined);
  const limit = isAll ? '100' : String(MOST);
  const answer = useAnswer('/api/v1/variants', { query: { ...asked, limit } }, { kind: 'variants' });
  const { data } = answer;
  return (
    <Panel
      title={isAll ? 'Variants of this registry' : 'Variants found'}
      note={data === undefined ? '' : counted(data.total, 'variant')}
      isFlush
      actions={
        data === undefined || data.total === 0 ? undefined : (
          <DownloadMenu
            text={`Download ${count(data.total)}`}
            address={(format) => addressOf('/api/v1/variants', { query: { ...asked, registry, format } })}
            file="variants"
          />
        )
      }
    >
      <AnswerState answer={answer} what="variants" kind="variants" rows={10}>
        {({ variants, total, notFound }) => (
          <>
            {notFound.length === 0 ? null : (
              <div className="inset">
                <Partial>Not in this registry: {notFound.join(', ')}</Partial>
              </div>
            )}
            {total > variants.length && !isAll ? (
              <div className="inset">
                <FirstOf shown={variants.length} total={total} />
              </div>
            ) : null}
            {total === 0 ? (
              <div className="inset">
                <Empty title="No variant is found by that">
                  <p>Expected rsIDs such as rs9389269, or a place such as chr6:135,090,000-135,110,000.</p>
                </Empty>
              </div>
            ) : (
              <RowTable<Variant>
                label="Variants"
                rows={variants}
                columns={COLUMNS}
                keyOf={({ id, start }) => `${id} ${start}`}
                height={Math.min(variants.length, 20) * 28 + 34}
                onOpen={({ id }) => void navigate({ to: pageAddress(registry, path('variant', id)) })}
                narrow={(variant) => <NarrowVariant variant={variant} />}
                note={
                  isAll && total > variants.length
                    ? `the first ${count(variants.length)} of ${count(total)}`
                    : undefined
                }
              />
            )}
          </>
        )}
      </AnswerState>
    </Panel>
  );
}

const COLUMNS: readonly Column<Variant>[] = [idColumn(), positionColumn(), ...factColumns<Variant>()];

function NarrowVariant({ variant }: { readonly variant: Variant }): ReactNode {
  return (
    <>
      <div>
        <VariantLink id={variant.id} />
        {variant.accession === null ? null : <Accession accession={variant.accession} />}
      </div>
      <div className="soft">
        <span>{withCommas(variant.location)}</span>
        <span>{variant.maf === null ? '' : `MAF ${fixed(variant.maf, 3)}`}</span>
      </div>
    </>
  );
}
