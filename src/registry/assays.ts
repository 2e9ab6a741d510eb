/** Assay names that mean something to the method. */

const KNOWN_ASSAYS = ['DNase', 'ATAC', 'H3K4me3', 'H3K27ac', 'CTCF', 'POL2'];

/** A warning about an assay that is taken for another one than was probably meant; undefined where there is no doubt. */
export function assayWarning(assay: string): string | undefined {
  const meant = misspeltAssay(assay);
  if (meant === undefined) return undefined;
  return `assay ${assay} is not ${meant} (letters count), so it takes no part in classes; mend its spelling if ${meant} is meant`;
}

/** The known assay that `assay` is but for letter case, punctuation or spaces (H3K27Ac, dnase); undefined if none. */
function misspeltAssay(assay: string): string | undefined {
  const simple = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .replace(/seq$/, '');
  return KNOWN_ASSAYS.find((known) => known !== assay && simple(known) === simple(assay));
}
