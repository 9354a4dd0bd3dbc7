import { createMeanWindow } from '../metric-aggregator/mean-window.ts';
import type { TrainingCallback } from '../training-callback/training-callback.ts';
import type { TrainingSession } from '../training-callback/training-session.ts';
import { barLine, fraction, plainLine, type ProgressReport } from './progress-line.ts';

/** Where a progress bar appears. */
export interface ProgressBarOptions {
  /** Takes what is to appear: `(text) => process.stderr.write(text)`. */
  write: (text: string) => void;
  /** In a terminal one line is drawn over and over; elsewhere a plain line appears at every tenth of the way. */
  isTTY: boolean;
  /** Width of the terminal, asked at each redraw. Default 80. */
  columns?: () => number | undefined;
  /** Training episodes that the mean return looks back on. Default 100, as `rollout/ep_rew_mean`. */
  window?: number;
}

/** Ten redraws a second are what an eye follows. */
const REDRAW_INTERVAL_MS = 100;
/** To the start of the line, and clear to its end. */
const CLEAR_LINE = '\r\u001B[K';

/**
 * Shows how far training is: steps, steps per second, mean return, time left. It has no clock of its own, it goes by the
 * times of the events. In a terminal it leaves nothing behind when training ends.
 */
export function createProgressBar({ write, isTTY, columns, window = 100 }: ProgressBarOptions): TrainingCallback {
  const returns = createMeanWindow(window);
  let start = { timesteps: 0, time: 0 };
  let drawnAt = Number.NEGATIVE_INFINITY;
  let tenthsShown = 0;

  function report(timesteps: number, time: number, session: TrainingSession): ProgressReport {
    const seconds = (time - start.time) / 1000;
    return {
      title: `${session.algorithm} ${session.envId}`,
      timesteps,
      totalTimesteps: session.totalTimesteps,
      stepsPerSecond: seconds > 0 ? (timesteps - start.timesteps) / seconds : undefined,
      meanReturn: returns.mean(),
    };
  }

  /** The last column stays free: a full line would wrap in some terminals. */
  function redraw(timesteps: number, time: number, session: TrainingSession): void {
    if (time - drawnAt < REDRAW_INTERVAL_MS) return;
    drawnAt = time;
    write(`${CLEAR_LINE}${barLine(report(timesteps, time, session), (columns?.() ?? 80) - 1)}`);
  }

  function writeTenth(timesteps: number, time: number, session: TrainingSession): void {
    const tenths = tenthsOf(timesteps, session);
    if (tenths <= tenthsShown) return;
    tenthsShown = tenths;
    write(`${plainLine(report(timesteps, time, session))}\n`);
  }

  function clear(): void {
    if (isTTY && drawnAt !== Number.NEGATIVE_INFINITY) write(CLEAR_LINE);
    drawnAt = Number.NEGATIVE_INFINITY;
  }

  const show = isTTY ? redraw : writeTenth;
  return {
    name: 'progress bar',
    onTrainingStart({ timesteps, time }, session) {
      start = { timesteps, time };
      tenthsShown = tenthsOf(timesteps, session);
      if (isTTY) redraw(timesteps, time, session);
    },
    onStep: ({ timesteps, time }, session) => show(timesteps, time, session),
    onEpisodeEnd: ({ episodeReturn }) => returns.push(episodeReturn),
    onTrainingEnd: clear,
    onError: clear,
  };
}

function tenthsOf(timesteps: number, { totalTimesteps }: TrainingSession): number {
  return Math.floor(fraction({ timesteps, totalTimesteps }) * 10);
}
