/** Works on all items, so many at once, and answers in their order. After the first failure, which is thrown, nothing is begun. */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const waiting = items.entries();
  const results: R[] = [];
  let isOver = false;
  const workOn = async () => {
    for (const [index, item] of waiting) {
      if (isOver) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, workOn));
  return results;
}
