/** Every kind of annotation, in the order in which they are made: what a kind reads of others comes before it. */

import { CONSERVATION_KIND } from './conservation.ts';
import { EMBEDDING_KIND } from './embedding.ts';
import { EXPRESSION_KIND } from './expression.ts';
import { FUNCTIONAL_KIND } from './functional.ts';
import { GENES_KIND } from './genes.ts';
import { GWAS_KIND } from './gwas.ts';
import { INTERVALS_KIND } from './intervals.ts';
import type { Kind } from './kind.ts';
import { LD_KIND } from './ld.ts';
import { LINKS_KIND } from './links.ts';
import { ORTHOLOGS_KIND } from './orthologs.ts';
import { PEAKS_KIND } from './peaks.ts';
import { PREVIOUS_KIND } from './previous.ts';
import { REFERENCE_KIND } from './reference.ts';
import { SIGNALS_KIND } from './signals.ts';
import { TSS_EXPRESSION_KIND } from './tss-expression.ts';
import { VARIANTS_KIND } from './variants.ts';

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
