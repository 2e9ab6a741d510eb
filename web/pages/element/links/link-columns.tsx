/** The columns of linked genes: the confidence, and what it rests on. */

import type { ReactNode } from 'react';
import type { Column } from '../../../parts/data-table.tsx';
import { Confidence, GeneName } from '../../../parts/marks.tsx';
import { geneType } from '../../../words/genes.ts';
import { RNA_WORDS } from '../../../words/links.ts';
import { count, fixed, place } from '../../../words/numbers.ts';
import type { Link } from '../element.ts';

/** The methods that have a row about one of these links, by name. */
export const methodsOf = (links: readonly Link[]): readonly string[] =>
  [...new Set(links.flatMap(({ evidence }) => evidence.map(({ method }) => method)))].sort();

/** Rows of one method that speak for a link: significant ones, not those that found nothing or leave it open. */
const supporting = ({ evidence }: Link, method: string): number =>
  evidence.filter((own) => own.method === method && !own.isNegative && !own.isUnknown).length;

const WHERE: readonly Column<Link>[] = [
  {
    key: 'type',
    head: 'Type',
    name: 'Type',
    sortBy: ({ gene }) => gene.type,
    cell: ({ gene }) => (gene.type === null ? 'not given' : geneType(gene.type)),
  },
  {
    key: 'place',
    head: 'Place',
    name: 'Place',
    width: '1.6fr',
    sortBy: ({ gene }) => gene.start,
    cell: ({ gene }) => place(gene),
  },
];

/** Gene, confidence, a column of each method, correlation, distance; where there is room, type and place of the gene. */
export function linkColumns(methods: readonly string[], isWide = false): readonly Column<Link>[] {
  return [
    {
      key: 'gene',
      head: 'Gene',
      name: 'Gene',
      sortBy: ({ gene }) => gene.symbol ?? gene.id,
      cell: ({ gene }) => <GeneName id={gene.id} name={gene.symbol ?? gene.id} />,
    },
    ...(isWide ? WHERE : []),
    {
      key: 'confidence',
      head: 'Confidence',
      name: 'Confidence',
      isNumber: true,
      width: 116,
      sortBy: ({ confidence }) => confidence,
      cell: ({ confidence }) => <Confidence value={confidence} />,
    },
    ...methods.map(
      (method): Column<Link> => ({
        key: method,
        head: method,
        name: `${method}, rows that support it`,
        isNumber: true,
        width: Math.max(64, method.length * 8 + 20),
        sortBy: (link) => supporting(link, method),
        cell: (link) => {
          const many = supporting(link, method);
          const others = link.evidence.filter((own) => own.method === method).length - many;
          return (
            <span
              className={many === 0 ? 'soft' : undefined}
              title={others === 0 ? undefined : `${count(others)} tested without effect, or open`}
            >
              {count(many)}
            </span>
          );
        },
      }),
    ),
    {
      key: 'r',
      head: 'r, DNase-RNA',
      name: `Pearson r of DNase and expression; ${RNA_WORDS}`,
      isNumber: true,
      width: 104,
      sortBy: ({ correlation }) => correlation?.r,
      cell: ({ correlation }) =>
        correlation === null ? (
          <span className="soft">no data</span>
        ) : (
          <span title={`Z of DNase and log10(TPM + 1), n = ${correlation.n} biosamples; ${RNA_WORDS}`}>
            {fixed(correlation.r, 2)}
          </span>
        ),
    },
    {
      key: 'distance',
      head: 'Edge to TSS, bp',
      name: 'From the edge of the element to the nearest TSS, bp',
      isNumber: true,
      width: 116,
      sortBy: ({ distance }) => distance,
      cell: ({ distance, isPromoter }) =>
        distance === null ? (
          <span className="soft">other chromosome</span>
        ) : (
          <>
            {isPromoter ? <span className="soft">promoter </span> : null}
            {count(distance)}
          </>
        ),
    },
  ];
}

/** Two lines of a link for phones. */
export function narrowLink({ gene, confidence, distance, correlation, evidence }: Link): ReactNode {
  return (
    <>
      <div>
        <GeneName id={gene.id} name={gene.symbol ?? gene.id} />
        <Confidence value={confidence} />
      </div>
      <div className="soft">
        <span>{distance === null ? 'other chromosome' : `${count(distance)} bp from edge`}</span>
        <span>
          {correlation === null ? 'r no data' : `DNase r ${fixed(correlation.r, 2)}`},{' '}
          {count(evidence.length)} evidence
        </span>
      </div>
    </>
  );
}
