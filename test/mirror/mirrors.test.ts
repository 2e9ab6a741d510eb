import { describe, expect, it } from 'vitest';
import { addressesOf, DEFAULT_MIRRORS, parseFrom, readMirrors } from '../../src/mirror/mirrors.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { noise, remoteFile } from './remote.ts';

const { file } = scratch();
const FILE = remoteFile('ENCFF001ABC', noise(10, 1), { key: '2020/01/02/uuid/ENCFF001ABC.bigWig' });

describe('the mirrors', () => {
  it('have one key for a file, behind the published addresses, and the path of the portal', () => {
    expect(addressesOf(FILE, DEFAULT_MIRRORS).map(({ mirror, shown }) => [mirror, shown])).toEqual([
      ['azure', 'https://datasetencode.blob.core.windows.net/dataset/2020/01/02/uuid/ENCFF001ABC.bigWig'],
      [
        'azure-secondary',
        'https://datasetencode-secondary.blob.core.windows.net/dataset/2020/01/02/uuid/ENCFF001ABC.bigWig',
      ],
      ['s3', 'https://encode-public.s3.amazonaws.com/2020/01/02/uuid/ENCFF001ABC.bigWig'],
      ['https', 'https://www.encodeproject.org/files/ENCFF001ABC/@@download/ENCFF001ABC.bigWig'],
    ]);
    const [azure] = addressesOf(FILE, DEFAULT_MIRRORS);
    expect(azure!.url).toMatch(/\.bigWig\?sv=2019-10-10&si=prod&sr=c&sig=/);
  });

  it('that go by keys have no address for a file whose key nobody told', () => {
    const mirrors = addressesOf({ ...FILE, key: undefined }, DEFAULT_MIRRORS).map(({ mirror }) => mirror);
    expect(mirrors).toEqual(['https']);
  });

  it('are replaced by options, these over a file, and left out as none', async () => {
    const config = file(
      'mirrors.yaml',
      'azure: http://localhost:1/a?sig=X\ns3: {url: "http://localhost:2/b/", region: here}\nazure-secondary: none\n',
    );
    const mirrors = await readMirrors({
      file: config,
      replaced: ['https=http://localhost:3', 's3=http://localhost:4/c?t=1#f'],
    });
    expect(mirrors).toEqual([
      { name: 'azure', base: 'http://localhost:1/a', query: 'sig=X', region: undefined },
      { name: 's3', base: 'http://localhost:4/c', query: 't=1', region: undefined },
      { name: 'https', base: 'http://localhost:3', query: '', region: undefined },
    ]);
    const shown = addressesOf(FILE, mirrors).map((own) => own.shown);
    expect(shown.join()).not.toMatch(/sig|t=1|#f/);
    expect((await readMirrors({ file: config })).find(({ name }) => name === 's3')?.region).toBe('here');
  });

  it('tell what is wrong with an option or a file, without what may be secret', async () => {
    const mistakes = await Promise.all(
      [
        { replaced: ['azur=http://x?sig=SECRET'] },
        { replaced: ['http://u:SECRET@x'] },
        { replaced: ['azure=ftp://x?sig=SECRET'] },
        { file: file('key.yaml', 'azur: http://x?sig=SECRET\n') },
        { file: file('value.yaml', 'azure: {link: "http://x?sig=SECRET"}\n') },
        { file: file('list.yaml', '- azure\n') },
        { replaced: ['s3=https://u:SECRET@host.org/c'] },
      ].map((sources) => mistakeOf(readMirrors(sources))),
    );
    for (const { message } of mistakes) expect(message).not.toContain('SECRET');
    expect(mistakes.map(({ code }) => code)).toEqual([
      'USAGE',
      'USAGE',
      'USAGE',
      'CONFIG',
      'CONFIG',
      'CONFIG',
      'USAGE',
    ]);
    expect(mistakes[3]!.message).toMatch(/key\.yaml:1:1: azur: is no mirror, expected azure,/);
  });

  it('are asked as --from says', () => {
    expect(parseFrom('auto')).toBe('auto');
    expect(parseFrom('s3, azure')).toEqual(['s3', 'azure']);
    expect(() => parseFrom('gcs')).toThrow(/--from gcs: expected auto or names of mirrors/);
  });
});
