/** Sections whose items are checked: what is accepted is what a loop over doubles accepts, whatever the words hold. */

import { describe, expect, it } from 'vitest';
import { VARIABLE_STEP } from '../../../src/formats/bbi/layout.ts';
import { newBlockBuffer, newSection, viewSection } from '../../../src/formats/bbi/section.ts';
import { seeded } from '../../genome/random.ts';

const EXTREMES = [0, 1, 2, -1, -2, 2 ** 30, 2 ** 31 - 1, 2 ** 31 - 2, -(2 ** 31), -(2 ** 30), -(2 ** 31) + 1];

describe('viewSection', () => {
  it('accepts variableStep items that are in order, apart and inside, and no others', () => {
    const random = seeded(5);
    let accepted = 0;
    let refused = 0;
    for (let round = 0; round < 40_000; round++) {
      const count = random.int(0, 14);
      const span = random.chance(0.8) ? random.int(1, 30) : random.pick([1, 2 ** 30, 2 ** 31 - 1]);
      const from = random.chance(0.8) ? random.int(0, 999) : random.pick([0, 2 ** 30, 2 ** 31 - 1]);
      const starts: number[] = [];
      let at = from;
      for (let k = 0; k < count; k++) {
        at += random.chance(0.3) ? random.int(0, 49) : 0;
        starts.push(Math.min(at, 2 ** 31 - 1));
        at += span;
      }
      const end = Math.min(2 ** 31 - 1, Math.max(from, at + (random.chance(0.1) ? -1 : 0)));
      for (let faults = count > 0 && random.chance(0.5) ? random.int(1, 3) : 0; faults > 0; faults--) {
        const k = random.int(0, count - 1);
        starts[k] = (random.chance(0.5) ? random.pick(EXTREMES) : starts[k]! + random.int(-2, 2)) | 0;
      }
      const isRight = starts.every(
        (start, k) => start >= (k === 0 ? from : starts[k - 1]! + span) && start + span <= end,
      );
      const complaint = viewOf({ from, end, span, starts });
      expect(complaint === undefined, `${from}-${end} span ${span}: ${starts}; ${complaint}`).toBe(isRight);
      if (isRight) accepted++;
      else refused++;
    }
    expect(accepted).toBeGreaterThan(5000);
    expect(refused).toBeGreaterThan(5000);
  });
});

interface Steps {
  readonly from: number;
  readonly end: number;
  readonly span: number;
  readonly starts: readonly number[];
}

function viewOf({ from, end, span, starts }: Steps): string | undefined {
  const length = 24 + 8 * starts.length;
  const block = newBlockBuffer(length);
  const view = new DataView(block.bytes.buffer);
  for (const [i, word] of [0, from, end, 0, span].entries()) view.setInt32(4 * i, word, true);
  view.setUint8(20, VARIABLE_STEP);
  view.setUint16(22, starts.length, true);
  starts.forEach((start, k) => {
    view.setInt32(24 + 8 * k, start, true);
    view.setFloat32(28 + 8 * k, k, true);
  });
  return viewSection(block, length, false, newSection());
}
