/** Edges of a histogram for who draws them: infinite ones are where the finite ones end. */
export function finiteEdges(edges: readonly number[]): number[] {
  const finite = edges.filter((edge) => Number.isFinite(edge));
  const low = finite.length > 0 ? Math.min(...finite) : 0;
  const high = finite.length > 0 ? Math.max(...finite) : 0;
  return edges.map((edge) => Math.min(high, Math.max(low, edge)));
}
