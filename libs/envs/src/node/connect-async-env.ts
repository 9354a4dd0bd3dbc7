import { fileURLToPath } from 'node:url';
import type { Env, EnvSnapshot, ResetOptions, ResetResult, StepResult } from '../env.ts';
import type { Scene } from '../scene.ts';
import type { Action, Space } from '../spaces/space.ts';
import type { AsyncEnvCall, AsyncEnvGreeting } from './async-env-call.ts';
import { BlockingChannel } from './blocking-channel.ts';
import { rebuildSpace } from './rebuild-space.ts';

/** What `connectAsyncEnv` takes. */
export interface ConnectAsyncEnvOptions {
  /** How long a reset or a step may take. Default 60,000. */
  timeoutMs?: number;
}

/**
 * An environment whose steps are awaited elsewhere, as one that learners can use: the module's `AsyncEnv` lives in a worker
 * thread with an event loop of its own, and each call waits here until it is done.
 *
 * `module` is the URL or path of a module whose default export makes an `AsyncEnv`, or a promise of one. Its infos,
 * observations and errors are cloned. For a vector, connect as many as it needs and hand them out one by one.
 *
 * Rejects with what the module threw, and `envs/invalid-module`.
 */
export async function connectAsyncEnv(
  module: string | URL,
  { timeoutMs = 60_000 }: ConnectAsyncEnvOptions = {},
): Promise<Env> {
  const task = { module: module instanceof URL ? fileURLToPath(module) : module };
  const [channel, greeting] = await BlockingChannel.open<AsyncEnvGreeting>({
    task,
    entry: 'serve-async-env',
    timeoutMs,
  });
  return new ConnectedEnv(channel, greeting);
}

class ConnectedEnv implements Env {
  readonly id: string;
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly maxEpisodeSteps: number | undefined;
  readonly rewardThreshold: number | undefined;
  readonly #channel: BlockingChannel;
  #isClosed = false;

  constructor(channel: BlockingChannel, greeting: AsyncEnvGreeting) {
    this.#channel = channel;
    this.id = greeting.id;
    this.observationSpace = rebuildSpace(greeting.observationSpace);
    this.actionSpace = rebuildSpace(greeting.actionSpace);
    this.maxEpisodeSteps = greeting.maxEpisodeSteps;
    this.rewardThreshold = greeting.rewardThreshold;
  }

  reset(options?: ResetOptions): ResetResult {
    return this.#call({ method: 'reset', argument: options }) as ResetResult;
  }

  step(action: Action): StepResult {
    return this.#call({ method: 'step', argument: action }) as StepResult;
  }

  snapshot(): EnvSnapshot {
    return this.#call({ method: 'snapshot' }) as EnvSnapshot;
  }

  restore(snapshot: EnvSnapshot): void {
    this.#call({ method: 'restore', argument: snapshot });
  }

  render(): Scene {
    return this.#call({ method: 'render' }) as Scene;
  }

  /** Twice is as once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.#call({ method: 'close' });
    } finally {
      this.#channel.close();
    }
  }

  /** AsyncEnv says what each method gives. */
  #call(request: AsyncEnvCall): unknown {
    this.#channel.send(request);
    return this.#channel.receive();
  }
}
