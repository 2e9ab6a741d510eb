/** Assay names that mean something to the method. */

/** Other names of an assay, as `simple` has them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  dhs: 'DNase',
  dnasei: 'DNase',
  dnase1: 'DNase',
  dnasehypersensitivity: 'DNase',
};
const KNOWN_ASSAYS = ['DNase', 'ATAC', 'H3K4me3', 'H3K27ac', 'CTCF', 'POL2'];

/** A warning about an assay that is taken for another one than was probably meant; undefined where there is no doubt. */
export function assayWarning(assay: string): string | undefined {
  const meant = meantAssay(assay);
  if (meant === undefined) return undefined;
  return `assay ${assay} is not ${meant} to the letter, so it takes no part in classes; mend its spelling if ${meant} is meant`;
}

/** The known assay that `assay` is but for letter case, punctuation or spaces (H3K27Ac, dnase), or by another name (DHS); undefined if none. */
export function meantAssay(assay: string): string | undefined {
  const simple = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .replace(/seq$/, '');
  if (KNOWN_ASSAYS.includes(assay)) return undefined;
  return OTHER_NAMES[simple(assay)] ?? KNOWN_ASSAYS.find((known) => simple(known) === simple(assay));
}
