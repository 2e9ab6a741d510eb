/** Which studies speak of a variant: those that report it, and those that report a proxy of it. */

import { Type } from 'typebox';
import { type Association, GWAS, type GwasTable } from '../../annotation/gwas/gwas-table.ts';
import { LD } from '../../annotation/variants/ld-table.ts';
import type { VariantTable } from '../../annotation/variants/variant-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { annotationIfAny } from '../answers/annotated.ts';
import { closed, orNull } from '../answers/components.ts';
import type { Served } from '../served.ts';

export const ReportSchema = closed({
  study: Type.String({ description: 'Id of the study' }),
  author: Type.String(),
  trait: Type.String(),
  pubmed: Type.String(),
  reportedId: Type.String({ description: 'As the catalogue has it' }),
  p: Type.String({ description: 'As the catalogue has it' }),
  minusLog10P: orNull('number', 'Null where p is no number, or 0'),
  genes: Type.String({ description: 'As the authors report them' }),
  via: Type.String({ description: 'The variant that is reported: this one, or its proxy' }),
  r2: Type.Number({ description: 'With that one, in the population of the study; 1 for itself' }),
  population: orNull('string', 'Panel of linkage of the study'),
});

/** Tells the studies of one variant after the other; none where the registry has no studies. */
export function reportsOf(served: Served, variants: VariantTable): (row: number) => object[] {
  const gwas = annotationIfAny(served, GWAS);
  const ld = annotationIfAny(served, LD);
  if (gwas === undefined) return () => [];
  const least = Math.fround(gwas.parameters.r2);
  return (row) => {
    const found = new Map<number, object>();
    const add = (association: Association, via: number, r2: number) => {
      const study = gwas.study(association.study);
      if (found.has(association.study)) return;
      if (via !== row && (study.panel === undefined || !(r2 > least))) return;
      found.set(association.study, {
        study: study.id,
        ...{ author: study.author, trait: study.trait, pubmed: study.pubmed },
        ...{ reportedId: association.reportedId, p: association.p },
        minusLog10P: finiteOrNull(association.minusLog10P),
        genes: association.genes,
        via: variants.variant(via).id,
        r2: floatToSix(r2),
        population: study.panel ?? null,
      });
    };
    for (const own of gwas.associationsOf(row)) add(own, row, 1);
    for (const population of ld?.populations ?? []) {
      const proxies = ld!.partners(population, row).filter(({ r2 }) => r2 > least);
      // The closest proxy of a study is told.
      for (const proxy of proxies.sort((a, b) => b.r2 - a.r2 || a.row - b.row)) {
        for (const own of ofPanel(gwas, proxy.row, population)) add(own, proxy.row, proxy.r2);
      }
    }
    return [...found].sort(([a], [b]) => a - b).map(([, report]) => report);
  };
}

function ofPanel(gwas: GwasTable, row: number, population: string): Association[] {
  return gwas.associationsOf(row).filter(({ study }) => gwas.study(study).panel === population);
}

/** JSON has no infinity. */
export function finiteOrNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
