import type { Env } from '@cartwheel/envs';
import { numbersOf } from '../training-callback/callback-snapshot.ts';
import { everyTimesteps } from '../training-callback/every-timesteps.ts';
import { composeCallbacks } from '../training-callback/compose-callbacks.ts';
import type { HookResult, TrainingCallback } from '../training-callback/training-callback.ts';
import type { TrainingSession } from '../training-callback/training-session.ts';
import { evaluatePolicy } from './evaluate-policy.ts';

/** When a policy is evaluated while it trains, and on what. */
export interface EvaluationCallbackOptions {
  /** An environment of its own, not the one that is trained on. The caller closes it. */
  env: Env;
  /** In environment steps, however many environments run. */
  everyTimesteps: number;
  /** Episodes of each evaluation. */
  episodes: number;
  /** Each evaluation starts with this seed, so that all see the same episodes; without it the generator goes on. */
  seed?: number;
  /** Whether the policy takes its most likely action. Default true. */
  deterministic?: boolean;
  /** Where the model with the best mean return is kept; nowhere otherwise. */
  bestModelDir?: string;
  /** Its `onEvaluation` is told of each evaluation that was better than all before, after the model was saved. */
  onNewBest?: TrainingCallback;
  /** Its `onEvaluation` is told of each evaluation: to stop at a threshold, say. */
  afterEvaluation?: TrainingCallback;
}

/**
 * Evaluates the policy each time a multiple of `everyTimesteps` is crossed, saves it where its mean return is better than
 * all before, and then emits an `evaluation` event, stamped with the step that it was due at. Training waits for it. An
 * evaluation that is cut short by `session.signal` leaves nothing behind.
 *
 * Throws `callbacks/invalid-frequency`; its hook fails with `callbacks/invalid-episodes`.
 */
export function createEvaluationCallback(options: EvaluationCallbackOptions): TrainingCallback {
  const { env, episodes, seed, deterministic, bestModelDir } = options;
  const onNewBest = composeCallbacks(options.onNewBest ? [options.onNewBest] : []);
  const afterEvaluation = composeCallbacks(options.afterEvaluation ? [options.afterEvaluation] : []);
  const frequency = everyTimesteps(options.everyTimesteps);
  let bestMeanReturn = Number.NEGATIVE_INFINITY;

  async function evaluate(session: TrainingSession, timesteps: number, time: number): Promise<HookResult> {
    const result = await unlessAborted(session.signal, () =>
      evaluatePolicy(session, env, { episodes, seed, deterministic, signal: session.signal }),
    );
    if (result === undefined) return undefined;
    const isNewBest = result.meanReturn > bestMeanReturn;
    if (isNewBest) {
      bestMeanReturn = result.meanReturn;
      if (bestModelDir !== undefined) await session.save(bestModelDir);
    }
    const event = { type: 'evaluation', timesteps, time, result, bestMeanReturn } as const;
    await session.emit(event);
    const atBest = isNewBest ? await onNewBest.onEvaluation?.(event, session) : undefined;
    const after = await afterEvaluation.onEvaluation?.(event, session);
    return atBest ?? after;
  }

  return {
    name: 'evaluation',
    mode: 'await',
    snapshot: () => ({ bestMeanReturn }),
    restore(snapshot) {
      ({ bestMeanReturn } = numbersOf(snapshot, { bestMeanReturn }));
    },
    onTrainingStart: ({ timesteps }) => frequency.startAt(timesteps),
    async onTrainingEnd(event, session) {
      await onNewBest.onTrainingEnd?.(event, session);
      await afterEvaluation.onTrainingEnd?.(event, session);
    },
    onStep({ timesteps, time }, session) {
      return frequency.isDue(timesteps) ? evaluate(session, timesteps, time) : undefined;
    },
  };
}

/** That training is to end is no failure of the evaluation. */
async function unlessAborted<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  }
}
