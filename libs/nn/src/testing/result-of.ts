import type { Pieces } from '../network.ts';

/** What a computation in pieces ends with; `between` is called between two of them. */
export function resultOf<Result>(pieces: Pieces<Result>, between?: () => void): Result {
  let piece = pieces.next();
  while (piece.done !== true) {
    between?.();
    piece = pieces.next();
  }
  return piece.value;
}
