/** Lists of the API as text: a fraction of the bytes of JSON, and of any length. */

import { fetched, problemOf } from '../api/ask.ts';

const TRIES = 3;
const WAIT_MS = 800;

/** The rows of a list without a header (BED) or with one, as cells. Throws Problem. */
export async function listRows(address: string, init: RequestInit = {}): Promise<string[][]> {
  for (let tried = 1; ; tried++) {
    const response = await fetched(address, init);
    const text = await response.text();
    if (response.ok) {
      const lines = text.trimEnd();
      return lines === '' ? [] : lines.split('\n').map((line) => line.split('\t'));
    }
    if (![429, 503].includes(response.status) || tried === TRIES) throw problemOf(response.status, text);
    await new Promise((resolve) => setTimeout(resolve, tried * WAIT_MS));
  }
}
