/** Assay names that mean something to the method. */

const KNOWN_ASSAYS = ['DNase', 'ATAC', 'H3K4me3', 'H3K27ac', 'CTCF', 'POL2'];

/** The known assay that `assay` is but for letter case, punctuation or spaces (H3K27Ac, dnase); undefined if none. */
export function misspeltAssay(assay: string): string | undefined {
  const simple = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .replace(/seq$/, '');
  return KNOWN_ASSAYS.find((known) => known !== assay && simple(known) === simple(assay));
}
