/** What people type, taken apart: places, accessions, variants, genes, biosamples and keywords, mixed; or a study by itself. */

import { GENES } from '../../annotation/genes/gene-table.ts';
import { GWAS } from '../../annotation/gwas/gwas-table.ts';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import { locationText, type Place, parseLocation } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { CLASS_NAMES } from '../../registry/schemes.ts';
import type { Condition, ElementFilter } from '../../store/element-filter.ts';
import { accessionOfRow, resolveAccession } from '../elements/accession.ts';
import { geneNames } from '../genes/gene-names.ts';
import type { Served } from '../served.ts';
import { biosamplesMeant } from './biosample-words.ts';

export const PART_KINDS = [
  'location',
  'accession',
  'variant',
  'gene',
  'biosample',
  'keyword',
  'study',
] as const;

/** What a part of the text was understood as. */
export interface Part {
  readonly kind: (typeof PART_KINDS)[number];
  /** As it was typed. */
  readonly text: string;
  readonly value: string;
  /** 1-based inclusive; null for what has no place. */
  readonly location: string | null;
  /** What else it may have meant: other genes of the name, all biosamples of a tissue, other studies of the PubMed id. */
  readonly others: readonly string[];
}

export interface Understood {
  readonly parts: readonly Part[];
  /** All parts together: places are joined by or, everything else by and. */
  readonly filter: ElementFilter;
  /** Words that nothing is known by. */
  readonly unknown: readonly string[];
  /** What the answer took on itself. */
  readonly notices: readonly string[];
}

/** Words that stand for what is high, as SCREEN took them. */
const KEYWORDS: Readonly<Record<string, ElementFilter>> = {
  promoter: { class: ['PLS'] },
  enhancer: { class: ['pELS', 'dELS'] },
  insulator: { ctcfBound: true },
};

/** Words that join others and mean nothing alone. */
const BETWEEN = ['in', 'and', 'of', 'the', 'at', 'near', 'with', 'for'];
/** Words that turn the biosample after them round. */
const NEGATIONS = ['not', 'without'];

/** What says that an element is active in a biosample, the best first. */
const ACTIVITY_ASSAYS = ['DNase', 'H3K27ac', 'H3K4me3', 'CTCF'] as const;

/** SCREEN looks this far around a variant that lies in no element. */
const AROUND_VARIANT_BP = 2000;

/** A part with what it asks of elements and how many words it took. */
interface Found {
  readonly part: Part;
  readonly words: number;
  readonly filter: ElementFilter;
  readonly notice?: string;
}

/**
 * Takes the text apart: the whole as a place first, then word by word, the longest name of a biosample first. Where words are left that
 * nothing is known by, the whole may be a study.
 */
export function understood(served: Served, text: string): Understood {
  const { chromSizes } = served.store.registry;
  const whole = parseLocation(text, chromSizes);
  if (whole !== undefined) {
    const { part, filter } = ofPlace(text.trim(), whole);
    return { parts: [part], filter, unknown: [], notices: [] };
  }
  const words = text
    .split(/\s+/)
    // Within a place a comma groups thousands, elsewhere it parts words.
    .flatMap((word) => (word.includes(':') ? [word.replace(/[,;]+$/, '')] : word.split(/[,;]/)))
    .filter((word) => word !== '');
  const found: Found[] = [];
  const unknown: string[] = [];
  for (let i = 0; i < words.length; ) {
    const own = wordAt(served, words, i) ?? negatedAt(served, words, i);
    if (own === undefined && !BETWEEN.includes(words[i]!.toLowerCase())) unknown.push(words[i]!);
    if (own === undefined) {
      i++;
      continue;
    }
    found.push(own);
    i += own.words;
  }
  const study = unknown.length === 0 ? undefined : studyOf(served, text.trim());
  if (study !== undefined) return study;
  return {
    parts: found.map(({ part }) => part),
    filter: found.map(({ filter }) => filter).reduce(joined, {}),
    unknown,
    notices: [
      ...found.flatMap(({ notice }) => notice ?? []),
      ...(unknown.length > 0 && found.length > 0
        ? [`nothing here is known by ${unknown.join(', ')}: the elements shown are not narrowed by it`]
        : []),
    ],
  };
}

function wordAt(served: Served, words: readonly string[], i: number): Found | undefined {
  const word = words[i]!;
  return (
    (word.includes(':') ? foundAt(served, word) : undefined) ??
    accessionAt(served, word) ??
    keywordAt(served, word) ??
    variantAt(served, word) ??
    geneAt(served, word) ??
    classAt(served, word) ??
    biosampleAt(served, words, i)
  );
}

function foundAt(served: Served, word: string): Found | undefined {
  const place = parseLocation(word, served.store.registry.chromSizes);
  return place && ofPlace(word, place);
}

function ofPlace(text: string, place: Place): Found {
  const location = locationText(place);
  return {
    part: { kind: 'location', text, value: location, location, others: [] },
    words: 1,
    filter: { regions: [place] },
  };
}

function accessionAt(served: Served, text: string): Found | undefined {
  const found = resolveAccession(served, text);
  if (found === undefined || found.rows.length === 0) return undefined;
  const now = found.rows.map((row) => accessionNow(served, text, row));
  const row = found.rows[0]!;
  const place = placeAt(served.store.table.regions, row);
  return {
    part: { kind: 'accession', text, value: now[0]!, location: locationText(place), others: now.slice(1) },
    words: 1,
    // Whoever names an element wants it, of whatever tier, cCRE or not.
    filter: { scope: 'rDHSs', accessions: now },
    ...(found.from === 'previous'
      ? { notice: `${text} is of an earlier registry; what lies there now is shown` }
      : {}),
  };
}

/** What an accession is called now: itself, unless it is of an earlier registry. */
export function accessionNow(served: Served, typed: string, row: number): string {
  return served.store.rowOf(typed) === row ? typed.toUpperCase() : accessionOfRow(served, row);
}

function keywordAt(served: Served, text: string): Found | undefined {
  const name = text.toLowerCase().replace(/s$/, '');
  if (!Object.hasOwn(KEYWORDS, name)) return undefined;
  const own = KEYWORDS[name]!;
  const isCtcfClass = served.store.registry.scheme === 'encode4' && own.ctcfBound === true;
  return {
    part: { kind: 'keyword', text, value: name, location: null, others: [] },
    words: 1,
    filter: isCtcfClass ? { class: ['CA-CTCF'] } : own,
  };
}

/** A class by its name. After genes: TF is one too. */
function classAt(served: Served, text: string): Found | undefined {
  const { scheme } = served.store.registry;
  const wanted = text.toLowerCase();
  const name = CLASS_NAMES[scheme].agnostic.find((own) => own.toLowerCase() === wanted);
  const isBound = scheme === 'encode3' && wanted === 'ctcf-bound';
  if (name === undefined && !isBound) return undefined;
  return {
    part: { kind: 'keyword', text, value: name ?? 'CTCF-bound', location: null, others: [] },
    words: 1,
    filter: name === undefined ? { ctcfBound: true } : { class: [name] },
  };
}

function variantAt(served: Served, text: string): Found | undefined {
  if (!/^rs\d+$/i.test(text)) return undefined;
  const variants = served.annotations().get(VARIANTS);
  const row = variants?.rowsOf(text.toLowerCase())[0];
  if (variants === undefined || row === undefined) return undefined;
  const { id, chrom, start, end } = variants.variant(row);
  const [from, to] = served.store.rowsIn({ chrom, start, end });
  const isHit = to > from;
  const around = {
    chrom,
    start: Math.max(0, start - AROUND_VARIANT_BP),
    end: end + AROUND_VARIANT_BP,
  };
  return {
    part: { kind: 'variant', text, value: id, location: locationText({ chrom, start, end }), others: [] },
    words: 1,
    filter: { regions: [isHit ? { chrom, start, end } : around] },
    ...(isHit
      ? {}
      : { notice: `${id} lies in no element; those within ${AROUND_VARIANT_BP} bp of it are shown` }),
  };
}

/** Studies by their whole id, accession, PubMed id, trait or title: these have words that mean something else by themselves. */
function studyOf(served: Served, text: string): Understood | undefined {
  const gwas = served.annotations().get(GWAS);
  const [first, ...others] = (gwas?.named(text) ?? []).map((study) => gwas!.study(study).id);
  if (first === undefined) return undefined;
  return {
    parts: [{ kind: 'study', text, value: first, location: null, others }],
    filter: {},
    unknown: [],
    notices: [
      `${others.length === 0 ? 'a study narrows' : `${others.length + 1} studies are so called; they narrow`} nothing: gwas/studies/ID/ccres has the cCREs that a study hits`,
    ],
  };
}

/** Elements whose nearest TSS is the gene's; where there is none, those in the gene. */
function geneAt(served: Served, text: string): Found | undefined {
  const nearest = geneNames(served.store);
  const genes = served.annotations().get(GENES);
  const rows = genes?.find(text) ?? [];
  const [row] = rows;
  if (genes === undefined || row === undefined) {
    const name = nearest.get(text.toLowerCase());
    return name === undefined
      ? undefined
      : {
          part: { kind: 'gene', text, value: name, location: null, others: [] },
          words: 1,
          filter: { nearestGene: [name] },
        };
  }
  const gene = genes.gene(row);
  const name = nearest.get(gene.id.toLowerCase()) ?? nearest.get(gene.symbol.toLowerCase());
  return {
    part: {
      kind: 'gene',
      text,
      value: gene.symbol,
      location: locationText(gene),
      others: rows.slice(1).map((other) => genes.gene(other).id),
    },
    words: 1,
    filter:
      name === undefined
        ? { regions: [{ chrom: gene.chrom, start: gene.start, end: gene.end }] }
        : { nearestGene: [name] },
  };
}

/** Biosamples of a tissue are meant by one assay: DNase where any of them has it, else the first of the class assays that one has. */
function biosampleAt(served: Served, words: readonly string[], i: number): Found | undefined {
  const found = biosamplesMeant(served.store.registry.biosamples, words, i);
  if (found === undefined) return undefined;
  const assay = ACTIVITY_ASSAYS.find((own) => found.biosamples.some(({ files }) => files[own] !== undefined));
  const meant = found.biosamples.filter(({ files }) => assay !== undefined && files[assay] !== undefined);
  const conditions = meant.map(({ name }): Condition => ({ biosample: name, assay: assay!, is: 'high' }));
  const [only] = conditions;
  const notice =
    assay === undefined
      ? `${found.name} has no DNase, H3K27ac, H3K4me3 or CTCF: it narrows nothing`
      : assay === 'DNase'
        ? undefined
        : `${found.name} has no DNase: elements with high ${assay} are shown`;
  return {
    part: {
      kind: 'biosample',
      text: words.slice(i, i + found.words).join(' '),
      value: found.name,
      location: null,
      others: found.biosamples.length === 1 ? [] : meant.map(({ name }) => name),
    },
    words: found.words,
    filter: only === undefined ? {} : { activity: conditions.length === 1 ? only : { any: conditions } },
    ...(notice === undefined ? {} : { notice }),
  };
}

/** `not liver`: high in none of its biosamples. */
function negatedAt(served: Served, words: readonly string[], i: number): Found | undefined {
  if (!NEGATIONS.includes(words[i]!.toLowerCase()) || i + 1 === words.length) return undefined;
  const own = biosampleAt(served, words, i + 1);
  if (own?.filter.activity === undefined) return undefined;
  return {
    ...own,
    part: { ...own.part, text: `${words[i]} ${own.part.text}`, value: `not ${own.part.value}` },
    words: own.words + 1,
    filter: { activity: { not: own.filter.activity } },
  };
}

/** Both filters at once; lists of places, accessions and genes are joined, conditions on biosamples must all hold. */
function joined(a: ElementFilter, b: ElementFilter): ElementFilter {
  const both = <T>(x: readonly T[] | undefined, y: readonly T[] | undefined) =>
    x === undefined || y === undefined ? (x ?? y) : [...x, ...y];
  const lists = {
    regions: both(a.regions, b.regions),
    accessions: both(a.accessions, b.accessions),
    nearestGene: both(a.nearestGene, b.nearestGene),
    class: both(a.class, b.class),
  };
  const activity =
    a.activity === undefined || b.activity === undefined
      ? (a.activity ?? b.activity)
      : { all: [a.activity, b.activity] };
  return {
    ...a,
    ...b,
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined)),
    ...(activity === undefined ? {} : { activity }),
  };
}
