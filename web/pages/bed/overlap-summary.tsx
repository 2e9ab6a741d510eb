/** What a BED overlaps: the sentence, the classes beside the registry's, genes, the hits and their files. */

import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { saveAs } from '../../parts/download.ts';
import { DownloadMenu } from '../../parts/download-menu.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState } from '../../parts/states.tsx';
import { count, counted, share, span } from '../../words/numbers.ts';
import {
  type BedSource,
  filtersOf,
  type Overlap,
  overlapAddress,
  overlapResponse,
  useOverlap,
} from './bed-source.ts';
import { ClassShares } from './class-shares.tsx';
import { HitFilters } from './hit-filters.tsx';
import { HitTable } from './hit-table.tsx';
import { NearestGenes } from './nearest-genes.tsx';
import { OverlappedElements } from './overlapped-elements.tsx';
import { useHits } from './read-hits.ts';

const FORMATS = ['tsv', 'bed', 'ndjson', 'parquet'] as const;

export function OverlapSummary({ source }: { readonly source: BedSource }): ReactNode {
  const [query] = useQueryState();
  const filter = useMemo(() => filtersOf(query), [query]);
  const answer = useOverlap(source, filter);
  const isKept = source.kind === 'kept';
  const Title = isKept ? 'h1' : 'h2';
  if (answer.data === undefined) {
    return (
      <div className="prose">
        <Title>BED overlap</Title>
        <AnswerState answer={answer} what="the overlap" rows={10}>
          {() => null}
        </AnswerState>
        {answer.error === null ? null : <PageLink to="bed">Upload a BED</PageLink>}
      </div>
    );
  }
  const { data } = answer;
  return (
    <div className={answer.isPlaceholderData ? 'answer dimmed' : 'answer'}>
      <header className={isKept ? 'entity-head' : 'entity-head inner'}>
        <div className="entity-title">
          <Title className="overlap-title">
            {count(data.hit)} of {counted(data.intervals, 'region')} {data.hit === 1 ? 'overlaps' : 'overlap'}{' '}
            {Object.keys(data.asked).length === 0 ? 'an element' : 'such an element'}
          </Title>
          <Actions source={source} data={data} />
        </div>
        <Facts data={data} />
        <HitFilters />
      </header>
      <Found source={source} data={data} />
    </div>
  );
}

interface PartProps {
  readonly source: BedSource;
  readonly data: Overlap;
}

function Found({ source, data }: PartProps): ReactNode {
  const hits = useHits(source, data);
  return (
    <div className="grid">
      <Panel
        title="Classes beside the whole registry"
        columns={7}
        note={data.asked.class === undefined ? undefined : 'every class, whatever class is chosen above'}
      >
        <ClassShares source={source} filter={data.asked} />
      </Panel>
      <Panel title="Genes of the nearest TSS" columns={5} isFlush>
        <NearestGenes data={data} hits={hits} />
      </Panel>
      <Panel
        title="Regions and their elements"
        isFlush
        note={`n = ${counted(data.pairs, 'pair')} of a region and an element; a region may have several`}
        actions={<OverlappedElements data={data} hits={hits} />}
      >
        <HitTable source={source} data={data} />
      </Panel>
    </div>
  );
}

function Actions({ source, data }: PartProps): ReactNode {
  const { id } = useRegistry();
  const queryOf = (format: string) => ({ registry: id, ...data.asked, format });
  const file = `${id}-overlap`;
  const save = async (format: string) => {
    toast(`Reading ${file}.${format}`);
    try {
      saveAs(`${file}.${format}`, await (await overlapResponse(source, queryOf(format))).blob());
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="actions">
      {source.kind === 'here' ? null : (
        <button
          type="button"
          onClick={() =>
            void navigator.clipboard?.writeText(window.location.href).then(
              () => toast('Address copied: whoever has it sees this overlap'),
              () => toast(window.location.href),
            )
          }
        >
          <Icon name="link" />
          Copy the address
        </button>
      )}
      <PageLink to="bed" className="button">
        Another BED
      </PageLink>
      {data.pairs === 0 ? null : (
        <DownloadMenu
          text={`Download ${counted(data.pairs, 'pair')}`}
          isMain
          formats={FORMATS}
          file={file}
          address={(format) => overlapAddress(source, queryOf(format))}
          onFormat={(format) => void save(format)}
        />
      )}
    </div>
  );
}

function Facts({ data }: { readonly data: Overlap }): ReactNode {
  const without = data.intervals - data.hit;
  const { elements, genes } = data;
  const facts: [string, ReactNode][] = [
    ['Regions', count(data.intervals)],
    ['In all', span(data.bases)],
    ['With an element', `${count(data.hit)} (${share(data.hit, data.intervals)})`],
    ['Without', count(without)],
    [
      'Elements overlapped',
      `${count(elements.total)} of ${count(elements.ofAll)} (${share(elements.total, elements.ofAll)})`,
    ],
    ...(elements.ctcfBound === null
      ? []
      : [['CTCF-bound', count(elements.ctcfBound)] as [string, ReactNode]]),
    ...(genes === null ? [] : [['Genes overlapped', count(genes.overlapping)] as [string, ReactNode]]),
    ...(data.onOtherChromosomes === 0
      ? []
      : [['On chromosomes not in the registry', count(data.onOtherChromosomes)] as [string, ReactNode]]),
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
