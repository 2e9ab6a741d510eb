/** Evidence of links while files are read: a row for each element, gene and record that speaks of both. */

import { ChromDictionary } from '../../formats/chrom-dictionary.ts';
import { growingFloat64, growingInt8, growingInt32 } from '../../formats/growing-column.ts';
import { type TextColumn, TextColumnBuilder } from '../../formats/text-column.ts';

/** The pair was found, was tested and nothing found, or the file does not say which. */
export type Outcome = 1 | 0 | -1;

/** What a record of a file says of a pair; numbers that it does not give are NaN. */
export interface EvidenceRow {
  readonly element: number;
  readonly gene: number;
  readonly source: number;
  readonly biosample: string;
  readonly experiment: string;
  /** The loop, the variant, the guide. */
  readonly name: string;
  readonly score: number;
  readonly effect: number;
  readonly p: number;
  readonly outcome: Outcome;
  /** How many pairs of an element and a gene the record speaks for at once. */
  readonly pairs: number;
}

/** Evidence by row, in the order in which it was found. Biosample and experiment are places in their texts; -1 for none. */
export interface Evidence {
  readonly count: number;
  readonly element: Int32Array;
  readonly gene: Int32Array;
  readonly source: Int32Array;
  readonly biosample: Int32Array;
  readonly biosamples: readonly string[];
  readonly experiment: Int32Array;
  readonly experiments: readonly string[];
  readonly name: TextColumn;
  readonly score: Float64Array;
  readonly effect: Float64Array;
  readonly p: Float64Array;
  /** As Outcome. */
  readonly outcome: Int8Array;
  readonly pairs: Int32Array;
}

/** Collects evidence. */
export class EvidenceCollector {
  readonly #whole = {
    element: growingInt32(),
    gene: growingInt32(),
    source: growingInt32(),
    biosample: growingInt32(),
    experiment: growingInt32(),
    pairs: growingInt32(),
  };
  readonly #numbers = { score: growingFloat64(), effect: growingFloat64(), p: growingFloat64() };
  readonly #outcome = growingInt8();
  readonly #name = new TextColumnBuilder();
  readonly #biosamples = new ChromDictionary();
  readonly #experiments = new ChromDictionary();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(row: EvidenceRow): void {
    const at = this.#count++;
    const { element, gene, source, pairs, score, effect, p } = row;
    const biosample = codeOf(this.#biosamples, row.biosample);
    const experiment = codeOf(this.#experiments, row.experiment);
    const whole = { element, gene, source, pairs, biosample, experiment };
    for (const [name, column] of Object.entries(this.#whole)) {
      column.reserve(at + 1);
      column.values[at] = whole[name as keyof typeof whole];
    }
    const numbers = { score, effect, p };
    for (const [name, column] of Object.entries(this.#numbers)) {
      column.reserve(at + 1);
      column.values[at] = numbers[name as keyof typeof numbers];
    }
    this.#outcome.reserve(at + 1);
    this.#outcome.values[at] = row.outcome;
    this.#name.appendText(row.name);
  }

  /** What was collected. The collector is not to be used afterwards. */
  finish(): Evidence {
    const count = this.#count;
    const { element, gene, source, biosample, experiment, pairs } = this.#whole;
    const { score, effect, p } = this.#numbers;
    return {
      count,
      element: element.finish(count),
      gene: gene.finish(count),
      source: source.finish(count),
      biosample: biosample.finish(count),
      biosamples: this.#biosamples.names,
      experiment: experiment.finish(count),
      experiments: this.#experiments.names,
      name: this.#name.finish(),
      score: score.finish(count),
      effect: effect.finish(count),
      p: p.finish(count),
      outcome: this.#outcome.finish(count),
      pairs: pairs.finish(count),
    };
  }
}

function codeOf(dictionary: ChromDictionary, text: string): number {
  if (text === '') return -1;
  const bytes = Buffer.from(text, 'utf8');
  return dictionary.numberOf(bytes, 0, bytes.length);
}
