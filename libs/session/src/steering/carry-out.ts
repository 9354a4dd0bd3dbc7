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

type Action<Kind extends Command['action']['kind']> = Extract<Command['action'], { kind: Kind }>;

export interface CarryingOut {
  readonly isPaused: boolean;
  /** Hears of every evaluation of the run: the best of them is what a further one is told with. */
  noteEvaluation(bestMeanReturn: number): void;
  /** Throws `CommandRejected`. Gives what came of it, in words. */
  carryOut(command: Command, session: TrainingSession): Promise<string | undefined>;
}

export function createCarryingOut(run: SteeredRun): CarryingOut {
  return new CommandExecutor(run);
}

class CommandExecutor implements CarryingOut {
  readonly #run: SteeredRun;
  #isPaused = false;
  #best = Number.NEGATIVE_INFINITY;

  constructor(run: SteeredRun) {
    this.#run = run;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  noteEvaluation(bestMeanReturn: number): void {
    this.#best = Math.max(this.#best, bestMeanReturn);
  }

  async carryOut({ action, sender }: Command, session: TrainingSession): Promise<string | undefined> {
    switch (action.kind) {
      case 'pause':
        return this.#pause(session);
      case 'resume':
        return this.#resume();
      case 'stop':
        return this.#stop(action, session, sender);
      case 'checkpoint':
        return (await this.#run.checkpoint(session)).path;
      case 'evaluate':
        return this.#evaluate(session);
      case 'set':
        return this.#set(action, session);
      case 'extend':
      // No other: it is here because the linter wants a return on every way out.
      default:
        return this.#extend(action, session);
    }
  }

  async #pause(session: TrainingSession): Promise<string> {
    if (this.#isPaused) throw new CommandRejected('The run is paused already.');
    const { path } = await this.#run.checkpoint(session);
    // It may stand in the middle of a rollout: nothing else would tell how far it is.
    const { timesteps, episodes, updates } = session;
    this.#run.change({ progress: { ...this.#run.state.progress, timesteps, episodes, updates } });
    this.#setPaused(true);
    await this.#run.flush();
    return `checkpoint ${path}`;
  }

  #resume(): undefined {
    if (!this.#isPaused) throw new CommandRejected('The run is not paused.');
    this.#setPaused(false);
  }

  #setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#run.change({ status: isPaused ? 'paused' : 'running' });
  }

  #stop({ abort = false }: Action<'stop'>, session: TrainingSession, sender: string): undefined {
    if (abort) this.#run.abort();
    this.#isPaused = false;
    session.stop(abort ? `aborted by ${sender}` : `stopped by ${sender}`);
  }

  async #evaluate(session: TrainingSession): Promise<string> {
    const { envId, evalEpisodes, seed, now } = this.#run;
    const episodes = Math.max(1, evalEpisodes);
    const env = makeEnv(envId);
    try {
      const result = await evaluatePolicy(session, env, {
        episodes,
        seed: evaluationSeed(seed),
        signal: session.signal,
      });
      const { timesteps } = session;
      const bestMeanReturn = Math.max(this.#best, result.meanReturn);
      await session.emit({ type: 'evaluation', timesteps, time: now(), result, bestMeanReturn });
      return `mean return ${result.meanReturn.toFixed(2)} ± ${result.stdReturn.toFixed(2)} over ${episodes} episodes`;
    } finally {
      env.close();
    }
  }

  /** A hyperparameter counts once a checkpoint holds it: a run that is resumed from there goes on with it. */
  async #set({ name, value }: Action<'set'>, session: TrainingSession): Promise<string> {
    const { processSettings } = this.#run;
    const setting = processSettings.get(name);
    if (setting !== undefined) return setting(value);
    const hyperparameters = { ...settable(session, processSettings)(name, value) };
    this.#run.change({ hyperparameters });
    await this.#run.keep({ hyperparameters });
    const { path } = await this.#run.checkpoint(session);
    return `${name} is ${JSON.stringify(hyperparameters[name])}; checkpoint ${path}`;
  }

  async #extend({ steps }: Action<'extend'>, session: TrainingSession): Promise<string> {
    if (session.extend === undefined) throw new CommandRejected(`${session.algorithm} cannot do more steps.`);
    const totalTimesteps = session.extend(steps);
    this.#run.change({ progress: { ...this.#run.state.progress, totalTimesteps } });
    await this.#run.keep({ totalTimesteps });
    const { path } = await this.#run.checkpoint(session);
    return `${totalTimesteps} steps in all; checkpoint ${path}`;
  }
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
