import { expect, it } from '@jest/globals';
import { createHealthMonitor, type HealthReport } from '@cartwheel/health';
import type { RelayCursor } from '@cartwheel/tracking';
import { createRunChecks } from './run-checks.ts';
import { createTrainingWitness } from './training-witness.ts';

interface Parts {
  pending: number;
  queuedPoints: number;
  lost: boolean;
  brokerAway: boolean;
}

/** The checks of a run all of whose parts are well, but for these. */
async function report(parts: Partial<Parts>): Promise<HealthReport> {
  const { pending = 0, queuedPoints = 0, lost = false, brokerAway = false } = parts;
  const cursor = { tracker: 'aim aim://host:1', pending, error: pending > 0 ? 'away' : null } as RelayCursor;
  const store = { run: () => Promise.resolve({}), cursors: () => Promise.resolve([cursor]) };
  const read = (): Promise<object> => (brokerAway ? Promise.reject(new Error('Redis is away')) : Promise.resolve({}));
  const lease = { epoch: 1, lost: lost ? AbortSignal.abort() : new AbortController().signal };
  const context = { broker: { read }, store, folder: { dir: '.' } };
  const scope = { dump: () => ({ name: 'session', state: 'open', tasks: [], scopes: [] }) };
  const run = { runId: 'r1', lease, live: { current: { status: 'running' } }, dispatcher: { queuedPoints }, scope };
  const witness = createTrainingWitness();
  void witness.callback.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 0, totalTimesteps: 1 }, {
    timesteps: 0,
  } as never);
  using checks = createRunChecks(context as never, run as never, witness);
  return await createHealthMonitor(checks.checks).check();
}

const failing = ({ checks }: HealthReport): string[] => checks.filter(({ ok }) => !ok).map(({ name }) => name);

it('is live, ready and started when all is well', async () => {
  expect(await report({})).toMatchObject({ live: true, ready: true, startup: true });
});

it.each([
  ['broker', { brokerAway: true }],
  ['lease', { lost: true }],
  ['queue', { queuedPoints: 5_001 }],
  ['relays', { pending: 10_001 }],
] as const)('%s makes it not ready, and never a case for a restart', async (name, parts) => {
  const found = await report(parts);
  expect(found).toMatchObject({ live: true, ready: false });
  expect(failing(found)).toEqual([name]);
});

it('says which tracker lacks what, also while that is little', async () => {
  const { checks } = await report({ pending: 7 });
  expect(checks.find(({ name }) => name === 'relays')).toMatchObject({
    ok: true,
    detail: 'aim aim://host:1 lacks 7: away',
  });
});
