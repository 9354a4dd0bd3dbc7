import { createYielder } from '@cartwheel/async-guard';
import type { Env, Scene } from '@cartwheel/envs';
import type { Policy } from '../evaluation/policy.ts';
import type { TrainingCallback } from '../training-callback/training-callback.ts';
import { encodeGif, type GifOptions } from './encode-gif.ts';

/** Which episode is drawn, and how. */
export interface EpisodeGifOptions extends GifOptions {
  /** An environment of its own. The caller closes it. */
  env: Env;
  /** Takes the GIF of an episode that was played after `timesteps` environment steps: writes a file, say. */
  write: (gif: Uint8Array, timesteps: number) => void | Promise<void>;
  /** Of the episode. Default 0. */
  seed?: number;
  /** Longer episodes are cut. Default 500. */
  maxFrames?: number;
}

/**
 * Plays an episode after each evaluation, with the most likely actions, and makes a GIF of it. Training waits for the
 * episode, since the policy must not change meanwhile.
 *
 * Its hook fails with `callbacks/no-frames`, `callbacks/too-many-colors` and `callbacks/unknown-color`.
 */
export function createEpisodeGif(options: EpisodeGifOptions): TrainingCallback {
  const { env, write, seed = 0, maxFrames = 500 } = options;
  return {
    name: 'episode GIF',
    mode: 'await',
    async onEvaluation({ timesteps }, session) {
      const scenes = await playEpisode(session, env, { seed, maxFrames, signal: session.signal });
      await write(encodeGif(scenes, options), timesteps);
    },
  };
}

async function playEpisode(
  policy: Policy,
  env: Env,
  { seed, maxFrames, signal }: { seed: number; maxFrames: number; signal: AbortSignal },
): Promise<Scene[]> {
  const yieldIfDue = createYielder();
  let [observation] = env.reset({ seed });
  const scenes = [env.render()];
  let isOver = false;
  while (!isOver && scenes.length < maxFrames && !signal.aborted) {
    const [next, , terminated, truncated] = env.step(policy.predict(observation, { deterministic: true }));
    observation = next;
    isOver = terminated || truncated;
    scenes.push(env.render());
    const pause = yieldIfDue();
    if (pause !== undefined) await pause;
  }
  return scenes;
}
