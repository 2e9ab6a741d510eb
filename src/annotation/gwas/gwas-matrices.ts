/** Enrichment of studies in biosamples as matrices: a row a study that is tested, a column a biosample of the registry. */

import { gwasEnrichment } from '../../analysis/gwas-enrichment.ts';
import type { PreparedPanel } from '../../analysis/snp-panel.ts';
import { type Matrix, writeColumns } from '../../formats/column-folder.ts';
import type { ElementStore } from '../../store/element-store.ts';
import type { RowSet } from '../../store/row-set.ts';
import { activeRows, assayedBiosamples } from './gwas-panel.ts';
import type { GwasParameters, PanelFacts } from './gwas-parameters.ts';

/** What is kept of each test. */
export const MEASURES = [
  'observed',
  'mean',
  'sd',
  'fold',
  'z',
  'p',
  'log10P',
  'fdr',
  'pEmpirical',
  'pBinomial',
  'fdrBinomial',
] as const;
export type Measure = (typeof MEASURES)[number];

/** What became of the leads of a study, in the order of the columns of `testLeads`. */
export const LEAD_FATES = ['given', 'absent', 'linked', 'unmatched', 'tested', 'repeatingControls'] as const;

/** Collects the tests of studies. Holds the active rows of every biosample that has the assay: a bit a row and biosample. */
export class EnrichmentMatrices {
  readonly panels: Record<string, PanelFacts> = {};
  readonly #store: ElementStore;
  readonly #parameters: GwasParameters;
  readonly #assayed: readonly string[];
  /** The column of each assayed biosample. */
  readonly #columns: readonly number[];
  readonly #active: readonly RowSet[];
  readonly #studies: number[] = [];
  readonly #fates: number[] = [];
  readonly #controlGroups: number[] = [];
  readonly #values: Readonly<Record<Measure, Float64Array[]>>;

  constructor(store: ElementStore, parameters: GwasParameters) {
    const { registry, table } = store;
    const assayed = assayedBiosamples(store, parameters.assay);
    const names = registry.biosamples.map(({ name }) => name);
    this.#store = store;
    this.#parameters = parameters;
    this.#assayed = assayed.map(({ biosample }) => biosample);
    this.#columns = this.#assayed.map((name) => names.indexOf(name));
    this.#active = assayed.map(({ column }) => activeRows(registry.zscores, column, table.published));
    this.#values = Object.fromEntries(MEASURES.map((name) => [name, []])) as unknown as Record<
      Measure,
      Float64Array[]
    >;
  }

  get tested(): number {
    return this.#studies.length;
  }

  /** Notes what controls of a population are matched by; '' stands for no population. */
  addPanel(population: string | undefined, { snps, strata }: PreparedPanel): void {
    const { mafBorders, tssDistanceBorders } = strata;
    this.panels[population ?? ''] = { snps, mafBorders, tssDistanceBorders };
  }

  /** Tests a study that has more different leads than the least; `unresolved` leads are no variants. */
  test(
    study: number,
    panel: PreparedPanel,
    { leads, unresolved }: { readonly leads: readonly number[]; readonly unresolved: number },
  ): void {
    const { seed, controls, minLeads } = this.#parameters;
    if (leads.length <= minLeads) return;
    const given = [...leads, ...new Array<number>(unresolved).fill(-1)];
    const found = gwasEnrichment(panel, given, {
      biosamples: this.#assayed,
      activeIn: (i) => this.#active[i]!,
      options: { seed, controls, minLeads },
    });
    if (found.notTested !== undefined) return;
    this.#studies.push(study);
    this.#fates.push(...LEAD_FATES.map((fate) => found.leads[fate]));
    this.#controlGroups.push(found.meanControlGroups);
    const width = this.#store.registry.biosamples.length;
    for (const name of MEASURES) {
      const row = new Float64Array(width).fill(Number.NaN);
      for (const [i, test] of found.biosamples.entries()) row[this.#columns[i]!] = test[name] ?? Number.NaN;
      this.#values[name].push(row);
    }
  }

  /** Rows are written by study: of the tested ones, `tested` has the numbers, ascending. */
  async write(directory: string): Promise<void> {
    const order = [...this.#studies.keys()].sort((a, b) => this.#studies[a]! - this.#studies[b]!);
    const width = this.#store.registry.biosamples.length;
    const matrix = (rows: readonly Float64Array[]): Matrix => {
      const array = new Float64Array(order.length * width);
      for (const [place, i] of order.entries()) array.set(rows[i]!, place * width);
      return { array, shape: [order.length, width] };
    };
    const fates = order.flatMap((i) => this.#fates.slice(i * LEAD_FATES.length, (i + 1) * LEAD_FATES.length));
    await writeColumns(directory, {
      biosamples: this.#store.registry.biosamples.map(({ name }) => name),
      isAssayed: Uint8Array.from(this.#store.registry.biosamples, (_, i) =>
        Number(this.#columns.includes(i)),
      ),
      tested: Int32Array.from(order, (i) => this.#studies[i]!),
      testLeads: { array: Int32Array.from(fates), shape: [order.length, LEAD_FATES.length] },
      meanControlGroups: Float64Array.from(order, (i) => this.#controlGroups[i]!),
      ...Object.fromEntries(MEASURES.map((name) => [`enrichment.${name}`, matrix(this.#values[name])])),
    });
  }
}
