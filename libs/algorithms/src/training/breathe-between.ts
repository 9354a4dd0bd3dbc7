import type { Yielder } from '@cartwheel/async-guard';
import type { Pieces } from '@cartwheel/nn';

/** Does a computation piece by piece, and gives others their turn between them where one is due. */
export async function breatheBetween<Result>(pieces: Pieces<Result>, breathe: Yielder): Promise<Result> {
  let piece = pieces.next();
  while (piece.done !== true) {
    const breath = breathe();
    if (breath !== undefined) await breath;
    piece = pieces.next();
  }
  return piece.value;
}
