import { CartwheelError } from '@cartwheel/async-guard';
import { parseTrainConfig, type TrainConfig } from '@cartwheel/experiment-state';
import type { RunRecord } from '@cartwheel/tracking';
import type { RunPlan } from '../plan-run.ts';

/** What a run that goes on is to do otherwise. */
export interface ChangedSettings {
  /** The whole budget, in environment steps; that of the run otherwise. */
  steps?: number | undefined;
  /** Hyperparameters by name, over those of the run. */
  set?: Readonly<Record<string, unknown>> | undefined;
}

/** The plan of a run that goes on: its own hyperparameters, whatever presets say today, and the changes. */
export function planResumed(
  { config, hyperparameters, totalTimesteps }: Pick<RunRecord, 'config' | 'hyperparameters' | 'totalTimesteps'>,
  { steps, set = {} }: ChangedSettings,
): RunPlan {
  const total = steps ?? totalTimesteps;
  const { set: checked } = parseTrainConfig({ ...config, set: { ...hyperparameters, ...set } });
  const resumed: TrainConfig = { ...config, steps: total, preset: 'default', set: checked };
  return { config: resumed, totalTimesteps: total, numEnvs: undefined };
}

/** Names of what is another than it was. */
export function changesOf(
  { hyperparameters, totalTimesteps }: Pick<RunRecord, 'hyperparameters' | 'totalTimesteps'>,
  { steps, set = {} }: ChangedSettings,
): string[] {
  const changed = Object.keys(set).filter(
    (name) => JSON.stringify(set[name]) !== JSON.stringify(hyperparameters[name]),
  );
  return steps === undefined || steps === totalTimesteps ? changed : [...changed, 'steps'];
}

/** Throws `session/nothing-left` where all steps of the budget are done and the run ended well. */
export function requireWork(run: RunRecord, total: number, step: number): void {
  if (run.status !== 'finished' || step < total) return;
  throw new CartwheelError(
    'session/nothing-left',
    `Run ${run.runId} has finished its ${total} steps; to go on, give a greater budget: --steps ${2 * step}.`,
  );
}
