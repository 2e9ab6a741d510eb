/** A citation as text for people, and as BibTeX. */

import type { Citation, CitedDataset, Paper } from './citation.ts';

/** Papers, acknowledgement and accessions, as a paper's end has them, of the files of a directory. */
export function citationText(citation: Citation, directory: string): string {
  const { papers, labs, datasets, otherFiles, withoutLab } = citation;
  const files = datasets.reduce((sum, dataset) => sum + dataset.files.length, otherFiles.length);
  const lines = [
    `${counted(files, 'file')} of ${counted(datasets.length, 'dataset')} of ENCODE`,
    '',
    'Cite',
    ...papers.map((paper) => `  ${paperText(paper)}`),
    '',
    'Acknowledge',
    `  ${acknowledgement(labs)}`,
    '',
    'List the accessions',
    ...datasets.map((dataset) => `  ${datasetText(dataset)}`),
    ...(otherFiles.length === 0 ? [] : [`  ${otherFiles.join(', ')}`]),
  ];
  if (withoutLab.length > 0) {
    lines.push(
      '',
      `The metadata do not tell who made ${withoutLab.join(', ')}: cisreg fetch --update ${directory} asks the portal, which shows it on their pages too.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The papers, and an entry a dataset, for a bibliography. */
export function citationBibtex({ papers, datasets }: Citation): string {
  return [...papers.map(paperBibtex), ...datasets.map(datasetBibtex)].join('\n');
}

function acknowledgement(labs: readonly string[]): string {
  const who =
    labs.length === 0
      ? 'the laboratories that made the data'
      : `the laboratories that made the data: ${labs.join('; ')}`;
  return `We thank the ENCODE Consortium and ${who}.`;
}

function paperText({ authors, title, journal, volume, pages, year, doi }: Paper): string {
  return `${authors}${authors.endsWith('.') ? '' : '.'} ${title}. ${journal} ${volume}, ${pages} (${year}). https://doi.org/${doi}`;
}

function datasetText({ accession, assay, biosample, lab, files }: CitedDataset): string {
  const facts = [[assay, biosample].filter((fact) => fact !== '').join(' of '), lab].filter(
    (fact) => fact !== '',
  );
  return `${accession}${facts.length === 0 ? '' : ` (${facts.join('; ')})`}: ${files.join(', ')}`;
}

function paperBibtex({ key, authors, title, journal, volume, pages, year, doi, pmid }: Paper): string {
  const names = authors.startsWith('The ENCODE Project Consortium, ')
    ? '{The ENCODE Project Consortium} and Moore, Jill E. and Purcaro, Michael J. and Pratt, Henry E. and Epstein, Charles B. and Shoresh, Noam and others'
    : `{${authors}}`;
  return entry('article', key, {
    author: names,
    title: `{${title}}`,
    journal,
    volume,
    pages: pages.replace('-', '--'),
    year: String(year),
    doi,
    pmid,
  });
}

function datasetBibtex({ accession, assay, biosample, lab, released, doi, files }: CitedDataset): string {
  return entry('misc', accession, {
    author: lab === '' ? '' : `{${tex(lab)}}`,
    title: `{${tex([assay, biosample].filter((fact) => fact !== '').join(' of ') || accession)}}`,
    year: /^\d{4}/.exec(released)?.[0] ?? '',
    publisher: 'ENCODE Data Coordination Center',
    doi,
    url: `https://www.encodeproject.org/${accession}/`,
    note: `${accession}; ${files.join(', ')}`,
  });
}

function entry(kind: string, key: string, fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name} = {${value}},`);
  return `@${kind}{${key},\n${lines.join('\n')}\n}\n`;
}

/** Text with what TeX takes for commands made plain. */
function tex(text: string): string {
  return text
    .replace(/[\\{}]/g, '')
    .replace(/[&%$#_]/g, '\\$&')
    .replace(/~/g, '\\~{}')
    .replace(/\^/g, '\\^{}');
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
}
