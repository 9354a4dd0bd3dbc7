import type { Pieces } from './network.ts';

/** What a computation in pieces ends with: all of them in one go. */
export function finish<Result>(pieces: Pieces<Result>): Result {
  let piece = pieces.next();
  while (piece.done !== true) piece = pieces.next();
  return piece.value;
}
