// What a registry holds: its classes, and the elements with the highest Z in each data set of one assay.
//
//   node examples/open-registry.mjs REGISTRY [ASSAY]

import path from 'node:path';
import { CisregError, openRegistry, readBed, readCcreTable, readHigh, readZ, splitLabel } from 'cisreg';

try {
  const [directory, assay = 'DNase'] = process.argv.slice(2);
  const registry = await openRegistry(directory);
  console.log(`${registry.assembly}, ${registry.scheme}, ${registry.biosamples.length} biosamples`);

  const ccres = await readCcreTable(path.join(directory, 'cCREs.bed'));
  const counts = new Map();
  for (const code of ccres.label) {
    const { name } = splitLabel(ccres.labels[code]);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`${name}\t${count}`);

  // Row i of rDHSs.bed is value i of every column.
  const { names } = await readBed(path.join(directory, 'rDHSs.bed'));
  const { rows, columns } = registry.manifest;
  for (const column of columns.filter((one) => one.assay === assay)) {
    const z = readZ(registry.zscores, column, rows);
    const high = readHigh(registry.zscores, column, rows);
    let highest = 0;
    let many = 0;
    for (let row = 0; row < rows; row++) {
      if (z[row] > z[highest]) highest = row;
      many += (high[row >> 3] >> (row & 7)) & 1;
    }
    console.log(`${column.biosample}\t${many} high\t${names.at(highest)} ${z[highest].toFixed(2)}`);
  }
} catch (error) {
  if (!(error instanceof CisregError)) throw error;
  console.error(`${error.message} [${error.code}]`);
  process.exitCode = 1;
}
