/** What ENCODE asks of those who use its data: its papers, the laboratories, the accessions (encodeproject.org/help/citing-encode). */

import type { RemoteDataset } from './portal-datasets.ts';
import type { RemoteFile } from './remote-file.ts';

export interface Paper {
  /** Its key in BibTeX. */
  readonly key: string;
  readonly authors: string;
  readonly title: string;
  readonly journal: string;
  readonly volume: string;
  readonly pages: string;
  readonly year: number;
  readonly doi: string;
  readonly pmid: string;
}

/** The consortium's integrative papers of its second and third phase. */
export const CONSORTIUM_PAPERS: readonly Paper[] = [
  {
    key: 'ENCODE2012',
    authors: 'The ENCODE Project Consortium',
    title: 'An integrated encyclopedia of DNA elements in the human genome',
    journal: 'Nature',
    volume: '489',
    pages: '57-74',
    year: 2012,
    doi: '10.1038/nature11247',
    pmid: '22955616',
  },
  {
    key: 'ENCODE2020',
    authors:
      'The ENCODE Project Consortium, Moore, J. E., Purcaro, M. J., Pratt, H. E., Epstein, C. B., Shoresh, N. et al.',
    title: 'Expanded encyclopaedias of DNA elements in the human and mouse genomes',
    journal: 'Nature',
    volume: '583',
    pages: '699-710',
    year: 2020,
    doi: '10.1038/s41586-020-2493-4',
    pmid: '32728249',
  },
];

/** Who runs the uniform pipelines stands as the lab of their results; the laboratory that made the data is that of the dataset. */
export const PROCESSED_BY = 'ENCODE Processing Pipeline';

export interface CitedDataset extends RemoteDataset {
  /** Its files, by accession. */
  readonly files: readonly string[];
}

export interface Citation {
  readonly papers: readonly Paper[];
  readonly labs: readonly string[];
  readonly datasets: readonly CitedDataset[];
  /** Files of which no dataset is known. */
  readonly otherFiles: readonly string[];
  /** Datasets whose laboratory the metadata do not tell. */
  readonly withoutLab: readonly string[];
}

/** The citation of files; `datasets` are those of which the portal told more than the files' metadata do. */
export function citationOf(
  files: readonly Pick<RemoteFile, 'accession' | 'facts'>[],
  datasets: readonly RemoteDataset[],
): Citation {
  const told = new Map(datasets.map((dataset) => [dataset.accession, dataset]));
  const grouped = new Map<string, Pick<RemoteFile, 'accession' | 'facts'>[]>();
  for (const file of files) {
    const accession = file.facts['Experiment accession'] ?? '';
    const group = grouped.get(accession);
    if (group === undefined) grouped.set(accession, [file]);
    else group.push(file);
  }
  const cited = [...grouped.keys()]
    .filter((accession) => accession !== '')
    .sort()
    .map((accession) => citedDataset(accession, grouped.get(accession)!, told.get(accession)));
  return {
    papers: CONSORTIUM_PAPERS,
    labs: [...new Set(cited.map(({ lab }) => lab))].filter((lab) => lab !== '').sort(),
    datasets: cited,
    otherFiles: (grouped.get('') ?? []).map(({ accession }) => accession).sort(),
    withoutLab: cited.filter(({ lab }) => lab === '').map(({ accession }) => accession),
  };
}

function citedDataset(
  accession: string,
  files: readonly Pick<RemoteFile, 'accession' | 'facts'>[],
  told: RemoteDataset | undefined,
): CitedDataset {
  const fact = (name: string) =>
    files.map(({ facts }) => facts[name]).find((value) => value !== undefined) ?? '';
  const labs = files.map(({ facts }) => facts.Lab ?? '').filter((lab) => lab !== '' && lab !== PROCESSED_BY);
  return {
    accession,
    assay: told?.assay || fact('Assay'),
    biosample: told?.biosample || fact('Biosample term name'),
    lab: told?.lab || (labs[0] ?? ''),
    project: told?.project || fact('Project'),
    doi: told?.doi ?? '',
    released: told?.released || fact('Experiment date released'),
    status: told?.status ?? '',
    files: files.map((file) => file.accession).sort(),
  };
}
