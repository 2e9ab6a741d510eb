/** Elements of one registry in another that is served: by place where both are of one assembly, by orthologs where they are not. */

import { ORTHOLOGS } from '../../annotation/registries/ortholog-table.ts';
import { locationText, type Place } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { CLASS_NAMES, NOT_CCRE } from '../../registry/schemes.ts';
import { ccreAccession, rdhsAccession } from '../../store/element-table.ts';
import { hasRow } from '../../store/row-set.ts';
import { annotationIfAny } from '../answers/annotated.ts';
import type { ListColumn } from '../answers/list-answer.ts';
import { RequestError } from '../answers/problem.ts';
import { accessionOfRow, resolveAccession } from '../elements/accession.ts';
import { canonical, type Served } from '../served.ts';

/** One element of the other registry for what was asked, or that there is none. */
export interface LiftedRow {
  /** As it was asked: an accession, or a place. */
  readonly asked: string;
  /** What the asked accession is called now; null for a place. */
  readonly from: string | null;
  /** identical: the same place. overlap: bases in common. ortholog: each lifts onto the other. none: nothing there. */
  readonly state: 'identical' | 'overlap' | 'ortholog' | 'none';
  /** Why there is none. */
  readonly reason: string | null;
  readonly accession: string | null;
  readonly rdhs: string | null;
  readonly class: string | null;
  readonly isPublished: boolean | null;
  readonly chrom: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly location: string | null;
  /** Bases in common; null between assemblies. */
  readonly sharedBp: number | null;
}

type Target = Omit<LiftedRow, 'asked' | 'from'>;

/** The elements of `to` for the row of an element; at least one row, which may say that there is none. */
export type Lift = (row: number) => readonly Target[];

/** How elements of `from` are found in `to`. Throws RequestError 404 where nothing joins the two. */
export function liftBetween(from: Served, to: Served): Lift {
  if (isOneAssembly(from, to)) return (row) => elementsAt(to, placeAt(from.store.table.regions, row));
  const orthologs = annotationIfAny(from, ORTHOLOGS);
  const { assembly } = to.store.registry;
  if (orthologs === undefined || canonical(orthologs.assembly) !== canonical(assembly)) {
    const has = orthologs === undefined ? 'none' : `those of ${orthologs.assembly}`;
    throw new RequestError(
      404,
      `${from.id} is of ${from.store.registry.assembly} and ${to.id} of ${assembly}: orthologs of ${assembly} would join them, and ${from.id} has ${has}; name them in annotations.yaml and run cisreg annotate`,
      'to',
    );
  }
  return (row) => {
    const found = orthologs.at(row).map(
      ({ chrom, start, end, accession, rdhs, class: name, isPublished }): Target => ({
        state: 'ortholog',
        reason: null,
        accession,
        rdhs,
        class: name,
        isPublished,
        ...placed({ chrom, start, end }),
        sharedBp: null,
      }),
    );
    if (found.length > 0) return found;
    const lifted = orthologs.lifted(row);
    if (lifted.state === 'unlifted') return [none(lifted.reason)];
    if (lifted.state === 'notTried') return [none('it is no cCRE')];
    return [none(`no element there lifts back; it lies at ${locationText(lifted.place)}`)];
  };
}

/** The elements of `to` for an accession of `from`, of this build or an earlier one. */
export function liftedAccession(from: Served, accession: string, lift: Lift): readonly LiftedRow[] {
  const rows = resolveAccession(from, accession)?.rows;
  if (rows === undefined || rows.length === 0) {
    const reason =
      rows === undefined ? `no element of ${from.id}` : 'an earlier element, without one there now';
    return [{ asked: accession, from: null, ...none(reason) }];
  }
  return rows.flatMap((row) =>
    lift(row).map((target) => ({ asked: accession, from: accessionOfRow(from, row), ...target })),
  );
}

/** The elements of `to` at a place of `from`. Throws RequestError 404 between assemblies: registries keep no chains. */
export function liftedPlace(from: Served, to: Served, place: Place): readonly LiftedRow[] {
  if (!isOneAssembly(from, to)) {
    throw new RequestError(
      404,
      `places are not lifted from ${from.store.registry.assembly} to ${to.store.registry.assembly}: a registry keeps where its elements lie there, and no chains; ask by accession, or lift the place with liftOver`,
      'region',
    );
  }
  return elementsAt(to, place).map((target) => ({ asked: locationText(place), from: null, ...target }));
}

function isOneAssembly(a: Served, b: Served): boolean {
  return a === b || canonical(a.store.registry.assembly) === canonical(b.store.registry.assembly);
}

function elementsAt(to: Served, place: Place): readonly Target[] {
  const { store } = to;
  const { table, registry } = store;
  const [low, high] = store.rowsIn(place);
  if (low === high) return [none('no element shares a base with it')];
  return Array.from({ length: high - low }, (_, k): Target => {
    const row = low + k;
    const own = placeAt(to.store.table.regions, row);
    const code = table.classCode[row]!;
    const isSame = own.start === place.start && own.end === place.end;
    return {
      state: isSame ? 'identical' : 'overlap',
      reason: null,
      accession: ccreAccession(table, row) ?? null,
      rdhs: rdhsAccession(table, row),
      class: code === NOT_CCRE ? null : CLASS_NAMES[registry.scheme].agnostic[code]!,
      isPublished: hasRow(table.published, row),
      ...placed(own),
      sharedBp: Math.min(own.end, place.end) - Math.max(own.start, place.start),
    };
  });
}

function placed(place: Place): Pick<Target, 'chrom' | 'start' | 'end' | 'location'> {
  return { ...place, location: locationText(place) };
}

function none(reason: string): Target {
  return {
    state: 'none',
    reason,
    accession: null,
    rdhs: null,
    class: null,
    isPublished: null,
    chrom: null,
    start: null,
    end: null,
    location: null,
    sharedBp: null,
  };
}

const column = (
  name: keyof LiftedRow,
  type: ListColumn<LiftedRow>['type'],
  description: string,
): ListColumn<LiftedRow> => ({ name, type, description, value: (row) => row[name] });

/** The same as a table. */
export const LIFTED_COLUMNS: readonly ListColumn<LiftedRow>[] = [
  column('asked', 'text', 'As it was asked'),
  column('from', 'text', 'What the asked accession is called now; null for a place'),
  column(
    'state',
    'text',
    'identical: the same place; overlap: bases in common; ortholog: each lifts onto the other; none',
  ),
  column('reason', 'text', 'Why there is none'),
  column('accession', 'text', 'cCRE of the other registry'),
  column('rdhs', 'text', 'rDHS of the other registry'),
  column('class', 'text', 'There, without suffix'),
  column('isPublished', 'boolean', 'Whether it is in cCREs.bed there'),
  column('chrom', 'text', 'Chromosome there'),
  column('start', 'whole', '0-based'),
  column('end', 'whole', 'Half-open'),
  column('location', 'text', '1-based inclusive'),
  column('sharedBp', 'whole', 'Bases in common; null between assemblies'),
];
