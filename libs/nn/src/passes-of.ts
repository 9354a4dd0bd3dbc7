import type { Network, Pieces, PiecewisePasses } from './network.ts';

/**
 * The passes of networks that belong together, in pieces; each in one go where one of them cannot be divided, since then
 * nothing may come between its `forward` and its `backward`.
 */
export function passesOf<Networks extends readonly Network[]>(
  ...networks: Networks
): { [Index in keyof Networks]: PiecewisePasses };
export function passesOf(...networks: readonly Network[]): PiecewisePasses[] {
  const divided = networks.flatMap(({ inPieces }) => inPieces ?? []);
  return divided.length === networks.length ? divided : networks.map(undivided);
}

/** Whether `passesOf` divides them: their passes have room of their own then, and others may use them within a gradient step. */
export function canDivide(...networks: readonly Network[]): boolean {
  return networks.every(({ inPieces }) => inPieces !== undefined);
}

function undivided(network: Network): PiecewisePasses {
  return {
    forward: (x, batch) => inOneGo(() => network.forward(x, batch)),
    backward: (outputGradient) => inOneGo(() => network.backward(outputGradient)),
    backwardToParameters: (outputGradient) => inOneGo(() => network.backwardToParameters(outputGradient)),
    backwardToInputs: (outputGradient) => inOneGo(() => network.backwardToInputs(outputGradient)),
  };
}

const NO_PAUSES: readonly undefined[] = [];

/** What cannot be divided, as a single piece. */
export function* inOneGo<Result>(compute: () => Result): Pieces<Result> {
  yield* NO_PAUSES;
  return compute();
}
