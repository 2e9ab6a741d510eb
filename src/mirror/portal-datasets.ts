/** Datasets of the portal: who made them, and which files are theirs. */

import { accessionIn } from './accessions.ts';
import type { Portal } from './portal.ts';
import { findObjects, isJsonObject, type JsonObject } from './portal-answers.ts';

/** A dataset (ENCSR): experiment, annotation, series and others. Text is empty where the portal does not tell. */
export interface RemoteDataset {
  readonly accession: string;
  readonly assay: string;
  readonly biosample: string;
  /** The laboratory that made it, as the portal writes its title: `Michael Snyder, Stanford`. */
  readonly lab: string;
  readonly project: string;
  readonly doi: string;
  readonly released: string;
  readonly status: string;
}

/** Where the files of a dataset are found. */
export interface DatasetPlaces {
  /** Paths of datasets that have files of their own: this one, and those of a series. */
  readonly paths: readonly string[];
  /** Accessions of files that it borrows from others. */
  readonly files: readonly string[];
}

const FIELDS = [
  'accession',
  'lab.title',
  'award.project',
  'doi',
  'annotation_type',
  'assay_title',
  'assay_term_name',
  'biosample_ontology.term_name',
  'biosample_summary',
  'date_released',
  'status',
  'related_datasets',
  'related_files',
];

/** The datasets of these accessions that the portal knows, in their order. Throws as findObjects. */
export async function findDatasets(
  portal: Portal,
  accessions: readonly string[],
): Promise<ReadonlyMap<string, RemoteDataset & DatasetPlaces>> {
  const values = [...new Set(accessions)];
  const objects = await findObjects(portal, {
    type: 'Dataset',
    property: 'accession',
    values,
    fields: FIELDS,
  });
  const found = new Map<string, RemoteDataset & DatasetPlaces>();
  for (const object of objects) {
    if (isJsonObject(object) && typeof object.accession === 'string')
      found.set(object.accession, datasetOf(object));
  }
  return new Map(
    values.flatMap((accession) => (found.has(accession) ? [[accession, found.get(accession)!]] : [])),
  );
}

function datasetOf(object: JsonObject): RemoteDataset & DatasetPlaces {
  const first = (...values: readonly unknown[]) =>
    String(values.find((value) => typeof value === 'string' && value !== '') ?? '');
  const inner = (value: unknown, name: string) => (isJsonObject(value) ? value[name] : undefined);
  return {
    accession: first(object.accession),
    assay: first(object.assay_title, object.assay_term_name, object.annotation_type),
    biosample: first(object.biosample_summary, inner(object.biosample_ontology, 'term_name')),
    lab: first(inner(object.lab, 'title')),
    project: first(inner(object.award, 'project')),
    doi: first(object.doi),
    released: first(object.date_released),
    status: first(object.status),
    paths: [first(object['@id']), ...links(object.related_datasets)].filter((path) => path !== ''),
    files: links(object.related_files).flatMap((path) => accessionIn(path) ?? []),
  };
}

/** The paths of a list of links, whether the portal opened them or not. */
function links(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((one) => {
    const path = isJsonObject(one) ? one['@id'] : one;
    return typeof path === 'string' ? [path] : [];
  });
}
