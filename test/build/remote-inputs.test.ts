import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { BuildConfig } from '../../src/build/config.ts';
import type { Dataset } from '../../src/build/datasets.ts';
import { placeDatasets } from '../../src/build/remote-inputs.ts';
import { addressLocation, type RemoteLocation } from '../../src/formats/remote-location.ts';
import { Mistakes } from '../../src/mistakes.ts';
import { silent } from '../../src/progress.ts';
import { serveRanges } from '../formats/range-server.ts';
import { scratch } from '../formats/scratch.ts';

const { dir, file } = scratch();
const here = file('a.bigWig', 'bytes');
const server = await serveRanges(dir);
afterAll(() => server.close());
beforeEach(() => {
  server.fault = () => undefined;
});
const md5 = '0123456789abcdef0123456789abcdef';
const url = `${server.url}/a.bigWig`;

/** The identity of a bigWig that is to be read in place, and whether it was fetched instead. */
async function identityOf(location: RemoteLocation, { isLate = false } = {}) {
  let isFetched = false;
  const files = {
    locate: async () => new Map([[location.name, location]]),
    fetch: async (locations: readonly RemoteLocation[]) => {
      isFetched ||= locations.length > 0;
      return new Map(locations.map((one) => [one, here]));
    },
  };
  const name = location.name;
  const signal = { name, path: name, address: name, where: {} };
  const datasets = [{ file: 'X', signal, zscore: true } as unknown as Dataset];
  const config = { remote: { files, signals: 'read', isLate } } as unknown as BuildConfig;
  const mistakes = new Mistakes();
  const [placed] = await placeDatasets(datasets, config, { mistakes, progress: silent });
  mistakes.throwIfAny();
  return { isFetched, identity: placed!.signal!.identity };
}

const accession = (more: Partial<RemoteLocation>) => ({
  ...addressLocation(url),
  name: 'encff:ENCFF001ABC',
  ...more,
});

describe('what registry.json knows a bigWig by that is read in place', () => {
  it('is the MD5 of metadata as hearsay, now and later', async () => {
    const location = accession({ md5, sizeBytes: 5 });
    const expected = { isFetched: false, identity: { bytes: 5, metadataMd5: md5 } };
    expect(await identityOf(location)).toEqual(expected);
    expect(await identityOf(location, { isLate: true })).toEqual(expected);
  });

  it('is never the ETag of whichever mirror has an accession: without an MD5 it is fetched', async () => {
    expect(await identityOf(accession({}))).toEqual({ isFetched: true, identity: undefined });
  });

  it('is the ETag of an address, if it is a strong one', async () => {
    server.fault = () => ({ etag: '"1"' });
    expect(await identityOf(addressLocation(url))).toEqual({
      isFetched: false,
      identity: { bytes: 5, version: '"1"' },
    });
    server.fault = () => ({ etag: 'W/"1"' });
    expect(await identityOf(addressLocation(url))).toEqual({ isFetched: true, identity: undefined });
  });
});
