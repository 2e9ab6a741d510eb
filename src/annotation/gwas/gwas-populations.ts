/** Populations of association studies, from the words that describe their samples. */

/** The super-populations of the 1000 Genomes Project, with other names that a panel of linkage may have for them. */
const PANELS: Readonly<Record<string, readonly string[]>> = {
  EUR: ['EUR', 'CEU', 'EU', 'NFE', 'TSI', 'GBR', 'FIN', 'IBS'],
  EAS: ['EAS', 'ASN', 'CHB', 'JPT', 'CHS', 'CDX', 'KHV'],
  AFR: ['AFR', 'YRI', 'AA', 'ASW', 'ACB', 'LWK', 'ESN', 'GWD', 'MSL'],
  AMR: ['AMR', 'MXL', 'PUR', 'CLM', 'PEL'],
  SAS: ['SAS', 'GIH', 'PJL', 'BEB', 'STU', 'ITU'],
};

// What stands first is taken out of the text first: "African American" is not American, "Indian Asian" is not Asian.
const WORDS: readonly (readonly [population: string, words: RegExp])[] = [
  [
    'AMR',
    /\b(?:native american|american indian|mexican[ -]american|hispanic[ /]latin\w+|latin american)s?\b/gi,
  ],
  ['EUR', /\bnon-hispanic (?:white|caucasian|european)s?\b/gi],
  ['AFR', /\bnon-hispanic blacks?\b/gi],
  [
    'AFR',
    /\b(?:african[ -](?:american|caribbean|british)|afro[ -]caribbean|sub-?saharan african|black)s?\b/gi,
  ],
  ['SAS', /\b(?:south asian|indian asian|asian indian)s?\b/gi],
  ['EAS', /\b(?:(?:south[ -]?)?east asian|han chinese)s?\b/gi],
  ['EUR', /\b(?:european[ -]american|caucasian[ -]american)s?\b/gi],
  [
    'AFR',
    /\b(?:african|nigerian|yoruba|kenyan|gambian|ghanaian|malawian|ugandan|tanzanian|ethiopian|cameroonian|congolese|zulu|jamaican)s?\b/gi,
  ],
  ['SAS', /\b(?:indian|pakistani|bangladeshi|sri lankan|punjabi|bengali|sikh|gujarati|nepal\w*)s?\b/gi],
  [
    'EAS',
    /\b(?:chinese|japanese|korean|taiwanese|vietnamese|thai|filipino|malay|malaysian|singaporean|mongolian|indonesian|asian)s?\b/gi,
  ],
  [
    'AMR',
    /\b(?:hispanic|latino|latina|latin|mexican|puerto rican|brazilian|colombian|peruvian|costa rican|chilean|cuban|dominican)s?\b/gi,
  ],
  [
    'EUR',
    /\b(?:european|caucasian|white|british|english|scottish|irish|uk|german|french|dutch|italian|spanish|portuguese|greek|swedish|norwegian|danish|finnish|icelandic|icelander|estonian|polish|russian|croatian|hungarian|austrian|swiss|belgian|ashkenazi(?: jewish)?|amish|hutterite|sardinian|sorbian|orcadian|french[ -]canadian)s?\b/gi,
  ],
];

/**
 * The populations (EUR, EAS, AFR, AMR, SAS) that a description of samples names, the first named first: "4,965 Korean ancestry
 * individuals" is EAS. A code alone, of a population or of one that belongs to it (CEU), is that one. Empty where no word is known.
 */
export function populationsOf(text: string): string[] {
  const codes = text
    .trim()
    .toUpperCase()
    .split(/[\s;,/+]+/);
  const named = codes.map((code) => populationOfPanel(code));
  if (text.trim() !== '' && named.every((population) => population !== undefined)) {
    return [...new Set(named as string[])];
  }
  const found: { population: string; at: number }[] = [];
  let rest = text;
  for (const [population, words] of WORDS) {
    rest = rest.replace(words, (word, ...others: unknown[]) => {
      const at = others.find((other): other is number => typeof other === 'number')!;
      found.push({ population, at });
      return '#'.repeat(word.length);
    });
  }
  return [...new Set(found.sort((a, b) => a.at - b.at).map(({ population }) => population))];
}

/** The super-population that a panel's name stands for; undefined where it is no known name. */
export function populationOfPanel(panel: string): string | undefined {
  const name = panel.toUpperCase();
  return Object.keys(PANELS).find((population) => PANELS[population]!.includes(name));
}

/** Which of these panels of linkage is of a population (EUR): the one of that name, else one whose name stands for it; undefined for none. */
export function panelOf(population: string, panels: readonly string[]): string | undefined {
  return (
    panels.find((panel) => panel.toUpperCase() === population.toUpperCase()) ??
    panels.find((panel) => populationOfPanel(panel) === population)
  );
}
