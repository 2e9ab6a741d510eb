/** An element in each biosample as JSON, straight into bytes: the text of hundreds of biosamples would be some hundred kilobytes to collect. */

import { SHORT_COPY_BYTES } from '../../formats/short-copy.ts';
import { biosampleLabel } from '../../registry/biosamples.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import type { Scheme } from '../../registry/schemes.ts';
import { ZONES } from '../../registry/zones.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import { classColumns } from '../../store/class-columns.ts';
import type { RegistryDirectory } from '../../store/registry-directory.ts';
import { aim, newTarget, put, type Target, type Texts, textsOf } from '../answers/json-bytes.ts';
import type { RowJson } from '../answers/list-answer.ts';
import type { ElementInBiosample } from './element-biosamples.ts';
import { putScore, score, scoresOf } from './score-json.ts';

const writers = new WeakMap<RegistryDirectory, RowJson<ElementInBiosample>>();

/** Writes an element in a biosample: what JSON.stringify makes of it. */
export function elementInBiosampleJson(registry: RegistryDirectory): RowJson<ElementInBiosample> {
  const known = writers.get(registry) ?? writerOf(registry);
  writers.set(registry, known);
  return known;
}

/** More than brackets and the digits of four Z take. */
const FIXED_BYTES = 128;

function writerOf(registry: RegistryDirectory): RowJson<ElementInBiosample> {
  const biosamples = classColumns(registry);
  const heads = named(
    biosamples.map(({ biosample: { name, key }, group }) => [
      name,
      `${JSON.stringify({ biosample: name, key, group }).slice(0, -1)},"class":`,
    ]),
  );
  const labels = allLabels(registry.scheme);
  const classes = named(labels.map(({ label }) => [label, `${JSON.stringify(label)},"rgb":`]));
  const colours = named(labels.map(({ rgb }) => [rgb, JSON.stringify(rgb)]));
  const scores = CLASS_ASSAYS.map((assay, a) => ({
    assay,
    texts: scoresOf(`${a === 0 ? ',"z":{' : ','}${JSON.stringify(assay)}:`),
  }));
  const out = newTarget();
  return {
    maxBytes: [heads, classes, colours, ...scores].reduce(
      (bytes, { texts }) => bytes + texts.longest,
      FIXED_BYTES + SHORT_COPY_BYTES,
    ),
    write(own, bytes, at) {
      aim(out, bytes, at);
      putNamed(out, heads, own.biosample);
      putNamed(out, classes, own.class);
      putNamed(out, colours, own.rgb);
      for (const { assay, texts } of scores) {
        const { state, z } = own.z[assay];
        score[0] = z ?? (state === 'noSignal' ? ZERO_SIGNAL_Z : Number.NaN);
        putScore(out, texts, state === 'high');
      }
      put(out, END);
      return out.at;
    },
  };
}

const END = textsOf(['}}']);

/** Texts that are found by a name. */
interface NamedTexts {
  readonly numbers: ReadonlyMap<string, number>;
  readonly texts: Texts;
}

/** A name may come more than once, with the same text. */
function named(pairs: readonly (readonly [name: string, text: string])[]): NamedTexts {
  const texts = [...new Map(pairs)];
  return {
    numbers: new Map(texts.map(([name], i) => [name, i])),
    texts: textsOf(texts.map(([, text]) => text)),
  };
}

function putNamed(out: Target, { numbers, texts }: NamedTexts, name: string): void {
  const number = numbers.get(name);
  if (number === undefined) throw new RangeError(`${name} is no name of this registry`);
  put(out, texts, number);
}

/** Every label and colour that there can be. */
function allLabels(scheme: Scheme): readonly { readonly label: string; readonly rgb: string }[] {
  const combinations = 1 << CLASS_ASSAYS.length;
  const of = (count: number) => Array.from({ length: count }, (_, i) => i);
  return ZONES.flatMap((_, zone) =>
    of(combinations).flatMap((assays) =>
      of(combinations).map((high) => biosampleLabel(zone, high & assays, assays, scheme)),
    ),
  );
}
