/** What a browser strip is given. Positions are 0-based half-open. */

import type { ReactNode } from 'react';
import type { Query } from '../frame/address.ts';

/** A stretch of one chromosome, 0-based half-open. */
export interface Region {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

/** A region with the element that it is. */
export interface PlacedElement extends Region {
  readonly accession: string;
}

/**
 * A track as igv.js takes it (type, format, url or features or reader; see its documentation). `name` is required and unique on the strip: it is
 * shown, listed and hidden by it. Colours as `var(--token)` are resolved for the canvas, and again when the theme changes.
 */
export interface ExtraTrack {
  readonly name: string;
  readonly [setting: string]: unknown;
}

export interface BrowserStripProps {
  /** What is shown. The strip follows it; the same region again changes nothing. */
  readonly region: Region;
  /** The visitor moved, zoomed or typed a place (after 250 ms of rest; never an echo of `region`). Replace the history's entry. */
  onRegion(region: Region): void;
  /** The element that the page is about: a band over all tracks. It need not be in view. */
  readonly selected?: PlacedElement | undefined;
  /** An element that is pointed at elsewhere (a row of a table): a thin outline. */
  readonly hovered?: Region | undefined;
  /** The element under the pointer, as it changes; undefined when there is none. */
  onHover?(accession: string | undefined): void;
  /** A click on an element, or Enter on it in the strip's table. */
  onElement?(accession: string): void;
  /**
   * Whose signals are shown: names or keys of biosamples (every class assay that they have), or `ASSAY@BIOSAMPLE` for one signal, as the API's `high`
   * has them. Default (or where there are no signals): the highest Z-scores of each assay.
   */
  readonly biosamples?: readonly string[] | undefined;
  /** Filters of GET /api/v1/ccres by their names there, without `region`: elements that match have their colours, others are grey and low. */
  readonly filter?: Query | undefined;
  /** Tracks of the page itself (variants, LD blocks, links), between the elements and the signals. Keep the array the same between renders. */
  readonly tracks?: readonly ExtraTrack[] | undefined;
  /**
   * What the visitor chose under "Tracks", as a text for the address (`tracks`); undefined is the default above. With `onShown` the page keeps it, else the
   * strip does.
   */
  readonly shown?: string | undefined;
  onShown?(shown: string | undefined): void;
  /** Height in px of the tracks, ruler included; the bar above comes on top of it. Default as high as the tracks, up to `mostHeight`. */
  readonly height?: number | undefined;
  /** More tracks than fit into it scroll. Default 320. */
  readonly mostHeight?: number | undefined;
  /** Controls of the page in the strip's bar, before "Tracks": the elements page's "Rows: whole genome | in view". */
  readonly actions?: ReactNode;
}
