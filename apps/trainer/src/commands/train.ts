import { algorithmNames } from '@cartwheel/algorithms';
import { createProgressBar } from '@cartwheel/callbacks';
import { envIds } from '@cartwheel/envs';
import { backend } from '@cartwheel/experiment-state';
import { runTraining, type RunResult, type RunTrainingOptions } from '@cartwheel/session';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJsonLine } from '../output/json-lines.ts';
import { printSummary } from '../output/print-summary.ts';
import { openProcess } from '../process/open-process.ts';
import { assignment, collect, numberOrName, wholeNumber } from '../parse-options.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';
import { healthHostOption, healthPortOption } from './health-options.ts';
import { trackersFrom, withTrackerOptions, type TrackerFlags } from './tracker-options.ts';
import { trainConfigFrom, type TrainFlags } from './train-config-from.ts';

type TrainOptions = CommonOptions &
  TrackerFlags &
  TrainFlags & { config?: string; seeds?: number; healthPort?: number; healthHost?: string };

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
    .addOption(healthPortOption())
    .addOption(healthHostOption())
    .action(async (options: TrainOptions) => setExitCode(await train(options)));
}

async function train(options: TrainOptions): Promise<ExitCode> {
  const config = await trainConfigFrom(options, options.config);
  await using program = openProcess(options);
  const { logger, signal } = program;
  for (let index = 0; index < (options.seeds ?? 1); index++) {
    const result = await trainOnce(
      {
        config: { ...config, seed: config.seed + index },
        out: options.out,
        trackers: trackersFrom(options),
        captureConsole: true,
        ...(options.redis === undefined ? {} : { redisUrl: options.redis }),
        ...(options.healthPort === undefined ? {} : { health: { port: options.healthPort, host: options.healthHost } }),
        logger,
        signal,
      },
      options,
    );
    if (signal.aborted) return EXIT.interrupted;
    if (result.status === 'failed') return EXIT.failed;
  }
  return EXIT.done;
}

async function trainOnce(run: RunTrainingOptions, options: TrainOptions): Promise<RunResult> {
  if (options.json) return runTraining({ ...run, onEvent: printJsonLine });
  const bar = createProgressBar({
    write: (text) => void process.stderr.write(text),
    isTTY: process.stderr.isTTY,
    columns: () => process.stderr.columns || undefined,
  });
  const result = await runTraining({ ...run, callbacks: [bar] });
  printSummary(result, options.out);
  return result;
}
