/** Z-scores as JSON, straight into bytes: what JSON.stringify makes of a ZView. */

import { floatToSix, writeSix } from '../../formats/six-digits.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import { put, type Target, type Texts, textsOf } from '../answers/json-bytes.ts';

const BRACE = 125;
const [NOT_ASSAYED, NO_SIGNAL, LOW, HIGH] = [0, 1, 2, 3];

/** A key with each state of a score, by the numbers above; low and high end where their Z begins. */
export function scoresOf(key: string): Texts {
  return textsOf([
    `${key}{"state":"notAssayed","z":null}`,
    `${key}{"state":"noSignal","z":null}`,
    `${key}{"state":"low","z":`,
    `${key}{"state":"high","z":`,
  ]);
}

/** The Z that `putScore` puts, set just before it is called: handed over as a number it would become an object. */
export const score = new Float64Array(1);

/** Appends `score` with its key: NaN was not assayed, -10 has no signal. */
export function putScore(out: Target, scores: Texts, isHigh: boolean): void {
  const z = score[0]!;
  if (z === ZERO_SIGNAL_Z || Number.isNaN(z)) {
    put(out, scores, z === ZERO_SIGNAL_Z ? NO_SIGNAL : NOT_ASSAYED);
    return;
  }
  put(out, scores, isHigh ? HIGH : LOW);
  const size = Math.abs(z);
  // printf's %g and JavaScript write these alike; others differ in where an exponent begins.
  if (size >= 1e-4 && size < 1e5) out.at = writeSix(out.bytes, out.at, z);
  else put(out, textsOf([JSON.stringify(floatToSix(z))]));
  out.bytes[out.at++] = BRACE;
}
