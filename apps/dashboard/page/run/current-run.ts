import type { RunDetail } from '../../src/api/run-detail.schema.ts';
import type { LiveRun } from '../live/use-live-run.ts';

/** The run as the newest source has it: the process that trains it, else its row, else what was read at first. */
export function currentRun(detail: RunDetail, { run, writer }: Pick<LiveRun, 'run' | 'writer'>): RunDetail {
  const known = { ...detail, ...run };
  if (writer.reach !== 'answers') return known;
  const { status, hyperparameters, progress } = writer.state;
  const { timesteps, totalTimesteps, stepsPerSecond } = progress;
  return { ...known, status, hyperparameters, timesteps, totalTimesteps, stepsPerSecond };
}
