import type { Algorithm } from '@cartwheel/algorithms';
import type { Checkpoint, CheckpointOptions } from '@cartwheel/algorithms/node';
import type { AggregatorSnapshot, CallbackSnapshot } from '@cartwheel/callbacks';
import type { LastPoints } from './point-ledger.ts';

/** What a session goes on from, beside the learner. */
export interface SessionMemory {
  readonly aggregator: AggregatorSnapshot;
  /** Of its own callbacks and the caller's. */
  readonly callbacks: CallbackSnapshot;
  /** The newest points that were handed over before the checkpoint. */
  readonly last: LastPoints;
  /** Wall time of training so far. */
  readonly seconds: number;
  /** As of the checkpoint: a change counts once a checkpoint holds it. */
  readonly settings: RunSettings;
}

/** What of a run may be changed while it learns. */
export interface RunSettings {
  readonly hyperparameters: Algorithm['hyperparameters'];
  /** The whole budget, in environment steps. */
  readonly totalTimesteps: number;
}

type SessionValue = NonNullable<CheckpointOptions['session']>;

export function toSessionValue({ aggregator, callbacks, last, seconds, settings }: SessionMemory): SessionValue {
  const { evaluations, recorded, ...counters } = aggregator;
  return {
    aggregator: {
      ...counters,
      evaluations: evaluations.map((point) => ({ ...point })),
      recorded: recorded.map(([name, value]) => [name, value]),
    },
    callbacks,
    last: { ...last },
    seconds,
    settings: { hyperparameters: { ...settings.hyperparameters }, totalTimesteps: settings.totalTimesteps },
  };
}

/** The seal of the checkpoint says that it is what `toSessionValue` gave. */
export function memoryOf({ session }: Checkpoint): SessionMemory {
  return session as unknown as SessionMemory;
}
