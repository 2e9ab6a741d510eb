/** The kind "reference": the genome's sequence and bands for genome browsers. The files stay where they are. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeColumns } from '../../formats/column-folder.ts';
import type { ConfigReader, InputFile, KeyPath } from '../../formats/config-reader.ts';
import { Mistakes } from '../../mistakes.ts';
import { absentChroms } from '../chrom-agreement.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { storedPlace } from '../relative-place.ts';
import { checkCytobands, checkSequence, type SequenceForm, sequenceForm } from './reference-files.ts';

export const REFERENCE_KIND: Kind = {
  name: 'reference',
  async plan(reader, root, { store }) {
    if (root.reference === undefined || root.reference === null) return undefined;
    const own = reader.mapping(root.reference, ['reference'], ['sequence', 'cytobands']);
    const at = ['reference', 'sequence'];
    const sequence = reader.input(own, at);
    const cytobands = reader.input(own, ['reference', 'cytobands']);
    if (own.sequence === undefined && own.cytobands === undefined) {
      reader.wrong(['reference'], own, 'sequence, cytobands, or both');
    }
    // A file that is not there is refused with all the others.
    const isThere = sequence !== undefined && existsSync(sequence.path);
    const form = isThere ? await reader.collect(() => sequenceForm(sequence.path)) : undefined;
    const indices = form === 'fasta' ? indicesOf(reader, at, sequence!) : [];
    const files: ReferenceFile[] = [
      ...(sequence === undefined ? [] : [{ role: form ?? '2bit', input: sequence }]),
      ...indices,
      ...(cytobands === undefined ? [] : [{ role: 'cytobands', input: cytobands } as const]),
    ];
    if (files.length === 0) return undefined;
    const stored = files.map(({ role, input }) => [role, storedPlace(store.registry.path, input.path)]);
    return {
      inputs: files.map(({ input }) => input),
      parameters: { files: stored.map(([role, place]) => ({ role, path: place })) },
      make: (work) => make(files, stored, work),
    };
  },
};

interface ReferenceFile {
  readonly role: SequenceForm | 'fai' | 'gzi' | 'cytobands';
  readonly input: InputFile;
}

/** The indices beside a bgzipped FASTA; where one lacks, the reader knows how to make it. */
function indicesOf(
  reader: ConfigReader,
  at: KeyPath,
  { name, path: file, where }: InputFile,
): ReferenceFile[] {
  return (['fai', 'gzi'] as const).flatMap((role) => {
    const own = `${file}.${role}`;
    if (existsSync(own)) return [{ role, input: { name: `${name}.${role}`, path: own, where } }];
    reader.wrong(at, name, `${path.basename(own)} beside it; make it: samtools faidx ${file}`);
    return [];
  });
}

async function make(
  files: readonly ReferenceFile[],
  stored: readonly (readonly string[])[],
  { store, directory, progress }: KindWork,
): Promise<Counts> {
  const { chromSizes } = store.registry;
  const mistakes = new Mistakes();
  const counts: Record<string, number> = {};
  for (const { role, input } of files) {
    if (role === '2bit' || role === 'fasta') {
      const sequences = await mistakes.collect(() => checkSequence(input.path, role, chromSizes));
      if (sequences === undefined) continue;
      const absent = absentChroms(sequences, chromSizes);
      if (absent.length > 0) {
        progress.warn(
          `${input.name} has no ${absent.slice(0, 5).join(', ')}: ${absent.length} chromosomes of the registry have no sequence`,
        );
      }
      counts.sequences = sequences.length;
      counts.withoutSequence = absent.length;
    } else if (role === 'cytobands') {
      Object.assign(counts, await mistakes.collect(() => checkCytobands(input.path, chromSizes)));
    }
  }
  mistakes.throwIfAny();
  await writeColumns(directory, {
    role: stored.map(([role]) => role!),
    path: stored.map(([, place]) => place!),
  });
  return counts;
}
