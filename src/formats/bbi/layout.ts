/**
 * Numbers of the bigWig and bigBed formats (Kent et al., Bioinformatics 2010, supplement tables 5 to 19). A file is a
 * header, a B+ tree of chromosomes, compressed blocks of items, an R-tree over the blocks, and for each zoom level
 * blocks of summaries with an R-tree of their own.
 */

export const BIGWIG_MAGIC = 0x888ffc26;
export const BIGBED_MAGIC = 0x8789f2eb;
export const CHROM_TREE_MAGIC = 0x78ca8c91;
export const INDEX_MAGIC = 0x2468ace0;

export const HEADER_BYTES = 64;
export const ZOOM_HEADER_BYTES = 24;
export const SUMMARY_BYTES = 40;
export const CHROM_TREE_HEADER_BYTES = 32;
export const INDEX_HEADER_BYTES = 48;
/** Both trees begin a node with: is it a leaf, a reserved byte, the number of entries. */
export const NODE_HEADER_BYTES = 4;
export const INDEX_LEAF_BYTES = 32;
export const INDEX_BRANCH_BYTES = 24;
export const SECTION_HEADER_BYTES = 24;
export const ZOOM_RECORD_BYTES = 32;

/** The kinds of bigWig section, as its header numbers them. */
export const BED_GRAPH = 1;
export const VARIABLE_STEP = 2;
export const FIXED_STEP = 3;

/** The bytes of one item in a section of each kind; by the number of the kind. */
export const ITEM_BYTES = [0, 12, 8, 4] as const;
/** A section counts its items in 16 bits. */
export const MAX_SECTION_ITEMS = 65_535;

/** The sums over all values of a file, or over a chromosome or window. */
export interface SignalSummary {
  /** Bases that have a value. */
  readonly coveredBp: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly sumSquares: number;
}
