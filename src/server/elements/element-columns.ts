/** Elements as a list: the columns of their tables, straight from the arrays. */

import { floatToSix } from '../../formats/six-digits.ts';
import { chromAt } from '../../genome/sorted-regions.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import { CLASS_NAMES, NOT_CCRE } from '../../registry/schemes.ts';
import { TIERS } from '../../registry/tiers.ts';
import { ZONES } from '../../registry/zones.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { ccreAccession, NONE_8, NONE_16, nearestGene, rdhsAccession } from '../../store/element-table.ts';
import { hasRow } from '../../store/row-set.ts';
import type { ListColumn } from '../answers/list-answer.ts';

/** The columns of elements; rows are those of the table. -10 is no signal. */
export function elementColumns({ table, registry }: ElementStore): readonly ListColumn<number>[] {
  const { regions } = table;
  const classes = CLASS_NAMES[registry.scheme].agnostic;
  const hasSuffix = registry.scheme === 'encode3';
  return [
    {
      name: 'chrom',
      type: 'text',
      description: 'Chromosome',
      value: (row) => regions.chromNames[chromAt(regions, row)]!,
    },
    { name: 'start', type: 'whole', description: 'Start, 0-based', value: (row) => regions.start[row]! },
    { name: 'end', type: 'whole', description: 'End, half-open', value: (row) => regions.end[row]! },
    {
      name: 'accession',
      type: 'text',
      description: 'Accession of the cCRE',
      value: (row) => ccreAccession(table, row) ?? null,
    },
    {
      name: 'rdhs',
      type: 'text',
      description: 'Accession of the rDHS',
      value: (row) => rdhsAccession(table, row),
    },
    {
      name: 'class',
      type: 'text',
      description: 'Class without suffix',
      value: (row) => (table.classCode[row] === NOT_CCRE ? null : classes[table.classCode[row]!]!),
    },
    {
      name: 'ctcfBound',
      type: 'boolean',
      description: 'encode3: CTCF is high',
      value: (row) => (table.classCode[row] === NOT_CCRE || !hasSuffix ? null : hasRow(table.ctcfBound, row)),
    },
    {
      name: 'tier',
      type: 'text',
      description: 'Tier',
      value: (row) => (table.tier[row] === NONE_8 ? null : TIERS[table.tier[row]!]!),
    },
    {
      name: 'zone',
      type: 'text',
      description: 'TSS-overlapping, proximal or distal',
      value: (row) => ZONES[table.zone[row]!]!,
    },
    {
      name: 'tssDistance',
      type: 'number',
      description: 'bp from the centre to the nearest TSS',
      value: (row) => (table.tssDistance2[row]! < 0 ? null : table.tssDistance2[row]! / 2),
    },
    {
      name: 'nearestGene',
      type: 'text',
      description: 'Gene of that TSS',
      value: (row) => nearestGene(table, row) ?? null,
    },
    ...CLASS_ASSAYS.map((assay, a): ListColumn<number> => {
      const z = table.maxZ[a];
      return {
        name: `maxZ.${assay}`,
        type: 'number',
        description: `Highest Z of ${assay} over biosamples`,
        value: (row) => (z === undefined ? null : zCell(z[row]!)),
      };
    }),
    ...CLASS_ASSAYS.map(
      (assay, a): ListColumn<number> => ({
        name: `support.${assay}`,
        type: 'whole',
        description: `Number of biosamples in which ${assay} is high`,
        value: (row) => table.support[a]?.[row] ?? null,
      }),
    ),
    {
      name: 'tau',
      type: 'number',
      description: 'Tissue specificity of DNase, 0 to 1',
      value: (row) => (table.tau[row] === NONE_16 ? null : table.tau[row]! / 10_000),
    },
    {
      name: 'blacklisted',
      type: 'boolean',
      description: 'It touches the blacklist',
      value: (row) => (table.blacklist[row] === NONE_8 ? null : table.blacklist[row] === 1),
    },
  ];
}

/** A Z in a table: 6 digits, -10 without signal, null where it was not assayed. */
export function zCell(z: number): number | null {
  if (Number.isNaN(z)) return null;
  return z === ZERO_SIGNAL_Z ? z : floatToSix(z);
}
