/** The start sites of a gene as rows, each with a strip of its activity over all biosamples. */

import type { ReactNode } from 'react';
import type { Answer } from '../../api/ask.ts';
import type { Column } from '../../parts/data-table.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { count, tpm } from '../../words/numbers.ts';
import type { GeneAnswer } from './gene-page.tsx';

type Value = Answer<'/api/v1/genes/{id}/tss'>['values'][number];

export interface StartSite {
  readonly transcript: string;
  readonly location: string;
  /** Of every experiment, in the same order for each start site: by tissue, then by biosample. */
  readonly values: readonly Value[];
  /** The highest RPM; undefined where nobody measured it. */
  readonly most: number | undefined;
  readonly mostIn: string | undefined;
}

/** Start sites in the direction of transcription with what was measured at each. */
export function startSitesOf(
  sites: GeneAnswer['startSites'],
  values: readonly Value[],
  strand: string,
): StartSite[] {
  const sign = strand === '-' ? -1 : 1;
  return [...sites]
    .sort((a, b) => sign * (a.start - b.start))
    .map(({ transcript, start, location }) => {
      const own = values
        .filter((value) => value.transcript === transcript && value.start === start)
        .sort((a, b) => a.tissue.localeCompare(b.tissue) || a.biosample.localeCompare(b.biosample));
      const highest = own.reduce<Value | undefined>(
        (best, one) => (one.value !== null && one.value > (best?.value ?? -1) ? one : best),
        undefined,
      );
      return {
        transcript,
        location,
        values: own,
        most: highest?.value ?? undefined,
        mostIn: highest?.biosample,
      };
    });
}

interface StartSitesProps {
  readonly sites: readonly StartSite[];
  readonly unit: string;
  readonly selected: string | undefined;
  onSelect(transcript: string): void;
}

export function StartSites({ sites, unit, selected, onSelect }: StartSitesProps): ReactNode {
  const top = Math.max(0, ...sites.flatMap(({ values }) => values.map(({ log10 }) => log10 ?? 0)));
  const columns: readonly Column<StartSite>[] = [
    {
      key: 'transcript',
      head: 'Transcript',
      name: 'transcript',
      width: 150,
      cell: ({ transcript }) => transcript || <span className="soft">not named</span>,
    },
    {
      key: 'location',
      head: 'Position',
      name: 'location',
      width: 120,
      cell: ({ location }) => onePosition(location),
    },
    {
      key: 'most',
      head: `Highest ${unit}`,
      name: `highest ${unit}`,
      width: 96,
      isNumber: true,
      cell: ({ most }) => (most === undefined ? <span className="soft">no data</span> : tpm(most)),
    },
    {
      key: 'mostIn',
      head: 'in',
      name: 'highest in',
      width: '1fr',
      cell: ({ mostIn }) => <span title={mostIn}>{mostIn}</span>,
    },
    {
      key: 'strip',
      head: 'Biosamples by tissue',
      name: 'biosamples',
      width: 168,
      cell: (site) => <Strip site={site} unit={unit} top={top} />,
    },
  ];
  return (
    <RowTable<StartSite>
      label="Start sites"
      columns={columns}
      rows={sites}
      keyOf={({ transcript }) => transcript}
      selected={selected}
      onOpen={({ transcript }) => onSelect(transcript)}
      note={`strip: log₁₀(${unit} + 1), from 0 to ${top.toFixed(1)}; hatched is no data`}
      narrow={(site) => (
        <>
          <div>
            <span>{site.transcript}</span>
            <span>{site.most === undefined ? 'no data' : `${tpm(site.most)} ${unit}`}</span>
          </div>
          <div className="soft">
            <span>{onePosition(site.location)}</span>
            <span>{site.mostIn}</span>
          </div>
        </>
      )}
    />
  );
}

/** chr1:51,252 of chr1:51252-51252. */
export function onePosition(location: string): string {
  const [chrom, range] = location.split(':') as [string, string];
  return `${chrom}:${count(Number(range.split('-')[1]))}`;
}

function Strip({
  site,
  unit,
  top,
}: {
  readonly site: StartSite;
  readonly unit: string;
  readonly top: number;
}): ReactNode {
  const measured = site.values.filter(({ value }) => value !== null).length;
  return (
    <span className="strip" role="img" aria-label={`measured in ${measured} biosamples`}>
      {site.values.map(({ experiment, biosample, tissue, value, log10 }) =>
        value === null ? (
          <span key={experiment} className="hatched" title={`${biosample}: no data`} />
        ) : (
          <span key={experiment} title={`${biosample}, ${tissue}: ${tpm(value)} ${unit}`}>
            <span style={{ opacity: top === 0 ? 0 : (log10 ?? 0) / top }} />
          </span>
        ),
      )}
    </span>
  );
}
