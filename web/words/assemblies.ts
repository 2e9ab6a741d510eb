/** Names of assemblies. */

const UCSC: Readonly<Record<string, string>> = {
  grch38: 'hg38',
  grch37: 'hg19',
  grcm38: 'mm10',
  grcm39: 'mm39',
};

/** What UCSC calls an assembly. */
export const ucscAssembly = (assembly: string): string => UCSC[assembly.toLowerCase()] ?? assembly;
