/** What every kind of annotation has in common: how it is planned from annotations.yaml, and how it is made. */

import type { ColumnFolder } from '../formats/column-folder.ts';
import type { ConfigReader, InputFile, Mapping } from '../formats/config-reader.ts';
import type { Progress } from '../progress.ts';
import type { ElementStore } from '../store/element-store.ts';
import type { Annotations } from './annotations.ts';

/** A kind of annotation: a key of annotations.yaml, or something that is computed from other kinds. */
export interface Kind {
  /** The folder under annotations/, and the key in annotations.yaml unless `keys` says otherwise. */
  readonly name: string;
  /** The keys of annotations.yaml that this kind takes; default its name. */
  readonly keys?: readonly string[];
  /**
   * What annotations.yaml asks for; undefined where it asks for nothing of this kind. What does not fit goes to the mistakes of `reader`;
   * sheets that name more files are read here, so that all inputs are known before anything is made.
   */
  plan(reader: ConfigReader, root: Mapping, context: PlanContext): Promise<KindPlan | undefined>;
}

export interface PlanContext {
  readonly store: ElementStore;
  /** The names of the kinds that are planned so far. */
  readonly planned: ReadonlySet<string>;
}

/** One kind, ready to be made. */
export interface KindPlan {
  readonly inputs: readonly InputFile[];
  /** Whatever else decides the result: goes to the manifest and to the key, as JSON. No absolute paths. */
  readonly parameters: unknown;
  /** Kinds whose results are read where they are there; they come earlier in KINDS. */
  readonly after?: readonly string[];
  /**
   * Writes the kind's files into `work.directory`. Resolves to what the manifest counts and docs/formats.md explains. Throws CisregError for
   * inputs that do not fit, all mistakes of one input in one error where that is possible.
   */
  make(work: KindWork): Promise<Counts>;
}

export interface KindWork {
  readonly store: ElementStore;
  /** Empty; becomes annotations/NAME when everything in it is written. */
  readonly directory: string;
  /** The kinds of `after`; they close when `make` is done. */
  readonly before: Annotations;
  readonly progress: Progress;
}

export type Counts = Readonly<Record<string, number>>;

/** How a kind's folder is read back: `open` gets its columns, which stay open as long as the annotations, and what its manifest counts. */
export interface KindReader<T> {
  readonly kind: string;
  open(columns: ColumnFolder, counts: Counts): T;
}
