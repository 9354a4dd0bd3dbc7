import type { TrainingCallback } from '@cartwheel/callbacks';
import type { LiveState } from './live-state.ts';
import type { SessionEvent } from './session-event.ts';

/** A reader of lines wants to see that it moves, not every rollout. */
const PROGRESS_INTERVAL_MS = 1000;

/** Tells `onEvent` how training goes: progress at most once a second, evaluations and checkpoints as they come. */
export function createEventCallback(
  live: LiveState,
  { out, onEvent }: { out: string; onEvent: (event: SessionEvent) => void },
): TrainingCallback {
  const { runId } = live.current;
  let toldAt = Number.NEGATIVE_INFINITY;

  function tellProgress(timesteps: number): void {
    const metrics = Object.values(live.current.metrics).map(({ name, value }): [string, number] => [name, value]);
    onEvent({ event: 'progress', runId, timesteps, metrics: Object.fromEntries(metrics) });
  }

  return {
    name: 'events',
    onTrainingStart: (_event, { totalTimesteps }) => {
      const { experiment, algorithm, env, seed } = live.current;
      onEvent({ event: 'started', runId, experiment, algorithm, env, seed, totalTimesteps, out });
    },
    onUpdate({ timesteps, time }) {
      if (time - toldAt < PROGRESS_INTERVAL_MS) return;
      toldAt = time;
      tellProgress(timesteps);
    },
    onEvaluation: ({ timesteps, result }) => onEvent({ event: 'evaluation', runId, timesteps, ...result }),
    onCheckpoint: ({ timesteps, path, weightsHash }) =>
      onEvent({ event: 'checkpoint', runId, timesteps, path, weightsHash }),
    onTrainingEnd: ({ timesteps }) => tellProgress(timesteps),
  };
}
