/**
 * Finds the largest part of a list that passes, by halves: all at once, and only where that fails each half on top of what has
 * passed. An item that fails by itself is left out.
 */
export async function keepWhatPasses<T>(
  items: readonly T[],
  passes: (items: readonly T[]) => Promise<boolean>,
  accepted: readonly T[] = [],
): Promise<readonly T[]> {
  if (items.length === 0) return accepted;
  if (await passes([...accepted, ...items])) return [...accepted, ...items];
  if (items.length === 1) return accepted;
  const middle = Math.ceil(items.length / 2);
  const first = await keepWhatPasses(items.slice(0, middle), passes, accepted);
  return keepWhatPasses(items.slice(middle), passes, first);
}
