/**
 * The documented GraphQL schema of the 2020 SCREEN, by the names of its fields and types, so that programs written for it go on. What it had
 * not: any spelling of an assembly, no caps on pages and details; null where a registry does not have what is asked. Positions are
 * 0-based half-open.
 */

/** As GraphQL writes schemas. */
export const SCHEMA = /* GraphQL */ `
"An assembly or the id of a registry: GRCh38, hg38, mm10; as a name or in quotes"
scalar Assembly
"Any JSON"
scalar JSON

type Query {
  "cCREs that pass every part, the highest maxz first"
  ccres(
    assembly: Assembly!
    "Of this registry or an earlier one"
    accessions: [String!]
    "Those that share a base with it"
    range: InputChromRange
    "By the highest Z over biosamples"
    expmaxs: InputExpMax
    "By the Z in one biosample"
    ctexps: InputCtExps
    pagination: PaginationParameters
  ): cCREs
  "One cCRE, in whichever registry it is"
  ccre(accession: String!): cCRE
  globals: Globals
  differentialExpression(assembly: Assembly!, gene: String!, ct1: String!, ct2: String!): DifferentialExpression
  "Expression of a gene in every experiment; spelled as the first version spelled it"
  geneExpresssion(assembly: Assembly!, gene: String!, biosample_types: [String!], compartments: [String!]): GeneExpression
  gwas(assembly: Assembly!): Gwas
  "Activity of a gene's start sites"
  rampage(assembly: Assembly!, gene: String!): RampageGeneData
  "By id, or all that lie in a range"
  snps(assembly: Assembly!, id: String, range: InputChromRange): [SNP!]
  gene(assembly: Assembly!, gene: String!): Gene
  range(assembly: Assembly!, range: InputChromRange!): ChromRange
}

input InputChromRange {
  chrom: String!
  "0-based; left out: the whole chromosome"
  start: Int
  "Half-open"
  end: Int
}

"From and to of Z, both inclusive: promoter is H3K4me3, enhancer H3K27ac"
input InputExpMax {
  rank_ctcf_start: Float
  rank_ctcf_end: Float
  rank_dnase_start: Float
  rank_dnase_end: Float
  rank_enhancer_start: Float
  rank_enhancer_end: Float
  rank_promoter_start: Float
  rank_promoter_end: Float
}

"The same in one biosample; an assay that it has not is passed over"
input InputCtExps {
  cellType: String!
  rank_ctcf_start: Float
  rank_ctcf_end: Float
  rank_dnase_start: Float
  rank_dnase_end: Float
  rank_enhancer_start: Float
  rank_enhancer_end: Float
  rank_promoter_start: Float
  rank_promoter_end: Float
}

input PaginationParameters {
  "Default 0"
  offset: Int
  "Default 1000; no other limit than that of a whole answer"
  limit: Int
  orderBy: OrderBy
}

"All descending"
enum OrderBy {
  maxz
  maxz_ct
  dnasemax
  k27acmax
  k4me3max
  ctcfmax
  "In the biosample of ctexps; maxz where it has not the assay"
  dnase_zscore
  promoter_zscore
  enhancer_zscore
  ctcf_zscore
}

type cCREs {
  "On all pages"
  total: Int!
  ccres: [cCRE!]!
}

type Globals {
  "The registries that are served, with their datasets"
  inputData: JSON
  byAssembly(assembly: Assembly!): AssemblySpecificGlobals!
}

type AssemblySpecificGlobals {
  assembly: Assembly!
  "Factors with peaks"
  tfs: [String!]
  "Of the samples with expression"
  cellCompartments: [String!]
  biosamples: [BiosampleInfo!]
  biosample(biosample: String!): BiosampleInfo
  "Published cCREs by chromosome"
  chromCounts: JSON
  chromLens: JSON
  "Published cCREs in bins of a chromosome: 200 of them each"
  cCREHistBins: JSON
  geBiosampleTypes: [String!]
  geBiosamples: [String!]
  inputData: JSON
}

type cCRE {
  assembly: Assembly!
  accession: String!
  range: ChromRange!
  maxz: Float
  dnasemax: Float
  ctcfmax: Float
  k27acmax: Float
  k4me3max: Float
  "It has an ortholog in the other assembly"
  concordant: Boolean
  "At most 2 kb from a TSS"
  isproximal: Boolean!
  ctspecific(ct: String!): CtSpecific
  "The three nearest by TSS"
  nearbygenes: Genes
  details: ccreDetails!
}

type ChromRange {
  chrom: String!
  start: Int
  end: Int
  strand: String
  "From the centre so far in both directions, within the chromosome"
  expandFromCenter(distance: Int!): ChromRange
  "From its ends so far outwards, within the chromosome"
  expandFromEdges(distance: Int!): ChromRange
  "Published cCREs that share a base with it, by position"
  ccres: [cCRE!]!
  genes: [Gene!]
  snps: [SNP!]
}

"Z in a biosample: null where it was not assayed, -10 without signal"
type CtSpecific {
  ct: String!
  dnase_zscore: Float
  h3k4me3_zscore: Float
  h3k27ac_zscore: Float
  ctcf_zscore: Float
  maxz: Float
}

type Genes {
  "Protein-coding"
  pc: [NearbyGene!]!
  all: [NearbyGene!]!
}

type NearbyGene {
  "bp to its nearest TSS"
  distance: Int!
  gene: Gene!
  pc: Boolean!
}

type ccreDetails {
  biosampleSpecificSignals: [AssayData!]!
  nearbyGenomic: NearbyGenomic!
  ortholog(assembly: String!): [OrthologouscCRE!]
  tfIntersection: ChIPSeqIntersections
  linkedGenes: [LinkedGene!]
}

type AssayData {
  ct: BiosampleInfo!
  dnase: Float
  h3k4me3: Float
  h3k27ac: Float
  ctcf: Float
}

type NearbyGenomic {
  "Within 1 Mb by TSS"
  nearby_genes: [NearbyGene!]
  "No registry has topological domains as such; see the intervals of REST"
  tads: [Gene!]
  re_tads: [NearbyRE!]
  "Published cCREs within 100 kb"
  nearby_res: [NearbyRE!]!
  "Within 10 kb"
  nearby_snps: [NearbySNP!]
}

type NearbyRE {
  distance: Int!
  cCRE: cCRE!
}

type NearbySNP {
  distance: Int!
  snp: SNP!
}

type OrthologouscCRE {
  assembly: String!
  accession: String!
  range: ChromRange!
  "Null where its registry is not served here"
  cCRE: cCRE
}

type ChIPSeqIntersections {
  tf: [ChIPSeqIntersectionMetadata!]!
  histone: [ChIPSeqIntersectionMetadata!]!
}

"n of the target's experiments have a peak here"
type ChIPSeqIntersectionMetadata {
  name: String!
  n: Int!
  total: Int!
}

type LinkedGene {
  gene: String!
  celltype: String!
  method: String!
  dccaccession: String!
}

type BiosampleInfo {
  name: String
  "As in the names of files"
  value: String!
  tissue: String!
  "It has expression, so that it can be compared"
  isde: Boolean!
  synonyms: [String!]
  assays: [AssayMetadata!]
  cCREActivity(ccre: String!): CtSpecific
}

type AssayMetadata {
  assay: String!
  expid: String!
  fileid: String!
  biosample_summary: String!
  biosample_type: String!
}

type GeneExpression {
  gene_info: Gene
  items: [ExperimentData!]!
}

type ExperimentData {
  tissue: String!
  cellType: String!
  expID: String!
  ageTitle: String!
  "Every replicate, and their mean"
  reps: [ReplicateData!]!
}

"Logarithms are log2(x + 0.01); FPKM is null: registries have TPM"
type ReplicateData {
  replicate: String!
  rawTPM: Float
  logTPM: Float
  rawFPKM: Float
  logFPKM: Float
  rID: String!
}

type Gwas {
  studies: [GwasStudy!]!
  study(study: String!): GwasStudy
  "By id, or the beginning of one"
  snps(search: String!): [SNP!]!
}

type GwasStudy {
  name: String!
  author: String!
  pubmed: String!
  trait: String!
  totalLDblocks: Int!
  numLdBlocksOverlap: Int!
  numcCREsOverlap: Int!
  allSNPs: [LDBlockSNP!]!
  "Null where enrichment was not tested; by p"
  topCellTypes: [GwasCellType!]
  "cCREs that its SNPs hit; with a biosample those that are active there"
  ccres(cellType: String): [GwasCCRE!]!
}

type SNP {
  assembly: Assembly!
  id: String!
  range: ChromRange!
  ldblocks: [LDBlockSNP!]!
  related_studies: [GwasStudy!]!
  overlapping_cCRE: cCRE
  nearbygenes: [GeneAndDistance!]
}

type LDBlockSNP {
  snp: SNP!
  "With the lead; 1 for the lead"
  r2: Float!
  ldblock: LDBlock!
}

type LDBlock {
  name: String!
  study: GwasStudy!
  leadsnp: SNP!
  snps: [LDBlockSNP!]!
}

type GwasCellType {
  biosample_summary: String!
  expID: String!
  fdr: Float
  pval: Float
  ct: BiosampleInfo
}

type GwasCCRE {
  cCRE: cCRE!
  geneid: String!
  snps: [String!]!
}

type GeneAndDistance {
  distance: Int!
  gene: Gene!
}

type Gene {
  assembly: Assembly!
  approved_symbol: String!
  ensemblid_ver: String!
  coords: ChromRange!
  "Exons of all transcripts together"
  exons: [ChromRange!]
  expression(biosample_types: [String!], compartments: [String!]): GeneExpression
  differentialExpression(ct1: String!, ct2: String!): DifferentialExpression
  transcripts: [Transcript!]
  rampage: RampageGeneData
}

type Transcript {
  gene: Gene!
  transcript: String!
  "Its start site"
  range: ChromRange!
  exons: [ChromRange!]
  rampage: [RampageTranscriptData!]
}

type DifferentialExpression {
  "Null where it cannot be tested: each side needs two experiments"
  isde: Boolean
  "log2 of the second over the first, of TPM + 1"
  fc: Float
  gene: Gene!
  ct1: String!
  ct2: String!
}

type RampageGeneData {
  transcripts: [RampageTranscript!]!
  gene: Gene!
}

type RampageTranscript {
  transcript: String!
  range: ChromRange!
  geneinfo: String!
  items: [RampageTranscriptData!]!
}

type RampageTranscriptData {
  expid: String!
  fileid: String!
  biosample_term_name: String!
  biosample_type: String!
  biosample_summary: String!
  tissue: String!
  strand: String!
  counts: Float
}
`;
