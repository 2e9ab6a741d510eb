/** The facts of elements, an element a column. */

import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Answer, ask } from '../../api/ask.ts';
import { useRegistry } from '../../frame/registry.ts';
import { fileName, saveAs, tsvOf } from '../../parts/download.ts';
import { Icon } from '../../parts/icon.tsx';
import { Accession, AssayName, ClassName, Confidence, GeneName, ZCell } from '../../parts/marks.tsx';
import { CLASS_ASSAYS } from '../../words/classes.ts';
import { count, distance, fixed, place } from '../../words/numbers.ts';
import { NearestGene } from './nearest-gene.tsx';

export type Compared = Answer<'/api/v1/compare'>['elements'][number];
type Links = Answer<'/api/v1/ccres/{accession}/links'>;
type Specificity = Answer<'/api/v1/ccres/{accession}/specificity'>;

interface ElementColumnsProps {
  readonly elements: readonly Compared[];
  /** Every accession by which the element may have been asked for. */
  onRemove(accessions: readonly string[]): void;
}

interface Row {
  readonly name: string;
  readonly head?: ReactNode;
  readonly isNumber?: boolean;
  cell(element: Compared, index: number): ReactNode;
  /** For the file. */
  text?(element: Compared): string | number | null;
}

const SHOWN_LINKS = 3;
const SHOWN_BIOSAMPLES = 3;
const none = <span className="soft">no data</span>;
export const nameOf = ({ accession, rdhs }: Compared): string => accession ?? rdhs;

export function ElementColumns({ elements, onRemove }: ElementColumnsProps): ReactNode {
  const links = useBelow<Links>('/api/v1/ccres/{accession}/links', elements, SHOWN_LINKS);
  const specificity = useBelow<Specificity>(
    '/api/v1/ccres/{accession}/specificity',
    elements,
    SHOWN_BIOSAMPLES,
  );
  const rows: readonly Row[] = [
    {
      name: 'Class',
      cell: ({ class: own, ctcfBound }) =>
        own === null ? (
          <span className="soft">not a cCRE</span>
        ) : (
          <ClassName name={own} isCtcfBound={ctcfBound} />
        ),
      text: ({ class: own }) => own,
    },
    { name: 'Location', cell: (one) => place(one), text: (one) => place(one) },
    { name: 'Length', cell: ({ length }) => `${count(length)} bp`, text: ({ length }) => length },
    { name: 'Tier', cell: ({ tier }) => tier ?? none, text: ({ tier }) => tier },
    {
      name: 'Nearest TSS',
      cell: ({ nearestGene, tssDistance }) =>
        nearestGene === null ? (
          none
        ) : (
          <>
            <NearestGene id={nearestGene} />
            {tssDistance === null ? '' : `, ${distance(tssDistance)} from its centre`}
          </>
        ),
      text: ({ nearestGene }) => nearestGene,
    },
    ...CLASS_ASSAYS.map(
      (assay): Row => ({
        name: `${assay} max-Z`,
        head: (
          <>
            <AssayName name={assay} /> max-Z
          </>
        ),
        cell: ({ maxZ, support }) => (
          <span className="z-and-support">
            <ZCell z={maxZ[assay]} assay={assay} />
            {support[assay] === null ? null : <span className="soft">high in {count(support[assay])}</span>}
          </span>
        ),
        text: ({ maxZ }) => maxZ[assay].z,
      }),
    ),
    {
      name: 'Specificity τ',
      cell: ({ tau }) => (tau === null ? none : fixed(tau, 2)),
      text: ({ tau }) => tau,
    },
    {
      name: 'DNase highest in',
      cell: (_, index) => {
        const own = specificity[index];
        if (own === undefined) return <span className="soft">…</span>;
        if (own === null) return none;
        return (
          <ol className="short-list">
            {own.biosamples.map(({ biosample, state, z }) => (
              <li key={biosample} title={biosample!} className={state === 'high' ? undefined : 'soft'}>
                <span>{biosample}</span> {z === null ? '' : fixed(z, 2)}
              </li>
            ))}
          </ol>
        );
      },
    },
    {
      name: 'Linked genes',
      cell: (_, index) => {
        const own = links[index];
        if (own === undefined) return <span className="soft">…</span>;
        if (own === null) return <span className="soft">no links in this registry</span>;
        if (own.total === 0) return <span className="soft">none</span>;
        return (
          <>
            <ol className="short-list">
              {own.links.map(({ gene, confidence }) => (
                <li key={gene.id}>
                  <GeneName name={gene.symbol ?? gene.id} id={gene.id} /> <Confidence value={confidence!} />
                </li>
              ))}
            </ol>
            {own.total > SHOWN_LINKS ? (
              <span className="note">{count(own.total - SHOWN_LINKS)} more</span>
            ) : null}
          </>
        );
      },
    },
  ];
  const asTsv = () =>
    tsvOf(
      ['fact', ...elements.map(nameOf)],
      rows.flatMap(({ name, text }) => (text === undefined ? [] : [[name, ...elements.map(text)]])),
    );
  return (
    <div className="columns-scroller" tabIndex={0} role="group" aria-label="Elements side by side, scrolls">
      <table className="element-columns">
        <thead>
          <tr>
            <td>
              <button
                type="button"
                className="quiet"
                onClick={() => saveAs(fileName('elements side by side', 'tsv'), asTsv())}
              >
                <Icon name="download" />
                TSV
              </button>
            </td>
            {elements.map((one) => (
              <th key={one.rdhs} scope="col">
                <span className="column-head">
                  <Accession accession={nameOf(one)} />
                  <button
                    type="button"
                    className="quiet"
                    aria-label={`Remove ${nameOf(one)}`}
                    onClick={() => onRemove([one.rdhs, nameOf(one)])}
                  >
                    <Icon name="close" />
                  </button>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, head, cell }) => (
            <tr key={name}>
              <th scope="row">{head ?? name}</th>
              {elements.map((one, index) => (
                <td key={one.rdhs}>{cell(one, index)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What stands below each element's address: undefined while it is on its way, null where the registry has none. */
function useBelow<T>(
  below: '/api/v1/ccres/{accession}/links' | '/api/v1/ccres/{accession}/specificity',
  elements: readonly Compared[],
  limit: number,
): readonly (T | null | undefined)[] {
  const { id, version, annotations } = useRegistry();
  const isHere = !below.endsWith('/links') || annotations.includes('links');
  return useQueries({
    queries: elements.map((one) => ({
      queryKey: [below, version, one.rdhs, limit],
      enabled: isHere,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ask(
          below,
          { path: { accession: nameOf(one) }, query: { registry: id, limit: String(limit) } },
          signal,
        ),
    })),
  }).map(({ data, error }) => (error === null && isHere ? (data as T | undefined) : null));
}
