/** What decides which SNPs lead, how far their blocks reach, and how enrichment is tested. */

import { MIN_LEADS } from '../../analysis/gwas-enrichment.ts';
import { PROXY_R2 } from '../../analysis/snp-panel.ts';
import { CONTROLS } from '../../analysis/study-draws.ts';

export const PARAMETERS_JSON = 'parameters.json';

export interface GwasParameters {
  /** Leads have a smaller p (SCREEN: 1e-6). */
  readonly maxP: number;
  /** Proxies have a greater r2 (SCREEN: 0.7). */
  readonly r2: number;
  /** Elements are active where this is high (SCREEN: H3K27ac). */
  readonly assay: string;
  readonly controls: number;
  /** A study is tested with more leads than this. */
  readonly minLeads: number;
  readonly seed: number;
}

export const DEFAULT_PARAMETERS: GwasParameters = {
  maxP: 1e-6,
  r2: PROXY_R2,
  assay: 'H3K27ac',
  controls: CONTROLS,
  minLeads: MIN_LEADS,
  seed: 1,
};

/** Of a population's panel of SNPs: what controls are matched by. */
export interface PanelFacts {
  readonly snps: number;
  readonly mafBorders: readonly number[];
  readonly tssDistanceBorders: readonly number[];
}
