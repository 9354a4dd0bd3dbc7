import type { Scope } from '@cartwheel/async-guard';
import type { CheckpointRecord, ExperimentState } from '@cartwheel/experiment-state';
import type { TrainingSession } from '@cartwheel/callbacks';
import type { RunCheckpoints } from '../checkpoint/run-checkpoints.ts';
import type { LiveState } from '../live-state.ts';
import type { RunContext } from '../train-run.ts';
import { createCarryingOut } from './carry-out.ts';
import { openCommandInbox } from './command-inbox.ts';
import { createProcessSettings } from './process-settings.ts';
import { openRecordedCommands } from './recorded-commands.ts';
import { createSteering, type Steering } from './steering.ts';

export interface RunSteering extends Steering {
  /** Somebody wants the end at once, without a final evaluation. */
  readonly isAborted: boolean;
}

export interface SteerRunParts {
  runId: string;
  live: LiveState;
  checkpoints: Pick<RunCheckpoints, 'take' | 'settled'>;
  scope: Scope;
}

/** Lets the run of this process be steered by whoever can reach its broker. */
export function steerRun(context: RunContext, { runId, live, checkpoints, scope }: SteerRunParts): RunSteering {
  const { broker, store, folder, logger, now, plan } = context;
  const { env: envId, seed, evalEpisodes } = plan.config;
  let isAborted = false;

  async function checkpoint(session: TrainingSession): Promise<CheckpointRecord> {
    await checkpoints.settled();
    const taken = await checkpoints.take();
    const { step: timesteps, path, weightsHash } = taken;
    await session.emit({ type: 'checkpoint', timesteps, time: now(), path: folder.resolve(path), weightsHash });
    return taken;
  }

  const carrying = createCarryingOut({
    envId,
    seed,
    evalEpisodes,
    change: (part: Partial<ExperimentState>) => live.change(part),
    flush: () => live.flush(),
    get state() {
      return live.current;
    },
    checkpoint,
    async keep(settings) {
      await store.updateRun(runId, settings);
      await store.flush();
    },
    processSettings: createProcessSettings(logger),
    abort() {
      isAborted = true;
    },
    now,
  });
  const recorded = openRecordedCommands(store, runId);
  const steering = createSteering({
    inbox: openCommandInbox(broker, runId, scope),
    broker,
    runId,
    carryOut: (command, session) => carrying.carryOut(command, session),
    isPaused: () => carrying.isPaused,
    recorded: recorded.outcomeOf,
    record: recorded.record,
    scope,
    now,
  });
  return {
    close: (step) => steering.close(step),
    callback: { ...steering.callback, onEvaluation: ({ bestMeanReturn }) => carrying.noteEvaluation(bestMeanReturn) },
    get isAborted() {
      return isAborted;
    },
  };
}
