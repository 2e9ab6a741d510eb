/** The rows of the table, read in blocks as they come into view. */

import { useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { queries } from '../../api/answer.ts';
import type { Problem } from '../../api/ask.ts';
import { useRegistry } from '../../frame/registry.ts';
import { askElements, type ElementAsking, type ElementRow, elementsKey } from './element-answers.ts';
import { geneSymbols } from './gene-symbols.ts';

/** Rows of a request. */
const BLOCK = 200;
/** While rows fly past, nothing is asked until they rest so long. */
const REST_MS = 80;

/** An element with the symbol of its nearest gene; null where the registry has none. */
export interface ShownRow extends ElementRow {
  readonly symbol: string | null;
}

/** The accession that the table calls an element by: of the cCRE, else of the rDHS. */
export const nameOfRow = ({ accession, rdhs }: ShownRow): string => accession ?? rdhs;

interface Block {
  readonly total: number;
  readonly rows: readonly ShownRow[];
}

export interface ElementRows {
  /** Undefined before the first answer. */
  readonly total: number | undefined;
  /** Names the list that is shown: it changes when the rows of a new question are there. */
  readonly content: string;
  /** The rows are those of the question before. */
  readonly isBefore: boolean;
  readonly error: Problem | undefined;
  /** The row, where it is there. */
  at(index: number): ShownRow | undefined;
  onView(first: number, end: number): void;
  retry(): void;
}

/** The elements of a question. Blocks that are scrolled past are not asked, or no longer. */
export function useElementRows(asking: ElementAsking): ElementRows {
  const registry = useRegistry();
  const content = JSON.stringify(elementsKey(registry.version, asking));
  const { blocks, onView } = useWantedBlocks(content);
  const keyOf = useCallback((text: string, block: number) => ['element rows', text, block] as const, []);
  // What is in view comes first, its neighbours after it.
  const inView = blocks.inView.every((block) => queries.getQueryData(keyOf(content, block)) !== undefined);
  const results = useQueries({
    queries: [...blocks.inView, ...blocks.beside].map((block) => ({
      queryKey: keyOf(content, block),
      queryFn: ({ signal }: { signal: AbortSignal }) => readBlock(registry, { asking, block }, signal),
      enabled: inView || blocks.inView.includes(block),
    })),
  });
  const answer = results.find(({ data }) => data !== undefined)?.data;
  const shown = useRef<{ content: string; total: number } | undefined>(undefined);
  if (answer !== undefined) shown.current = { content, total: answer.total };
  const shownContent = shown.current?.content ?? content;
  const at = useCallback(
    (index: number) =>
      queries.getQueryData<Block>(keyOf(shownContent, Math.floor(index / BLOCK)))?.rows[index % BLOCK],
    [keyOf, shownContent],
  );
  const failed = results.find(({ error }) => error !== null);
  return {
    total: shown.current?.total,
    content: shownContent,
    isBefore: shownContent !== content,
    error: (failed?.error ?? undefined) as Problem | undefined,
    at,
    onView,
    retry: () => {
      for (const { error, refetch } of results) if (error !== null) void refetch();
    },
  };
}

async function readBlock(
  registry: { readonly id: string; readonly version: string; readonly annotations: readonly string[] },
  { asking, block }: { asking: ElementAsking; block: number },
  signal: AbortSignal,
): Promise<Block> {
  const page = await askElements(registry.id, { ...asking, offset: block * BLOCK, limit: BLOCK }, signal);
  const ids = page.elements.flatMap(({ nearestGene }) => nearestGene ?? []);
  const symbols = await geneSymbols(registry, ids, signal);
  return {
    total: page.total,
    rows: page.elements.map((own) => ({
      ...own,
      symbol: own.nearestGene === null ? null : (symbols.get(own.nearestGene) ?? null),
    })),
  };
}

interface Wanted {
  readonly inView: readonly number[];
  readonly beside: readonly number[];
}

const FIRST: Wanted = { inView: [0], beside: [] };

function wantedOf(first: number, end: number): Wanted {
  const from = Math.floor(first / BLOCK);
  const to = Math.max(from, Math.floor((end - 1) / BLOCK));
  return {
    inView: Array.from({ length: to - from + 1 }, (_, i) => from + i),
    beside: from === 0 ? [to + 1] : [to + 1, from - 1],
  };
}

/** The blocks of the rows in view: at once where they are beside those before, after some rest where the view jumped. */
function useWantedBlocks(content: string): { blocks: Wanted; onView(first: number, end: number): void } {
  const [wanted, setWanted] = useState({ content, blocks: FIRST });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const now = useRef(wanted);
  const blocks = wanted.content === content ? wanted.blocks : FIRST;
  now.current = { content, blocks };
  useEffect(() => () => clearTimeout(timer.current), []);
  const onView = useCallback((first: number, end: number) => {
    clearTimeout(timer.current);
    const next = wantedOf(first, end);
    const { content: text, blocks: before } = now.current;
    if (next.inView.join() === before.inView.join() && next.beside.join() === before.beside.join()) return;
    const known = new Set([...before.inView, ...before.beside]);
    const set = () => setWanted({ content: text, blocks: next });
    if (next.inView.every((block) => known.has(block))) set();
    else timer.current = setTimeout(set, REST_MS);
  }, []);
  return useMemo(() => ({ blocks, onView }), [blocks, onView]);
}
