import { createExperimentState, type Command, type ExperimentState, type RunEvent } from '@cartwheel/experiment-state';
import type { ExperimentBroker, PublishResult } from '../experiment-broker.ts';

/** What the suite needs of an implementation. */
export interface BrokerHarness {
  /** A broker that holds no runs. The suite closes it. */
  broker: ExperimentBroker;
  /** Lets time pass on the clock that leases go by: a fake clock moves, a server is waited for. */
  elapse: (ms: number) => Promise<void>;
  /** Nothing elapses on that clock by itself. */
  hasFakeClock?: boolean;
}

/** As the options of a broker. */
export interface HarnessOptions {
  /** How many events of a run are kept, about. */
  historyLimit: number;
  /** After how many events one holds a whole document again. */
  snapshotEvery: number;
}

/** Makes a broker for each part of the suite. */
export type CreateBrokerHarness = (options: HarnessOptions) => Promise<BrokerHarness>;

/** A broker under test: how the parts of the suite get at it. */
export type BrokerUnderTest = () => BrokerHarness;

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };

/** A first document with an id of its own. */
export function newRun(over: Partial<ExperimentState> = {}): ExperimentState {
  const run = { algorithm: 'ppo', env: 'CartPole-v1', seed: 0, totalTimesteps: 1000, host, createdAt: 1000 };
  return { ...createExperimentState(run), ...over };
}

/** The document with `timesteps` steps done: tells the published documents of a test apart. */
export function withTimesteps(state: ExperimentState, timesteps: number): ExperimentState {
  return { ...state, progress: { ...state.progress, timesteps } };
}

/** Publishes `count` documents one after the other, with timesteps 1, 2, 3 …; gives the last. */
export async function publishMany(
  broker: ExperimentBroker,
  first: ExperimentState,
  count: number,
): Promise<ExperimentState> {
  let state = first;
  for (let timesteps = 1; timesteps <= count; timesteps += 1) {
    const next = withTimesteps(state, timesteps);
    state = { ...next, version: acceptedVersion(await broker.publish(next, { expectedVersion: state.version })) };
  }
  return state;
}

export function acceptedVersion(result: PublishResult): number {
  if (result.status !== 'accepted') throw new Error(`Expected an accepted publish, received ${result.status}.`);
  return result.version;
}

export function newCommand(id: string, action: Command['action'] = { kind: 'pause' }): Command {
  return { id, sender: 'suite', action, sentAt: 1, expiresAt: 2 };
}

/** The next `count` events. */
export async function take(events: AsyncIterable<RunEvent>, count: number): Promise<RunEvent[]> {
  const taken: RunEvent[] = [];
  if (count === 0) return taken;
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}
