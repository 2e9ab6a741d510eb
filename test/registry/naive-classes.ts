/**
 * The tables of the method, written down as they stand: agnostic classes, availability groups, classes in a biosample
 * by group, names without DNase. Oracle of classify and biosamples; nothing here uses their code.
 */

export type ZoneName = 'TSS-overlapping' | 'proximal' | 'distal';
export type SchemeName = 'encode3' | 'encode4';

/** Which assays are high (or present). */
export interface Marks {
  readonly dnase: boolean;
  readonly k4: boolean;
  readonly k27: boolean;
  readonly ctcf: boolean;
}

export const ZONE_NAMES: readonly ZoneName[] = ['TSS-overlapping', 'proximal', 'distal'];

/** All sixteen combinations. */
export const ALL_MARKS: readonly Marks[] = [false, true].flatMap((dnase) =>
  [false, true].flatMap((k4) =>
    [false, true].flatMap((k27) => [false, true].map((ctcf) => ({ dnase, k4, k27, ctcf }))),
  ),
);

/** Both high and present. */
export function among(marks: Marks, present: Marks): Marks {
  return {
    dnase: marks.dnase && present.dnase,
    k4: marks.k4 && present.k4,
    k27: marks.k27 && present.k27,
    ctcf: marks.ctcf && present.ctcf,
  };
}

const RENAMED: Readonly<Record<string, string>> = {
  'DNase-H3K4me3': 'CA-H3K4me3',
  'CTCF-only': 'CA-CTCF',
  'DNase-only': 'CA-only',
};

function inScheme(name: string, scheme: SchemeName): string {
  return scheme === 'encode4' ? (RENAMED[name] ?? name) : name;
}

const NEEDS: Readonly<Record<string, keyof Marks>> = {
  PLS: 'k4',
  pELS: 'k27',
  dELS: 'k27',
  'DNase-H3K4me3': 'k4',
  'CTCF-only': 'ctcf',
  'DNase-only': 'dnase',
};

/** The first class of `A>B>C` whose mark is high. */
function first(rule: string, high: Marks): string | undefined {
  return rule.split('>').find((name) => high[NEEDS[name]!]);
}

const AGNOSTIC: Readonly<Record<ZoneName, string>> = {
  'TSS-overlapping': 'PLS>pELS>CTCF-only',
  proximal: 'pELS>DNase-H3K4me3>CTCF-only',
  distal: 'dELS>DNase-H3K4me3>CTCF-only',
};

/** The class of the registry without suffix; undefined for what is no cCRE. */
export function agnosticClass(zone: ZoneName, high: Marks, scheme: SchemeName): string | undefined {
  if (!high.dnase) return undefined;
  const name = first(AGNOSTIC[zone], high);
  if (name === undefined) return scheme === 'encode4' ? 'CA' : undefined;
  return inScheme(name, scheme);
}

/** Availability by flags in the order DNase, H3K4me3, H3K27ac, CTCF. */
const GROUPS: readonly string[] = [
  '',
  'YYYY',
  'YYYN',
  'YYNY',
  'YYNN',
  'YNYN',
  'YNNY',
  'YNNN',
  'NYYN',
  'NYNY',
  'NYNN',
  'NNYN',
  'NNNY',
  'NYYY',
  'YNYY',
  'NNYY',
];

export function groupOf({ dnase, k4, k27, ctcf }: Marks): number | undefined {
  const flags = [dnase, k4, k27, ctcf].map((present) => (present ? 'Y' : 'N')).join('');
  return flags === 'NNNN' ? undefined : GROUPS.indexOf(flags);
}

/** The assays of a group. */
export function assaysOf(group: number): Marks {
  const [dnase, k4, k27, ctcf] = [...GROUPS[group]!].map((flag) => flag === 'Y');
  return { dnase: dnase!, k4: k4!, k27: k27!, ctcf: ctcf! };
}

/** Classes within reach, by group and zone (TSS-overlapping, proximal, distal). */
const WITH_DNASE: Readonly<Record<number, readonly [string, string, string]>> = {
  1: [
    'PLS>pELS>CTCF-only>DNase-only',
    'pELS>DNase-H3K4me3>CTCF-only>DNase-only',
    'dELS>DNase-H3K4me3>CTCF-only>DNase-only',
  ],
  2: ['PLS>pELS>DNase-only', 'pELS>DNase-H3K4me3>DNase-only', 'dELS>DNase-H3K4me3>DNase-only'],
  3: ['PLS>CTCF-only>DNase-only', 'DNase-H3K4me3>CTCF-only>DNase-only', 'DNase-H3K4me3>CTCF-only>DNase-only'],
  4: ['PLS>DNase-only', 'DNase-H3K4me3>DNase-only', 'DNase-H3K4me3>DNase-only'],
  5: ['pELS>DNase-only', 'pELS>DNase-only', 'dELS>DNase-only'],
  6: ['CTCF-only>DNase-only', 'CTCF-only>DNase-only', 'CTCF-only>DNase-only'],
  7: ['DNase-only', 'DNase-only', 'DNase-only'],
  14: ['pELS>CTCF-only>DNase-only', 'pELS>CTCF-only>DNase-only', 'dELS>CTCF-only>DNase-only'],
};

const COLOURS: Readonly<Record<string, string>> = {
  PLS: '255,0,0',
  pELS: '255,167,0',
  dELS: '255,205,0',
  'DNase-H3K4me3': '255,170,170',
  'CTCF-only': '0,176,240',
  'DNase-only': '6,218,147',
  'Low-DNase': '225,225,225',
  Unclassified: '140,140,140',
};

/** Class column and colour of an element in a biosample of this group; `high` may hold only assays of the group. */
export function labelInGroup(
  group: number,
  zone: ZoneName,
  high: Marks,
  scheme: SchemeName,
): { label: string; rgb: string } {
  const rules = WITH_DNASE[group];
  if (rules === undefined) return labelWithoutDnase(zone, high);
  if (!high.dnase) return { label: 'Low-DNase', rgb: COLOURS['Low-DNase']! };
  const name = first(rules[ZONE_NAMES.indexOf(zone)]!, high)!;
  const suffix = scheme === 'encode3' && high.ctcf ? ',CTCF-bound' : '';
  return { label: `${inScheme(name, scheme)}${suffix}`, rgb: COLOURS[name]! };
}

function labelWithoutDnase(zone: ZoneName, high: Marks): { label: string; rgb: string } {
  const names = [
    ...(high.k4 ? ['High-H3K4me3'] : []),
    ...(high.k27 ? ['High-H3K27ac'] : []),
    ...(high.ctcf ? ['High-CTCF'] : []),
  ];
  if (names.length === 0) return { label: 'Unclassified', rgb: COLOURS.Unclassified! };
  const byPrecedence: [boolean, string][] =
    zone === 'TSS-overlapping'
      ? [
          [high.k4, '255,0,0'],
          [high.k27, '255,205,0'],
          [high.ctcf, '0,176,240'],
        ]
      : [
          [high.k27, '255,205,0'],
          [high.k4, '255,170,170'],
          [high.ctcf, '0,176,240'],
        ];
  return { label: names.join(','), rgb: byPrecedence.find(([isHigh]) => isHigh)![1] };
}
