/** What an evaluation came to. */
export interface EpisodeReturns {
  /** Undiscounted return of each episode, in order. */
  returns: number[];
  /** Length of each episode in environment steps. */
  lengths: number[];
  meanReturn: number;
  /** Population standard deviation over episodes, as NumPy's `std`. */
  stdReturn: number;
  meanLength: number;
}

/** `returns` and `lengths` are those of the same episodes, of which there is at least one. */
export function summarizeEpisodes(returns: number[], lengths: number[]): EpisodeReturns {
  const meanReturn = mean(returns);
  const stdReturn = Math.sqrt(mean(returns.map((value) => (value - meanReturn) ** 2)));
  return { returns, lengths, meanReturn, stdReturn, meanLength: mean(lengths) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
