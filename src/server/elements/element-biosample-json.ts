/** An element in each biosample as JSON, straight into bytes: the text of hundreds of biosamples would be some hundred kilobytes to collect. */

import { SHORT_COPY_BYTES } from '../../formats/short-copy.ts';
import { biosampleLabel } from '../../registry/biosamples.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import { ZONES } from '../../registry/zones.ts';
import { classColumns } from '../../store/class-columns.ts';
import type { RegistryDirectory } from '../../store/registry-directory.ts';
import { aim, newTarget, put, type Texts, textsOf } from '../answers/json-bytes.ts';
import type { RowJson } from '../answers/list-answer.ts';
import { assayBits, type ElementInAll } from './element-biosamples.ts';
import { putScore, score, scoresOf } from './score-json.ts';

/** More than brackets and the digits of four Z take. */
const FIXED_BYTES = 128;

/** The texts that an answer is put together of. */
interface BiosampleTexts {
  /** By biosample: up to the value of `class`. */
  readonly heads: Texts;
  /** By labelNumber: values of class and colour. */
  readonly labels: Texts;
  readonly scores: readonly Texts[];
  readonly maxBytes: number;
}

const known = new WeakMap<RegistryDirectory, BiosampleTexts>();
const out = newTarget();

/** Writes an element in one of its biosamples, given by place: what JSON.stringify makes of elementInBiosample. */
export function elementInBiosampleJson({ store, row, stored, biosamples }: ElementInAll): RowJson<number> {
  const { registry, table } = store;
  const texts = known.get(registry) ?? biosampleTexts(registry);
  known.set(registry, texts);
  const { heads, labels, scores, maxBytes } = texts;
  const zone = table.zone[row]!;
  return {
    maxBytes,
    write(b, bytes, at) {
      aim(out, bytes, at);
      const { columns } = biosamples[b]!;
      const { assays, high } = assayBits(columns, stored);
      put(out, heads, b);
      put(out, labels, labelNumber(zone, assays, high));
      for (let a = 0; a < columns.length; a++) {
        const c = columns[a]!;
        score[0] = c < 0 ? Number.NaN : stored.z[c]!;
        putScore(out, scores[a]!, (high & (1 << a)) !== 0);
      }
      put(out, END);
      return out.at;
    },
  };
}

const END = textsOf(['}}']);
/** Sets of class assays. */
const SETS = 1 << CLASS_ASSAYS.length;

function labelNumber(zone: number, assays: number, high: number): number {
  return (zone * SETS + assays) * SETS + high;
}

function biosampleTexts(registry: RegistryDirectory): BiosampleTexts {
  const heads = textsOf(
    classColumns(registry).map(
      ({ biosample: { name, key }, group }) =>
        `${JSON.stringify({ biosample: name, key, group }).slice(0, -1)},"class":`,
    ),
  );
  const labels = textsOf(
    Array.from({ length: ZONES.length * SETS * SETS }, (_, number) => {
      const assays = Math.floor(number / SETS) % SETS;
      // High are only assays that are there; the others are no label of anything.
      const high = (number % SETS) & assays;
      const { label, rgb } = biosampleLabel(Math.floor(number / SETS / SETS), high, assays, registry.scheme);
      return `${JSON.stringify(label)},"rgb":${JSON.stringify(rgb)}`;
    }),
  );
  const scores = CLASS_ASSAYS.map((assay, a) =>
    scoresOf(`${a === 0 ? ',"z":{' : ','}${JSON.stringify(assay)}:`),
  );
  const longest = [heads, labels, ...scores].reduce((bytes, texts) => bytes + texts.longest, 0);
  return { heads, labels, scores, maxBytes: longest + FIXED_BYTES + SHORT_COPY_BYTES };
}
