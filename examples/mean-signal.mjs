// Mean signal of a bigWig (a path or an http address) over the regions of a BED, and their Z-scores.
//
//   node examples/mean-signal.mjs FILE.bigWig REGIONS.bed

import {
  CisregError,
  formatSix,
  meanSignal,
  normalisationOf,
  openBigWig,
  openByteSource,
  planRegions,
  readBed,
  roundSix,
  zScores,
} from 'cisreg';

try {
  const [signalFile, regionFile] = process.argv.slice(2);
  const regions = await readBed(regionFile, { minFields: 4 });
  const bigWig = await openBigWig(await openByteSource(signalFile));
  // No flank: DNase, ATAC and CTCF. Other marks are averaged over 500 bp more on both sides: flankBp('H3K27ac').
  const plan = planRegions(regions, 0);
  const { sum } = await meanSignal(bigWig, plan);
  await bigWig.close();

  // The method compares signals as bigWigAverageOverBed prints them, with six digits.
  const means = Float64Array.from(sum, (total, i) => roundSix(total / plan.sizeBp[i]));
  const z = zScores(means, normalisationOf(means));
  for (let i = 0; i < means.length; i++) {
    console.log(`${regions.names.at(i)}\t${formatSix(means[i])}\t${z[i].toFixed(4)}`);
  }
} catch (error) {
  if (!(error instanceof CisregError)) throw error;
  console.error(`${error.message} [${error.code}]`);
  process.exitCode = 1;
}
