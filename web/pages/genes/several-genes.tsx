/** Several genes side by side: their expression in every biosample, darker where it is higher. */

import { useQueries } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { ask, asProblem } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import type { Column } from '../../parts/data-table.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { ProblemNote, Skeleton } from '../../parts/states.tsx';
import { tpm } from '../../words/numbers.ts';
import { GeneField } from './gene-field.tsx';

interface Row {
  readonly biosample: string;
  readonly tissue: string | null;
  /** TPM by gene, in the order of the columns; null where it was not measured. */
  readonly values: readonly (number | null)[];
}

/** Of the ground of a cell, %: text stays readable on it. */
const MOST_SHARE = 40;
/** Beside the two of the page. */
const MOST = 10;

interface SeveralGenesProps {
  /** The two genes of the page, then those that were added; the address has the latter as `more`. */
  readonly names: readonly [string, string, ...string[]];
}

export function SeveralGenes({ names }: SeveralGenesProps): ReactNode {
  const { id: registry } = useRegistry();
  const [, change] = useQueryState();
  const [first, second, ...more] = names;
  // Each is held against the first one: pairs are what the API has.
  const pairs = useQueries({
    queries: [second, ...more].map((b) => ({
      queryKey: ['/api/v1/genes/compare', registry, first, b],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        ask('/api/v1/genes/compare', { query: { registry, a: first, b, limit: '10000' } }, signal),
    })),
  });
  const answers = pairs.map(({ data }) => data);
  const isThere = answers.every((own) => own !== undefined);
  const known = isThere ? answers.map((own) => own!) : undefined;
  const symbols =
    known === undefined ? [] : [known[0]!.a.gene.symbol, ...known.map(({ b }) => b.gene.symbol)];
  const rows = useMemo(
    () => (known === undefined ? [] : rowsOf(known.map(({ biosamples }) => biosamples))),
    [known],
  );
  const failed = pairs.find(({ error }) => error !== null);
  const set = (genes: readonly string[]) =>
    change({ more: genes.length === 0 ? undefined : genes.join(',') });
  return (
    <Panel
      title="Several genes"
      note={
        known === undefined
          ? 'TPM'
          : `TPM, mean over experiments, n = ${rows.length} biosamples; darker is higher`
      }
      isFlush
      actions={
        <>
          {more.map((name, i) => (
            <span key={name} className="chip">
              <i>{symbols[i + 2] ?? name}</i>
              <button
                type="button"
                aria-label={`Remove ${name}`}
                onClick={() => set(more.filter((own) => own !== name))}
              >
                <Icon name="close" />
              </button>
            </span>
          ))}
          {more.length < MOST ? (
            <GeneField
              label="Add a gene"
              button="Add"
              onGene={(name) => set([...new Set([...more, name])])}
            />
          ) : null}
        </>
      }
    >
      {failed?.error ? (
        <ProblemNote
          problem={asProblem(failed.error)}
          what="A gene's expression"
          onRetry={() => void failed.refetch()}
        />
      ) : known === undefined ? (
        <Skeleton rows={8} />
      ) : (
        <RowTable<Row>
          label={`Expression of ${symbols.join(', ')} by biosample`}
          columns={columnsOf(symbols, rows)}
          rows={rows}
          keyOf={({ biosample }) => biosample}
          firstSort={{ by: 'gene0', isDescending: true }}
        />
      )}
    </Panel>
  );
}

type Pairs = readonly {
  readonly biosample: string | null;
  readonly tissue: string | null;
  readonly a: number | null;
  readonly b: number | null;
}[];

function rowsOf(lists: readonly Pairs[]): readonly Row[] {
  const rows = new Map<string, { tissue: string | null; values: (number | null)[] }>();
  for (const [i, list] of lists.entries())
    for (const { biosample, tissue, a, b } of list) {
      const key = biosample ?? '';
      const row = rows.get(key) ?? { tissue, values: new Array<number | null>(lists.length + 1).fill(null) };
      row.values[0] ??= a;
      row.values[i + 1] = b;
      rows.set(key, row);
    }
  return [...rows].map(([biosample, row]) => ({ biosample, ...row }));
}

function columnsOf(symbols: readonly string[], rows: readonly Row[]): readonly Column<Row>[] {
  const most = Math.max(1, ...rows.flatMap(({ values }) => values.map((own) => Math.log10((own ?? 0) + 1))));
  const genes = symbols.map((symbol, i): Column<Row> => {
    return {
      key: `gene${i}`,
      name: symbol,
      head: <i>{symbol}</i>,
      width: 'minmax(96px,1fr)',
      isNumber: true,
      sortBy: ({ values }) => values[i],
      cell: ({ values }) => <Heat value={values[i] ?? null} most={most} />,
    };
  });
  return [
    {
      key: 'biosample',
      head: 'Biosample',
      name: 'biosample',
      width: '2fr',
      sortBy: ({ biosample }) => biosample,
      cell: ({ biosample }) => biosample,
    },
    {
      key: 'tissue',
      head: 'Tissue',
      name: 'tissue',
      width: 104,
      sortBy: ({ tissue }) => tissue,
      cell: ({ tissue }) => tissue,
    },
    ...genes,
  ];
}

/** TPM with a ground by log10(TPM + 1), from nothing to the highest of the table. */
function Heat({ value, most }: { readonly value: number | null; readonly most: number }): ReactNode {
  if (value === null) return <span className="soft">no data</span>;
  const share = Math.round((MOST_SHARE * Math.log10(value + 1)) / most);
  return (
    <span
      className="heat"
      style={{ background: `color-mix(in oklab, var(--heat1) ${share}%, var(--surface))` }}
    >
      {tpm(value)}
    </span>
  );
}
