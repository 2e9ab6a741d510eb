/** What we use of igv.js 3.8.10: less than it offers, and more than its published types say. */

/** What is shown: 0-based; bpPerPixel times the width is the length. */
export interface Frame {
  chr: string;
  start: number;
  end: number;
  bpPerPixel: number;
}

/** A feature of any track, 0-based half-open. */
export interface Feature {
  readonly chr: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string | undefined;
  readonly strand?: string | undefined;
  readonly value?: number | undefined;
}

/** What a track draws on: a canvas three screens wide that starts at bpStart, transparent at first. */
export interface DrawOptions {
  readonly context: CanvasRenderingContext2D;
  readonly features: readonly Feature[];
  readonly bpStart: number;
  readonly bpPerPixel: number;
  readonly pixelWidth: number;
  readonly pixelHeight: number;
  /** Of the canvas's left edge against the screen's. */
  readonly pixelXOffset: number;
  readonly viewportWidth: number;
}

export interface IgvTrack {
  readonly id: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  order: number;
  height: number;
  autoscale?: boolean | undefined;
  dataRange?: { min: number; max: number } | undefined;
  color?: string | undefined;
  /** What was read holds for this zoom alone: it is read anew beyond half and twice of it. */
  resolutionAware?: boolean | undefined;
  draw(options: DrawOptions): void;
  /** Reads what the track needs before it is shown. */
  postInit(): Promise<unknown>;
  readonly trackView?: TrackView | undefined;
}

export interface Viewport {
  readonly cachedFeatures: readonly Feature[] | undefined;
  /** Undefined before features have come for the first time. */
  readonly featureCache?: unknown;
  readonly viewportElement: HTMLElement;
}

export interface TrackView {
  readonly track: IgvTrack;
  readonly viewports: readonly Viewport[];
  clearCachedFeatures(): void;
  updateViews(): Promise<void>;
  repaintViews(): void;
  setTrackHeight(height: number, isForced?: boolean): void;
}

export interface IgvBrowser {
  readonly root: HTMLElement;
  readonly trackViews: readonly TrackView[];
  readonly referenceFrameList: readonly Frame[];
  readonly alert: { present(problem: unknown): void };
  readonly dragObject: unknown;
  readonly keyUpHandler: (event: KeyboardEvent) => void;
  readonly genome: { getSequence(chrom: string, start: number, end: number): Promise<string | null> };
  on(event: string, listener: (...args: never[]) => unknown): void;
  calculateViewportWidth(columns: number): number;
  loadTrack(config: object): Promise<IgvTrack>;
  removeTrack(track: IgvTrack): void;
  reorderTracks(): void;
  updateLoci(loci: readonly { chr: string; start: number; end: number }[]): Promise<boolean>;
  updateViews(): Promise<void>;
  visibilityChange(): Promise<void>;
  zoomWithScaleFactor(factor: number, centre?: number): Promise<void>;
  removeWindowResizeHandler(): void;
}

export interface Igv {
  readonly TrackBase: new (config: object, browser: IgvBrowser) => IgvTrack;
  createBrowser(host: HTMLElement, config: object): Promise<IgvBrowser>;
  removeBrowser(browser: IgvBrowser): void;
  createTrack(config: object, browser: IgvBrowser): Promise<IgvTrack>;
  registerTrackCreatorFunction(
    type: string,
    make: (config: never, browser: IgvBrowser) => IgvTrack | Promise<IgvTrack>,
  ): void;
}

let loading: Promise<Igv> | undefined;

/** igv.js, loaded when it is first asked for. Throws where the file does not come; the next call tries again. */
export function loadIgv(): Promise<Igv> {
  loading ??= import('igv').then(
    (module) => module.default as unknown as Igv,
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}
