/**
 * Elements as JSON, straight from the arrays into bytes: a fifth of the time of an object and JSON.stringify, and no string that
 * would have to be collected.
 */

import { SHORT_COPY_BYTES } from '../../formats/short-copy.ts';
import { chromAt } from '../../genome/sorted-regions.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import { CLASS_NAMES, NOT_CCRE } from '../../registry/schemes.ts';
import { TIERS } from '../../registry/tiers.ts';
import { ZONES } from '../../registry/zones.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { ccreAccession, NONE_8, NONE_16, rdhsAccession } from '../../store/element-table.ts';
import { hasRow } from '../../store/row-set.ts';
import {
  aim,
  newTarget,
  put,
  putTenThousandths,
  putWhole,
  type Texts,
  textsOf,
} from '../answers/json-bytes.ts';
import type { RowJson } from '../answers/list-answer.ts';
import { putScore, score, scoresOf } from './score-json.ts';

const writers = new WeakMap<ElementStore, RowJson<number>>();

/** Writes the element of a row: what JSON.stringify makes of its ElementView. */
export function elementJson(store: ElementStore): RowJson<number> {
  const known = writers.get(store) ?? writerOf(store);
  writers.set(store, known);
  return known;
}

/** More than keys, numbers and the names that are known take. */
const FIXED_BYTES = 640;

function writerOf(store: ElementStore): RowJson<number> {
  const { table, registry } = store;
  const { start: starts, end: ends, chromNames } = table.regions;
  const chroms = textsOf(chromNames.map((name) => `,"chrom":${JSON.stringify(name)},"start":`));
  const locations = textsOf(chromNames.map((name) => `,"location":${JSON.stringify(name).slice(0, -1)}:`));
  const genes = textsOf([...table.genes.map((name) => JSON.stringify(name)), 'null']);
  const tiers = orNull(',"tier":', TIERS);
  const zones = orNull(',"zone":', ZONES);
  const classes = orNull(',"class":', CLASS_NAMES[registry.scheme].agnostic);
  const hasSuffix = registry.scheme === 'encode3';
  const assays = CLASS_ASSAYS.map((assay, a) => ({
    scores: scoresOf(`${a === 0 ? ',"maxZ":{' : ','}${JSON.stringify(assay)}:`),
    supports: textsOf([`${a === 0 ? '},"support":{' : ','}${JSON.stringify(assay)}:`]),
    z: table.maxZ[a],
    support: table.support[a],
  }));
  const [ccre, rdhs] = [
    {
      number: table.ccreNumber,
      texts: textsOf([`{"accession":"${registry.accessionPrefix}E`, '{"accession":null', '{"accession":']),
      text: ccreAccession,
    },
    {
      number: table.rdhsNumber,
      texts: textsOf([`,"rdhs":"${registry.accessionPrefix}D`, ',"rdhs":null', ',"rdhs":']),
      text: rdhsAccession,
    },
  ];
  const out = newTarget();
  const accession = ({ number, texts, text }: typeof ccre, row: number) => {
    const own = number[row]!;
    if (own < 0) return put(out, texts, NO_ACCESSION);
    if (own > MOST_DIGITS) {
      put(out, texts, LONG_ACCESSION);
      return put(out, textsOf([JSON.stringify(text(table, row))]));
    }
    put(out, texts, ACCESSION);
    // Seven digits at least.
    for (let least = 1_000_000; own < least && least > 1; least /= 10) out.bytes[out.at++] = ZERO;
    putWhole(out, own);
    out.bytes[out.at++] = QUOTE;
  };
  return {
    maxBytes:
      FIXED_BYTES +
      SHORT_COPY_BYTES +
      chroms.longest +
      locations.longest +
      genes.longest +
      2 * registry.accessionPrefix.length,
    write(row, bytes, at) {
      aim(out, bytes, at);
      const [c, start, end] = [chromAt(table.regions, row), starts[row]!, ends[row]!];
      const code = table.classCode[row]!;
      const tier = table.tier[row]!;
      const distance2 = table.tssDistance2[row]!;
      const gene = table.gene[row]!;
      const listed = table.blacklist[row]!;
      accession(ccre, row);
      accession(rdhs, row);
      put(out, chroms, c);
      putWhole(out, start);
      put(out, KEYS.end);
      putWhole(out, end);
      put(out, locations, c);
      putWhole(out, start + 1);
      out.bytes[out.at++] = DASH;
      putWhole(out, end);
      put(out, KEYS.length);
      putWhole(out, end - start);
      put(out, classes, code === NOT_CCRE ? 0 : code + 1);
      put(out, KEYS.ctcfBound, code === NOT_CCRE || !hasSuffix ? 0 : truth(hasRow(table.ctcfBound, row)));
      put(out, tiers, tier === NONE_8 ? 0 : tier + 1);
      put(out, KEYS.isPublished, truth(hasRow(table.published, row)));
      put(out, zones, table.zone[row]! + 1);
      put(out, KEYS.tssDistance);
      if (distance2 < 0) put(out, KEYS.null);
      else {
        putWhole(out, distance2 >> 1);
        if ((distance2 & 1) === 1) put(out, KEYS.half);
      }
      put(out, KEYS.nearestGene);
      put(out, genes, Math.min(gene, table.genes.length));
      for (const { scores, z, support } of assays) {
        score[0] = z === undefined ? Number.NaN : z[row]!;
        putScore(out, scores, support !== undefined && support[row]! > 0);
      }
      for (const { supports, support } of assays) {
        put(out, supports);
        if (support === undefined) put(out, KEYS.null);
        else putWhole(out, support[row]!);
      }
      put(out, KEYS.tau);
      const tau = table.tau[row]!;
      if (tau === NONE_16) put(out, KEYS.null);
      else putTenThousandths(out, tau);
      put(out, KEYS.blacklisted, listed === NONE_8 ? 0 : truth(listed === 1));
      return out.at;
    },
  };
}

const [ZERO, QUOTE, DASH] = [48, 34, 45];
const MOST_DIGITS = 2 ** 31 - 1;
/** How the texts of an accession are numbered: with its stem, without one, and before one whose number is put as text. */
const [ACCESSION, NO_ACCESSION, LONG_ACCESSION] = [0, 1, 2];
const KEYS = {
  null: textsOf(['null']),
  half: textsOf(['.5']),
  end: textsOf([',"end":']),
  length: textsOf(['","length":']),
  ctcfBound: truthsOf(',"ctcfBound":'),
  isPublished: truthsOf(',"isPublished":'),
  tssDistance: textsOf([',"tssDistance":']),
  nearestGene: textsOf([',"nearestGene":']),
  tau: textsOf(['},"tau":']),
  blacklisted: truthsOf(',"blacklisted":', '}'),
};

/** A key with null, and then with each name. */
function orNull(key: string, names: readonly string[]): Texts {
  return textsOf([`${key}null`, ...names.map((name) => key + JSON.stringify(name))]);
}

/** A key with null, false and true; `truth` gives the number of the last two. */
function truthsOf(key: string, behind = ''): Texts {
  return textsOf(['null', 'false', 'true'].map((value) => key + value + behind));
}

function truth(is: boolean): number {
  return is ? 2 : 1;
}
