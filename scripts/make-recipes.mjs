/**
 * node scripts/make-recipes.mjs FOLDER [OUT]: writes recipes/ (or OUT) from the accession lists of ENCODE's 2020 registry. FOLDER holds hg38-Hotspot-List.txt
 * and mm10-Hotspot-List.txt, experiment_lists_hg38/ and experiment_lists_mm10/ (ASSAY-List.txt.gz) as github.com/weng-lab/ENCODE-cCREs has them, and
 * cCRE-biosample-metadata.GRCh38.json of github.com/weng-lab/SCREEN. The recipes hold facts alone: accessions, names, numbers.
 * docs/recipes.md says where each comes from; test/build/recipes.test.ts holds the recipes against such a folder.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const ASSAYS = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];
const COLUMNS = ['biosample', 'assay', 'experiment', 'file', 'peaks', 'peaks_format', 'signal', 'zscore'];
/** The lab's repository at the commit that the references of this project were read at. */
const LAB =
  'https://raw.githubusercontent.com/weng-lab/ENCODE-cCREs/0c58e58a6ff1768aeefbbdbcaaaf94d6414f0281';
const V2 = `${LAB}/Version-2/cCRE-Pipeline`;
const FIVE = ['GM12878', 'H1-hESC', 'HeLa-S3', 'HepG2', 'K562'];

/** Bases of the chromosomes that give rDHSs: what part of a genome a chromosome is. */
const GRCH38 = {
  chr1: 248956422,
  chr2: 242193529,
  chr3: 198295559,
  chr4: 190214555,
  chr5: 181538259,
  chr6: 170805979,
  chr7: 159345973,
  chr8: 145138636,
  chr9: 138394717,
  chr10: 133797422,
  chr11: 135086622,
  chr12: 133275309,
  chr13: 114364328,
  chr14: 107043718,
  chr15: 101991189,
  chr16: 90338345,
  chr17: 83257441,
  chr18: 80373285,
  chr19: 58617616,
  chr20: 64444167,
  chr21: 46709983,
  chr22: 50818468,
  chrX: 156040895,
  chrY: 57227415,
};
const MM10 = {
  chr1: 195471971,
  chr2: 182113224,
  chr3: 160039680,
  chr4: 156508116,
  chr5: 151834684,
  chr6: 149736546,
  chr7: 145441459,
  chr8: 129401213,
  chr9: 124595110,
  chr10: 130694993,
  chr11: 122082543,
  chr12: 120129022,
  chr13: 120421639,
  chr14: 124902244,
  chr15: 104043685,
  chr16: 98207768,
  chr17: 94987271,
  chr18: 90702639,
  chr19: 61431566,
  chrX: 171031299,
  chrY: 91744698,
};

const GENOMES = {
  hg38: {
    assembly: 'GRCh38',
    minSignal: 0.1508,
    gencode: 'V24',
    chromSizes:
      'https://www.encodeproject.org/files/GRCh38_EBV.chrom.sizes/@@download/GRCh38_EBV.chrom.sizes.tsv',
    tss: `${V2}/Input-Data/hg38/GENCODE24/TSS.Basic.bed.gz`,
    consensusDhs: `${V2}/Input-Data/hg38/hg38-Stam-cDHS-All.bed.gz`,
    previousRdhs: `${V2}/Annotations/V1.hg38-hg19-Filtered.bed.gz`,
    published: {
      ccres: `${V2}/Annotations/V2.hg38-cCREs-Final.bed.gz`,
      rdhss: `${V2}/Annotations/V2.hg38-rDHS-Filtered.bed.gz`,
      rdhsAnnotation: 'ENCSR169HLH',
    },
    chromosomes: GRCH38,
    counts: { calledDhs: 93000000, selectedRdhs: 2217404, ccres: 926535 },
    classShares: { PLS: 3.7, pELS: 15.3, dELS: 72.1, 'DNase-H3K4me3': 2.8, 'CTCF-only': 6.1 },
  },
  mm10: {
    assembly: 'mm10',
    minSignal: 0.1454,
    gencode: 'M18',
    chromSizes:
      'https://www.encodeproject.org/files/mm10_no_alt.chrom.sizes/@@download/mm10_no_alt.chrom.sizes.tsv',
    tss: `${V2}/Input-Data/mm10/GENCODEM18/TSS.Basic.bed.gz`,
    consensusDhs: `${V2}/Input-Data/mm10/mm10-Stam-cDHS-All.bed.gz`,
    previousRdhs: `${V2}/Annotations/V1.mm10-Filtered.bed.gz`,
    published: {
      ccres: `${V2}/Annotations/V2.mm10-cCREs-Final.bed.gz`,
      rdhss: `${V2}/Annotations/V2.mm10-rDHS-Filtered.bed.gz`,
      rdhsAnnotation: 'ENCSR672RVL',
    },
    chromosomes: MM10,
    counts: { calledDhs: 20000000, selectedRdhs: 1229135, ccres: 339815 },
    classShares: undefined,
  },
};

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write(
    'usage: node scripts/make-recipes.mjs FOLDER (what it holds stands at the head of the script)\n',
  );
  process.exit(2);
}
const out = process.argv[3] ?? path.resolve(import.meta.dirname, '..', 'recipes');

/** The rows of a list without a header, plain or gzip. */
function listOf(name) {
  const bytes = readFileSync(path.join(folder, name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

/** The lists write spaces as underscores, and leave parentheses out. */
const underscored = (name) => name.replace(/[()]/g, '').replace(/ /g, '_');
const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Rows of datasets.tsv: a row per DNase profile, and one per further bigWig with Z-scores. */
function datasetsOf(genome) {
  const lists = Object.fromEntries(
    ASSAYS.map((assay) => [assay, listOf(`experiment_lists_${genome}/${assay}-List.txt.gz`)]),
  );
  const withZscore = new Map(lists.DNase.map(([, file]) => [file, true]));
  const biosampleOf = new Map(lists.DNase.map(([experiment, , biosample]) => [experiment, biosample]));
  const rows = listOf(`${genome}-Hotspot-List.txt`).map(
    ([experiment, peaks, file, replicate, lab, name]) => ({
      biosample: biosampleOf.get(experiment) ?? underscored(name),
      assay: 'DNase',
      experiment,
      file,
      peaks: `encff:${peaks}`,
      peaks_format: 'hotspot2-allcalls',
      zscore: withZscore.has(file) ? 'yes' : 'no',
      replicate,
      lab,
    }),
  );
  const profiled = new Set(rows.map(({ file }) => file));
  for (const assay of ASSAYS) {
    for (const [experiment, file, biosample] of lists[assay]) {
      if (profiled.has(file)) continue;
      rows.push({
        biosample,
        assay,
        experiment,
        file,
        peaks: '',
        peaks_format: '',
        zscore: 'yes',
        replicate: '',
        lab: '',
      });
    }
  }
  return rows.sort(
    (a, b) =>
      inOrder(a.biosample, b.biosample) ||
      ASSAYS.indexOf(a.assay) - ASSAYS.indexOf(b.assay) ||
      inOrder(a.file, b.file),
  );
}

function table(columns, rows) {
  return `${[columns, ...rows].map((cells) => cells.join('\t')).join('\n')}\n`;
}

const STAGES = [
  ['embryo', 'embryonic'],
  ['postnatal', 'postnatal'],
  ['newborn', 'newborn'],
  ['child', 'child'],
  ['adult', 'adult'],
];

const namesOf = (rows) => [...new Set(rows.map(({ biosample }) => biosample))];

/** What is known of each biosample: of SCREEN's table where it has it, else the stage that the name says. */
function sheetOf(rows, facts) {
  return namesOf(rows).map((name) => {
    // Four biosamples have other names there: the files are the same.
    const known = rows.flatMap((row) => (row.biosample === name ? (facts.get(row.file) ?? []) : []))[0];
    const words = name.split('_');
    const stage = STAGES.find(([word]) => words.includes(word))?.[1] ?? '';
    return [
      name,
      name.replace(/_/g, ' '),
      (known?.tissue ?? []).join(', '),
      known?.biosample_type ?? '',
      known === undefined ? stage : known.life_stage === 'unknown' ? '' : known.life_stage,
    ];
  });
}

function countsOf(rows) {
  const scored = rows.filter(({ zscore }) => zscore === 'yes');
  return {
    profiles: rows.filter(({ peaks }) => peaks !== '').length,
    bigWigs: scored.length,
    biosamples: new Set(scored.map(({ biosample }) => biosample)).size,
    byAssay: Object.fromEntries(
      ASSAYS.map((assay) => [assay, scored.filter((row) => row.assay === assay).length]),
    ),
  };
}

function write(name, content) {
  const at = path.join(out, name);
  mkdirSync(at, { recursive: true });
  const { genome, rows, yaml, sheet, expected } = content;
  const published = { ...genome.published };
  writeFileSync(path.join(at, 'registry.yaml'), yaml);
  writeFileSync(
    path.join(at, 'datasets.tsv'),
    table(
      [...COLUMNS, 'replicate', 'lab'],
      rows.map((row) =>
        [...COLUMNS, 'replicate', 'lab'].map((column) =>
          column === 'signal' ? `encff:${row.file}` : row[column],
        ),
      ),
    ),
  );
  writeFileSync(
    path.join(at, 'biosamples.tsv'),
    table(['biosample', 'displayName', 'tissue', 'sampleType', 'lifeStage'], sheet),
  );
  const json = {
    recipe: name,
    ...expected,
    inputs: countsOf(rows),
    published,
    chromosomes: genome.chromosomes,
  };
  writeFileSync(path.join(at, 'expected.json'), `${JSON.stringify(json, null, 2)}\n`);
}

function yamlOf(genome, { title, extra, consensus }) {
  return `# ${title}
# docs/recipes.md says where each accession and number comes from.
assembly: ${genome.assembly}
scheme: encode3
chromSizes: ${genome.chromSizes}
tss: ${genome.tss}   # GENCODE ${genome.gencode}, basic transcripts, as the registry's authors used them
datasets: datasets.tsv
biosamples: biosamples.tsv
${consensus}dhs: {minSignal: ${genome.minSignal}}   # the 10th percentile that the authors fixed
${extra}`;
}

/** What SCREEN says of each biosample, by the accession of each of its files. */
const facts = new Map(
  Object.values(
    JSON.parse(readFileSync(path.join(folder, 'cCRE-biosample-metadata.GRCh38.json'), 'utf8')),
  ).flatMap((known) => known.file.match(/ENCFF\d{3}[A-Z]{3}/g).map((file) => [file, known])),
);

for (const [key, genome] of Object.entries(GENOMES)) {
  const rows = datasetsOf(key);
  const name = `encode3-${genome.assembly.toLowerCase()}`;
  const { counts, classShares } = genome;
  write(name, {
    genome,
    rows,
    sheet: sheetOf(rows, key === 'hg38' ? facts : new Map()),
    yaml: yamlOf(genome, {
      title: `ENCODE's registry of 2020 for ${genome.assembly} (Nature 583:699), from its own accession lists.`,
      consensus: `consensusDhs: ${genome.consensusDhs}
previous:
  # The rDHSs of version 1, whose places keep their numbers. The cCREs of version 1 are published nowhere that is known here:
  # numbers of cCREs are local.
  rdhs: ${genome.previousRdhs}
`,
      extra: '',
    }),
    expected: {
      title: `ENCODE's registry of 2020, ${genome.assembly}`,
      counts,
      about: ['calledDhs'],
      ...(classShares === undefined ? {} : { classShares }),
    },
  });
}

const human = GENOMES.hg38;
const five = datasetsOf('hg38').filter(
  ({ biosample, zscore }) => FIVE.includes(biosample) && zscore === 'yes',
);
write('five-biosamples-chr22', {
  genome: human,
  rows: five,
  sheet: sheetOf(five, facts),
  yaml: yamlOf(human, {
    title: `chr22 in five biosamples of ENCODE's registry of 2020 (${FIVE.join(', ')}): for a laptop.`,
    consensus: `# As the whole registry has it; some tens of MB more to fetch, and about 3 % fewer rDHSs:
# consensusDhs: ${human.consensusDhs}
`,
    extra: 'chromosomes: [chr22]\n',
  }),
  expected: { title: 'chr22 in five biosamples', counts: {}, about: [] },
});
