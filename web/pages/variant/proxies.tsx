/** Variants that are linked with one, by population. */

import { type ReactNode, useMemo } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { Segmented } from '../../parts/choice.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { fileName, saveAs, tsvOf } from '../../parts/download.ts';
import { Icon } from '../../parts/icon.tsx';
import { Accession } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { Empty, NotHere } from '../../parts/states.tsx';
import { count, counted, fixed } from '../../words/numbers.ts';
import { VariantLink, withCommas } from '../gwas/hits/hit-columns.tsx';
import { idColumn, positionColumn, r2Column } from './variant-columns.tsx';
import type { AboutVariant } from './variant-page.tsx';

type Proxy = AboutVariant['ld'][number]['partners'][number];

export function Proxies({ about }: { readonly about: AboutVariant }): ReactNode {
  const { ld, variant } = about;
  const [query, setQuery] = useQueryState();
  const panel = ld.find(({ population }) => population === query.population) ?? ld[0];
  const columns = useMemo(() => columnsOf(variant.start), [variant.start]);
  if (panel === undefined) {
    return (
      <Panel title="Linked variants" columns={7}>
        <NotHere what="linkage" kind="ld" />
      </Panel>
    );
  }
  const { population, partners } = panel;
  return (
    <Panel
      title="Linked variants"
      note={`${counted(partners.length, 'variant')} in ${population}; ${count(partners.filter(({ r2 }) => r2 > 0.7).length)} with r² > 0.7`}
      columns={7}
      isFlush
      actions={
        <>
          <Segmented
            label="Population"
            value={population}
            options={ld.map((own) => ({ value: own.population, text: own.population }))}
            onChange={(own) =>
              setQuery({ population: own === ld[0]!.population ? undefined : own }, { isReplaced: true })
            }
          />
          <button
            type="button"
            disabled={partners.length === 0}
            onClick={() => saveAs(fileName(`linked-${variant.id}-${population}`, 'tsv'), fileOf(partners))}
          >
            <Icon name="download" />
            TSV
          </button>
        </>
      }
    >
      {partners.length === 0 ? (
        <div className="inset">
          <Empty title={`Linked with no other variant in ${population}`} />
        </div>
      ) : (
        <RowTable<Proxy>
          label="Linked variants"
          rows={partners}
          columns={columns}
          keyOf={({ id, start }) => `${id} ${start}`}
          narrow={(proxy) => <NarrowProxy proxy={proxy} />}
        />
      )}
    </Panel>
  );
}

const columnsOf = (start: number): readonly Column<Proxy>[] => [
  idColumn(),
  r2Column(),
  positionColumn(),
  {
    key: 'distance',
    name: 'Distance, bp',
    head: 'Distance, bp',
    isNumber: true,
    width: 104,
    sortBy: (own) => Math.abs(own.start - start),
    cell: (own) => count(Math.abs(own.start - start)),
  },
  {
    key: 'maf',
    name: 'Minor allele frequency',
    head: 'MAF',
    isNumber: true,
    width: 68,
    sortBy: ({ maf }) => maf,
    cell: ({ maf }) => (maf === null ? <span className="soft">no data</span> : fixed(maf, 3)),
  },
  {
    key: 'element',
    name: 'In element',
    head: 'In element',
    width: 140,
    sortBy: ({ accession }) => accession,
    cell: ({ accession }) =>
      accession === null ? <span className="soft">none</span> : <Accession accession={accession} />,
  },
];

function NarrowProxy({ proxy }: { readonly proxy: Proxy }): ReactNode {
  return (
    <>
      <div>
        <VariantLink id={proxy.id} />
        <span>r² {fixed(proxy.r2, 2)}</span>
      </div>
      <div className="soft">
        <span>{withCommas(proxy.location)}</span>
        {proxy.accession === null ? null : <Accession accession={proxy.accession} />}
      </div>
    </>
  );
}

const fileOf = (partners: readonly Proxy[]): string =>
  tsvOf(
    ['id', 'r2', 'chrom', 'start', 'end', 'ref', 'alt', 'maf', 'tssDistance', 'accession', 'rdhs'],
    partners.map((own) => [
      ...[own.id, own.r2, own.chrom, own.start, own.end, own.ref, own.alt],
      ...[own.maf, own.tssDistance, own.accession, own.rdhs],
    ]),
  );
