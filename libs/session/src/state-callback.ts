import type { TrainingCallback, TrainingSession } from '@cartwheel/callbacks';
import type { Progress } from '@cartwheel/experiment-state';
import type { LiveState } from './live-state.ts';

/** Keeps the state document's status and progress up with training. */
export function createStateCallback(live: LiveState): TrainingCallback {
  let start = { timesteps: 0, time: 0 };

  function progressAt(time: number, session: TrainingSession): Progress {
    const seconds = (time - start.time) / 1000;
    const stepsPerSecond = seconds > 0 ? (session.timesteps - start.timesteps) / seconds : 0;
    const stepsLeft = Math.max(0, session.totalTimesteps - session.timesteps);
    return {
      timesteps: session.timesteps,
      totalTimesteps: session.totalTimesteps,
      episodes: session.episodes,
      updates: session.updates,
      stepsPerSecond,
      secondsLeft: stepsPerSecond > 0 ? stepsLeft / stepsPerSecond : null,
    };
  }

  return {
    name: 'state',
    onTrainingStart({ timesteps, time }, session) {
      start = { timesteps, time };
      live.change({ status: 'running', progress: progressAt(time, session) });
    },
    onRolloutEnd: ({ time }, session) => live.change({ progress: progressAt(time, session) }),
    onUpdate: ({ time }, session) => live.change({ progress: progressAt(time, session) }),
    onTrainingEnd: ({ time }, session) => live.change({ status: 'stopping', progress: progressAt(time, session) }),
  };
}
