import { evaluatePolicy, type TrainingSession } from '@cartwheel/callbacks';
import { CartwheelError, describeError } from '@cartwheel/async-guard';
import { makeEnv } from '@cartwheel/envs';
import type { CheckpointRecord, Command, ExperimentState } from '@cartwheel/experiment-state';
import { evaluationSeed } from '../evaluation-seed.ts';
import { CommandRejected } from './command-rejected.ts';
import type { ProcessSettings } from './process-settings.ts';

/** What the commands of a run work on. */
export interface SteeredRun {
  readonly envId: string;
  readonly seed: number;
  readonly evalEpisodes: number;
  /** The state document, changed and published. */
  change(part: Partial<ExperimentState>): void;
  /** Resolves once the newest state stands in the broker, or cannot be brought there now. */
  flush(): Promise<unknown>;
  readonly state: ExperimentState;
  /** On disk, and in the record, when it resolves. */
  checkpoint(session: TrainingSession): Promise<CheckpointRecord>;
  /** What a later resume must know. */
  keep(settings: { hyperparameters?: ExperimentState['hyperparameters']; totalTimesteps?: number }): Promise<void>;
  /** What `set` changes beside hyperparameters. */
  readonly processSettings: ProcessSettings;
  /** No final evaluation: somebody wants the end at once. */
  abort(): void;
  now: () => number;
}

type Action = Command['action'];
type Actions = {
  [Kind in Action['kind']]: (
    action: Extract<Action, { kind: Kind }>,
    session: TrainingSession,
    sender: string,
  ) => Promise<string | undefined>;
};

export interface CarryingOut {
  readonly isPaused: boolean;
  /** Hears of every evaluation of the run: the best of them is what a further one is told with. */
  noteEvaluation(bestMeanReturn: number): void;
  /** Throws `CommandRejected`. Gives what came of it, in words. */
  carryOut(command: Command, session: TrainingSession): Promise<string | undefined>;
}

export function createCarryingOut(run: SteeredRun): CarryingOut {
  let isPaused = false;
  let best = Number.NEGATIVE_INFINITY;

  function setPaused(paused: boolean): void {
    isPaused = paused;
    run.change({ status: paused ? 'paused' : 'running' });
  }

  const actions: Actions = {
    async pause(_action, session) {
      if (isPaused) throw new CommandRejected('The run is paused already.');
      const { path } = await run.checkpoint(session);
      // It may stand in the middle of a rollout: nothing else would tell how far it is.
      const { timesteps, episodes, updates } = session;
      run.change({ progress: { ...run.state.progress, timesteps, episodes, updates } });
      setPaused(true);
      await run.flush();
      return `checkpoint ${path}`;
    },
    async resume() {
      if (!isPaused) throw new CommandRejected('The run is not paused.');
      setPaused(false);
      return undefined;
    },
    async stop({ abort = false }, session, sender) {
      if (abort) run.abort();
      isPaused = false;
      session.stop(abort ? `aborted by ${sender}` : `stopped by ${sender}`);
      return undefined;
    },
    async checkpoint(_action, session) {
      return (await run.checkpoint(session)).path;
    },
    async evaluate(_action, session) {
      const env = makeEnv(run.envId);
      try {
        const episodes = Math.max(1, run.evalEpisodes);
        const result = await evaluatePolicy(session, env, {
          episodes,
          seed: evaluationSeed(run.seed),
          signal: session.signal,
        });
        const { timesteps } = session;
        const bestMeanReturn = Math.max(best, result.meanReturn);
        await session.emit({ type: 'evaluation', timesteps, time: run.now(), result, bestMeanReturn });
        return `mean return ${result.meanReturn.toFixed(2)} ± ${result.stdReturn.toFixed(2)} over ${episodes} episodes`;
      } finally {
        env.close();
      }
    },
    /** A hyperparameter counts once a checkpoint holds it: a run that is resumed from there goes on with it. */
    async set({ name, value }, session) {
      const setting = run.processSettings.get(name);
      if (setting !== undefined) return setting(value);
      const hyperparameters = { ...settable(session, run.processSettings)(name, value) };
      run.change({ hyperparameters });
      await run.keep({ hyperparameters });
      const { path } = await run.checkpoint(session);
      return `${name} is ${JSON.stringify(hyperparameters[name])}; checkpoint ${path}`;
    },
    async extend({ steps }, session) {
      if (session.extend === undefined) throw new CommandRejected(`${session.algorithm} cannot do more steps.`);
      const totalTimesteps = session.extend(steps);
      run.change({ progress: { ...run.state.progress, totalTimesteps } });
      await run.keep({ totalTimesteps });
      const { path } = await run.checkpoint(session);
      return `${totalTimesteps} steps in all; checkpoint ${path}`;
    },
  };

  return {
    get isPaused() {
      return isPaused;
    },
    noteEvaluation(bestMeanReturn) {
      best = Math.max(best, bestMeanReturn);
    },
    carryOut: ({ action, sender }, session) => call(actions, action, session, sender),
  };
}

function call<Kind extends Action['kind']>(
  actions: Actions,
  action: Extract<Action, { kind: Kind }>,
  session: TrainingSession,
  sender: string,
): Promise<string | undefined> {
  const carryOut = actions[action.kind];
  return carryOut(action, session, sender);
}

/** Codes of what is no hyperparameter that may be set: the others are about its value. */
const UNKNOWN: ReadonlySet<string> = new Set(['algorithms/unknown-hyperparameter', 'algorithms/not-live']);

/** How the learner is set; what it refuses is a rejection with its own words. */
function settable(
  session: TrainingSession,
  processSettings: ProcessSettings,
): NonNullable<TrainingSession['setHyperparameter']> {
  const others = `Beside hyperparameters: ${[...processSettings.keys()].join(', ')}.`;
  return (name, value) => {
    if (session.setHyperparameter === undefined) {
      throw new CommandRejected(`No hyperparameter of ${session.algorithm} can be set while it learns. ${others}`);
    }
    try {
      return session.setHyperparameter(name, value);
    } catch (error) {
      if (!(error instanceof CartwheelError)) throw error;
      const { code, message } = describeError(error);
      throw new CommandRejected(UNKNOWN.has(code) ? `${message} ${others}` : message);
    }
  };
}
