import { backend } from '@cartwheel/experiment-state';
import type { TrainingWay } from '@cartwheel/session';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { wholeNumber } from '../parse-options.ts';

/** How a run is trained, of which no result depends: a run that goes on may be trained in another way. */
export type WayFlags = TrainingWay;

export function withWayOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--backend <name>', 'what computes the networks (default: the fastest)').choices(backend.options),
    )
    .option(
      '--threads <n>',
      'of wasm and native: 1, 2 or auto, a second one while that is faster (default: auto)',
      threadCount,
    )
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
    );
}

export function wayFrom(flags: WayFlags): TrainingWay {
  const { backend: engine, threads, checkpointEvery, checkpointSeconds, keepCheckpoints } = flags;
  return { backend: engine, threads, checkpointEvery, checkpointSeconds, keepCheckpoints };
}

function threadCount(text: string): 1 | 2 | 'auto' {
  if (text === 'auto') return text;
  const count = Number(text);
  if (count === 1 || count === 2) return count;
  throw new InvalidArgumentError('Expected 1, 2 or auto.');
}
