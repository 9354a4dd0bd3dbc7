import { CartwheelError } from '@cartwheel/async-guard';
import { isEnvSnapshot, type Env, type EnvSnapshot, type Info } from '../env.ts';
import { driveInPlace, type InPlaceDriver } from '../in-place-env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import type { Space } from '../spaces/space.ts';
import { createActionReader, type ActionReader } from './action-reader.ts';
import type { ActionBatch, VectorEnv, VectorStep } from './vector-env.ts';

/**
 * Environments that are stepped one after the other, here. An episode that ends is followed by a reset in the same step
 * (SameStep). Environments that can write in place (`InPlaceEnv`) are stepped without allocation.
 */
export class SyncVectorEnv implements VectorEnv {
  readonly id: string;
  readonly numEnvs: number;
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly rewardThreshold: number | undefined;
  readonly maxEpisodeSteps: number | undefined;

  readonly #envs: readonly Env[];
  readonly #drivers: readonly InPlaceDriver[];
  readonly #reader: ActionReader;
  readonly #size: number;
  readonly #infos: Info[];
  readonly #finalInfos: Info[];
  readonly #step: VectorStep;

  /** `envs` are different objects of one kind, at least one. Throws `envs/invalid-vector` and `envs/unsupported-space`. */
  constructor(envs: readonly Env[]) {
    checkEnvs(envs);
    const [{ id, observationSpace, actionSpace, rewardThreshold, maxEpisodeSteps }] = envs;
    this.id = id;
    this.numEnvs = envs.length;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.rewardThreshold = rewardThreshold;
    this.maxEpisodeSteps = maxEpisodeSteps;
    this.#envs = envs;
    this.#drivers = envs.map(driveInPlace);
    this.#reader = createActionReader(actionSpace, envs.length);
    this.#size = observationSpace.flatSize;
    this.#infos = envs.map(() => ({}));
    this.#finalInfos = envs.map(() => ({}));
    this.#step = {
      observations: new Float32Array(envs.length * this.#size),
      rewards: new Float64Array(envs.length),
      terminated: new Uint8Array(envs.length),
      truncated: new Uint8Array(envs.length),
      finalObservations: new Float32Array(envs.length * this.#size),
      infos: this.#infos,
      finalInfos: this.#finalInfos,
    };
  }

  reset({ seed }: { seed?: number | undefined } = {}): Float32Array {
    const { observations } = this.#step;
    this.#drivers.forEach((driver, i) => {
      const options = seed === undefined ? {} : { seed: seed + i };
      this.#infos[i] = driver.resetInto(observations, i * this.#size, options);
    });
    return observations;
  }

  step(actions: ActionBatch): VectorStep {
    this.#checkLength(actions);
    for (let i = 0; i < this.numEnvs; i++) this.#stepOne(i, actions);
    return this.#step;
  }

  snapshot(): EnvSnapshot {
    return { envs: this.#envs.map((env) => env.snapshot()) };
  }

  restore(snapshot: EnvSnapshot): void {
    const { envs } = snapshot;
    if (!Array.isArray(envs) || envs.length !== this.numEnvs || !envs.every(isEnvSnapshot)) {
      throw invalidSnapshot(
        `a vector of ${this.numEnvs} ${this.id}`,
        `a list of ${this.numEnvs} snapshots as envs`,
        snapshot,
      );
    }
    this.#envs.forEach((env, i) => env.restore(envs[i]));
  }

  close(): void {
    for (const env of this.#envs) env.close();
  }

  #stepOne(i: number, actions: ActionBatch): void {
    const { observations, finalObservations, rewards, terminated, truncated } = this.#step;
    const offset = i * this.#size;
    const driver = this.#drivers[i];
    const outcome = driver.stepInto(this.#reader.read(actions, i), observations, offset);
    rewards[i] = outcome.reward;
    terminated[i] = outcome.terminated ? 1 : 0;
    truncated[i] = outcome.truncated ? 1 : 0;
    this.#infos[i] = outcome.info;
    if (!outcome.terminated && !outcome.truncated) return;
    for (let j = 0; j < this.#size; j++) finalObservations[offset + j] = observations[offset + j];
    this.#finalInfos[i] = outcome.info;
    this.#infos[i] = driver.resetInto(observations, offset);
  }

  #checkLength(actions: ActionBatch): void {
    const expected = this.numEnvs * this.#reader.width;
    if (actions.length === expected) return;
    const space = String(this.actionSpace);
    throw new CartwheelError(
      'envs/invalid-action',
      `A vector of ${this.numEnvs} ${this.id} expects ${expected} numbers as actions of ${space}, but got ${actions.length}.`,
    );
  }
}

function checkEnvs(envs: readonly Env[]): void {
  if (envs.length === 0) throw invalidVector('at least one environment', 'none');
  if (new Set(envs).size !== envs.length) throw invalidVector('a new environment at each place', 'one of them twice');
  const expected = describeSpaces(envs[0]);
  const other = envs.map(describeSpaces).find((spaces) => spaces !== expected);
  if (other !== undefined) throw invalidVector(`the same spaces everywhere, ${expected}`, other);
}

function describeSpaces({ observationSpace, actionSpace }: Env): string {
  return `${String(observationSpace)} and ${String(actionSpace)}`;
}

function invalidVector(expected: string, received: string): CartwheelError {
  return new CartwheelError('envs/invalid-vector', `A vector of environments needs ${expected}, but got ${received}.`);
}
