/** Where the files of a registry's reference genome are. */

import type { KindReader } from '../kind.ts';
import { placeOf } from '../relative-place.ts';
import type { SequenceForm } from './reference-files.ts';

export interface Reference {
  /** The path of a 2bit, or of a bgzipped FASTA with its indices. */
  readonly sequence: { readonly form: SequenceForm; readonly file: string } | undefined;
  /** Beside a FASTA. */
  readonly fai: string | undefined;
  readonly gzi: string | undefined;
  readonly cytobands: string | undefined;
}

export const REFERENCE: KindReader<Reference> = {
  kind: 'reference',
  open(columns) {
    const paths = columns.texts('path');
    const files = new Map(
      columns.texts('role').map((role, i) => [role, placeOf(columns.directory, paths[i]!)]),
    );
    const form = (['2bit', 'fasta'] as const).find((role) => files.has(role));
    return {
      sequence: form === undefined ? undefined : { form, file: files.get(form)! },
      fai: files.get('fai'),
      gzi: files.get('gzi'),
      cytobands: files.get('cytobands'),
    };
  },
};
