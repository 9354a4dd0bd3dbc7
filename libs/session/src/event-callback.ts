import type { TrainingCallback } from '@cartwheel/callbacks';
import type { LiveState } from './live-state.ts';
import type { RunOrigin } from './resume/run-origin.ts';
import type { SessionEvent } from './session-event.ts';

/** A reader of lines wants to see that it moves, not every rollout. */
const PROGRESS_INTERVAL_MS = 1000;

interface EventCallbackOptions {
  out: string;
  /** What was recorded is computed again, and not told again. */
  origin: RunOrigin | undefined;
  onEvent: (event: SessionEvent) => void;
}

/** Tells `onEvent` how training goes: progress at most once a second, evaluations and checkpoints as they come. */
export function createEventCallback(
  live: LiveState,
  { out, origin = {}, onEvent }: EventCallbackOptions,
): TrainingCallback {
  const { runId } = live.current;
  let toldAt = Number.NEGATIVE_INFINITY;
  const { run, checkpoint, recorded = [] } = origin;
  const recordedUpTo = Math.max(0, ...recorded.map(({ step }) => step));
  const evaluated = new Set(recorded.filter(({ name }) => name === 'eval/mean_reward').map(({ step }) => step));

  function tellProgress(timesteps: number): void {
    const metrics = Object.values(live.current.metrics).map(({ name, value }): [string, number] => [name, value]);
    onEvent({ event: 'progress', runId, timesteps, metrics: Object.fromEntries(metrics) });
  }

  return {
    name: 'events',
    onTrainingStart: ({ timesteps }, { totalTimesteps }) => {
      const { experiment, algorithm, env, seed } = live.current;
      if (run !== undefined && checkpoint !== undefined) {
        onEvent({ event: 'resumed', runId, algorithm, env, seed, timesteps, totalTimesteps, out });
      } else onEvent({ event: 'started', runId, experiment, algorithm, env, seed, totalTimesteps, out });
    },
    onUpdate({ timesteps, time }) {
      if (time - toldAt < PROGRESS_INTERVAL_MS || timesteps < recordedUpTo) return;
      toldAt = time;
      tellProgress(timesteps);
    },
    onEvaluation({ timesteps, result }) {
      if (!evaluated.has(timesteps)) onEvent({ event: 'evaluation', runId, timesteps, ...result });
    },
    onTrainingEnd: ({ timesteps }) => tellProgress(timesteps),
  };
}
