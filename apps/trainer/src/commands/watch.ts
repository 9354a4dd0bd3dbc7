import { openRunView, type RunView } from '@cartwheel/session';
import { runEventCodec, type ExperimentState, type RunEvent } from '@cartwheel/experiment-state';
import type { Command } from 'commander';
import { createLiveTable } from '../output/live-table.ts';
import { printJsonLine } from '../output/json-lines.ts';
import { openLogger } from '../output/open-logger.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';

export function addWatchCommand(program: Command): void {
  withCommonOptions(program.command('watch'))
    .description('watch a run that another process trains, until it ends')
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .action(watch);
}

const LOOK_EVERY_MS = 2_000;

async function watch(run: string, options: CommonOptions): Promise<void> {
  const { out, redis: redisUrl, json } = options;
  await using view = await openRunView({ run, out, redisUrl, logger: openLogger(options) });
  const end = new AbortController();
  using interrupt = endOnInterrupt(end);
  using lost = endWhenLost(view, end);
  const show = json ? printEvent : showIn(createLiveTable(process.stdout));
  for await (const event of view.viewer.watch(view.runId, { signal: end.signal })) {
    show(event);
    if ('state' in event && hasEnded(event.state)) break;
  }
  if (lost.isLost) process.stderr.write(`Run ${view.runId} is lost: its process has not been heard of for a while.\n`);
  if (interrupt.came) process.stderr.write('The run goes on.\n');
}

function printEvent(event: RunEvent): void {
  printJsonLine({ event: event.type, ...runEventCodec.toWire(event) });
}

function showIn(table: ReturnType<typeof createLiveTable>): (event: RunEvent) => void {
  return (event) => {
    if ('state' in event) table.show(event.state, hasEnded(event.state));
    if (event.type === 'command') table.note(`${event.command.sender} wishes: ${event.command.action.kind}`);
    if (event.type === 'command-outcome')
      table.note([event.outcome.status, event.outcome.detail].filter(Boolean).join(': '));
  };
}

function hasEnded({ status }: ExperimentState): boolean {
  return status === 'finished' || status === 'failed';
}

/** Ctrl-C ends the watching, not the run. */
function endOnInterrupt(end: AbortController): Disposable & { readonly came: boolean } {
  let came = false;
  const handle = (): void => {
    came = true;
    end.abort();
  };
  process.once('SIGINT', handle);
  process.once('SIGTERM', handle);
  return {
    get came() {
      return came;
    },
    [Symbol.dispose]() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}

/** That a writer is gone is no event: nobody is there to tell. */
function endWhenLost({ runId, viewer }: RunView, end: AbortController): Disposable & { readonly isLost: boolean } {
  let isLost = false;
  const look = async (): Promise<void> => {
    const state = await viewer.read(runId).catch(() => null);
    if (state?.status !== 'lost') return;
    isLost = true;
    end.abort();
  };
  // quality-ignore unguarded -- look catches what a read fails with
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return {
    get isLost() {
      return isLost;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
