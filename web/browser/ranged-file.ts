/**
 * Files that igv.js reads by ranges through us. It takes them for local files: so it asks for nothing by itself, retries nowhere else (of an address that
 * fails igv.js asks igv.org where that may have moved to), and what fails is told in our words.
 */

const TRIES = 4;
const WAIT_MS = 1500;

/** What igv.js takes as a file: `name` has to be its own property. */
export class RangedFile {
  readonly name: string;
  readonly #address: string;
  readonly #isOurs: boolean;

  /** Of an address of this service, or of one that the visitor named. */
  constructor(address: string, { isOurs }: { readonly isOurs: boolean }) {
    this.#address = address;
    this.#isOurs = isOurs;
    this.name = nameIn(address);
  }

  /** Bytes from start to end, which is not included. */
  slice(start: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> } {
    return { arrayBuffer: () => this.#read(start, end) };
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read(0, undefined);
  }

  async #read(start: number, end: number | undefined): Promise<ArrayBuffer> {
    const headers = { range: `bytes=${start}-${end === undefined ? '' : end - 1}` };
    const response = await answered(this.#address, this.#isOurs, headers);
    if (response.status === 416) return new ArrayBuffer(0);
    if (!response.ok) throw new Error(`${this.name}: ${hostOf(this.#address)} answered ${response.status}.`);
    const bytes = await response.arrayBuffer();
    // A server that knows no ranges sends all.
    return response.status === 200 ? bytes.slice(start, end) : bytes;
  }
}

/** The last part of an address's path, in words. */
export function nameIn(address: string): string {
  const path = new URL(address, location.href).pathname;
  const last = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last) || hostOf(address);
  } catch {
    // Not every % begins an encoded letter.
    return last;
  }
}

/** Host and port of an address. */
export const hostOf = (address: string): string => new URL(address, location.href).host;

/** Whether an address is of this service. */
export const isOwnHost = (address: string): boolean =>
  URL.canParse(address, location.href) && new URL(address, location.href).origin === location.origin;

/** A whole file of at most so many bytes, as a file. Throws what a visitor can read. */
export async function wholeFile(address: string, mostBytes: number): Promise<File> {
  const response = await answered(address, isOwnHost(address), {});
  if (!response.ok) throw new Error(`${hostOf(address)} answered ${response.status}.`);
  const length = Number(response.headers.get('content-length') ?? 0);
  const blob = length > mostBytes ? undefined : await response.blob();
  if (blob === undefined || blob.size > mostBytes) {
    throw new Error(
      `${nameIn(address)} has more than ${mostBytes / 2 ** 20} MB. A bigBed or bigWig is read in parts, of any size.`,
    );
  }
  return new File([blob], nameIn(address));
}

async function answered(
  address: string,
  isOurs: boolean,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  for (let tried = 1; ; tried++) {
    let response: Response;
    try {
      // Nothing of this page or its visitor goes to other hosts but the address itself.
      response = await fetch(
        address,
        isOurs ? { headers } : { headers, credentials: 'omit', referrerPolicy: 'no-referrer' },
      );
    } catch {
      throw new Error(
        isOurs
          ? 'The server did not answer.'
          : `${hostOf(address)} did not answer, or does not let other pages read its files (CORS).`,
      );
    }
    // Tracks of the registry are made when they are first asked for.
    if (!isOurs || ![429, 503].includes(response.status) || tried === TRIES) return response;
    await new Promise((resolve) => setTimeout(resolve, tried * WAIT_MS));
  }
}
