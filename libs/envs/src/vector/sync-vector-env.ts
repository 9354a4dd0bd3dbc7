import { CartwheelError } from '@cartwheel/async-guard';
import type { Env, EnvSnapshot, Info } from '../env.ts';
import { driveInPlace, type InPlaceDriver } from '../in-place-env.ts';
import { isNumberList } from '../is-number-list.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import type { Space } from '../spaces/space.ts';
import { createActionReader, type ActionReader } from './action-reader.ts';
import type { ActionBatch, AutoresetMode, VectorEnv, VectorResetOptions, VectorStep } from './vector-env.ts';
import { requireActionCount, requireMask, requireSnapshots } from './vector-arguments.ts';
import { createVectorArrays, type VectorArrays } from './vector-arrays.ts';

export interface SyncVectorOptions {
  /** Default `same-step`. */
  autoreset?: AutoresetMode | undefined;
  /** Where each step writes. Default: arrays of its own. */
  arrays?: VectorArrays | undefined;
}

/**
 * Environments that are stepped one after the other, here. Environments that can write in place (`InPlaceEnv`) are stepped
 * without allocation.
 */
export class SyncVectorEnv implements VectorEnv {
  readonly id: string;
  readonly numEnvs: number;
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly rewardThreshold: number | undefined;
  readonly maxEpisodeSteps: number | undefined;
  readonly autoreset: AutoresetMode;

  readonly #envs: readonly Env[];
  readonly #drivers: readonly InPlaceDriver[];
  readonly #reader: ActionReader;
  readonly #size: number;
  readonly #infos: Info[];
  readonly #finalInfos: Info[];
  /** 1 where the next step resets. */
  readonly #isDue: Uint8Array;
  readonly #step: VectorStep;

  /** `envs` are different objects of one kind, at least one. Throws `envs/invalid-vector` and `envs/unsupported-space`. */
  constructor(envs: readonly Env[], { autoreset = 'same-step', arrays }: SyncVectorOptions = {}) {
    checkEnvs(envs);
    const [{ id, observationSpace, actionSpace, rewardThreshold, maxEpisodeSteps }] = envs;
    this.id = id;
    this.numEnvs = envs.length;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.rewardThreshold = rewardThreshold;
    this.maxEpisodeSteps = maxEpisodeSteps;
    this.autoreset = autoreset;
    this.#envs = envs;
    this.#drivers = envs.map(driveInPlace);
    this.#reader = createActionReader(actionSpace, envs.length);
    this.#size = observationSpace.flatSize;
    this.#infos = envs.map(() => ({}));
    this.#finalInfos = envs.map(() => ({}));
    this.#isDue = new Uint8Array(envs.length);
    this.#step = {
      ...(arrays ?? createVectorArrays(envs.length, this.#size)),
      infos: this.#infos,
      finalInfos: this.#finalInfos,
    };
  }

  get infos(): readonly Info[] {
    return this.#infos;
  }

  /** As in `VectorStep`. */
  get finalInfos(): readonly Info[] {
    return this.#finalInfos;
  }

  reset({ seed, options, mask }: VectorResetOptions = {}): Float32Array {
    const { observations } = this.#step;
    requireMask(mask, this.numEnvs);
    this.#drivers.forEach((driver, i) => {
      if (mask?.[i] === 0) return;
      const seedOfEnv = seed === undefined ? undefined : seed + i;
      this.#infos[i] = driver.resetInto(observations, i * this.#size, { seed: seedOfEnv, options });
      this.#isDue[i] = 0;
    });
    return observations;
  }

  step(actions: ActionBatch): VectorStep {
    requireActionCount(this, this.numEnvs * this.#reader.width, actions.length);
    for (let i = 0; i < this.numEnvs; i++) this.#stepOne(i, actions);
    return this.#step;
  }

  snapshot(): EnvSnapshot {
    const envs = this.#envs.map((env) => env.snapshot());
    return this.autoreset === 'next-step' ? { envs, isDue: [...this.#isDue] } : { envs };
  }

  restore(snapshot: EnvSnapshot): void {
    const envs = requireSnapshots(this, snapshot);
    const { isDue = Array.from({ length: this.numEnvs }, () => 0) } = snapshot;
    if (!isNumberList(isDue, this.numEnvs)) {
      throw invalidSnapshot(`a vector of ${this.numEnvs} ${this.id}`, `${this.numEnvs} numbers as isDue`, snapshot);
    }
    this.#envs.forEach((env, i) => env.restore(envs[i]));
    this.#isDue.set(isDue);
  }

  close(): void {
    for (const env of this.#envs) env.close();
  }

  #stepOne(i: number, actions: ActionBatch): void {
    if (this.#isDue[i] === 1) return this.#resetInstead(i);
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
    if (this.autoreset === 'same-step') this.#infos[i] = driver.resetInto(observations, offset);
    else if (this.autoreset === 'next-step') this.#isDue[i] = 1;
  }

  #resetInstead(i: number): void {
    const { observations, rewards, terminated, truncated } = this.#step;
    this.#infos[i] = this.#drivers[i].resetInto(observations, i * this.#size);
    this.#isDue[i] = 0;
    rewards[i] = 0;
    terminated[i] = 0;
    truncated[i] = 0;
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
