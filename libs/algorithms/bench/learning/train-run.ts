import { evaluatePolicy, type TrainingCallback } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import { openEngine } from '@cartwheel/nn/node';
import { createAlgorithm } from '../../src/index.ts';
import type { RunKey, RunResult } from './results.ts';

const EVALUATION_EPISODES = 100;
/** Not one of a training environment's. */
const EVALUATION_SEED = 10_000;
/** Of a curve. */
const POINTS = 50;
/** Episodes that a point of a curve is the mean of, as `rollout/ep_rew_mean`. */
const WINDOW = 100;

/** Trains with RL-Zoo's preset and evaluates what the last step leaves; no best model is picked. */
export async function trainRun({ algorithm, envId, seed, timesteps }: Omit<RunKey, 'source'>): Promise<RunResult> {
  // Native kernels, where they are compiled, give the bits of WebAssembly sooner.
  using open = await openEngine();
  const model = await createAlgorithm(algorithm, envId, { seed, preset: 'tuned', engine: open.engine });
  const curve: RunResult['curve'] = [];
  const { seconds } = await model.learn({ totalTimesteps: timesteps, callbacks: [recordCurve(curve, timesteps)] });
  const { meanReturn, stdReturn } = await evaluatePolicy(model, makeEnv(envId), {
    episodes: EVALUATION_EPISODES,
    seed: EVALUATION_SEED,
  });
  model.dispose();
  const key = { source: 'cartwheel', algorithm, envId, seed, timesteps } as const;
  const figures = { seconds: round(seconds, 1), meanReturn: round(meanReturn, 2), stdReturn: round(stdReturn, 2) };
  return { ...key, ...figures, evaluationEpisodes: EVALUATION_EPISODES, engine: model.engine.build, curve };
}

function recordCurve(curve: RunResult['curve'], totalTimesteps: number): TrainingCallback {
  const startedMs = performance.now();
  const returns: number[] = [];
  let next = totalTimesteps / POINTS;
  return {
    onEpisodeEnd({ timesteps, episodeReturn }) {
      returns.push(episodeReturn);
      if (returns.length > WINDOW) returns.shift();
      if (timesteps < next) return;
      next = timesteps + totalTimesteps / POINTS;
      const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
      curve.push([timesteps, round((performance.now() - startedMs) / 1000, 2), round(mean, 2)]);
    },
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
