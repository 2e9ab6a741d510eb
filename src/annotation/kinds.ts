/** Every kind of annotation, in the order in which they are made: what a kind reads of others comes before it. */

import { EMBEDDING_KIND } from './embedding.ts';
import { EXPRESSION_KIND } from './expression/expression.ts';
import { TSS_EXPRESSION_KIND } from './expression/tss-expression.ts';
import { REFERENCE_KIND } from './files/reference.ts';
import { SIGNALS_KIND } from './files/signals.ts';
import { GENES_KIND } from './genes/genes.ts';
import { CONSERVATION_KIND } from './ground/conservation.ts';
import { FUNCTIONAL_KIND } from './ground/functional.ts';
import { INTERVALS_KIND } from './ground/intervals.ts';
import { PEAKS_KIND } from './ground/peaks.ts';
import { GWAS_KIND } from './gwas/gwas.ts';
import type { Kind } from './kind.ts';
import { LINKS_KIND } from './links/links.ts';
import { ORTHOLOGS_KIND } from './registries/orthologs.ts';
import { PREVIOUS_KIND } from './registries/previous.ts';
import { LD_KIND } from './variants/ld.ts';
import { VARIANTS_KIND } from './variants/variants.ts';

export const KINDS: readonly Kind[] = [
  GENES_KIND,
  EXPRESSION_KIND,
  TSS_EXPRESSION_KIND,
  VARIANTS_KIND,
  LD_KIND,
  GWAS_KIND,
  PEAKS_KIND,
  INTERVALS_KIND,
  LINKS_KIND,
  FUNCTIONAL_KIND,
  ORTHOLOGS_KIND,
  CONSERVATION_KIND,
  PREVIOUS_KIND,
  SIGNALS_KIND,
  REFERENCE_KIND,
  EMBEDDING_KIND,
];
