/**
 * The functions of the package `cisreg`. docs/api.md shows them at work; each is documented where it is defined: the
 * shape and unit of what it takes and gives, the errors it throws, and where its rule or constant comes from.
 *
 * Coordinates are 0-based and half-open. Lists of elements are columns of typed arrays. Whatever a caller can mend is
 * thrown as a CisregError.
 */

export {
  classifySample,
  SAMPLE_ASSAYS,
  type SampleAssay,
  type SampleColumn,
  type SampleResult,
  type SampleSignals,
} from './build/classify-sample.ts';
export { openTarget, type TargetLocation, type TargetRegistry } from './build/target-registry.ts';
export { CisregError, ERROR_CODES, type ErrorCode, type Where } from './errors.ts';
export { type DiffSummary, diffSides } from './export/diff.ts';
export { type DiffSide, readDiffSide } from './export/diff-sides.ts';
export { type BiosampleView, type Explanation, explanation } from './export/explanation.ts';
export { type Allcalls, readAllcalls } from './formats/allcalls.ts';
export { type BigBed, openBigBed } from './formats/bbi/bigbed.ts';
export { type BigWig, openBigWig, type SignalBatch, type SignalIntervals } from './formats/bbi/bigwig.ts';
export { type BedOptions, type BedTable, readBed } from './formats/bed.ts';
export { type ByteSource, openByteSource } from './formats/byte-source.ts';
export { readChromSizes } from './formats/chrom-sizes.ts';
export { type DhsTable, readDhsTable } from './formats/dhs-table.ts';
export { type NarrowPeaks, readNarrowPeak } from './formats/narrow-peak.ts';
export { formatSix, roundSix } from './formats/six-digits.ts';
export { type TextColumn, textColumnFrom } from './formats/text-column.ts';
export { readTss, type TssTable } from './formats/tss.ts';
export { type ChromSizes, chromSizesOf } from './genome/chrom-sizes.ts';
export { forEachOverlap } from './genome/overlap.ts';
export type { Regions } from './genome/regions.ts';
export { asSorted, type SortedPlaces, type SortedRegions, sortRegions } from './genome/sorted-regions.ts';
export { type Progress, silent } from './progress.ts';
export {
  accessionNumber,
  assignAccessions,
  formatAccession,
  type PreviousElements,
} from './registry/accessions.ts';
export {
  availabilityGroup,
  type BiosampleLabel,
  biosampleLabel,
  completeness,
} from './registry/biosamples.ts';
export {
  CLASS_ASSAYS,
  type ClassAssay,
  classInBiosample,
  classifyAgnostic,
  HIGH_CTCF,
  HIGH_DNASE,
  HIGH_H3K4ME3,
  HIGH_H3K27AC,
} from './registry/classify.ts';
export { type ConsensusResult, filterByConsensus } from './registry/consensus.ts';
export { type CalledSites, callDhs, type FdrCalls } from './registry/dhs.ts';
export { percentile } from './registry/percentile.ts';
export { type DhsPool, selectRdhs } from './registry/rdhs.ts';
export { CLASS_COLOURS, CLASS_NAMES, CTCF_BOUND, NOT_CCRE, type Scheme } from './registry/schemes.ts';
export { addEvidence, noEvidence, TIERS, type Tier, tierOf } from './registry/tiers.ts';
export { type TssPositions, ZONES, type ZonedRegions, zonesOf } from './registry/zones.ts';
export {
  competitionRanks,
  flankBp,
  HIGH_Z,
  type Normalisation,
  normalisationOf,
  ZERO_SIGNAL_Z,
  zScore,
  zScores,
} from './registry/zscores.ts';
export { meanSignal, type RegionSignal, type SignalOptions } from './signal/mean-signal.ts';
export { planRegions, type RegionBlocks, type RegionPlan } from './signal/region-plan.ts';
export { type CcreTable, readCcreTable, splitLabel } from './store/ccre-table.ts';
export { type ElementRecord, type ElementZ, readElement } from './store/element-record.ts';
export { type BiosampleRow, openRegistry, type RegistryDirectory } from './store/registry-directory.ts';
export {
  exactZ,
  readHigh,
  readSignal,
  readZ,
  type ZColumn,
  type ZManifest,
} from './store/zscore-store.ts';
export { VERSION } from './version.ts';
