/** The files that the service gives out: those that a registry and its kinds name, found by name, never by a path that a visitor types. */

import { REFERENCE } from '../../annotation/files/reference-table.ts';
import { SIGNALS } from '../../annotation/files/signal-table.ts';
import { GENES } from '../../annotation/genes/gene-table.ts';
import type { HubTrack } from '../../export/hub-tracks.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import type { Served } from '../served.ts';
import { REFERENCE_NAMES, type ReferenceName } from './file-paths.ts';
import { GENE_TRACK, writeGeneTrack } from './gene-track.ts';
import { type OpenFile, openLocal, openText, remoteFiles } from './open-file.ts';
import type { TrackStore } from './track-store.ts';

/** A file of a registry, and what it is. */
export interface NamedFile {
  readonly contentType: string;
  open(): Promise<OpenFile>;
}

export interface ServedFiles {
  /** Files of the reference genome by their names; chromosome sizes are there always. Throws RequestError 404. */
  reference(served: Served, name: string): NamedFile;
  /** `KEY.bigWig` of a dataset. Throws RequestError 404. */
  signal(served: Served, name: string): NamedFile;
  /** A track by the name of its file: encodeCcreCombined.bigBed, genes.bigBed, maxZ.ASSAY.bigWig. Throws RequestError 404. */
  track(served: Served, name: string): NamedFile;
  /** `KEY.bigBed` of a biosample. Throws RequestError 404. */
  biosample(served: Served, name: string): NamedFile;
}

const BINARY = 'application/octet-stream';
const TEXT = 'text/plain; charset=utf-8';
const GZIP = 'application/gzip';

/** The files of all registries; tracks are made in `tracks`. */
export function servedFiles(tracks: TrackStore): ServedFiles {
  const remote = remoteFiles();
  const trackOf = (served: Served, track: HubTrack): NamedFile => ({
    contentType: BINARY,
    open: () => tracks.open(served, track),
  });
  const genesOf = (served: Served): NamedFile => {
    const genes = annotationOf(served, GENES);
    const { key } = served.annotations().kinds.get(GENES.kind)!;
    const name = `genes-${key.slice(0, 16)}.bigBed`;
    const make = (file: string) => writeGeneTrack(file, genes, served.store.registry.chromSizes);
    return { contentType: BINARY, open: () => tracks.openOther(served, { name, make }) };
  };
  return {
    reference(served, name) {
      const found = referenceFiles(served).get(name);
      if (found !== undefined) return found;
      throw noFile(served, name, [...referenceFiles(served).keys()]);
    },
    signal(served, name) {
      const signals = annotationOf(served, SIGNALS);
      const file = signals.byKey.get(withoutEnding(name, '.bigWig') ?? '');
      const location = file === undefined ? undefined : signals.locate(file);
      if (location === undefined) {
        throw noFile(served, name, ['KEY.bigWig of a dataset whose signal is here']);
      }
      const open = signals.isRemote ? remote : openLocal;
      return { contentType: BINARY, open: () => open(location) };
    },
    track(served, name) {
      if (name === 'encodeCcreCombined.bigBed') return trackOf(served, { kind: 'combined' });
      if (name === GENE_TRACK) return genesOf(served);
      const assay = CLASS_ASSAYS.find((own) => name === `maxZ.${own}.bigWig`);
      if (assay !== undefined && maxZAssays(served).includes(assay))
        return trackOf(served, { kind: 'maxZ', assay });
      throw noFile(served, name, [
        'encodeCcreCombined.bigBed',
        ...(annotationIfAny(served, GENES) === undefined ? [] : [GENE_TRACK]),
        ...maxZAssays(served).map((own) => `maxZ.${own}.bigWig`),
      ]);
    },
    biosample(served, name) {
      const key = withoutEnding(name, '.bigBed');
      const found = served.store.registry.biosamples.find(
        (own) => own.key === key && own.group !== undefined,
      );
      if (found === undefined)
        throw noFile(served, name, ['KEY.bigBed of a biosample whose cCREs are classified']);
      return trackOf(served, { kind: 'biosample', key: found.key });
    },
  };
}

/** The assays that have a max-Z track. */
export function maxZAssays({ store }: Served): string[] {
  const { support } = store.table;
  return CLASS_ASSAYS.filter((_, a) => support[a] !== undefined);
}

/** What there is of the reference, by name. */
export function referenceFiles(served: Served): ReadonlyMap<string, NamedFile> {
  const { sequence, fai, gzi, cytobands } = annotationIfAny(served, REFERENCE) ?? {};
  const found = new Map<ReferenceName, NamedFile>();
  const add = (name: ReferenceName, file: string | undefined, contentType: string) => {
    if (file !== undefined) found.set(name, { contentType, open: () => openLocal(file) });
  };
  if (sequence?.form === '2bit') add(REFERENCE_NAMES.twoBit, sequence.file, BINARY);
  if (sequence?.form === 'fasta') add(REFERENCE_NAMES.fasta, sequence.file, GZIP);
  add(REFERENCE_NAMES.fai, fai, TEXT);
  add(REFERENCE_NAMES.gzi, gzi, BINARY);
  const isPacked = cytobands !== undefined && /\.b?gz$/i.test(cytobands);
  add(isPacked ? REFERENCE_NAMES.cytobandsGz : REFERENCE_NAMES.cytobands, cytobands, isPacked ? GZIP : TEXT);
  const { names, sizes } = served.store.registry.chromSizes;
  const text = names.map((name, i) => `${name}\t${sizes[i]}\n`).join('');
  found.set(REFERENCE_NAMES.chromSizes, { contentType: TEXT, open: async () => openText(text) });
  return found;
}

function withoutEnding(name: string, ending: string): string | undefined {
  return name.endsWith(ending) ? name.slice(0, -ending.length) : undefined;
}

function noFile({ id }: Served, name: string, expected: readonly string[]): RequestError {
  return new RequestError(404, `${quoted(name)} is no file of ${id} here, expected ${expected.join(', ')}`);
}
