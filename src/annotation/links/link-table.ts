/** The links that hang on a registry: genes of an element, elements of a gene, and the evidence of each. Read in place. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import type { KindReader } from '../kind.ts';
import { type Family, familyOf } from './link-confidence.ts';

/** A file of links. */
export interface LinkFile {
  readonly file: string;
  readonly method: string;
  readonly family: Family;
  readonly biosample: string;
  /** Rows of the file, and how many of them link no element to a gene. */
  readonly records: number;
  readonly withoutPair: number;
}

/** An element and a gene, by their rows. */
export interface Link {
  /** Its place among all links. */
  readonly link: number;
  readonly element: number;
  readonly gene: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** bp from the element's edge to the gene's nearest start site, as bedtools counts; null on two chromosomes. */
  readonly distance: number | null;
  readonly isPromoter: boolean;
  /** Pearson's r of activity and expression; null where it is not known. */
  readonly correlation: number | null;
  /** Over so many biosamples. */
  readonly biosamples: number;
  /** How many rows of evidence files give. */
  readonly evidence: number;
}

/** What a row of a file says of a link. */
export interface LinkEvidence {
  /** Its place in `files`. */
  readonly file: number;
  readonly method: string;
  readonly biosample: string | null;
  readonly experiment: string | null;
  /** The loop, the variant, the guide. */
  readonly name: string | null;
  readonly score: number | null;
  readonly effect: number | null;
  readonly p: number | null;
  /** Whether the pair was tested and nothing found. */
  readonly isNegative: boolean;
  /** Whether the file leaves open what was found. */
  readonly isUnknown: boolean;
  /** How many pairs the row speaks for at once. */
  readonly pairs: number;
  /** 0 to 1: what counts in the confidence. */
  readonly strength: number;
}

export interface LinkTable {
  readonly count: number;
  readonly files: readonly LinkFile[];
  /** The links [from, to), in the order of elements, best first. */
  links(from: number, to: number): Link[];
  /** How many links have at least this confidence. */
  countFrom(confidence: number): number;
  /** Of an element, best first. */
  ofElement(row: number): Link[];
  /** How many elements a gene is linked to. */
  countOfGene(gene: number): number;
  /** Of a gene, best first: `limit` of them from `offset` on. */
  ofGene(gene: number, offset: number, limit: number): Link[];
  /** Strongest first. */
  evidence(link: number): LinkEvidence[];
}

export const LINKS: KindReader<LinkTable> = { kind: 'links', open: openLinks };

function openLinks(columns: ColumnFolder): LinkTable {
  const [files, methods, biosamples] = [
    columns.texts('file'),
    columns.texts('method'),
    columns.texts('sourceBiosample'),
  ];
  const sources = files.map(
    (file, i): LinkFile => ({
      file,
      method: methods[i]!,
      family: familyOf(methods[i]!),
      biosample: biosamples[i]!,
      records: columns.int32('records')[i]!,
      withoutPair: columns.int32('withoutPair')[i]!,
    }),
  );
  const read = (name: string, from: number, to: number) => columns.inPlace(name).read(from, to);
  const links = (from: number, to: number): Link[] => {
    if (to <= from) return [];
    const [element, gene] = [read('element', from, to), read('gene', from, to)];
    const [confidence, distance] = [read('confidence', from, to), read('distance', from, to)];
    const [isPromoter, correlation] = [read('isPromoter', from, to), read('correlation', from, to)];
    const [n, offsets] = [read('biosamples', from, to), read('evidenceOffsets', from, to + 1)];
    return Array.from(element, (row, i) => ({
      link: from + i,
      element: row,
      gene: gene[i]!,
      confidence: confidence[i]!,
      distance: distance[i]! < 0 ? null : distance[i]!,
      isPromoter: isPromoter[i] === 1,
      correlation: orNull(correlation[i]!),
      biosamples: n[i]!,
      evidence: offsets[i + 1]! - offsets[i]!,
    }));
  };
  const count = columns.inPlace('element').shape[0]!;
  return {
    count,
    files: sources,
    links,
    countFrom: (confidence) => {
      if (confidence <= 0) return count;
      let found = 0;
      for (let from = 0; from < count; from += LINKS_AT_ONCE) {
        for (const own of read('confidence', from, Math.min(count, from + LINKS_AT_ONCE))) {
          if (own >= confidence) found++;
        }
      }
      return found;
    },
    ofElement: (row) => {
      const offsets = columns.uint32('elementOffsets');
      return links(offsets[row]!, offsets[row + 1]!);
    },
    countOfGene: (gene) => {
      const offsets = columns.uint32('geneOffsets');
      return offsets[gene + 1]! - offsets[gene]!;
    },
    ofGene: (gene, offset, limit) => {
      const offsets = columns.uint32('geneOffsets');
      const from = Math.min(offsets[gene + 1]!, offsets[gene]! + offset);
      const to = Math.min(offsets[gene + 1]!, from + limit);
      return Array.from(read('geneLink', from, to), (link) => links(link, link + 1)[0]!);
    },
    evidence: (link) => {
      const [from, to] = read('evidenceOffsets', link, link + 2);
      const column = (name: string) => read(`evidence${name}`, from!, to!);
      const [source, biosample, experiment] = [column('Source'), column('Biosample'), column('Experiment')];
      const [score, effect, p] = [column('Score'), column('Effect'), column('P')];
      const [negative, pairs, strength] = [column('Negative'), column('Pairs'), column('Strength')];
      const offsets = read('evidenceNameOffsets', from!, to! + 1);
      return Array.from(source, (file, i) => {
        const bytes = read('evidenceName', offsets[i]!, offsets[i + 1]!) as Uint8Array;
        return {
          file,
          method: methods[file]!,
          biosample: columns.texts('biosampleNames')[biosample[i]!] ?? null,
          experiment: columns.texts('experimentNames')[experiment[i]!] ?? null,
          name: bytes.length === 0 ? null : Buffer.from(bytes).toString('utf8'),
          score: orNull(score[i]!),
          effect: orNull(effect[i]!),
          p: orNull(p[i]!),
          isNegative: negative[i] === 1,
          isUnknown: negative[i] === -1,
          pairs: pairs[i]!,
          strength: strength[i]!,
        };
      });
    },
  };
}

/** How many of a column are looked at at a time. */
const LINKS_AT_ONCE = 1 << 20;

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
