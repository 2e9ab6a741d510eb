import { describe, expect, it } from 'vitest';
import { CisregError } from '../src/errors.ts';
import { openByteStream } from '../src/formats/byte-stream.ts';
import { openHttpRanges } from '../src/formats/http-source.ts';
import { addressLocation } from '../src/formats/remote-location.ts';
import { readFetchSources } from '../src/mirror/fetch-sources.ts';
import { readMirrors } from '../src/mirror/mirrors.ts';
import { portalOrigin } from '../src/mirror/portal.ts';
import { readPortalAddress } from '../src/mirror/portal-address.ts';

/** Addresses as people have them, of a port that nobody listens on; what must never be shown is written in capitals. */
const HOSTS = [
  'http://127.0.0.1:9',
  'HTTP://127.0.0.1:9',
  'http://u:PASSWORD@127.0.0.1:9',
  'ftp://u:PASSWORD@h',
];
const PATHS = ['', '/', '/c/run1', '/my%20file.bigWig', '/search/', '/metadata/x=1/metadata.tsv', '/help/a'];
const QUERIES = [
  '',
  '?sv=2020&sig=SECRET',
  '?sig=SECRET#name',
  '?SECRET?SECRET/@SECRET',
  '?type=File&sig=SECRET',
];
const ADDRESSES = HOSTS.flatMap((host) =>
  PATHS.flatMap((path) => QUERIES.map((query) => `${host}${path}${query}`)),
);

describe('an error', () => {
  it('shows no address with its user, password or query, wherever in it the address stands', () => {
    for (const address of ADDRESSES) {
      const error = new CisregError('IO', `"${address}", and (${address}); see ${address}: no`, {
        where: { file: address, line: 3 },
        all: [`${address}: one`, 'two'],
      });
      const shown = JSON.stringify([error.message, error.where, error.all, error.stack]);
      expect(shown, address).not.toMatch(/SECRET|PASSWORD/);
      expect(error.message, address).toMatch(/:3: ".*", and \(.*\); see .*: no$/);
    }
  });

  it('keeps what is no secret', () => {
    const plain = 'a.bed:3: is it 1? expected "https://h.org:1/a/b%20c#name", x@y.org or why?';
    expect(new CisregError('FORMAT', plain).message).toBe(plain);
  });
});

describe('whatever is done with an address', () => {
  it('no message has what may be secret in it', async () => {
    const attempts: ((address: string) => unknown)[] = [
      readPortalAddress,
      portalOrigin,
      (address) => portalOrigin(address.replace(/^\w+:\/\//, '')),
      (address) => readFetchSources([address]),
      (address) => readMirrors({ replaced: [`azure${address}`] }),
    ];
    for (const address of ADDRESSES) {
      for (const attempt of attempts) expect(await said(attempt, address)).not.toMatch(/SECRET|PASSWORD/);
    }
  });

  it('nor where nobody answers', async () => {
    const some = [
      'http://u:PASSWORD@127.0.0.1:9/my%20file?sig=SECRET',
      'http://127.0.0.1:9/x?sig=SECRET#name',
    ];
    await Promise.all(
      some.flatMap((address) => [
        expect(said((one) => openByteStream(one).next(), address)).resolves.not.toMatch(/SECRET|PASSWORD/),
        expect(said((one) => openHttpRanges(addressLocation(one), 1), address)).resolves.not.toMatch(
          /SECRET|PASSWORD/,
        ),
      ]),
    );
  });
});

it('an address with a user or a password is refused, whoever is to read it', async () => {
  const address = 'http://u:PASSWORD@127.0.0.1:9/a.bw?sig=SECRET';
  const attempts: ((one: string) => unknown)[] = [
    (one) => openByteStream(one).next(),
    (one) => openHttpRanges(addressLocation(one), 1),
    (one) => readFetchSources([one]),
    (one) => readMirrors({ replaced: [`s3=${one}`] }),
  ];
  for (const attempt of attempts)
    expect(await said(attempt, address)).toMatch(/has a user or a password in it/);
});

/** All that an attempt says, of its causes too. */
async function said(attempt: (address: string) => unknown, address: string): Promise<string> {
  try {
    await attempt(address);
    return '';
  } catch (error) {
    const words: string[] = [];
    for (let at: unknown = error; at instanceof Error; at = at.cause) words.push(at.message);
    return words.join('\n');
  }
}
