import { CartwheelError, createYielder, type Yielder } from '@cartwheel/async-guard';
import type { Env } from '@cartwheel/envs';
import { summarizeEpisodes, type EpisodeReturns } from './episode-returns.ts';
import type { Policy } from './policy.ts';

/** How a policy is evaluated. */
export interface EvaluatePolicyOptions {
  episodes: number;
  /** Whether the policy takes its most likely action. Default true. */
  deterministic?: boolean | undefined;
  /** Seeds the environment once, before the first episode; without it the environment's generator goes on. */
  seed?: number | undefined;
  /** Ends the evaluation after the step in hand: it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called at each step; what it gives is awaited. Default: lets the event loop run when 10 ms are over. */
  yieldToEventLoop?: Yielder | undefined;
}

/**
 * Plays whole episodes and gives their undiscounted returns, as Stable-Baselines3's `evaluate_policy`. The environment
 * is left at the end of the last episode; the caller closes it.
 *
 * Throws `callbacks/invalid-episodes`.
 */
export async function evaluatePolicy(
  policy: Policy,
  env: Env,
  options: EvaluatePolicyOptions,
): Promise<EpisodeReturns> {
  const { episodes, seed, signal, deterministic = true, yieldToEventLoop = createYielder() } = options;
  requireEpisodes(episodes);
  const returns: number[] = [];
  const lengths: number[] = [];
  while (returns.length < episodes) {
    const isFirst = returns.length === 0;
    let [observation, info] = env.reset(isFirst && seed !== undefined ? { seed } : {});
    let episodeReturn = 0;
    let episodeLength = 0;
    let done = false;
    while (!done) {
      signal?.throwIfAborted();
      const action = policy.predict(observation, { deterministic, actionMask: info.actionMask });
      const [next, reward, terminated, truncated, nextInfo] = env.step(action);
      observation = next;
      info = nextInfo;
      episodeReturn += reward;
      episodeLength += 1;
      done = terminated || truncated;
      const pause = yieldToEventLoop();
      if (pause !== undefined) await pause;
    }
    returns.push(episodeReturn);
    lengths.push(episodeLength);
  }
  return summarizeEpisodes(returns, lengths);
}

function requireEpisodes(episodes: number): void {
  if (Number.isInteger(episodes) && episodes > 0) return;
  throw new CartwheelError(
    'callbacks/invalid-episodes',
    `The number of episodes to evaluate is a positive integer; got ${episodes}.`,
  );
}
