/**
 * Elements as JSON, straight from the arrays into bytes: a fifth of the time of an object and JSON.stringify, and no string that
 * would have to be collected.
 */

import { floatToSix, writeSix } from '../../formats/six-digits.ts';
import { textColumnFrom } from '../../formats/text-column.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import { CLASS_NAMES, NOT_CCRE } from '../../registry/schemes.ts';
import { TIERS } from '../../registry/tiers.ts';
import { ZONES } from '../../registry/zones.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { ccreAccession, NONE_8, NONE_16, rdhsAccession } from '../../store/element-table.ts';
import { hasRow } from '../../store/row-set.ts';
import {
  bytesOf,
  longest,
  NULL,
  put,
  putName,
  putTenThousandths,
  putTruth,
  putWhole,
  type Target,
} from '../answers/json-bytes.ts';
import type { RowJson } from '../answers/list-answer.ts';

const writers = new WeakMap<ElementStore, RowJson<number>>();

/** Writes the element of a row: what JSON.stringify makes of its ElementView. */
export function elementJson(store: ElementStore): RowJson<number> {
  const known = writers.get(store) ?? writerOf(store);
  writers.set(store, known);
  return known;
}

/** More than keys, numbers and the names that are known take. */
const FIXED_BYTES = 900;

function writerOf(store: ElementStore): RowJson<number> {
  const { table, registry } = store;
  const { chromNames, chrom: chromOf, start: starts, end: ends } = table.regions;
  const texts = (names: readonly string[]) => textColumnFrom(names.map((name) => JSON.stringify(name)));
  const chroms = texts(chromNames);
  const inLocation = textColumnFrom(chromNames.map((name) => JSON.stringify(name).slice(0, -1)));
  const [genes, tiers, zones] = [texts(table.genes), texts(TIERS), texts(ZONES)];
  const classes = texts(CLASS_NAMES[registry.scheme].agnostic);
  const hasSuffix = registry.scheme === 'encode3';
  const assays = CLASS_ASSAYS.map((assay, a) => ({
    key: bytesOf(`${a === 0 ? '' : ','}${JSON.stringify(assay)}:`),
    z: table.maxZ[a],
    support: table.support[a],
  }));
  const [ccre, rdhs] = [
    { number: table.ccreNumber, stem: bytesOf(`"${registry.accessionPrefix}E`), text: ccreAccession },
    { number: table.rdhsNumber, stem: bytesOf(`"${registry.accessionPrefix}D`), text: rdhsAccession },
  ];
  const out: Target = { bytes: new Uint8Array(0), at: 0 };
  const accession = ({ number, stem, text }: typeof ccre, row: number) => {
    const own = number[row]!;
    if (own < 0) return put(out, NULL);
    if (own > MOST_DIGITS) return put(out, bytesOf(JSON.stringify(text(table, row))));
    put(out, stem);
    // Seven digits at least.
    for (let least = 1_000_000; own < least && least > 1; least /= 10) out.bytes[out.at++] = ZERO;
    putWhole(out, own);
    out.bytes[out.at++] = QUOTE;
  };
  return {
    maxBytes: FIXED_BYTES + 2 * longest(chroms) + longest(genes) + 2 * registry.accessionPrefix.length,
    write(row, bytes, at) {
      out.bytes = bytes;
      out.at = at;
      const [c, start, end] = [chromOf[row]!, starts[row]!, ends[row]!];
      const code = table.classCode[row]!;
      const tier = table.tier[row]!;
      const distance2 = table.tssDistance2[row]!;
      const gene = table.gene[row]!;
      const listed = table.blacklist[row]!;
      put(out, KEYS.accession);
      accession(ccre, row);
      put(out, KEYS.rdhs);
      accession(rdhs, row);
      put(out, KEYS.chrom);
      putName(out, chroms, c);
      put(out, KEYS.start);
      putWhole(out, start);
      put(out, KEYS.end);
      putWhole(out, end);
      put(out, KEYS.location);
      putName(out, inLocation, c);
      out.bytes[out.at++] = COLON;
      putWhole(out, start + 1);
      out.bytes[out.at++] = DASH;
      putWhole(out, end);
      put(out, KEYS.length);
      putWhole(out, end - start);
      put(out, KEYS.class);
      if (code === NOT_CCRE) put(out, NULL);
      else putName(out, classes, code);
      put(out, KEYS.ctcfBound);
      putTruth(out, code === NOT_CCRE || !hasSuffix ? undefined : hasRow(table.ctcfBound, row));
      put(out, KEYS.tier);
      if (tier === NONE_8) put(out, NULL);
      else putName(out, tiers, tier);
      put(out, KEYS.isPublished);
      putTruth(out, hasRow(table.published, row));
      put(out, KEYS.zone);
      putName(out, zones, table.zone[row]!);
      put(out, KEYS.tssDistance);
      if (distance2 < 0) put(out, NULL);
      else {
        putWhole(out, distance2 >> 1);
        if ((distance2 & 1) === 1) put(out, KEYS.half);
      }
      put(out, KEYS.nearestGene);
      if (gene < 0) put(out, NULL);
      else putName(out, genes, gene);
      put(out, KEYS.maxZ);
      for (const { key, z, support } of assays) {
        put(out, key);
        score(out, z === undefined ? Number.NaN : z[row]!, support !== undefined && support[row]! > 0);
      }
      put(out, KEYS.support);
      for (const { key, support } of assays) {
        put(out, key);
        if (support === undefined) put(out, NULL);
        else putWhole(out, support[row]!);
      }
      put(out, KEYS.tau);
      const tau = table.tau[row]!;
      if (tau === NONE_16) put(out, NULL);
      else putTenThousandths(out, tau);
      put(out, KEYS.blacklisted);
      putTruth(out, listed === NONE_8 ? undefined : listed === 1);
      out.bytes[out.at++] = BRACE;
      return out.at;
    },
  };
}

const [ZERO, QUOTE, COLON, DASH, BRACE] = [48, 34, 58, 45, 125];
const MOST_DIGITS = 2 ** 31 - 1;
const KEYS = {
  half: bytesOf('.5'),
  accession: bytesOf('{"accession":'),
  rdhs: bytesOf(',"rdhs":'),
  chrom: bytesOf(',"chrom":'),
  start: bytesOf(',"start":'),
  end: bytesOf(',"end":'),
  location: bytesOf(',"location":'),
  length: bytesOf('","length":'),
  class: bytesOf(',"class":'),
  ctcfBound: bytesOf(',"ctcfBound":'),
  tier: bytesOf(',"tier":'),
  isPublished: bytesOf(',"isPublished":'),
  zone: bytesOf(',"zone":'),
  tssDistance: bytesOf(',"tssDistance":'),
  nearestGene: bytesOf(',"nearestGene":'),
  maxZ: bytesOf(',"maxZ":{'),
  support: bytesOf('},"support":{'),
  tau: bytesOf('},"tau":'),
  blacklisted: bytesOf(',"blacklisted":'),
  notAssayed: bytesOf('{"state":"notAssayed","z":null}'),
  noSignal: bytesOf('{"state":"noSignal","z":null}'),
  high: bytesOf('{"state":"high","z":'),
  low: bytesOf('{"state":"low","z":'),
};

function score(out: Target, z: number, isHigh: boolean): void {
  if (z === ZERO_SIGNAL_Z || Number.isNaN(z)) {
    put(out, z === ZERO_SIGNAL_Z ? KEYS.noSignal : KEYS.notAssayed);
    return;
  }
  put(out, isHigh ? KEYS.high : KEYS.low);
  const size = Math.abs(z);
  // printf's %g and JavaScript write these alike; others differ in where an exponent begins.
  if (size >= 1e-4 && size < 1e5) out.at = writeSix(out.bytes, out.at, z);
  else put(out, bytesOf(String(floatToSix(z))));
  out.bytes[out.at++] = BRACE;
}
