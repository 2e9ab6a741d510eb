/** What a genome browser is shown of a registry: genes where they are there, all cCREs, and of chosen biosamples their cCREs and signals, else the highest Z-scores. */

import { GENES } from '../../annotation/genes/gene-table.ts';
import { ASSAY_COLOURS } from '../../export/assay-colours.ts';
import { signalLimits } from '../../export/chosen-tracks.ts';
import { annotationIfAny } from '../answers/annotated.ts';
import type { ChosenBiosample } from '../biosamples/chosen-biosamples.ts';
import type { Served } from '../served.ts';
import { genePath, signalPath, trackPath } from './file-paths.ts';
import { maxZAssays } from './served-files.ts';

/** A track as every browser knows it. */
export interface BrowserTrack {
  /** Unique. */
  readonly id: string;
  readonly name: string;
  /** An absolute address. */
  readonly url: string;
  readonly form: 'bigBed' | 'bigWig';
  /** r,g,b; undefined where items have their own. */
  readonly colour: string | undefined;
  /** Values that the axis ends at. */
  readonly limits: readonly [low: number, high: number] | undefined;
}

const MAX_Z_SHOWN = 10;
const OTHER_COLOUR = '96,96,96';
const GENE_COLOUR = '71,77,86';

/** The tracks, at the service's own address. */
export function browserTracks(
  served: Served,
  chosen: readonly ChosenBiosample[],
  address: string,
): BrowserTrack[] {
  const hasGenes = annotationIfAny(served, GENES) !== undefined;
  const genes: BrowserTrack = {
    id: 'genes',
    name: 'Genes',
    url: address + genePath(served),
    form: 'bigBed',
    colour: GENE_COLOUR,
    limits: undefined,
  };
  const tracks: BrowserTrack[] = [
    ...(hasGenes ? [genes] : []),
    {
      id: 'cCREs',
      name: 'cCREs',
      url: address + trackPath(served, { kind: 'combined' }),
      form: 'bigBed',
      colour: undefined,
      limits: undefined,
    },
  ];
  if (chosen.length === 0) {
    for (const assay of maxZAssays(served)) {
      tracks.push({
        id: `maxZ.${assay}`,
        name: `${assay} max-Z`,
        url: address + trackPath(served, { kind: 'maxZ', assay }),
        form: 'bigWig',
        colour: ASSAY_COLOURS[assay],
        limits: [0, MAX_Z_SHOWN],
      });
    }
  }
  for (const { biosample, hasCcres, signals } of chosen) {
    const { key, name } = biosample;
    if (hasCcres) {
      tracks.push({
        id: `cCREs.${key}`,
        name: `cCREs in ${name}`,
        url: address + trackPath(served, { kind: 'biosample', key }),
        form: 'bigBed',
        colour: undefined,
        limits: undefined,
      });
    }
    for (const signal of signals.filter(({ hasZscore }) => hasZscore)) {
      tracks.push({
        id: `signal.${signal.key}`,
        name: `${signal.assay} in ${name}`,
        url: address + signalPath(served, signal),
        form: 'bigWig',
        colour: ASSAY_COLOURS[signal.assay] ?? OTHER_COLOUR,
        limits: signalLimits(signal.assay),
      });
    }
  }
  return tracks;
}
