import { describeError, type Scope } from '@cartwheel/async-guard';
import type { ExperimentBroker } from '@cartwheel/broker';
import type { CallbackSnapshot, TrainingCallback, TrainingSession } from '@cartwheel/callbacks';
import type { Command, CommandOutcome } from '@cartwheel/experiment-state';
import { CommandRejected } from './command-rejected.ts';
import type { CommandInbox } from './command-inbox.ts';
import { settle } from './settle.ts';

export interface SteeringOptions {
  inbox: CommandInbox;
  broker: ExperimentBroker;
  runId: string;
  /** Carries a command out at a safe point; gives what came of it, in words. Throws `CommandRejected`. */
  carryOut: (command: Command, session: TrainingSession) => Promise<string | undefined>;
  /** Training stands still as long as it is true. */
  isPaused: () => boolean;
  /** What the run's record says of a command: a process may die after it was recorded and before the broker was told. */
  recorded: (command: Command) => Promise<CommandOutcome | null>;
  /** Keeps the command and its outcome in the run's record. */
  record: (command: Command, outcome: CommandOutcome) => Promise<void>;
  scope: Scope;
  now: () => number;
}

export interface Steering {
  /** Obeys at each safe point; costs a look into the inbox where nobody wishes anything. */
  readonly callback: TrainingCallback;
  /** Ends what still waits when training has ended: each command has an outcome. */
  close(step: number): Promise<void>;
}

const OBEYED_BEFORE = 'Obeyed before the run was resumed.';

/** Commands that a checkpoint knows: far more than can be obeyed and wait to be told when a process dies. */
const REMEMBERED = 100;

/**
 * Lets a run be steered: each command that comes ends in exactly one of applied, rejected and expired. Checkpoints hold
 * which were obeyed: a process may die after it obeyed and before it could tell, and who goes on with the run is told of the
 * command again.
 */
export function createSteering(options: SteeringOptions): Steering {
  return new SafePointSteering(options);
}

class SafePointSteering implements Steering {
  readonly callback: TrainingCallback = {
    name: 'steering',
    mode: 'await',
    snapshot: () => this.#obeyed.all(),
    restore: (snapshot) => this.#obeyed.restore(snapshot),
    onSafePoint: (_event, session) =>
      this.#options.inbox.isEmpty && !this.#options.isPaused() ? undefined : this.#obey(session),
  };
  readonly #options: SteeringOptions;
  readonly #obeyed = createObeyed();

  constructor(options: SteeringOptions) {
    this.#options = options;
  }

  async close(step: number): Promise<void> {
    const { inbox, recorded, now } = this.#options;
    for (let command = inbox.take(); command !== undefined; command = inbox.take()) {
      const said = { commandId: command.id, ...this.#lastWord(command), step, settledAt: now() };
      await this.#conclude(command, (await recorded(command)) ?? said);
    }
  }

  #lastWord({ id, expiresAt }: Command): Pick<CommandOutcome, 'status' | 'detail'> {
    if (this.#obeyed.before.has(id)) return { status: 'applied', detail: OBEYED_BEFORE };
    return { status: expiresAt <= this.#options.now() ? 'expired' : 'rejected', detail: 'The run has ended.' };
  }

  async #obey(session: TrainingSession): Promise<void> {
    const { inbox, isPaused } = this.#options;
    do {
      for (let command = inbox.take(); command !== undefined; command = inbox.take()) await this.#end(command, session);
      if (isPaused()) await inbox.filled(session.signal);
    } while (!session.signal.aborted && (isPaused() || !inbox.isEmpty));
  }

  async #end(command: Command, session: TrainingSession): Promise<void> {
    const outcome = await this.#outcomeOf(command, session);
    await this.#conclude(command, outcome);
    await session.emit({ type: 'command', timesteps: session.timesteps, time: outcome.settledAt, command, outcome });
  }

  async #outcomeOf(command: Command, session: TrainingSession): Promise<CommandOutcome> {
    const recorded = await this.#options.recorded(command);
    if (recorded !== null && !this.#isUndone(command, recorded)) return recorded;
    const said = await this.#carryOut(command, session);
    return { commandId: command.id, ...said, step: session.timesteps, settledAt: this.#options.now() };
  }

  async #carryOut(command: Command, session: TrainingSession): Promise<Pick<CommandOutcome, 'status' | 'detail'>> {
    if (this.#obeyed.before.has(command.id)) return { status: 'applied', detail: OBEYED_BEFORE };
    if (command.expiresAt <= this.#options.now()) return { status: 'expired' };
    // First: the checkpoint that it may take holds it.
    this.#obeyed.add(command.id);
    try {
      const detail = await this.#options.carryOut(command, session);
      return { status: 'applied', ...(detail === undefined ? {} : { detail }) };
    } catch (error) {
      this.#obeyed.delete(command.id);
      // A disk that is full, say: the wish failed, and training goes on as if it had not been.
      const detail = error instanceof CommandRejected ? error.message : describeError(error).message;
      return { status: 'rejected', detail };
    }
  }

  /** A change counts by the checkpoint that holds it: where the run went on from an older one, it is to be made again. */
  #isUndone({ id, action }: Command, { status }: CommandOutcome): boolean {
    return status === 'applied' && (action.kind === 'set' || action.kind === 'extend') && !this.#obeyed.before.has(id);
  }

  /** The record first: whoever goes on after a crash then knows that the command was obeyed. */
  async #conclude(command: Command, outcome: CommandOutcome): Promise<void> {
    await this.#options.record(command, outcome);
    await settle(this.#options, outcome);
  }
}

/** The ids of the newest commands that were obeyed, and of those that were before the run was resumed. */
function createObeyed() {
  const before = new Set<string>();
  const ids = new Set<string>();
  return {
    before: before as ReadonlySet<string>,
    add(id: string): void {
      ids.add(id);
      for (const oldest of ids) {
        if (ids.size <= REMEMBERED) return;
        ids.delete(oldest);
      }
    },
    delete: (id: string): void => void ids.delete(id),
    all: (): string[] => [...ids],
    restore(snapshot: CallbackSnapshot): void {
      if (!Array.isArray(snapshot)) return;
      for (const id of snapshot) {
        before.add(String(id));
        ids.add(String(id));
      }
    },
  };
}
