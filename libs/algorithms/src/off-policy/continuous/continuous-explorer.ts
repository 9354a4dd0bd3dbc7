import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import type { Progress } from '../../training/training-run.ts';
import type { Explorer } from '../explorer.ts';
import type { ActionForm } from '../replay-buffer.ts';
import type { ActionScale } from './action-scale.ts';
import type { ActionNoise } from './action-noise.ts';
import type { Actor } from './actor.ts';

interface ContinuousExplorerOptions {
  actor: Actor;
  scale: ActionScale;
  /** Environment steps with random actions. */
  learningStarts: number;
  /** On top of what the actor, or chance, chose. */
  noise: ActionNoise | undefined;
  random: Generator;
  progress: Progress;
}

/** Acts uniformly at random at first, then as the actor draws. Replay keeps the scaled actions. */
export class ContinuousExplorer implements Explorer {
  readonly observationSize: number;
  readonly form: ActionForm;
  readonly #options: ContinuousExplorerOptions;
  #scaled = new Float32Array(0);

  constructor(options: ContinuousExplorerOptions) {
    this.#options = options;
    this.observationSize = options.actor.observationSize;
    this.form = { type: 'float32', size: options.actor.actionSize };
  }

  explore(observations: Float32Array, actions: ActionBatch, kept: ActionBatch): void {
    const { actor, scale, learningStarts, noise, random, progress } = this.#options;
    if (this.#scaled.length !== kept.length) this.#scaled = new Float32Array(kept.length);
    const scaled = this.#scaled;
    if (progress.timesteps < learningStarts) {
      for (let i = 0; i < scaled.length; i++) scaled[i] = random.uniform(-1, 1);
    } else actor.act(observations, observations.length / this.observationSize, scaled, random);
    noise?.addTo(scaled, random);
    kept.set(scaled);
    scale.unscale(scaled, actions);
  }

  ended(envIndex: number): void {
    this.#options.noise?.ended(envIndex);
  }
}
