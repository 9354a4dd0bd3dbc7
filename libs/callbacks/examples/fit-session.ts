import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  composeCallbacks,
  type CheckpointEvent,
  type EvaluationEvent,
  type HookResult,
  type NamedParameters,
  type StepEvent,
  type TrainingCallback,
  type TrainingSession,
} from '../src/index.ts';
import { tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import type { History, LayersModel } from '@tensorflow/tfjs-layers';

export interface FitOptions {
  /** For the state and the messages: what is learned. */
  task: string;
  seed: number;
  x: Tensor;
  y: Tensor;
  epochs: number;
  batchSize: number;
  callbacks: readonly TrainingCallback[];
}

/**
 * `model.fit` of TensorFlow.js behind the port that callbacks know: a step is a batch, a timestep is a sample seen, an
 * update is an epoch.
 */
export class FitSession implements TrainingSession {
  readonly algorithm = 'tfjs-fit';
  readonly envId: string;
  readonly numEnvs = 1;
  readonly seed: number;
  readonly totalTimesteps: number;
  readonly episodes = 0;
  timesteps = 0;
  updates = 0;

  readonly #model: LayersModel;
  readonly #options: FitOptions;
  readonly #hooks: TrainingCallback;
  readonly #controller = new AbortController();
  #stopReason: string | undefined;

  constructor(model: LayersModel, options: FitOptions) {
    this.#model = model;
    this.#options = options;
    this.#hooks = composeCallbacks(options.callbacks);
    this.envId = options.task;
    this.seed = options.seed;
    this.totalTimesteps = options.epochs * options.x.shape[0];
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** `model.fit`, with the lifecycle around it. Gives why it stopped, if it did. */
  async fit(): Promise<{ history: History | undefined; stopReason: string | undefined }> {
    const { totalTimesteps } = this;
    let history: History | undefined;
    try {
      await this.#heed(
        this.#hooks.onTrainingStart?.({ type: 'training-start', ...this.#moment(), totalTimesteps }, this),
      );
      if (this.#stopReason === undefined) history = await this.#fitModel();
    } catch (error) {
      await this.#hooks.onError?.({ type: 'error', ...this.#moment(), error }, this);
      await this.#hooks.onTrainingEnd?.({ type: 'training-end', ...this.#moment(), outcome: 'failed' }, this);
      throw error;
    }
    const outcome = this.#stopReason === undefined ? 'completed' : 'stopped';
    await this.#hooks.onTrainingEnd?.({ type: 'training-end', ...this.#moment(), outcome }, this);
    return { history, stopReason: this.#stopReason };
  }

  stop(reason: string): void {
    if (this.#stopReason !== undefined) return;
    this.#stopReason = reason;
    this.#controller.abort(new Error(reason));
    this.#model.stopTraining = true;
  }

  /** The model's output for one input, as an action of a regression. */
  predict(observation: Parameters<TrainingSession['predict']>[0]): Float32Array {
    const row = typeof observation === 'number' ? [observation] : Array.from(observation as Float32Array);
    const output = this.#model.predict(tensor2d([row]));
    const first = Array.isArray(output) ? output[0] : output;
    return Float32Array.from(first.dataSync());
  }

  async emit(event: EvaluationEvent | CheckpointEvent): Promise<void> {
    if (event.type === 'evaluation') await this.#heed(this.#hooks.onEvaluation?.(event, this));
    else await this.#heed(this.#hooks.onCheckpoint?.(event, this));
  }

  *parameters(): Iterable<NamedParameters> {
    for (const weight of this.#model.weights) {
      yield { name: weight.name, data: Float32Array.from(weight.read().dataSync()) };
    }
  }

  async save(dir: string): Promise<string> {
    const hash = createHash('sha256');
    await mkdir(dir, { recursive: true });
    for (const { name, data } of this.parameters()) {
      hash.update(data);
      await writeFile(join(dir, `${name.replaceAll('/', '.')}.f32`), data);
    }
    return hash.digest('hex');
  }

  #fitModel(): Promise<History> {
    const { x, y, epochs, batchSize } = this.#options;
    return this.#model.fit(x, y, {
      epochs,
      batchSize,
      shuffle: false,
      verbose: 0,
      // The event loop belongs to others too.
      yieldEvery: 20,
      callbacks: {
        onEpochBegin: () =>
          this.#heed(this.#hooks.onRolloutStart?.({ type: 'rollout-start', ...this.#moment() }, this)),
        onBatchEnd: async (_batch, logs) => {
          this.timesteps += logs?.size ?? 0;
          await this.#heed(this.#hooks.onStep?.(this.#step(), this));
        },
        onEpochEnd: async (_epoch, logs) => {
          this.updates += 1;
          await this.#heed(this.#hooks.onRolloutEnd?.({ type: 'rollout-end', ...this.#moment() }, this));
          const { updates } = this;
          const statistics = { loss: logs?.loss ?? Number.NaN };
          await this.#heed(this.#hooks.onUpdate?.({ type: 'update', ...this.#moment(), updates, statistics }, this));
        },
      },
    });
  }

  #step(): StepEvent {
    const none = new Uint8Array(0);
    return { type: 'step', ...this.#moment(), rewards: new Float64Array(0), terminated: none, truncated: none };
  }

  #moment(): { timesteps: number; time: number } {
    return { timesteps: this.timesteps, time: Date.now() };
  }

  async #heed(result: HookResult | Promise<HookResult>): Promise<void> {
    const request = await result;
    if (request !== undefined) this.stop(request.stop);
  }
}
