/** A small portal's objects: three experiments of K562 and liver, an annotation and a series, and their files with bytes. */

import type { PortalData, PortalObject } from './portal-double.ts';
import { md5Of, noise } from './remote.ts';

const LABS = {
  stam: { '@id': '/labs/john-stamatoyannopoulos/', title: 'John Stamatoyannopoulos, UW' },
  bernstein: { '@id': '/labs/bradley-bernstein/', title: 'Bradley Bernstein, Broad' },
  pipeline: { '@id': '/labs/encode-processing-pipeline/', title: 'ENCODE Processing Pipeline' },
} as const;
const K562 = { term_id: 'EFO:0002067', term_name: 'K562', classification: 'cell line' };
const LIVER = { term_id: 'UBERON:0002107', term_name: 'liver', classification: 'tissue' };

const dataset = (type: string, accession: string, more: PortalObject): PortalObject => ({
  '@id': `/${type.endsWith('Series') ? 'series' : `${type.toLowerCase()}s`}/${accession}/`,
  '@type': [type, ...(type.endsWith('Series') ? ['Series'] : []), 'Dataset', 'Item'],
  accession,
  status: 'released',
  date_released: '2019-05-01',
  award: { project: 'ENCODE' },
  ...more,
});

const file = (accession: string, sizeBytes: number, more: PortalObject): PortalObject => {
  const { file_format: format, file_format_type: kind } = more;
  const ending = format === 'bed' ? 'bed.gz' : format;
  const name = `${accession}.${ending}`;
  const uuid = `00000000-0000-4000-8000-${accession
    .toLowerCase()
    .padStart(12, '0')
    .replace(/[^0-9a-f]/g, '0')}`;
  return {
    '@id': `/files/${accession}/`,
    '@type': ['File', 'Item'],
    accession,
    file_type: kind === undefined ? format : `${format} ${kind}`,
    href: `/files/${accession}/@@download/${name}`,
    file_size: sizeBytes,
    md5sum: md5Of(bytesOf(accession, sizeBytes)),
    s3_uri: `s3://encode-public/2019/04/02/${uuid}/${name}`,
    azure_uri: `https://datasetencode.blob.core.windows.net/dataset/2019/04/02/${uuid}/${name}?sv=1&sig=secret`,
    lab: LABS.pipeline,
    status: 'released',
    biological_replicates: [1],
    technical_replicates: ['1_1'],
    ...more,
  };
};

function bytesOf(accession: string, sizeBytes: number): Uint8Array {
  return noise(
    sizeBytes,
    [...accession].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7),
  );
}

/** The objects, anew each time. */
export function smallPortal(): PortalData {
  const dnase = {
    dataset: '/experiments/ENCSR000AAA/',
    assembly: 'GRCh38',
    assay_title: 'DNase-seq',
    biosample_ontology: K562,
  };
  const histone = {
    dataset: '/experiments/ENCSR000AAB/',
    assembly: 'GRCh38',
    assay_title: 'Histone ChIP-seq',
    biosample_ontology: K562,
    target: { name: 'H3K27ac-human', label: 'H3K27ac' },
  };
  const liver = {
    dataset: '/experiments/ENCSR000AAC/',
    assembly: 'GRCh38',
    assay_title: 'DNase-seq',
    biosample_ontology: LIVER,
  };
  const files = [
    file('ENCFF000AAA', 300_000, {
      ...dnase,
      file_format: 'bigWig',
      output_type: 'read-depth normalized signal',
      alternate_accessions: ['ENCFF999ZZZ'],
    }),
    file('ENCFF000AAB', 40_000, {
      ...dnase,
      file_format: 'bed',
      file_format_type: 'narrowPeak',
      output_type: 'peaks',
      derived_from: ['/files/ENCFF000AAC/'],
    }),
    file('ENCFF000AAC', 900_000, {
      ...dnase,
      file_format: 'bam',
      output_type: 'alignments',
      assembly: 'hg19',
    }),
    file('ENCFF000AAD', 200_000, {
      ...histone,
      file_format: 'bigWig',
      output_type: 'fold change over control',
      biological_replicates: [1, 2],
    }),
    file('ENCFF000AAE', 210_000, { ...histone, file_format: 'bigWig', output_type: 'signal p-value' }),
    file('ENCFF000AAF', 150_000, {
      ...histone,
      file_format: 'bigWig',
      output_type: 'fold change over control',
      status: 'revoked',
    }),
    file('ENCFF000AAG', 100_000, {
      ...histone,
      file_format: 'fastq',
      output_type: 'reads',
      restricted: true,
    }),
    file('ENCFF000AAH', 120_000, {
      ...liver,
      file_format: 'bigWig',
      output_type: 'read-depth normalized signal',
      status: 'archived',
    }),
    file('ENCFF000AAJ', 30_000, {
      ...liver,
      file_format: 'bed',
      file_format_type: 'narrowPeak',
      output_type: 'peaks',
      lab: LABS.stam,
    }),
    file('ENCFF000AAK', 50_000, {
      dataset: '/annotations/ENCSR000AAD/',
      assembly: 'GRCh38',
      file_format: 'bed',
      file_format_type: 'bed9+',
      output_type: 'candidate Cis-Regulatory Elements',
    }),
  ];
  return {
    files,
    datasets: [
      dataset('Experiment', 'ENCSR000AAA', {
        assay_title: 'DNase-seq',
        biosample_ontology: K562,
        biosample_summary: 'K562',
        lab: LABS.stam,
        doi: '10.17989/ENCSR000AAA',
      }),
      dataset('Experiment', 'ENCSR000AAB', {
        assay_title: 'Histone ChIP-seq',
        biosample_ontology: K562,
        biosample_summary: 'K562',
        lab: LABS.bernstein,
        target: { name: 'H3K27ac-human', label: 'H3K27ac' },
      }),
      dataset('Experiment', 'ENCSR000AAC', {
        assay_title: 'DNase-seq',
        biosample_ontology: LIVER,
        biosample_summary: 'liver tissue, male adult (32 years)',
        lab: LABS.stam,
      }),
      dataset('Annotation', 'ENCSR000AAD', {
        annotation_type: 'candidate Cis-Regulatory Elements',
        lab: LABS.pipeline,
      }),
      dataset('PublicationData', 'ENCSR000AAF', {
        related_files: ['/files/ENCFF000AAJ/', '/files/ENCFF000AAB/'],
        lab: LABS.stam,
      }),
      dataset('ReferenceEpigenomeSeries', 'ENCSR000AAE', {
        related_datasets: ['/experiments/ENCSR000AAA/', '/experiments/ENCSR000AAB/'],
        lab: LABS.pipeline,
      }),
    ],
    bytes: new Map(
      files.map((one) => [String(one.accession), bytesOf(String(one.accession), Number(one.file_size))]),
    ),
  };
}
