/**
 * What UCSC asks of a track hub, from its documentation: goldenPath/help/hgTrackHubHelp.html (hub.txt, genomes.txt)
 * and goldenPath/help/trackDb/trackDbHub.html (stanzas, settings and what they take).
 */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Settings = ReadonlyMap<string, string>;

/** Stanzas are apart by blank lines; a setting is its first word, its value the rest; # begins a comment. */
export function stanzasOf(text: string): Settings[] {
  return text
    .replace(/\\\n/g, '')
    .split(/\n\s*\n/)
    .map((stanza) => {
      const settings = new Map<string, string>();
      for (const line of stanza.split('\n').map((one) => one.trim())) {
        if (line === '' || line.startsWith('#')) continue;
        const [, key, value] = /^(\S+)\s+(.*)$/.exec(line) ?? [undefined, line, ''];
        if (settings.has(key!)) throw new Error(`two settings ${key} in one stanza`);
        settings.set(key!, value!);
      }
      return settings;
    })
    .filter((settings) => settings.size > 0);
}

export interface ParsedHub {
  readonly hub: Settings;
  readonly genome: string;
  readonly tracks: readonly Settings[];
  /** The folder that holds trackDb.txt. */
  readonly folder: string;
  /** What the documentation does not allow. */
  readonly complaints: readonly string[];
}

const WHOLE = /^\d+$/;
const PAIR = /^-?\d+(\.\d+)?:-?\d+(\.\d+)?$/;
const isColour = (value: string) =>
  /^\d{1,3},\d{1,3},\d{1,3}$/.test(value) && value.split(',').every((part) => Number(part) <= 255);
const oneOf =
  (...words: string[]) =>
  (value: string) =>
    words.includes(value);
const isRising = (value: string) => {
  const [low, high] = value.split(':').map(Number);
  return PAIR.test(value) && low! < high!;
};

/** What a setting's value may be; a setting that is not here is unknown. */
const VALUES: Readonly<Record<string, (value: string) => boolean>> = {
  track: (value) => /^[A-Za-z][A-Za-z0-9_]*$/.test(value),
  type: (value) =>
    /^bigBed ([3-9]|1[0-2])( [+.])?$/.test(value) || /^bigWig( -?\d+(\.\d+)? -?\d+(\.\d+)?)?$/.test(value),
  superTrack: oneOf('on', 'on show'),
  parent: (value) => /^\w+( (on|off))?$/.test(value),
  shortLabel: (value) => value.length > 0 && value.length <= 17,
  longLabel: (value) => value.length > 0 && value.length <= 80,
  bigDataUrl: (value) => value !== '' && !/\s/.test(value),
  html: (value) => /^[\w./-]+$/.test(value),
  visibility: oneOf('hide', 'dense', 'squish', 'pack', 'full'),
  priority: (value) => /^\d+(\.\d+)?$/.test(value),
  color: isColour,
  itemRgb: oneOf('on', 'off'),
  autoScale: oneOf('on', 'off', 'group'),
  viewLimits: isRising,
  viewLimitsMax: isRising,
  windowingFunction: oneOf('mean', 'mean+whiskers', 'maximum', 'minimum'),
  maxHeightPixels: (value) => {
    const [most, usual, least] = value.split(':').map(Number);
    return value.split(':').every((part) => WHOLE.test(part)) && most! >= usual! && usual! >= least!;
  },
  yLineMark: (value) => Number.isFinite(Number(value)),
  yLineOnOff: oneOf('on', 'off'),
  searchIndex: (value) => value !== '',
  mouseOver: (value) => value !== '',
  labelFields: (value) => value !== '',
  defaultLabelFields: (value) => value !== '',
};
/** Settings with a field in their name: filter.zScore. */
const FIELD_VALUES: Readonly<Record<string, (value: string) => boolean>> = {
  filter: (value) => /^-?\d+(\.\d+)?(:-?\d+(\.\d+)?)?$/.test(value),
  filterLimits: isRising,
  filterValues: (value) => value.split(',').every((part) => part !== ''),
  filterType: oneOf(
    'single',
    'multiple',
    'singleList',
    'multipleListOr',
    'multipleListAnd',
    'multipleListOnlyOr',
  ),
};

/** Reads the hub in a folder; `fieldsOf` gives the names of a bigBed's fields, and of those that are indexed. */
export async function parseHub(
  root: string,
  fieldsOf: (file: string) => Promise<{ fields: readonly string[]; indexed: readonly string[] }>,
): Promise<ParsedHub> {
  const complaints: string[] = [];
  const check = (isRight: boolean, complaint: string) => {
    if (!isRight) complaints.push(complaint);
  };
  const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
  const [hub, ...more] = stanzasOf(read('hub.txt'));
  check(more.length === 0, 'hub.txt has several stanzas');
  check([...hub!.keys()][0] === 'hub', 'hub.txt does not begin with hub');
  for (const key of ['hub', 'shortLabel', 'longLabel', 'genomesFile', 'email']) {
    check((hub!.get(key) ?? '') !== '', `hub.txt has no ${key}`);
  }
  check(!/\s/.test(hub!.get('hub')!), 'hub is more than one word');
  for (const key of ['shortLabel', 'longLabel']) check(VALUES[key]!(hub!.get(key)!), `hub.txt: ${key}`);
  check(/^\S+@\S+$/.test(hub!.get('email')!), 'email is none');
  const page = hub!.get('descriptionUrl');
  check(page === undefined || existsSync(path.join(root, page)), 'descriptionUrl leads nowhere');

  const [genomes, ...others] = stanzasOf(read(hub!.get('genomesFile')!));
  check(others.length === 0, 'genomes.txt has several stanzas');
  check([...genomes!.keys()].join() === 'genome,trackDb', 'genomes.txt is not genome and trackDb');
  const trackDb = genomes!.get('trackDb')!;
  const folder = path.join(root, path.dirname(trackDb));
  const tracks = stanzasOf(read(trackDb));
  const byName = new Map(tracks.map((settings) => [settings.get('track')!, settings]));
  check(byName.size === tracks.length, 'names of tracks are not unique');

  for (const settings of tracks) {
    const name = settings.get('track') ?? 'a stanza';
    check([...settings.keys()][0] === 'track', `${name} does not begin with track`);
    const isContainer = settings.has('superTrack');
    for (const key of ['shortLabel', 'longLabel', ...(isContainer ? [] : ['type', 'bigDataUrl'])]) {
      check(settings.has(key), `${name} has no ${key}`);
    }
    for (const [key, value] of settings) {
      const dot = key.indexOf('.');
      const rule = dot < 0 ? VALUES[key] : FIELD_VALUES[key.slice(0, dot)];
      check(rule?.(value) === true, `${name}: ${key} ${value}`);
    }
    const parent = settings.get('parent')?.split(' ')[0];
    check(parent === undefined || byName.get(parent)?.has('superTrack') === true, `${name}: no parent`);
    // A container that is on without show is hidden, and all that is in it.
    const isHidden = parent !== undefined && byName.get(parent)?.get('superTrack') === 'on';
    const isShown = (settings.get('visibility') ?? 'hide') !== 'hide';
    check(!(isHidden && isShown), `${name}: visible in a container that is hidden`);
    const html = settings.get('html');
    check(html === undefined || existsSync(path.join(folder, `${html}.html`)), `${name}: no page`);
    if (isContainer) continue;
    const file = path.join(folder, decodeURIComponent(settings.get('bigDataUrl')!));
    if (!existsSync(file)) complaints.push(`${name}: no ${file}`);
    else if (settings.get('type')!.startsWith('bigBed')) {
      const { fields, indexed } = await fieldsOf(file);
      for (const field of fieldsNamedBy(settings))
        check(fields.includes(field), `${name}: no field ${field}`);
      // Filters need the + or . of the type.
      check(/ [+.]$/.test(settings.get('type')!), `${name}: type without + for its settings`);
      for (const field of settings.get('searchIndex')?.split(',') ?? []) {
        check(indexed.includes(field), `${name}: no index of ${field}`);
      }
    }
  }
  return { hub: hub!, genome: genomes!.get('genome')!, tracks, folder, complaints };
}

function fieldsNamedBy(settings: Settings): string[] {
  const listed = ['labelFields', 'defaultLabelFields', 'searchIndex'].flatMap(
    (key) => settings.get(key)?.split(',') ?? [],
  );
  const inKeys = [...settings.keys()].filter((key) => key.includes('.')).map((key) => key.split('.')[1]!);
  const inTips = [...(settings.get('mouseOver') ?? '').matchAll(/\$\{?(\w+)/g)].map((match) => match[1]!);
  return [...listed, ...inKeys, ...inTips];
}
