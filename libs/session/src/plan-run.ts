import { presetFor } from '@cartwheel/algorithms';
import { parseTrainConfig, type TrainConfig, type TrainConfigInput } from '@cartwheel/experiment-state';

/** What is going to be trained: the config, with the preset's budget and number of environments filled in. */
export interface RunPlan {
  config: TrainConfig;
  totalTimesteps: number;
  /** Undefined leaves it to the algorithm's default. */
  numEnvs: number | undefined;
}

/** Used when neither the config nor a preset says how long to train. */
const DEFAULT_TOTAL_TIMESTEPS = 100_000;

/** Throws `experiment-state/invalid-config` with the path, what was expected and what came. */
export function planRun(input: TrainConfigInput): RunPlan {
  const config = parseTrainConfig(input);
  const preset = config.preset === 'tuned' ? presetFor(config.algo, config.env) : undefined;
  return {
    config,
    totalTimesteps: config.steps ?? preset?.totalTimesteps ?? DEFAULT_TOTAL_TIMESTEPS,
    numEnvs: config.envs ?? preset?.numEnvs,
  };
}
