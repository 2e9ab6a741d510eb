/** The studies in the columns of the GWAS Catalog, and what is true of them. */

import { elementId } from '../element-table.ts';
import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import type { Random } from '../random.ts';
import { type Study, studiesOf } from './gwas-studies.ts';
import { nearestGene } from './nearest-gene.ts';
import { type Population, variantId, variantsOf } from './variants.ts';

const COLUMNS = [
  'DATE ADDED TO CATALOG',
  'PUBMEDID',
  'FIRST AUTHOR',
  'DATE',
  'JOURNAL',
  'LINK',
  'STUDY',
  'DISEASE/TRAIT',
  'INITIAL SAMPLE SIZE',
  'REPLICATION SAMPLE SIZE',
  'REGION',
  'CHR_ID',
  'CHR_POS',
  'REPORTED GENE(S)',
  'MAPPED_GENE',
  'UPSTREAM_GENE_ID',
  'DOWNSTREAM_GENE_ID',
  'SNP_GENE_IDS',
  'UPSTREAM_GENE_DISTANCE',
  'DOWNSTREAM_GENE_DISTANCE',
  'STRONGEST SNP-RISK ALLELE',
  'SNPS',
  'MERGED',
  'SNP_ID_CURRENT',
  'CONTEXT',
  'INTERGENIC',
  'RISK ALLELE FREQUENCY',
  'P-VALUE',
  'PVALUE_MLOG',
  'P-VALUE (TEXT)',
  'OR or BETA',
  '95% CI (TEXT)',
  'PLATFORM [SNPS PASSING QC]',
  'CNV',
  'MAPPED_TRAIT',
  'MAPPED_TRAIT_URI',
  'STUDY ACCESSION',
  'GENOTYPING TECHNOLOGY',
] as const;

const ANCESTRY: Readonly<Record<Population, string>> = {
  EUR: 'European ancestry individuals',
  AFR: 'African American individuals',
};
const AUTHORS = ['Doe J', 'Roe R', 'Poe E', 'Moe M'] as const;
/** Rows below genome-wide suggestive significance, and of SNPs that no table of variants knows: shares of the leads. */
const WEAK_SHARE = 0.15;
const UNKNOWN_SHARE = 0.04;

/** gwas-catalog.tsv: a row an association. */
export function* gwasCatalogText(genome: SimulatedGenome): Generator<string> {
  const random = streamOf(genome, 'gwas catalog');
  yield `${COLUMNS.join('\t')}\n`;
  for (const [i, study] of studiesOf(genome).entries()) {
    const facts = studyFacts(random, study, i);
    for (const { variant } of study.leads) {
      yield associationRow(random, genome, { facts, variant, mlog: 6.05 + random.exponential(5) });
    }
    const { count } = variantsOf(genome);
    for (let k = Math.round(study.leads.length * WEAK_SHARE); k > 0; k--) {
      const variant = random.whole(0, count - 1);
      yield associationRow(random, genome, { facts, variant, mlog: 5 + 0.8 * random.uniform() });
    }
    for (let k = Math.round(study.leads.length * UNKNOWN_SHARE); k > 0; k--) {
      yield associationRow(random, genome, { facts, variant: undefined, mlog: 6.05 + random.exponential(5) });
    }
  }
}

type Facts = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

function studyFacts(random: Random, study: Study, index: number): Facts {
  const size = () => `${(5 * random.whole(300, 20_000)).toLocaleString('en')}`;
  const first = `${size()} ${ANCESTRY[study.population]}`;
  const other = ANCESTRY[study.population === 'EUR' ? 'AFR' : 'EUR'];
  const pubmed = String(30_000_001 + index);
  return {
    'DATE ADDED TO CATALOG': '2020-01-15',
    PUBMEDID: pubmed,
    'FIRST AUTHOR': AUTHORS[index % AUTHORS.length]!,
    DATE: '2019-12-01',
    JOURNAL: 'J Simul Genet',
    LINK: `www.ncbi.nlm.nih.gov/pubmed/${pubmed}`,
    STUDY: `A simulated association study of ${study.trait.toLowerCase()}.`,
    'DISEASE/TRAIT': study.trait,
    'INITIAL SAMPLE SIZE': study.role === 'two-populations' ? `${first}, ${size()} ${other}` : first,
    'REPLICATION SAMPLE SIZE': 'NA',
    'PLATFORM [SNPS PASSING QC]': 'Illumina [NR]',
    MAPPED_TRAIT: study.trait.toLowerCase(),
    'STUDY ACCESSION': study.accession,
    'GENOTYPING TECHNOLOGY': 'Genome-wide genotyping array',
  };
}

function associationRow(
  random: Random,
  genome: SimulatedGenome,
  row: { readonly facts: Facts; readonly variant: number | undefined; readonly mlog: number },
): string {
  // P-values of the catalogue have one digit; the logarithm is that of the printed number.
  const exponent = Math.ceil(row.mlog);
  const mantissa = Math.min(9, Math.max(1, Math.round(10 ** (exponent - row.mlog))));
  const mlog = exponent - Math.log10(mantissa);
  const known = row.variant === undefined ? {} : placeFacts(genome, row.variant);
  const id =
    row.variant === undefined ? `rs${99_000_000 + random.whole(0, 999_999)}` : variantId(row.variant);
  const cells: Facts = {
    ...row.facts,
    ...known,
    'REPORTED GENE(S)': 'NR',
    'STRONGEST SNP-RISK ALLELE': `${id}-?`,
    SNPS: id,
    MERGED: '0',
    SNP_ID_CURRENT: id.slice(2),
    'P-VALUE': `${mantissa}E-${exponent}`,
    PVALUE_MLOG: String(mlog),
    'OR or BETA': (1 + random.exponential(0.1)).toFixed(2),
    '95% CI (TEXT)': '[NR]',
    CNV: 'N',
  };
  return `${COLUMNS.map((column) => cells[column] ?? '').join('\t')}\n`;
}

/** What the catalogue says of a variant's place; CHR_POS is 1-based, CHR_ID without "chr". */
function placeFacts(genome: SimulatedGenome, variant: number): Facts {
  const { chrom, position, maf } = variantsOf(genome);
  const near = nearestGene(genome, chrom[variant]!, position[variant]!);
  const along = near === undefined ? -1 : near.gene.strand * (position[variant]! + 1 - near.gene.tss);
  const isInGene = near !== undefined && along >= 0 && along <= near.gene.bodyBp;
  return {
    REGION: 'NR',
    CHR_ID: genome.plan.chroms.names[chrom[variant]!]!.replace(/^chr/, ''),
    CHR_POS: String(position[variant]! + 1),
    MAPPED_GENE: near?.gene.name ?? '',
    SNP_GENE_IDS: isInGene ? near.gene.id.replace(/\.\d+$/, '') : '',
    CONTEXT: isInGene ? 'intron_variant' : 'intergenic_variant',
    INTERGENIC: isInGene ? '0' : '1',
    'RISK ALLELE FREQUENCY': maf[variant]!.toFixed(2),
  };
}

/** truth/gwas.tsv: what each study is. */
export function* truthStudiesText(genome: SimulatedGenome): Generator<string> {
  yield 'study\ttrait\tpopulation\trole\ttissue\tbiosamples\tfold\texpectedShare\tleads\tplantedLeads\n';
  const { tissues, biosamples } = genome.plan;
  for (const study of studiesOf(genome)) {
    const planted = study.leads.filter(({ element }) => element !== undefined).length;
    const names = study.biosamples.map((b) => biosamples[b]!.name).join('; ');
    const tissue = study.tissue === undefined ? '' : tissues[study.tissue]!;
    const facts = `${study.accession}\t${study.trait}\t${study.population}\t${study.role}\t${tissue}\t${names}`;
    const share = study.biosamples.length === 0 ? '' : study.expectedShare.toFixed(5);
    yield `${facts}\t${study.fold}\t${share}\t${study.leads.length}\t${planted}\n`;
  }
}

/** truth/gwas-leads.tsv: the leads of each study, and the element of those that were planted. */
export function* truthLeadsText(genome: SimulatedGenome): Generator<string> {
  yield 'study\tvariant\telement\n';
  for (const { accession, leads } of studiesOf(genome)) {
    for (const { variant, element } of leads) {
      yield `${accession}\t${variantId(variant)}\t${element === undefined ? '' : elementId(element)}\n`;
    }
  }
}
