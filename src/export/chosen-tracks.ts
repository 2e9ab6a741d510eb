/** The tracks of chosen biosamples in a UCSC hub: their cCREs, and the signals of their assays. */

import { ASSAY_COLOURS } from './assay-colours.ts';
import { trackUrl } from './hub-tracks.ts';
import { type Stanza, trackName } from './track-db.ts';

/** A bigWig of a biosample, as a hub shows it. */
export interface HubSignal {
  /** Names its file: signals/KEY.bigWig. */
  readonly key: string;
  readonly file: string;
  readonly assay: string;
  readonly experiment: string;
  /** Whether its Z-scores are those of the biosample: others are there, and hidden. */
  readonly hasZscore: boolean;
}

/** A biosample whose cCREs and signals a hub shows. */
export interface HubBiosample {
  readonly name: string;
  readonly key: string;
  /** Whether its cCREs are classified. */
  readonly hasCcres: boolean;
  readonly signals: readonly HubSignal[];
}

/** The range that an assay's signal is shown in, as SCREEN does: the same everywhere, so that biosamples can be compared. */
export function signalLimits(assay: string): readonly [low: number, high: number] {
  return [0, assay === 'DNase' ? 30 : 50];
}

const OTHER_COLOUR = '96,96,96';

/** A container for each biosample with its cCREs and the signals of its assays; names of tracks are added to `taken`. */
export function chosenTracks(biosamples: readonly HubBiosample[], taken: Set<string>): Stanza[] {
  return biosamples.flatMap(({ name, key, hasCcres, signals }) => {
    const container = trackName(`s_${key}`, taken);
    const ccres: Stanza[] = hasCcres
      ? [
          {
            track: trackName(`b_${key}`, taken),
            parent: container,
            type: 'bigBed 9 +',
            bigDataUrl: trackUrl({ kind: 'biosample', key }),
            shortLabel: 'cCREs',
            longLabel: `cCREs in ${name}`,
            visibility: 'dense',
            itemRgb: 'on',
            searchIndex: 'name',
            mouseOver: '$name: $ccre',
            html: 'biosamples',
            priority: '1',
          },
        ]
      : [];
    return [
      {
        track: container,
        superTrack: 'on show',
        shortLabel: name,
        longLabel: `cCREs and signals of ${name}`,
        html: 'biosamples',
      },
      ...ccres,
      ...signals.map((signal, i) => ({
        track: trackName(`w_${signal.key}`, taken),
        parent: container,
        type: 'bigWig',
        bigDataUrl: `signals/${encodeURIComponent(signal.key)}.bigWig`,
        shortLabel: signal.assay,
        longLabel: `${signal.assay} in ${name}: ${signal.file} ${signal.experiment}`,
        visibility: signal.hasZscore ? 'full' : 'hide',
        color: ASSAY_COLOURS[signal.assay] ?? OTHER_COLOUR,
        autoScale: 'off',
        viewLimits: signalLimits(signal.assay).join(':'),
        windowingFunction: 'mean',
        maxHeightPixels: '100:32:8',
        html: 'signals',
        priority: String(i + 2),
      })),
    ];
  });
}
