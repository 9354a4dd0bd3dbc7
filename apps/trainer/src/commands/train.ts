import { algorithmNames } from '@cartwheel/algorithms';
import { envIds } from '@cartwheel/envs';
import { backend } from '@cartwheel/experiment-state';
import { runTraining } from '@cartwheel/session';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import { assignment, collect, numberOrName, wholeNumber } from '../parse-options.ts';
import { trainWith } from '../train-with.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';
import { dashboardOption, type DashboardFlag } from './dashboard-option.ts';
import { healthFrom, healthHostOption, healthPortOption, type HealthFlags } from './health-options.ts';
import { trackersFrom, withTrackerOptions, type TrackerFlags } from './tracker-options.ts';
import { trainConfigFrom, type TrainFlags } from './train-config-from.ts';

type TrainOptions = CommonOptions &
  DashboardFlag &
  TrackerFlags &
  HealthFlags &
  TrainFlags & { config?: string; seeds?: number };

export function addTrainCommand(program: Command, setExitCode: (code: ExitCode) => void): void {
  withTrackerOptions(withCommonOptions(program.command('train')))
    .description('train an agent')
    .option('--env <id|file>', `the environment: ${envIds().join(', ')}, or a file that makes one, as ./my-env.ts`)
    .option('--algo <name>', `the algorithm: ${algorithmNames().join(', ')}`)
    .option('--steps <n>', "environment steps; the preset's budget otherwise", wholeNumber(1))
    .option('--seed <n>', 'seed of everything random (default: 0)', wholeNumber(0))
    .option('--seeds <n>', 'train N runs, with the seeds seed, seed + 1, …', wholeNumber(1))
    .option('--envs <n>', 'environments that step side by side', wholeNumber(1))
    .option('--preset <name>', 'tuned or default (default: tuned)')
    .option('--set <name=value>', 'a hyperparameter; may be repeated', assignment)
    .option('--backend <name>', `what computes the networks: ${backend.options.join(', ')} (default: the fastest)`)
    .option(
      '--threads <n>',
      'of WebAssembly: 1, 2 or auto, a second one while that is faster (default: auto)',
      numberOrName,
    )
    .option('--config <file>', 'settings from a YAML file; flags count more')
    .option('--experiment <name>', 'the experiment that the run belongs to')
    .option('--tag <name>', 'a tag; may be repeated', collect)
    .option('--eval-episodes <n>', 'episodes of the final evaluation (default: 20)', wholeNumber(0))
    .option('--eval-every <n>', 'evaluate every N environment steps', wholeNumber(0))
    .option('--checkpoint-every <n>', 'write a checkpoint every N environment steps', wholeNumber(0))
    .option(
      '--checkpoint-seconds <n>',
      'write a checkpoint every N seconds (default: 60, or by steps alone)',
      wholeNumber(0),
    )
    .option(
      '--keep-checkpoints <n>',
      'how many of the newest stay, beside the first and the best (default: 5)',
      wholeNumber(1),
    )
    .addOption(dashboardOption())
    .addOption(healthPortOption())
    .addOption(healthHostOption())
    .action(async (options: TrainOptions) => setExitCode(await train(options)));
}

async function train(options: TrainOptions): Promise<ExitCode> {
  const config = await trainConfigFrom(options, options.config);
  return trainWith(
    options,
    (session, index) => {
      const run = { ...session, config: { ...config, seed: config.seed + index } };
      return runTraining({ ...run, trackers: trackersFrom(options), health: healthFrom(options) });
    },
    options.seeds,
  );
}
