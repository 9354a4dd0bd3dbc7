import type { Defer, Pieces } from '@cartwheel/nn';
import type { NamedTrainables } from '../model-folder/weights.ts';

/** Moves `target` towards `source`, part by part: all the way where τ is 1. */
export function polyakUpdate(target: NamedTrainables, source: NamedTrainables, tau: number): void {
  for (const name in target) target[name].polyakUpdate(source[name], tau);
}

/** The same, a part a piece. */
export function* polyakInPieces(target: NamedTrainables, source: NamedTrainables, tau: number): Pieces<void> {
  for (const name in target) {
    yield undefined;
    target[name].polyakUpdate(source[name], tau);
  }
}

/** Lets `target` start as `source` does: later, where the initialisation of both was deferred. */
export function startAlike(target: NamedTrainables, source: NamedTrainables, defer: Defer | undefined): void {
  if (defer === undefined) polyakUpdate(target, source, 1);
  else defer(polyakInPieces(target, source, 1));
}

/** The same parts, named as those of targets: `target.qf0` … */
export function asTargets(trained: NamedTrainables): NamedTrainables {
  return Object.fromEntries(Object.entries(trained).map(([name, part]) => [`target.${name}`, part]));
}
