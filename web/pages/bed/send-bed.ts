/** Sends a BED to be kept, with its progress. fetch does not tell how much has been sent; XMLHttpRequest does. */

import { type Answer, Problem, problemOf } from '../../api/ask.ts';

export type Upload = Answer<'/api/v1/uploads', 'post'>;

interface SendOptions {
  readonly signal: AbortSignal;
  onProgress(sentBytes: number): void;
}

/** What the server kept. Throws Problem, and AbortError where it was given up. */
export function sendBed(address: string, body: Blob, { signal, onProgress }: SendOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('content-type', 'text/plain');
    request.setRequestHeader('accept', 'application/json');
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('load', () => {
      const { status, responseText } = request;
      if (status < 200 || status >= 300) return reject(problemOf(status, responseText));
      try {
        resolve(JSON.parse(responseText));
      } catch {
        reject(problemOf(status, responseText));
      }
    });
    request.addEventListener('error', () => reject(new Problem('The server did not answer.', 0)));
    const leave = () => {
      request.abort();
      reject(new DOMException('given up', 'AbortError'));
    };
    signal.addEventListener('abort', leave);
    request.addEventListener('loadend', () => signal.removeEventListener('abort', leave));
    request.send(body);
  });
}
