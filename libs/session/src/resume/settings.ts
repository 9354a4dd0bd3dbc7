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

/** Of a checkpoint; of a run's row where there is none. */
type Settings = Pick<RunRecord, 'hyperparameters' | 'totalTimesteps'>;

/** How a run is trained from here on, which is no setting of its own: no result depends on it, or it is refused. */
export type TrainingWay = {
  [Name in 'backend' | 'threads' | 'checkpointEvery' | 'checkpointSeconds' | 'keepCheckpoints']?:
    | TrainConfig[Name]
    | undefined;
};

/** The plan of a run that goes on: its own hyperparameters, whatever presets say today, and the changes. */
export function planResumed(
  config: TrainConfig,
  { hyperparameters, totalTimesteps }: Settings,
  { steps, set = {}, ...options }: ChangedSettings & TrainingWay,
): RunPlan {
  const total = steps ?? totalTimesteps;
  const resumed = parseTrainConfig({
    ...config,
    ...wayOf(options),
    set: { ...hyperparameters, ...set },
    steps: total,
    preset: 'default',
  });
  return { config: resumed, totalTimesteps: total, numEnvs: undefined };
}

function wayOf({ backend, threads, checkpointEvery, checkpointSeconds, keepCheckpoints }: TrainingWay): TrainingWay {
  const way = { backend, threads, checkpointEvery, checkpointSeconds, keepCheckpoints };
  return Object.fromEntries(Object.entries(way).filter(([, value]) => value !== undefined));
}

/** Names of what is another than it was. */
export function changesOf(
  { hyperparameters, totalTimesteps }: Settings,
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
