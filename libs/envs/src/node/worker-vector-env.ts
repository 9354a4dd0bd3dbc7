import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { CartwheelError } from '@cartwheel/async-guard';
import type { Env, EnvSnapshot, Info } from '../env.ts';
import { makeEnv } from '../registry.ts';
import type { Space } from '../spaces/space.ts';
import { createActionReader } from '../vector/action-reader.ts';
import { requireActionCount, requireMask, requireSnapshots } from '../vector/vector-arguments.ts';
import type { VectorArrays } from '../vector/vector-arrays.ts';
import type { ActionBatch, AutoresetMode, VectorEnv, VectorResetOptions, VectorStep } from '../vector/vector-env.ts';
import { BlockingChannel, type BlockingChannelOptions } from './blocking-channel.ts';
import { importFactory } from './import-factory.ts';
import { createSharedArrays, sliceArrays } from './shared-arrays.ts';
import type { VectorInfos, VectorRequest, VectorSource, VectorTask } from './vector-task.ts';

/** How many environments there are, and in how many threads. */
export interface WorkerVectorOptions {
  /** How many environments, at least 1. */
  numEnvs: number;
  /** Threads that share them out. Default: one less than there are processors, at least 1, at most one an environment. */
  numThreads?: number | undefined;
  /** Default `same-step`. */
  autoreset?: AutoresetMode | undefined;
  /** How long all environments of a thread may take for a step or a reset. Default 60,000. */
  timeoutMs?: number | undefined;
}

interface Part {
  readonly channel: BlockingChannel;
  readonly from: number;
  readonly to: number;
}

/**
 * A vector whose environments step in worker threads, over shared memory; to the bit the same as `createVectorEnv`, with
 * the same snapshots. Worth it where a step takes tens of microseconds; CartPole is faster in one thread.
 *
 * `source` is an id that this library registers, or the URL (or path) of a module whose default export makes an
 * environment: a function cannot cross over to a thread. One more environment is made here, to ask for its spaces.
 *
 * Rejects with `envs/unknown-env`, `envs/invalid-vector`, `envs/invalid-module` and `envs/unsupported-space`.
 */
export async function createWorkerVectorEnv(source: string | URL, options: WorkerVectorOptions): Promise<VectorEnv> {
  const { numEnvs, autoreset = 'same-step', timeoutMs = 60_000 } = options;
  const numThreads = requireThreads(options);
  const threadSource = toSource(source);
  const model = await createModel(threadSource);
  model.close();
  const { width } = createActionReader(model.actionSpace, numEnvs);
  const arrays = createSharedArrays(numEnvs, model.observationSpace.flatSize);
  const actions = createSharedActions(model.actionSpace, numEnvs * width);
  const bounds = Array.from({ length: numThreads + 1 }, (_, i) => Math.round((i * numEnvs) / numThreads));
  const parts = await openParts(bounds, (from, to) => ({
    task: {
      source: threadSource,
      numEnvs: to - from,
      autoreset,
      arrays: sliceArrays(arrays, from, to),
      actions: actions.subarray(from * width, to * width),
    },
    entry: 'serve-vector',
    timeoutMs,
  }));
  return new WorkerVectorEnv(model, { numEnvs, autoreset, arrays, actions, parts });
}

async function createModel(source: VectorSource): Promise<Env> {
  if ('id' in source) return makeEnv(source.id);
  const createEnv = await importFactory(source.module);
  return createEnv() as Env;
}

type PartOptions = BlockingChannelOptions & { task: VectorTask };

/** All of them, or none: what did open is closed again where another did not. */
async function openParts(
  bounds: readonly number[],
  optionsFor: (from: number, to: number) => PartOptions,
): Promise<Part[]> {
  const opened = await Promise.allSettled(
    bounds.slice(1).map(async (to, i): Promise<Part> => {
      const [channel] = await BlockingChannel.open<true>(optionsFor(bounds[i], to));
      return { channel, from: bounds[i], to };
    }),
  );
  const failed = opened.find(({ status }) => status === 'rejected');
  const parts = opened.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []));
  if (failed?.status !== 'rejected') return parts;
  for (const { channel } of parts) channel.close();
  throw failed.reason;
}

interface Threads {
  numEnvs: number;
  autoreset: AutoresetMode;
  arrays: VectorArrays;
  actions: ActionBatch;
  parts: readonly Part[];
}

class WorkerVectorEnv implements VectorEnv {
  readonly id: string;
  readonly numEnvs: number;
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly rewardThreshold: number | undefined;
  readonly maxEpisodeSteps: number | undefined;
  readonly autoreset: AutoresetMode;
  readonly infos: Info[];

  readonly #finalInfos: Info[];
  readonly #actions: ActionBatch;
  readonly #parts: readonly Part[];
  readonly #step: VectorStep;
  #isClosed = false;

  constructor(model: Env, { numEnvs, autoreset, arrays, actions, parts }: Threads) {
    this.id = model.id;
    this.numEnvs = numEnvs;
    this.observationSpace = model.observationSpace;
    this.actionSpace = model.actionSpace;
    this.rewardThreshold = model.rewardThreshold;
    this.maxEpisodeSteps = model.maxEpisodeSteps;
    this.autoreset = autoreset;
    this.infos = Array.from({ length: numEnvs }, () => ({}));
    this.#finalInfos = Array.from({ length: numEnvs }, () => ({}));
    this.#actions = actions;
    this.#parts = parts;
    this.#step = { ...arrays, infos: this.infos, finalInfos: this.#finalInfos };
  }

  reset({ seed, options, mask }: VectorResetOptions = {}): Float32Array {
    requireMask(mask, this.numEnvs);
    const answers = this.#ask(({ from, to }) => ({
      kind: 'reset',
      options: {
        seed: seed === undefined ? undefined : seed + from,
        options,
        mask: mask === undefined ? undefined : Array.from(mask).slice(from, to),
      },
    }));
    this.#keepInfos(answers);
    return this.#step.observations;
  }

  step(actions: ActionBatch): VectorStep {
    requireActionCount(this, this.#actions.length, actions.length);
    this.#actions.set(actions);
    this.#keepInfos(this.#ask(() => undefined));
    return this.#step;
  }

  snapshot(): EnvSnapshot {
    const parts = this.#ask(() => ({ kind: 'snapshot' })) as { envs: unknown[]; isDue?: number[] }[];
    const envs = parts.flatMap((part) => part.envs);
    return this.autoreset === 'next-step' ? { envs, isDue: parts.flatMap(({ isDue }) => isDue ?? []) } : { envs };
  }

  restore(snapshot: EnvSnapshot): void {
    const envs = requireSnapshots(this, snapshot);
    const { isDue } = snapshot;
    this.#ask(({ from, to }) => {
      const due = Array.isArray(isDue) ? { isDue: isDue.slice(from, to) } : {};
      return { kind: 'restore', snapshot: { envs: envs.slice(from, to), ...due } };
    });
  }

  /** Twice is as once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.#ask(() => ({ kind: 'close' }));
    } finally {
      for (const { channel } of this.#parts) channel.close();
    }
  }

  /** All threads work at once; every answer is awaited, and the first failure thrown. */
  #ask(requestFor: (part: Part) => VectorRequest | undefined): unknown[] {
    for (const part of this.#parts) part.channel.send(requestFor(part));
    const failures: unknown[] = [];
    const answers = this.#parts.map(({ channel }) => {
      try {
        return channel.receive();
      } catch (error) {
        failures.push(error);
        return undefined;
      }
    });
    if (failures.length > 0) throw failures[0];
    return answers;
  }

  #keepInfos(answers: readonly unknown[]): void {
    this.#parts.forEach(({ from, to }, part) => {
      const told = answers[part] as VectorInfos | undefined;
      for (let i = from; i < to; i++) {
        this.infos[i] = told?.infos[i - from] ?? {};
        this.#finalInfos[i] = told?.finalInfos[i - from] ?? {};
      }
    });
  }
}

function toSource(source: string | URL): VectorSource {
  if (source instanceof URL) return { module: fileURLToPath(source) };
  return /\.[cm]?[jt]s$/.test(source) ? { module: source } : { id: source };
}

function requireThreads({ numEnvs, numThreads }: WorkerVectorOptions): number {
  const threads = numThreads ?? Math.min(numEnvs, Math.max(1, availableParallelism() - 1));
  const areCounts = Number.isInteger(numEnvs) && numEnvs >= 1 && Number.isInteger(threads) && threads >= 1;
  if (areCounts && threads <= numEnvs) return threads;
  const expected = 'numEnvs must be an integer of at least 1, and numThreads one from 1 to numEnvs';
  throw new CartwheelError('envs/invalid-vector', `${expected}, but got ${numEnvs} and ${threads}.`);
}

function createSharedActions({ kind }: Space, length: number): ActionBatch {
  const buffer = new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT);
  return kind === 'box' ? new Float32Array(buffer) : new Int32Array(buffer);
}
