/** Work that waits (files, addresses), several at once. */

/** The results of `run` in the order of `items`, at most `most` of them under way at a time. The first error ends it. */
export async function atOnce<Item, Result>(
  items: readonly Item[],
  most: number,
  run: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const runNext = async () => {
    while (next < items.length) {
      const index = next++;
      try {
        results[index] = await run(items[index]!, index);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, runNext));
  return results;
}
