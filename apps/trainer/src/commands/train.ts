import { algorithmNames } from '@cartwheel/algorithms';
import { envIds } from '@cartwheel/envs';
import { runTraining, trainOrResume } from '@cartwheel/session';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import { assignment, collect, wholeNumber } from '../parse-options.ts';
import { trainWith } from '../train-with.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';
import { sessionOptionsFrom, withSessionOptions, type SessionFlags } from './session-options.ts';
import { trainConfigFrom, type TrainFlags } from './train-config-from.ts';
import { withWayOptions } from './way-options.ts';

type TrainOptions = CommonOptions & SessionFlags & TrainFlags & { config?: string; seeds?: number; resume?: true };

export function addTrainCommand(program: Command, setExitCode: (code: ExitCode) => void): void {
  withSessionOptions(withWayOptions(withTrainOptions(withCommonOptions(program.command('train')))))
    .description('train an agent')
    .action(async (options: TrainOptions) => setExitCode(await train(options)));
}

function withTrainOptions(command: Command): Command {
  return command
    .option('--env <id|file>', `the environment: ${envIds().join(', ')}, or a file that makes one, as ./my-env.ts`)
    .option('--algo <name>', `the algorithm: ${algorithmNames().join(', ')}`)
    .option('--steps <n>', "environment steps; the preset's budget otherwise", wholeNumber(1))
    .option('--seed <n>', 'seed of everything random (default: 0)', wholeNumber(0))
    .option('--seeds <n>', 'train N runs, with the seeds seed, seed + 1, …', wholeNumber(1))
    .option('--envs <n>', 'environments that step side by side', wholeNumber(1))
    .option('--preset <name>', 'tuned or default (default: tuned)')
    .option('--set <name=value>', 'a hyperparameter; may be repeated', assignment)
    .option('--config <file>', 'settings from a YAML file; flags count more')
    .option('--experiment <name>', 'the experiment that the run belongs to')
    .option('--tag <name>', 'a tag; may be repeated', collect)
    .option('--eval-episodes <n>', 'episodes of the final evaluation (default: 20)', wholeNumber(0))
    .option('--eval-every <n>', 'evaluate every N environment steps', wholeNumber(0))
    .option('--resume', 'go on with the newest run of the same settings in the project folder, where there is one');
}

async function train(options: TrainOptions): Promise<ExitCode> {
  const config = await trainConfigFrom(options, options.config);
  return trainWith(
    options,
    (session, index) => {
      const run = { ...session, config: { ...config, seed: config.seed + index } };
      const begin = options.resume ? trainOrResume : runTraining;
      return begin({ ...run, ...sessionOptionsFrom(options) });
    },
    options.seeds,
  );
}
