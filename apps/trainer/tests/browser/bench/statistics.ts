/** The value below which a share of them lies, by nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const rank = Math.round(share * (values.length - 1));
  return values.toSorted((a, b) => a - b).at(rank) ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
