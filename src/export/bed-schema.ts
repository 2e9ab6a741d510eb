/** What the columns of a published BED mean: as autoSql for genome browsers, and as a table schema for programs. */

import { CLASS_NAMES, type Scheme } from '../registry/schemes.ts';

export interface BedColumn {
  readonly name: string;
  /** Its type in autoSql. */
  readonly type: 'string' | 'uint' | 'float' | 'char[1]' | 'int' | 'int[blockCount]';
  readonly description: string;
}

export interface BedSchema {
  /** The name of the autoSql table. */
  readonly table: string;
  readonly title: string;
  /** How many of the columns are those of the BED format. */
  readonly definedFields: number;
  readonly columns: readonly BedColumn[];
  /** The columns by whose values a bigBed is indexed. */
  readonly indexed: readonly string[];
}

const PLACE: readonly BedColumn[] = [
  { name: 'chrom', type: 'string', description: 'Chromosome' },
  { name: 'chromStart', type: 'uint', description: 'Start, 0-based' },
  { name: 'chromEnd', type: 'uint', description: 'End, half-open' },
];
const RDHS: BedColumn = { name: 'rDHS', type: 'string', description: 'Accession of the rDHS' };
const CCRE: BedColumn = { name: 'cCRE', type: 'string', description: 'Accession of the cCRE' };

/** Columns 1 to 9 of a track whose items are cCREs. */
function itemColumns(score: string, colour: string): readonly BedColumn[] {
  return [
    ...PLACE,
    { name: 'name', type: 'string', description: CCRE.description },
    { name: 'score', type: 'uint', description: score },
    { name: 'strand', type: 'char[1]', description: 'Always . (elements have no strand)' },
    { name: 'thickStart', type: 'uint', description: 'The start again' },
    { name: 'thickEnd', type: 'uint', description: 'The end again' },
    { name: 'reserved', type: 'uint', description: `RGB colour of ${colour}` },
  ];
}

const CLASS_LIST: Readonly<Record<Scheme, string>> = {
  encode3: `${CLASS_NAMES.encode3.agnostic.join(', ')}; with ,CTCF-bound where CTCF is high`,
  encode4: CLASS_NAMES.encode4.agnostic.join(', '),
};

/** rDHSs.bed. */
export const RDHS_SCHEMA: BedSchema = {
  table: 'rDHSs',
  title: 'Representative DNase hypersensitive sites (rDHSs)',
  definedFields: 3,
  columns: [...PLACE, RDHS],
  indexed: ['rDHS'],
};

/** cCREs.bed, and with `hasTier` cCREs.unfiltered.bed. */
export function ccreSchema(scheme: Scheme, hasTier = false): BedSchema {
  const columns: BedColumn[] = [
    ...PLACE,
    RDHS,
    CCRE,
    { name: 'class', type: 'string', description: `Class: ${CLASS_LIST[scheme]}` },
  ];
  if (hasTier) {
    columns.push({
      name: 'tier',
      type: 'string',
      description: 'Agreement of the evidence: 1a, 1b, 2; 3 and 4 are not in the registry',
    });
  }
  return {
    table: hasTier ? 'cCREsUnfiltered' : 'cCREs',
    title: hasTier
      ? 'All cCREs, those of tiers 3 and 4 included'
      : 'Candidate cis-regulatory elements (cCREs)',
    definedFields: 3,
    columns,
    indexed: ['cCRE', 'rDHS'],
  };
}

/** biosamples/KEY.bed: registry-method 2.4 of the ENCODE scripts ("7 groups"). */
export function biosampleSchema(scheme: Scheme): BedSchema {
  return {
    table: 'cCREs',
    title: 'cCREs classified in one biosample',
    definedFields: 9,
    columns: [
      ...itemColumns('Always 0', 'the group'),
      {
        name: 'ccre',
        type: 'string',
        description: `Group with DNase: ${CLASS_NAMES[scheme].biosample.join(', ')}; without: High-ASSAY list or Unclassified`,
      },
      {
        name: 'classification',
        type: 'string',
        description: 'All-data/Full-classification (all four assays) or Missing-data/Partial-classification',
      },
    ],
    indexed: ['name'],
  };
}

/** One experiment's file of high and low elements ("9 states"). */
export const STATE_SCHEMA: BedSchema = {
  table: 'cCREs',
  title: 'cCREs with high signal in one experiment',
  definedFields: 9,
  columns: [
    ...itemColumns('Always 0', 'the assay where the signal is high, grey where it is low'),
    { name: 'ccre', type: 'string', description: 'High-ASSAY-Signal (Z > 1.64) or Low-Signal' },
    { name: 'classification', type: 'string', description: 'Always State-Classification' },
  ],
  indexed: ['name'],
};

/** The layout of UCSC's encodeCcreCombined track. */
export const COMBINED_SCHEMA: BedSchema = {
  table: 'encodeCcreCombined',
  title: 'cCREs of all biosamples, as in the UCSC track encodeCcreCombined',
  definedFields: 9,
  columns: [
    ...itemColumns('100 times max DNase Z, whole, at most 1000', 'the class'),
    { name: 'ccre', type: 'string', description: 'Class, with ,CTCF-bound where CTCF is high (encode3)' },
    { name: 'encodeLabel', type: 'string', description: 'Class without the suffix' },
    { name: 'zScore', type: 'float', description: 'Highest DNase Z-score over biosamples' },
    { name: 'ucscLabel', type: 'string', description: 'Short class: prom, enhP, enhD, K4m3, CTCF, CA' },
    { name: 'accessionLabel', type: 'string', description: 'Accession without its prefix' },
    { name: 'description', type: 'string', description: 'Accession and class in words' },
  ],
  indexed: ['name'],
};

/** The max-Z tracks, which are bigWigs. */
export const MAX_Z_COLUMNS: readonly BedColumn[] = [
  ...PLACE,
  { name: 'value', type: 'float', description: 'Highest Z of the assay over biosamples; -10 is no signal' },
];

/** The schema as autoSql, which bigBed files carry. */
export function autoSqlOf({ table, title, columns }: BedSchema): string {
  const rows = columns.map(({ name, type, description }) => `    ${type} ${name}; "${description}"\n`);
  return `table ${table}\n"${title}"\n    (\n${rows.join('')}    )\n`;
}

/** The schema as a Table Schema (https://specs.frictionlessdata.io/table-schema/). */
export function tableSchemaOf({ columns }: { readonly columns: readonly BedColumn[] }): object {
  return {
    fields: columns.map(({ name, type, description }) => ({
      name,
      type: type === 'uint' && name !== 'reserved' ? 'integer' : type === 'float' ? 'number' : 'string',
      description,
    })),
  };
}
