/** Sends a BED to be kept, with its progress. fetch does not tell how much has been sent; XMLHttpRequest does. */

import { type Answer, Problem } from '../../api/ask.ts';

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
      const isOk = request.status >= 200 && request.status < 300;
      try {
        const answer = JSON.parse(request.responseText);
        if (isOk) resolve(answer);
        else {
          const { detail, title, parameter, requestId } = answer;
          reject(new Problem(detail ?? title, request.status, { parameter, requestId }));
        }
      } catch {
        reject(new Problem(`The server answered ${request.status}.`, request.status));
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
