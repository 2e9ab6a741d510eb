/** The description pages of a hub's tracks: fragments of HTML, as UCSC wants them. */

import { CLASS_COLOURS, CLASS_NAMES } from '../registry/schemes.ts';
import { HIGH_Z } from '../registry/zscores.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { type BedColumn, biosampleSchema, COMBINED_SCHEMA, MAX_Z_COLUMNS } from './bed-schema.ts';

const CREDITS =
  '<h2>References</h2>\n<p>ENCODE Project Consortium. Expanded encyclopaedias of DNA elements in the human and mouse genomes. ' +
  'Nature 583, 699-710 (2020). The registry was built with cisreg by that method.</p>\n';

export const htmlPage = {
  /** The registry as a whole. */
  ccres({ assembly, scheme, biosamples, idsAreLocal }: RegistryDirectory): string {
    const rows = CLASS_NAMES[scheme].agnostic.map(
      (name, code) =>
        `<tr><td style="background:rgb(${CLASS_COLOURS[code]})">&nbsp;&nbsp;</td><td>${name}</td></tr>\n`,
    );
    const local = idsAreLocal
      ? '<p>The accessions are local to this registry: they are not those of ENCODE, even where they look alike.</p>\n'
      : '';
    return (
      `<h2>Description</h2>\n<p>Candidate cis-regulatory elements (cCREs) of ${escaped(assembly)}, from ${biosamples.length} biosamples: ` +
      `representative DNase hypersensitive sites with high DNase and another high assay (Z above ${HIGH_Z}).</p>\n${local}` +
      `<h2>Display</h2>\n<table>\n${rows.join('')}</table>\n${columnTable(COMBINED_SCHEMA.columns)}${CREDITS}`
    );
  },
  /** The max-Z tracks. */
  maxZ({ assembly }: RegistryDirectory): string {
    return (
      `<h2>Description</h2>\n<p>The highest Z-score of log10 signal over all biosamples, for each rDHS of ${escaped(assembly)}. ` +
      `An element is high in an assay above ${HIGH_Z} (the line); -10 stands for no signal in any biosample.</p>\n${columnTable(MAX_Z_COLUMNS)}${CREDITS}`
    );
  },
  /** The tracks of single biosamples. */
  biosamples({ scheme }: RegistryDirectory): string {
    const names = CLASS_NAMES[scheme].biosample.join(', ');
    return (
      `<h2>Description</h2>\n<p>Every cCRE classified in one biosample. With DNase: ${names}. Without DNase: the marks that are high, or ` +
      `Unclassified. An assay that a biosample has not counts as low.</p>\n${columnTable(biosampleSchema(scheme).columns)}${CREDITS}`
    );
  },
  /** The tracks of signals. */
  signals({ assembly }: RegistryDirectory): string {
    return (
      `<h2>Description</h2>\n<p>The signal that a dataset's Z-scores were taken from, along ${escaped(assembly)}, in the unit of its bigWig. ` +
      `A Z-score standardises the logarithm of its mean over each element. Ranges are fixed, so that biosamples can be compared: 0 to 30 for DNase, 0 to 50 for others.</p>\n${CREDITS}`
    );
  },
};

function columnTable(columns: readonly BedColumn[]): string {
  const rows = columns.map(
    ({ name, type, description }) =>
      `<tr><td>${escaped(name)}</td><td>${escaped(type)}</td><td>${escaped(description)}</td></tr>\n`,
  );
  return `<h2>Columns</h2>\n<table>\n<tr><th>column</th><th>type</th><th>value</th></tr>\n${rows.join('')}</table>\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
