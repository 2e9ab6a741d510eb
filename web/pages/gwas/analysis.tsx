/** The tabs of an analysis, of a study and of an own list alike, and what each shows. */

import type { ReactNode } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { BlocksTab } from './blocks/blocks-tab.tsx';
import { BrowserTab } from './browser-tab.tsx';
import type { Chosen } from './chosen-biosample.ts';
import { EnrichmentPanel } from './enrichment/enrichment-panel.tsx';
import { GenesTab } from './genes-tab.tsx';
import { ElementsTab } from './hits/elements-tab.tsx';
import { HitsPanel } from './hits/hits-panel.tsx';
import { PARAMETER_NAMES, type Source } from './source.ts';
import { VariantsTab } from './variants-tab.tsx';

export const TABS = ['enrichment', 'elements', 'variants', 'blocks', 'genes', 'browser'] as const;
export type Tab = (typeof TABS)[number];

const NAMES: Readonly<Record<Tab, string>> = {
  enrichment: 'Enrichment',
  elements: 'Elements',
  variants: 'Variants',
  blocks: 'LD blocks',
  genes: 'Genes',
  browser: 'Browser',
};

export const isTab = (text: string): text is Tab => (TABS as readonly string[]).includes(text);

/** What stays chosen from tab to tab. */
const KEPT = [...PARAMETER_NAMES, 'biosample', 'tissue', 'block'] as const;

interface AnalysisTabsProps {
  /** The path of the page below the registry. */
  readonly page: string;
  readonly tab: Tab;
  readonly counts: Partial<Record<Tab, number | undefined>>;
}

/** The tabs keep what the address says of the biosample and the parameters. */
export function AnalysisTabs({ page, tab, counts }: AnalysisTabsProps): ReactNode {
  const [query] = useQueryState();
  const kept = Object.fromEntries(KEPT.map((name) => [name, query[name]]));
  const tabs = TABS.map((key) => ({
    key,
    query: key === 'elements' ? { ...kept, biosample: undefined } : kept,
    name: NAMES[key],
    to: key === 'enrichment' ? page : `${page}/${key}`,
    count: counts[key],
  }));
  return <Tabs label="Parts of this analysis" current={tab} tabs={tabs} />;
}

interface AnalysisBodyProps {
  readonly source: Source;
  readonly tab: Tab;
  /** For files: the trait, or "own list". */
  readonly name: string;
  readonly assay: string;
  readonly chosen: Chosen;
  /** In place of the enrichment while it is computed. */
  readonly waiting?: ReactNode;
  /** The panel for one's own list, beside enrichment. */
  readonly own: ReactNode;
}

export function AnalysisBody({
  source,
  tab,
  name,
  assay,
  chosen,
  waiting,
  own,
}: AnalysisBodyProps): ReactNode {
  const [query] = useQueryState();
  const { row, untested } = chosen;
  // One that was not tested has signals all the same.
  const biosample = untested?.short === undefined ? (row?.key ?? query.biosample) : untested.key;
  switch (tab) {
    case 'elements':
      return <ElementsTab source={source} name={name} assay={assay} />;
    case 'variants':
      return <VariantsTab source={source} name={name} />;
    case 'blocks':
      return <BlocksTab source={source} name={name} biosample={biosample} />;
    case 'genes':
      return <GenesTab source={source} name={name} />;
    case 'browser':
      return <BrowserTab source={source} biosample={biosample} />;
    default:
      return (
        <div className="analysis">
          <div className="found">
            <EnrichmentPanel source={source} name={name} assay={assay} chosen={chosen} waiting={waiting} />
            {chosen.row === undefined ? null : (
              <HitsPanel source={source} name={name} assay={assay} biosample={chosen.row} />
            )}
          </div>
          {own}
        </div>
      );
  }
}
