/** Lists of the API as text: a fraction of the bytes of JSON, and of any length. */

import { Problem } from '../api/ask.ts';

const TRIES = 3;
const WAIT_MS = 800;

/** The rows of a list without a header (BED) or with one, as cells. Throws Problem. */
export async function listRows(address: string, init: RequestInit = {}): Promise<string[][]> {
  for (let tried = 1; ; tried++) {
    let response: Response;
    try {
      response = await fetch(address, init);
    } catch {
      throw new Problem('The server did not answer.', 0);
    }
    const text = await response.text();
    if (response.ok) {
      const lines = text.trimEnd();
      return lines === '' ? [] : lines.split('\n').map((line) => line.split('\t'));
    }
    if (![429, 503].includes(response.status) || tried === TRIES) throw problemIn(text, response.status);
    await new Promise((resolve) => setTimeout(resolve, tried * WAIT_MS));
  }
}

function problemIn(text: string, status: number): Problem {
  try {
    const { detail, title, parameter, requestId } = JSON.parse(text);
    return new Problem(detail ?? title, status, { parameter, requestId });
  } catch {
    return new Problem(`The server answered ${status}.`, status);
  }
}
