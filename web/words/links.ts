/** Links of elements and genes in words. */

/**
 * The confidence that distance alone can give, at the start site itself (p of docs/method.md, Links). What is below it has less for it than
 * that: such a pair is listed as near, not as linked.
 */
export const LEAST_LINK = 0.1;

/** No more than distance alone could give. */
export const isWeakLink = (confidence: number): boolean => confidence < LEAST_LINK;

/** Below every list of links. */
export const WEAK_WORDS = 'Grey: weak, below 0.10, which is what distance alone gives at most';

/** Of what the expression beside an activity is. */
export const RNA_WORDS = 'RNA is the mean TPM of all RNA-seq of a biosample, total and polyA plus alike';
