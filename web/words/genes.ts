/** Genes in words. */

/** The type of a gene, which files write with underscores: "protein coding". */
export const geneType = (type: string): string => type.replaceAll('_', ' ');
