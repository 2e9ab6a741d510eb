/** The files that hang on elements, by their place in the directory, and annotations.yaml, which lists them. */

import type { SimulatedGenome } from '../layout.ts';
import { chainText } from '../orthology/chain-text.ts';
import { truthOrthologousGenesText, truthOrthologsText } from '../orthology/second-genome.ts';
import { cytobandsText } from './cytobands.ts';
import { expressionText, sampleSheetText, truthExpressionText, tssExpressionText } from './expression.ts';
import { mpraText, truthFunctionalText, vistaText } from './functional-assays.ts';
import { geneAliasesText } from './gene-aliases.ts';
import { gwasCatalogText, truthLeadsText, truthStudiesText } from './gwas-catalog.ts';
import { crisprText, eqtlText, hicBiosamplesOf, hicName, hicText, truthLinkRowsText } from './link-files.ts';
import { truthLinksText } from './planted-links.ts';
import { segmentedBiosamplesOf, segmentsText } from './segments.ts';
import { tfExperimentsOf, tfPeaksText, tfSheetText, truthTfText } from './tf-peaks.ts';
import { ldText, POPULATIONS, truthBlocksText, variantsText } from './variants.ts';

type Text = (genome: SimulatedGenome) => Iterable<string>;

/** Where the conservation scores and the genome's bases are: the annotations that are no text. */
export const CONSERVATION = 'annotations/conservation.bigWig';
export const SEQUENCE = 'annotations/genome.2bit';

const segmentsName = (genome: SimulatedGenome, biosample: number) =>
  `segments-${genome.plan.biosamples[biosample]!.displayName.toLowerCase().replaceAll(' ', '-')}.bed.gz`;

/** Each text of the annotation by its path. */
export function annotationTexts(genome: SimulatedGenome): ReadonlyMap<string, Text> {
  return new Map<string, Text>([
    ['annotations.yaml', annotationsYaml],
    ['annotations/README.md', () => [README]],
    ['annotations/aliases.tsv', geneAliasesText],
    ['annotations/cytoBand.txt.gz', cytobandsText],
    ['annotations/expression.tsv.gz', expressionText],
    ['annotations/expression-samples.tsv', (one) => sampleSheetText(one, 'RNA')],
    ['annotations/rampage.tsv.gz', tssExpressionText],
    ['annotations/rampage-samples.tsv', (one) => sampleSheetText(one, 'RAMPAGE')],
    ['annotations/variants.tsv.gz', variantsText],
    ...POPULATIONS.map((population): [string, Text] => [
      `annotations/ld-${population}.tsv.gz`,
      (one) => ldText(one, population),
    ]),
    ['annotations/gwas-catalog.tsv', gwasCatalogText],
    ['annotations/tf-peaks.tsv', tfSheetText],
    ...tfExperimentsOf(genome).map(({ name }, i): [string, Text] => [
      `annotations/tf/${name}.narrowPeak.gz`,
      (one) => tfPeaksText(one, i),
    ]),
    ...segmentedBiosamplesOf(genome).map((b): [string, Text] => [
      `annotations/${segmentsName(genome, b)}`,
      (one) => segmentsText(one, b),
    ]),
    ...hicBiosamplesOf(genome).map((b): [string, Text] => [
      `annotations/${hicName(genome, b)}`,
      (one) => hicText(one, b),
    ]),
    ['annotations/eqtl.tsv', eqtlText],
    ['annotations/crispr.tsv', crisprText],
    ['annotations/vista.tsv', vistaText],
    ['annotations/mpra.tsv', mpraText],
    ['annotations/firstToSecond.over.chain.gz', (one) => chainText(one, 'there')],
    ['annotations/secondToFirst.over.chain.gz', (one) => chainText(one, 'back')],
    ['truth/links.tsv', truthLinksText],
    ['truth/link-rows.tsv', truthLinkRowsText],
    ['truth/expression.tsv', truthExpressionText],
    ['truth/ld-blocks.tsv', truthBlocksText],
    ['truth/gwas.tsv', truthStudiesText],
    ['truth/gwas-leads.tsv', truthLeadsText],
    ['truth/tf.tsv', truthTfText],
    ['truth/functional.tsv', truthFunctionalText],
    ['truth/orthologs.tsv', truthOrthologsText],
    ['truth/orthologous-genes.tsv', truthOrthologousGenesText],
  ]);
}

function* annotationsYaml(genome: SimulatedGenome): Generator<string> {
  const nameOf = (biosample: number) => JSON.stringify(genome.plan.biosamples[biosample]!.name);
  const rows = (items: readonly string[]) => items.map((item) => `  - ${item}\n`).join('');
  yield '# What can be hung on the elements of this registry. Paths are relative to this file.\n';
  yield 'genes: {file: genes.gtf.gz, aliases: annotations/aliases.tsv}\n';
  yield `expression:\n${rows(['{matrix: annotations/expression.tsv.gz, sheet: annotations/expression-samples.tsv}'])}`;
  yield `tss_expression:\n${rows(['{matrix: annotations/rampage.tsv.gz, sheet: annotations/rampage-samples.tsv}'])}`;
  yield 'variants: {file: annotations/variants.tsv.gz}\n';
  yield `ld:\n${rows(POPULATIONS.map((name) => `{population: ${name}, pairs: annotations/ld-${name}.tsv.gz}`))}`;
  yield 'gwas: {file: annotations/gwas-catalog.tsv}\n';
  yield `peaks:\n${rows(['{sheet: annotations/tf-peaks.tsv}'])}`;
  const segments = segmentedBiosamplesOf(genome).map(
    (b) =>
      `{file: annotations/${segmentsName(genome, b)}, label: ChromHMM, biosample: ${nameOf(b)}, assay: state}`,
  );
  yield `intervals:\n${rows(segments)}`;
  const loops = hicBiosamplesOf(genome).map(
    (b) => `{file: annotations/${hicName(genome, b)}, method: Hi-C, biosample: ${nameOf(b)}}`,
  );
  const others = [
    '{file: annotations/eqtl.tsv, method: eQTL}',
    '{file: annotations/crispr.tsv, method: CRISPR}',
  ];
  yield `links:\n${rows([...loops, ...others])}`;
  yield `functional:\n${rows(['{file: annotations/vista.tsv, assay: VISTA}', '{file: annotations/mpra.tsv, assay: MPRA}'])}`;
  yield '# Build it first: cisreg build second/registry.yaml --out second/registry\n';
  const chains =
    'chain: annotations/firstToSecond.over.chain.gz, backChain: annotations/secondToFirst.over.chain.gz';
  yield `orthologs: {registry: second/registry, ${chains}, minMatch: 0.5}\n`;
  yield `conservation:\n${rows([`{name: simulated phyloP, file: ${CONSERVATION}}`])}`;
  yield `previous:\n${rows(['{rdhs: previous/rdhs.bed.gz, ccre: previous/ccre.bed.gz}'])}`;
  yield 'signals: {root: .}\n';
  yield `reference: {sequence: ${SEQUENCE}, cytobands: annotations/cytoBand.txt.gz}\n`;
}

const README = `# What hangs on the elements

Listed in ../annotations.yaml; nothing of it was measured. docs/formats.md of cisreg has every column ("cisreg simulate").

| file | what was planted | truth |
|---|---|---|
| aliases.tsv | other names of some genes, one that two genes share, and names of genes that are not here | |
| expression.tsv.gz, rampage.tsv.gz and their samples | genes follow their promoter and linked elements | ../truth/expression.tsv, ../truth/links.tsv |
| variants.tsv.gz, ld-EUR.tsv.gz, ld-AFR.tsv.gz | variants in blocks of linkage | ../truth/ld-blocks.tsv |
| gwas-catalog.tsv | some studies' leads lie in elements of a tissue | ../truth/gwas.tsv, ../truth/gwas-leads.tsv |
| tf-peaks.tsv, tf/ | factors bind elements of a kind | ../truth/tf.tsv |
| hic-*.bedpe.gz, eqtl.tsv, crispr.tsv | linked pairs, and noise | ../truth/link-rows.tsv |
| vista.tsv, mpra.tsv | what elements do | ../truth/functional.tsv |
| segments-*.bed.gz | states of chromatin in a biosample | ../truth/elements.tsv |
| conservation.bigWig | conserved elements | ../truth/orthologs.tsv |
| genome.2bit, cytoBand.txt.gz | random bases, with the variants' ref; unknown ends, masked stretches, bands | |
| ../previous/ | elements of an earlier registry | |
| *.over.chain.gz, ../second/ | a second genome, with a registry of its own | ../truth/orthologs.tsv, ../second/truth/ |
`;
