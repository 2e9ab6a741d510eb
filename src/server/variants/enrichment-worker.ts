/** The worker that tests a visitor's list: the panel of the last question stays, since the next one is most often of the same. */

import { type GwasEnrichment, gwasEnrichment } from '../../analysis/gwas-enrichment.ts';
import type { PreparedPanel } from '../../analysis/snp-panel.ts';
import { type Annotations, openAnnotations } from '../../annotation/annotations.ts';
import { type AssayedBiosample, activeRows, gwasPanel } from '../../annotation/gwas/gwas-panel.ts';
import { LD } from '../../annotation/variants/ld-table.ts';
import { VARIANTS, type VariantTable } from '../../annotation/variants/variant-table.ts';
import { CisregError } from '../../errors.ts';
import type { RowSet } from '../../store/row-set.ts';
import { type Entry, MOST_ENTRIES, rowsOfEntry } from './enrichment-entries.ts';

export interface EnrichmentTask {
  /** Of the registry. */
  readonly directory: string;
  /** Of its annotations: another one has other panels. */
  readonly version: string;
  readonly zscores: string;
  readonly entries: readonly Entry[];
  readonly population: string | undefined;
  readonly r2: number;
  readonly seed: number;
  readonly controls: number;
  readonly minLeads: number;
  readonly assayed: readonly AssayedBiosample[];
  readonly published: RowSet;
}

export interface EnrichmentResult extends Omit<GwasEnrichment, 'groupOf'> {
  /** Entries, as they were written, of which no variant is known. */
  readonly notFound: readonly string[];
}

/** Variants times controls: 4 bytes each. */
const MOST_DRAWS = 50_000_000;

let kept: { key: string; annotations: Annotations; variants: VariantTable; panel: PreparedPanel } | undefined;

/** Runs a task. An entry is a variant by its id, else every variant whose first base lies in its place. */
export async function run(task: EnrichmentTask): Promise<EnrichmentResult> {
  const { variants, panel } = panelOf(task);
  const leads: number[] = [];
  const notFound: string[] = [];
  for (const entry of task.entries) {
    const [from, to] = rowsOfEntry(variants, entry);
    if (from >= to) {
      notFound.push(entry.text);
      leads.push(-1);
    }
    // An interval may hold many variants.
    if (leads.length + to - from > mostLeads(task.controls)) throw tooMany(task.controls);
    for (let own = from; own < to; own++) leads.push(own);
  }
  const { seed, controls, minLeads } = task;
  const { groupOf: _, ...found } = gwasEnrichment(panel, leads, {
    biosamples: task.assayed.map(({ biosample }) => biosample),
    activeIn: (i) => activeRows(task.zscores, task.assayed[i]!.column, task.published),
    options: { seed, controls, minLeads },
  });
  return { ...found, notFound };
}

function mostLeads(controls: number): number {
  return Math.min(MOST_ENTRIES, Math.floor(MOST_DRAWS / controls));
}

function tooMany(controls: number): CisregError {
  return new CisregError(
    'USAGE',
    `the list has more than ${mostLeads(controls)} variants, each with ${controls} controls, expected the leads of a study; send fewer, or narrower intervals`,
  );
}

function panelOf({ directory, version, population, r2, published }: EnrichmentTask): {
  variants: VariantTable;
  panel: PreparedPanel;
} {
  const key = JSON.stringify([directory, version, population ?? null, r2]);
  if (kept?.key === key) return kept;
  // The old one goes first: two of them would not fit beside each other.
  kept?.annotations.close();
  kept = undefined;
  const annotations = openAnnotations(directory, { only: [VARIANTS.kind, LD.kind] });
  const variants = annotations.get(VARIANTS)!;
  const from = { variants, ld: annotations.get(LD), elements: published.rows };
  try {
    kept = { key, annotations, variants, panel: gwasPanel(from, { population, r2 }) };
    return kept;
  } catch (error) {
    annotations.close();
    throw error;
  }
}
