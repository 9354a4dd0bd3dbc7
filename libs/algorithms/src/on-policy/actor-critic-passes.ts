import { passesOf, type Network, type Pieces, type PiecewisePasses } from '@cartwheel/nn';
import type { Distribution } from '../distributions/distribution.ts';
import type { Outputs } from './actor-critic.ts';

/** The parts of an actor–critic; see there. */
export interface ActorCriticParts {
  readonly features: Network | undefined;
  readonly trunk: Network | undefined;
  readonly actorBody: Network | undefined;
  readonly actor: Network;
  readonly critic: Network;
  readonly distribution: Distribution;
}

interface Passes {
  features: PiecewisePasses | undefined;
  trunk: PiecewisePasses | undefined;
  actorBody: PiecewisePasses | undefined;
  actor: PiecewisePasses;
  critic: PiecewisePasses;
}

/** How an actor–critic learns: its passes in pieces. It may act between any two of them. */
export class ActorCriticPasses {
  readonly #passes: Passes;
  readonly #distribution: Distribution;
  /** Whether there are features with weights. */
  readonly #learnsFeatures: boolean;
  readonly #outputs: Outputs = { parameters: new Float32Array(0), values: new Float32Array(0) };
  #trunkGradient = new Float32Array(0);

  constructor(parts: ActorCriticParts) {
    this.#passes = divide(parts);
    this.#distribution = parts.distribution;
    this.#learnsFeatures = parts.features !== undefined && parts.features.parameterCount > 0;
  }

  /** π and V of each row of `observations`. Nothing comes between the last piece and what is done with them. */
  *forward(observations: Float32Array, rows: number): Pieces<Outputs> {
    const { features, trunk, actorBody, actor, critic } = this.#passes;
    const seen = features === undefined ? observations : yield* features.forward(observations, rows);
    const inputs = trunk === undefined ? seen : yield* trunk.forward(seen, rows);
    this.#outputs.values = yield* critic.forward(inputs, rows);
    const body = actorBody === undefined ? inputs : yield* actorBody.forward(inputs, rows);
    this.#outputs.parameters = yield* actor.forward(body, rows);
    this.#distribution.exploration?.setFeatures(body);
    return this.#outputs;
  }

  /** From dL/dparameters and dL/dV of the batch of the last `forward`; the distribution leaves its own gradients. */
  *backward(actorGradient: Float32Array, criticGradient: Float32Array): Pieces<void> {
    const { features, trunk, actorBody, actor, critic } = this.#passes;
    const learned = this.#learnsFeatures ? features : undefined;
    if (trunk === undefined && learned === undefined) {
      if (actorBody === undefined) yield* actor.backwardToParameters(actorGradient);
      else yield* actorBody.backwardToParameters(yield* actor.backward(actorGradient));
      yield* critic.backwardToParameters(criticGradient);
      return;
    }
    const ofHead = yield* actor.backward(actorGradient);
    const ofActor = actorBody === undefined ? ofHead : yield* actorBody.backward(ofHead);
    const shared = this.#sum(ofActor, yield* critic.backward(criticGradient));
    if (trunk === undefined) yield* learned?.backwardToParameters(shared) ?? [];
    else if (learned === undefined) yield* trunk.backwardToParameters(shared);
    else yield* learned.backwardToParameters(yield* trunk.backward(shared));
  }

  #sum(ofActor: Float32Array, ofCritic: Float32Array): Float32Array {
    if (this.#trunkGradient.length !== ofActor.length) this.#trunkGradient = new Float32Array(ofActor.length);
    for (let i = 0; i < ofActor.length; i++) this.#trunkGradient[i] = ofActor[i] + ofCritic[i];
    return this.#trunkGradient;
  }
}

/** All of them, or none: nothing may come between a `forward` and the `backward` of a part that cannot be divided. */
function divide({ features, trunk, actorBody, actor, critic }: ActorCriticParts): Passes {
  const optional = [features, trunk, actorBody].filter((part) => part !== undefined);
  const [ofActor, ofCritic, ...others] = passesOf(actor, critic, ...optional);
  const next = (part: Network | undefined): PiecewisePasses | undefined =>
    part === undefined ? undefined : others.shift();
  return { features: next(features), trunk: next(trunk), actorBody: next(actorBody), actor: ofActor, critic: ofCritic };
}
