import { CartwheelError } from '@cartwheel/async-guard';
import type { PredictOptions } from '@cartwheel/callbacks';
import type { Action, ActionBatch, Observation, Space } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import { checkActionMask } from '../environment/action-masks.ts';
import type { Spaces } from '../spaces/spaces.ts';
import type { ActingPolicy, PolicyInsight } from './acting-policy.ts';

/** Acts on one observation at a time, outside training: with a generator of its own, so that it disturbs no run. */
export class Predictor {
  readonly #policy: ActingPolicy;
  readonly #spaces: Spaces;
  readonly #random: Generator;
  readonly #observation: Float32Array;
  readonly #action: ActionBatch;

  constructor(policy: ActingPolicy, spaces: Spaces, random: Generator) {
    this.#policy = policy;
    this.#spaces = spaces;
    this.#random = random;
    this.#observation = new Float32Array(policy.observationSize);
    this.#action = policy.createActions(1);
  }

  /** Throws `algorithms/wrong-observation`, `algorithms/not-finite` and `algorithms/invalid-action-mask`. */
  predict(observation: Observation, { deterministic = false, actionMask }: PredictOptions = {}): Action {
    const { actionSpace } = this.#spaces;
    this.#take(observation);
    if (actionMask !== undefined) checkActionMask(actionMask, actionSpace, 'The actionMask of predict()');
    this.#policy.act(this.#observation, this.#action, deterministic ? undefined : this.#random, actionMask);
    return toAction(this.#action, actionSpace);
  }

  /** Throws `algorithms/wrong-observation` and `algorithms/not-finite`. */
  inspect(observation: Observation): PolicyInsight {
    this.#take(observation);
    return this.#policy.inspect?.(this.#observation) ?? {};
  }

  #take(observation: Observation): void {
    checkForm(observation, this.#spaces);
    this.#spaces.observationSpace.flattenInto(observation, this.#observation, 0);
    checkFinite(this.#observation);
  }
}

/** An action in the form of its space. */
function toAction(action: ActionBatch, { kind }: Space): Action {
  if (kind === 'discrete') return action[0];
  return kind === 'multi-binary' ? Uint8Array.from(action) : action.slice();
}

/** A Box's bounds are no matter for a policy, only its length is. */
function checkForm(observation: Observation, { observationSpace }: Spaces): void {
  const isRightForm =
    observationSpace.kind === 'box'
      ? observation instanceof Float32Array && observation.length === observationSpace.flatSize
      : observationSpace.contains(observation);
  if (isRightForm) return;
  const shape = observationSpace.shape.join(', ');
  throw new CartwheelError(
    'algorithms/wrong-observation',
    `An observation must belong to the ${observationSpace.kind} space of shape [${shape}] that the model was trained on; ` +
      `it is ${describe(observation)}.`,
  );
}

function describe(observation: unknown): string {
  if (ArrayBuffer.isView(observation) && 'length' in observation) {
    return `a ${observation.constructor.name} of length ${String(observation.length)}`;
  }
  return JSON.stringify(observation) ?? String(observation);
}

function checkFinite(observation: Float32Array): void {
  const at = observation.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return;
  throw new CartwheelError(
    'algorithms/not-finite',
    `observation[${at}] must be a finite number; it is ${observation[at]}. Check where the observation comes from.`,
  );
}
