import { beforeEach, describe, expect, it } from '@jest/globals';
import { everyEntry, metricPoint, runRecord } from '../testing/records.ts';
import type { RunStore } from './run-store.ts';
import type { StoreClient } from './store-client.ts';
import { createWorkerRunStore } from './worker-run-store.ts';

/** What the worker was asked for, in its order. */
let calls: [operation: string, argument: unknown][];
let failing: string[];
let hasCrashed: boolean;

beforeEach(() => {
  calls = [];
  failing = [];
  hasCrashed = false;
});

/** A worker that answers each question with nothing. */
const client = {
  get hasCrashed() {
    return hasCrashed;
  },
  async call(operation: string, argument: unknown) {
    calls.push([operation, argument]);
    if (failing.includes(operation)) throw new Error(`no ${operation}`);
    return [];
  },
  async end() {
    calls.push(['end', null]);
  },
} as StoreClient;

const open = (readOnly = false): RunStore =>
  createWorkerRunStore(client, { file: '/runs/cartwheel.db', readOnly, now: () => 42 });

const checkpoint = { step: 1, path: 'p', weightsHash: 'h', time: 1 };
const outcome = { commandId: 'a', status: 'applied' as const, detail: 'why', step: 7, settledAt: 9 };
const command = { id: 'a', sender: 'me', action: { kind: 'pause' as const }, sentAt: 3, expiresAt: 4 };

const writes: [name: string, write: (store: RunStore) => Promise<unknown>][] = [
  ['createRun', (store) => store.createRun(runRecord('aaa'))],
  ['updateRun', (store) => store.updateRun('aaa', {})],
  ['deleteRun', (store) => store.deleteRun('aaa')],
  ['appendPoints', (store) => store.appendPoints('aaa', [metricPoint('m', 1, 1)])],
  ['appendEntry', (store) => store.appendEntry('aaa', everyEntry()[0])],
  ['appendConsole', (store) => store.appendConsole('aaa', [])],
  ['recordCommand', (store) => store.recordCommand('aaa', command)],
  ['recordOutcome', (store) => store.recordOutcome('aaa', outcome)],
  ['recordCheckpoint', (store) => store.recordCheckpoint('aaa', checkpoint)],
  ['claimCursor', (store) => store.claimCursor('aaa', 't', { owner: 'me', forMs: 1 })],
  ['saveCursor', (store) => store.saveCursor('aaa', 't', { owner: 'me', forMs: 1 })],
];

const reads: [name: string, read: (store: RunStore) => Promise<unknown>][] = [
  ['flush', (store) => store.flush()],
  ['run', (store) => store.run('aaa')],
  ['runs', (store) => store.runs()],
  ['series', (store) => store.series('aaa')],
  ['points', (store) => store.points('aaa')],
  ['pointsWithBigSteps', (store) => store.pointsWithBigSteps('aaa')],
  ['curve', (store) => store.curve('aaa')],
  ['entries', (store) => store.entries('aaa')],
  ['console', (store) => store.console('aaa')],
  ['commands', (store) => store.commands('aaa')],
  ['checkpoints', (store) => store.checkpoints('aaa')],
  ['changes', (store) => store.changes('aaa', { after: 0 })],
  ['position', (store) => store.position('aaa')],
  ['cursors', (store) => store.cursors('aaa')],
];

it.each(writes)('%s is refused by a store that was opened to read', async (_, write) => {
  await expect(write(open(true))).rejects.toMatchObject({
    code: 'tracking/read-only',
    message: 'The run store /runs/cartwheel.db was opened with readOnly: open it without.',
  });
  expect(calls).toEqual([]);
});

it.each([...writes, ...reads])('%s is refused after close', async (_, action) => {
  const store = open();
  await store.close();
  calls = [];
  await expect(action(store)).rejects.toMatchObject({
    code: 'tracking/closed',
    message: 'The run store /runs/cartwheel.db was closed: open it again.',
  });
  expect(calls).toEqual([]);
});

describe('the worker is asked', () => {
  it.each<[string, (store: RunStore) => Promise<unknown>, unknown]>([
    ['runs', (store) => store.runs(), {}],
    ['runs', (store) => store.runs({ tag: 'x' }), { tag: 'x' }],
    ['points', (store) => store.pointsWithBigSteps('aaa').catch(() => []), { runId: 'aaa', name: null, context: null }],
    [
      'points',
      (store) => store.points('aaa', { name: 'm', context: { b: '1', a: '2' } }).catch(() => []),
      { runId: 'aaa', name: 'm', context: '{"a":"2","b":"1"}' },
    ],
    [
      'curve',
      (store) => store.curve('aaa').catch(() => []),
      { runId: 'aaa', query: { name: null, context: null, from: 0, to: 2 ** 53, maxPoints: 2000 } },
    ],
    [
      'curve',
      (store) => store.curve('aaa', { name: 'm', context: {}, fromStep: 2, toStep: 5, maxPoints: 7 }).catch(() => []),
      { runId: 'aaa', query: { name: 'm', context: '{}', from: 2, to: 6, maxPoints: 7 } },
    ],
    ['entries', (store) => store.entries('aaa'), { runId: 'aaa', query: { kind: null, name: null } }],
    [
      'entries',
      (store) => store.entries('aaa', { kind: 'text', name: 'note' }),
      { runId: 'aaa', query: { kind: 'text', name: 'note' } },
    ],
    ['console', (store) => store.console('aaa'), { runId: 'aaa', limit: 1000 }],
    ['console', (store) => store.console('aaa', { limit: 3 }), { runId: 'aaa', limit: 3 }],
    ['changes', (store) => store.changes('aaa', { after: 5 }).catch(() => []), { runId: 'aaa', after: 5, limit: 2000 }],
    [
      'changes',
      (store) => store.changes('aaa', { after: 5, limit: 2 }).catch(() => []),
      { runId: 'aaa', after: 5, limit: 2 },
    ],
    ['position', (store) => store.position('aaa'), { runId: 'aaa' }],
    [
      'recordCheckpoint',
      (store) => store.recordCheckpoint('aaa', checkpoint),
      { runId: 'aaa', checkpoint, forget: [] },
    ],
    [
      'recordCheckpoint',
      (store) => store.recordCheckpoint('aaa', checkpoint, { forget: [3] }),
      { runId: 'aaa', checkpoint, forget: [3] },
    ],
    [
      'updateRun',
      (store) => store.updateRun('aaa', { status: 'failed' }),
      { runId: 'aaa', update: { status: 'failed', updatedAt: 42 } },
    ],
    ['appendConsole', (store) => store.appendConsole('aaa', []), { runId: 'aaa', lines: [] }],
    [
      'saveCursor',
      (store) => store.saveCursor('aaa', 't', { owner: 'me', forMs: 5 }),
      {
        runId: 'aaa',
        update: { tracker: 't', owner: 'me', forMs: 5, position: null, error: null, now: 42, state: null },
      },
    ],
    [
      'saveCursor',
      (store) =>
        store.saveCursor('aaa', 't', { owner: 'me', forMs: 5, position: 3, state: { low: -0 }, error: 'away' }),
      {
        runId: 'aaa',
        update: {
          tracker: 't',
          owner: 'me',
          forMs: 5,
          position: 3,
          error: 'away',
          now: 42,
          state: '{"low":{"$float":"-0"}}',
        },
      },
    ],
  ])('for %s', async (operation, action, argument) => {
    await action(open());
    expect(calls).toEqual([[operation, argument]]);
  });

  it('to claim a cursor, and then what it is: gone where its run is', async () => {
    await expect(open().claimCursor('aaa', 't', { owner: 'me', forMs: 5 })).rejects.toMatchObject({
      code: 'tracking/unknown-run',
      message: "Run 'aaa' was deleted meanwhile.",
    });
    const claim = { tracker: 't', owner: 'me', forMs: 5, deadOwner: null, now: 42 };
    expect(calls).toEqual([
      ['claimCursor', { runId: 'aaa', claim }],
      ['cursors', { runId: 'aaa' }],
    ]);
  });
});

describe('close', () => {
  const operations = (): string[] => calls.map(([operation]) => operation);

  it('flushes, closes and ends the worker, once', async () => {
    const store = open();
    await Promise.all([store.close(), store.close()]);
    expect(operations()).toEqual(['flush', 'close', 'end']);
    expect(calls[0]?.[1]).toBeNull();
  });

  it.each(['flush', 'close'])(
    'lets go of the file although the worker refuses to %s, and says so',
    async (operation) => {
      failing = [operation];
      await expect(open().close()).rejects.toThrow(`no ${operation}`);
      expect(operations()).toEqual(['flush', 'close', 'end']);
    },
  );

  it('asks nothing of a worker that has died', async () => {
    hasCrashed = true;
    await open().close();
    expect(calls).toEqual([]);
  });
});
