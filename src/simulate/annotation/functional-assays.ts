/** Assays of what elements do: enhancers tested in embryos (as VISTA's), and massively parallel reporters. */

import { elementId } from '../element-table.ts';
import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import type { Random } from '../random.ts';
import { onceAGenome } from './once-a-genome.ts';

/** A tested place, its row, and the element that it was drawn around. */
interface Tested {
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
  readonly element: number | undefined;
  readonly isActive: boolean;
  /** The columns behind the name. */
  readonly rest: string;
}

const CONTROL_SHARE = 0.25;
const EMBRYOS = 5;

function anyPlace(random: Random, { plan }: SimulatedGenome, widthBp: number) {
  const chrom = random.whole(0, plan.mainChroms - 1);
  const start = random.whole(10_000, plan.chroms.sizes[chrom]! - 20_000);
  return { chrom, start, end: start + widthBp };
}

/** Places around elements of all kinds, and controls anywhere; ordered. `test` says what came out. */
function testedOf(
  random: Random,
  genome: SimulatedGenome,
  plan: {
    readonly count: number;
    readonly flankBp: readonly [least: number, most: number];
    readonly test: (element: number | undefined) => { readonly isActive: boolean; readonly rest: string };
  },
): readonly Tested[] {
  const { elements } = genome;
  const flank = () => random.whole(...plan.flankBp);
  const tested = Array.from({ length: plan.count }, (): Tested => {
    if (random.chance(CONTROL_SHARE)) {
      return { ...anyPlace(random, genome, 250 + 2 * flank()), element: undefined, ...plan.test(undefined) };
    }
    const element = random.whole(0, elements.count - 1);
    const { chrom, start, end } = elements.at(element);
    return { chrom, start: Math.max(0, start - flank()), end: end + flank(), element, ...plan.test(element) };
  });
  return tested.sort((a, b) => a.chrom - b.chrom || a.start - b.start || a.end - b.end);
}

const vistaOf = onceAGenome((genome): readonly Tested[] => {
  const random = streamOf(genome, 'vista');
  const { elements, plan } = genome;
  const test = (element: number | undefined) => {
    const planted = element === undefined ? undefined : elements.at(element).planted;
    const chance = planted === 'dELS' || planted === 'pELS' ? 0.65 : planted === undefined ? 0.04 : 0.12;
    if (!random.chance(chance)) return { isActive: false, rest: 'negative\t---' };
    const tissues =
      planted === 'dELS' || planted === 'pELS'
        ? [
            ...new Set(
              plan.biosamples.filter((_, b) => elements.isActive(element!, b)).map((one) => one.tissue),
            ),
          ]
        : [random.whole(0, plan.tissues.length - 1)];
    const seen = tissues.map((tissue) => `${plan.tissues[tissue]}[${random.whole(3, EMBRYOS)}/${EMBRYOS}]`);
    return { isActive: true, rest: `positive\t${seen.join('; ')}` };
  };
  return testedOf(random, genome, { count: plan.annotation.testedEnhancers, flankBp: [300, 1200], test });
});

const mpraOf = onceAGenome((genome): readonly Tested[] => {
  const random = streamOf(genome, 'mpra');
  const { elements, plan } = genome;
  const test = (element: number | undefined) => {
    // The library is read in the first biosample: what is open there drives its reporter more often.
    const isOpen = element !== undefined && elements.isActive(element, 0);
    const isActive = random.chance(element === undefined ? 0.03 : isOpen ? 0.7 : 0.12);
    const log2 = isActive ? 1 + random.exponential(1) : 0.35 * random.normal();
    const input = random.whole(80, 2500);
    const output = Math.round(input * 2 ** log2);
    const p = isActive ? 2.5 + random.exponential(3) : random.exponential(0.4);
    const numbers = `${log2.toFixed(4)}\t${input}\t${output}\t${p.toFixed(3)}\t${Math.max(0, p - 0.6).toFixed(3)}`;
    return { isActive, rest: `${Math.min(1000, Math.round(200 * Math.max(0, log2)))}\t.\t${numbers}` };
  };
  return testedOf(random, genome, { count: plan.annotation.mpraRegions, flankBp: [0, 60], test });
});

function* rowsOf(genome: SimulatedGenome, tested: readonly Tested[], prefix: string): Generator<string> {
  for (const [i, { chrom, start, end, rest }] of tested.entries()) {
    yield `${genome.plan.chroms.names[chrom]}\t${start}\t${end}\t${prefix}${i + 1}\t${rest}`;
  }
}

/** vista.tsv: tested enhancers; tissues with how many of the embryos showed them, `---` for none. */
export function* vistaText(genome: SimulatedGenome): Generator<string> {
  yield 'chrom\tstart\tend\tid\tresult\ttissues\n';
  for (const row of rowsOf(genome, vistaOf(genome), 'hs')) yield `${row}\n`;
}

/** mpra.tsv: reporters read in the first biosample. */
export function* mpraText(genome: SimulatedGenome): Generator<string> {
  const counts = 'log2FoldChange\tinputCount\toutputCount\tminusLog10PValue\tminusLog10QValue';
  yield `chrom\tstart\tend\tname\tscore\tstrand\t${counts}\tbiosample\n`;
  const { name } = genome.plan.biosamples[0]!;
  for (const row of rowsOf(genome, mpraOf(genome), 'mpra')) yield `${row}\t${name}\n`;
}

/** truth/functional.tsv: the element behind each tested place, and whether it drives a reporter. */
export function* truthFunctionalText(genome: SimulatedGenome): Generator<string> {
  yield 'assay\tname\telement\tactive\n';
  for (const [assay, prefix, tested] of [
    ['VISTA', 'hs', vistaOf(genome)],
    ['MPRA', 'mpra', mpraOf(genome)],
  ] as const) {
    for (const [i, { element, isActive }] of tested.entries()) {
      const behind = element === undefined ? '' : elementId(element);
      yield `${assay}\t${prefix}${i + 1}\t${behind}\t${isActive ? 'yes' : 'no'}\n`;
    }
  }
}
