/** RGB of a high element by assay, as ENCODE publishes them; ATAC as SCREEN shows it. */
export const ASSAY_COLOURS: Readonly<Record<string, string>> = {
  DNase: '6,218,147',
  ATAC: '2,199,185',
  H3K4me3: '255,0,0',
  H3K27ac: '255,205,0',
  CTCF: '0,176,240',
};
