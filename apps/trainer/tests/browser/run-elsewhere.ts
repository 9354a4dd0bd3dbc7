import { BrokerError, type ExperimentBroker } from '@cartwheel/broker';
import { createExperimentState, createRunId, type ExperimentState } from '@cartwheel/experiment-state';

export interface RunElsewhere {
  runId: string;
  /** Points behind one of the store's positions, up to another. */
  publish: (after: number, position: number) => Promise<unknown>;
  /** The last of its states. */
  finish: () => Promise<unknown>;
  /** Gives the lease back without an end. */
  leave: () => Promise<unknown>;
}

/** What a trainer on another machine does to Redis, as far as a dashboard sees it. */
export async function startElsewhere(broker: ExperimentBroker): Promise<RunElsewhere> {
  const initial: ExperimentState = createExperimentState({
    runId: createRunId(),
    experiment: 'elsewhere',
    tags: [],
    algorithm: 'ppo',
    env: 'CartPole-v1',
    seed: 0,
    hyperparameters: { gamma: 0.98 },
    totalTimesteps: 100_000,
    host: { hostname: 'another-machine', pid: 1, platform: 'linux-x64', runtime: 'node', engine: 'wasm' },
    createdAt: Date.now(),
  });
  const { runId, version } = await broker.create(initial);
  const taken = await broker.acquireLease(runId, { owner: 'another', ttlMs: 600_000 });
  const state: ExperimentState = { ...initial, status: 'running', version, writerEpoch: taken.lease.epoch };
  await broker.publish(state, { expectedVersion: version });
  return {
    runId,
    finish: () => broker.publish({ ...state, status: 'finished' }, { expectedVersion: version + 1 }),
    leave: () => broker.releaseLease(taken.lease),
    publish: (after, position) =>
      untilThere(() =>
        broker.publishPoints(runId, {
          epoch: taken.lease.epoch,
          after,
          position,
          // The trainer has been at it for longer than the window reaches back.
          begins: true,
          // One point for each of the store's positions.
          points: Array.from({ length: position - after }, (_, i) => ({
            name: 'rollout/ep_rew_mean',
            context: {},
            step: 100 * (after + i + 1),
            time: Date.now(),
            value: after + i + 1,
          })),
        }),
      ),
  };
}

/** Asks until the answer is as it should be; the test's own time ends it otherwise. */
export async function untilRight<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
  }
}

/** As a trainer does, again and again while Redis is away. */
async function untilThere(publish: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await publish();
      return;
    } catch (error) {
      if (!(error instanceof BrokerError && error.code === 'broker/unreachable')) throw error;
    }
  }
}
