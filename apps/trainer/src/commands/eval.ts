import { backend, type Backend } from '@cartwheel/experiment-state';
import { evaluateRun } from '@cartwheel/session';
import { Option, type Command } from 'commander';
import { printJsonLine } from '../output/json-lines.ts';
import { wholeNumber } from '../parse-options.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';

type EvalOptions = CommonOptions & { episodes: number; seed?: number; backend?: Backend };

export function addEvalCommand(program: Command): void {
  withCommonOptions(program.command('eval'))
    .description("evaluate a run's last checkpoint, deterministically")
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .option('--episodes <n>', 'how many episodes', wholeNumber(1), 20)
    .option('--seed <n>', "seed of the first episode; another than training's otherwise", wholeNumber(0))
    .addOption(
      new Option('--backend <name>', "what computes the policy; the run's own otherwise").choices(backend.options),
    )
    .action(evaluate);
}

async function evaluate(selector: string, options: EvalOptions): Promise<void> {
  const result = await evaluateRun({
    run: selector,
    out: options.out,
    episodes: options.episodes,
    seed: options.seed,
    backend: options.backend,
  });
  if (options.json) printJsonLine({ event: 'evaluated', ...result });
  else {
    process.stdout.write(
      `${result.algorithm} on ${result.env}, checkpoint at ${result.step.toLocaleString('en-US')} steps: ` +
        `mean return ${result.meanReturn.toFixed(2)} ± ${result.stdReturn.toFixed(2)} over ${options.episodes} episodes ` +
        `(mean length ${result.meanLength.toFixed(1)}).\n`,
    );
  }
}
