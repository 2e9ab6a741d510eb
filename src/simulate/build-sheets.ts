/** The configuration of a simulated genome's build: registry.yaml, its tables, and a README. */

import type { Dataset } from './datasets.ts';
import type { SimulatedGenome } from './layout.ts';
import type { GenomePlan, Size } from './plan.ts';

/** registry.yaml: every part of a build's configuration that a simulated genome has data for. */
export function registryYaml({ accessionPrefix }: GenomePlan): string {
  const assembly = accessionPrefix === 'EM10' ? 'mm10' : 'GRCh38';
  return `# Build with: cisreg build registry.yaml --out registry
# A made-up genome: ${assembly} is here only the name that gives the accessions their prefix.
assembly: ${assembly}
scheme: encode3
anchors: [DNase]
chromSizes: chrom.sizes
exclude: [chrM, chrEBV, "*_*"]
tss: genes.gtf.gz
datasets: datasets.tsv
biosamples: biosamples.tsv
consensusDhs: consensus-dhs.bed.gz
blacklist: blacklist.bed.gz
previous: {rdhs: previous/rdhs.bed.gz, ccre: previous/ccre.bed.gz}
dhs: {minSignalPercentile: 10, maxFdr: 0.001, wide: drop}
minSpot: 0.3
`;
}

/** The signal file of a data set, relative to the directory. */
export function signalPath(dataset: Dataset): string {
  return `signal/${dataset.file}.bigWig`;
}

/** The peak file of a data set, relative to the directory; undefined where it has none. */
export function peaksPath(dataset: Dataset): string | undefined {
  if (dataset.peaksFormat === undefined) return undefined;
  const suffix = { 'hotspot2-allcalls': 'allcalls.bed', dhs: 'dhs.bed', narrowPeak: 'narrowPeak' };
  return `peaks/${dataset.file}.${suffix[dataset.peaksFormat]}.gz`;
}

export function datasetsText({ datasets, biosamples }: GenomePlan): string {
  const header = 'biosample assay experiment file peaks peaks_format signal zscore lab platform date spot';
  const rows = datasets.map((dataset) =>
    [
      biosamples[dataset.biosample]!.name,
      dataset.assay,
      dataset.experiment,
      dataset.file,
      peaksPath(dataset) ?? '',
      dataset.peaksFormat ?? '',
      signalPath(dataset),
      dataset.hasZscore ? 'yes' : 'no',
      dataset.lab,
      'simulated',
      dataset.date,
      dataset.spot === undefined ? '' : dataset.spot.toFixed(2),
    ].join('\t'),
  );
  return `${[header.replaceAll(' ', '\t'), ...rows].join('\n')}\n`;
}

export function biosamplesText({ biosamples, tissues }: GenomePlan): string {
  const header = 'biosample displayName tissue sampleType lifeStage sex ontology donor';
  const rows = biosamples.map((biosample) =>
    [
      biosample.name,
      biosample.displayName,
      tissues[biosample.tissue]!,
      biosample.sampleType,
      biosample.lifeStage,
      biosample.sex,
      `MINI:${String(biosample.tissue + 1).padStart(4, '0')}`,
      biosample.donor,
    ].join('\t'),
  );
  return `${[header.replaceAll(' ', '\t'), ...rows].join('\n')}\n`;
}

export function chromSizesText({ chroms }: GenomePlan): string {
  return chroms.names.map((name, i) => `${name}\t${chroms.sizes[i]}\n`).join('');
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'];

/** What the directory holds, for who opens it. */
export function readmeText({ seed, plan, genes, elements }: SimulatedGenome, size: Size): string {
  const option = size === 'mini' ? '' : ` --size ${size}`;
  const contig = plan.chroms.names[plan.mainChroms + 1];
  const pol2 = plan.datasets.some((dataset) => dataset.assay === 'POLR2A')
    ? ', CTCF, and one of POLR2A, which takes no part in classes'
    : ' and CTCF';
  return `# A ${plan.title} with known truth

Made by \`cisreg simulate${option} --seed ${seed}\`: ${genes.length} genes and ${elements.count} elements on ${NUMBERS[plan.mainChroms] ?? plan.mainChroms} chromosomes, in
${plan.biosamples.length} biosamples of ${plan.tissues.length} tissues. Nothing in it was measured.

Build its registry: \`cisreg build registry.yaml --out registry\`

| file | what |
|---|---|
| registry.yaml, datasets.tsv, biosamples.tsv, chrom.sizes | the build's configuration |
| genes.gtf.gz | genes; transcripts tagged basic begin at a planted promoter |
| peaks/ | DNase calls: hotspot2 allcalls, DHSs with an FDR, narrowPeak |
| signal/ | bigWigs of DNase, H3K4me3, H3K27ac${pol2} |
| consensus-dhs.bed.gz, blacklist.bed.gz, previous/ | what a build can take beside them |
| truth/elements.tsv | what was planted |
| truth/genes.tsv | genes with their 1-based TSS |

truth/elements.tsv, 0-based half-open: chrom, start, end, id, class (PLS, pELS, dELS, DNase-H3K4me3, CTCF-only, DNase-only),
ctcfBound (yes: CTCF binds where the element is active), exact (yes: every data set calls this very extent), biosamples
(in which it is active, "; " between). An element is open in each of them, and carries H3K4me3 there (PLS, DNase-H3K4me3),
H3K27ac (PLS, pELS, dELS), CTCF (ctcfBound). DNase-only elements are no cCREs. chrM and ${contig} have peaks in every
DNase data set, and no elements: a registry leaves them out.
`;
}
