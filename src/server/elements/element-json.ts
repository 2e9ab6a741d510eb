/** Elements as lines of NDJSON, straight from the arrays: half of the time of an object and JSON.stringify. */

import { floatToSix } from '../../formats/six-digits.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import { CLASS_NAMES, NOT_CCRE } from '../../registry/schemes.ts';
import { TIERS } from '../../registry/tiers.ts';
import { ZONES } from '../../registry/zones.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { ccreAccession, NONE_8, NONE_16, rdhsAccession } from '../../store/element-table.ts';
import { hasRow } from '../../store/row-set.ts';

const NOT_ASSAYED = '{"state":"notAssayed","z":null}';
const NO_SIGNAL = '{"state":"noSignal","z":null}';

const writers = new WeakMap<ElementStore, (row: number) => string>();

/** Writes the element of a row: what JSON.stringify makes of its ElementView. */
export function elementJson(store: ElementStore): (row: number) => string {
  const known = writers.get(store) ?? writerOf(store);
  writers.set(store, known);
  return known;
}

function writerOf({ table, registry }: ElementStore): (row: number) => string {
  const { chromNames, chrom: chromOf, start: starts, end: ends } = table.regions;
  const texts = (names: readonly string[]) => names.map((name) => JSON.stringify(name));
  const [chroms, genes, tiers, zones] = [texts(chromNames), texts(table.genes), texts(TIERS), texts(ZONES)];
  const classes = texts(CLASS_NAMES[registry.scheme].agnostic);
  const hasSuffix = registry.scheme === 'encode3';
  const locations = chromNames.map((name) => JSON.stringify(name).slice(0, -1));
  const assays = CLASS_ASSAYS.map((assay, a) => ({
    key: `${a === 0 ? '' : ','}${JSON.stringify(assay)}:`,
    z: table.maxZ[a],
    support: table.support[a],
  }));
  return (row) => {
    const [c, start, end] = [chromOf[row]!, starts[row]!, ends[row]!];
    const ccre = ccreAccession(table, row);
    const code = table.classCode[row]!;
    const distance2 = table.tssDistance2[row]!;
    const gene = table.gene[row]!;
    let maxZ = '';
    let counts = '';
    for (const { key, z, support } of assays) {
      const value = z === undefined ? Number.NaN : z[row]!;
      const state =
        value === ZERO_SIGNAL_Z
          ? NO_SIGNAL
          : Number.isNaN(value)
            ? NOT_ASSAYED
            : `{"state":"${support![row]! > 0 ? 'high' : 'low'}","z":${floatToSix(value)}}`;
      maxZ += key + state;
      counts += key + (support === undefined ? 'null' : support[row]!);
    }
    return (
      `{"accession":${ccre === undefined ? 'null' : `"${ccre}"`},"rdhs":"${rdhsAccession(table, row)}",` +
      `"chrom":${chroms[c]},"start":${start},"end":${end},"location":${locations[c]}:${start + 1}-${end}","length":${end - start},` +
      `"class":${code === NOT_CCRE ? 'null' : classes[code]},` +
      `"ctcfBound":${code === NOT_CCRE || !hasSuffix ? 'null' : hasRow(table.ctcfBound, row)},` +
      `"tier":${table.tier[row] === NONE_8 ? 'null' : tiers[table.tier[row]!]},"isPublished":${hasRow(table.published, row)},` +
      `"zone":${zones[table.zone[row]!]},"tssDistance":${distance2 < 0 ? 'null' : distance2 / 2},` +
      `"nearestGene":${gene < 0 ? 'null' : genes[gene]},"maxZ":{${maxZ}},"support":{${counts}},` +
      `"tau":${table.tau[row] === NONE_16 ? 'null' : table.tau[row]! / 10_000},` +
      `"blacklisted":${table.blacklist[row] === NONE_8 ? 'null' : table.blacklist[row] === 1}}`
    );
  };
}
