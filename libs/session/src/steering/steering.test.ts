import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createErrorSink, createScope, type Scope } from '@cartwheel/async-guard';
import { createMemoryBroker, type ExperimentBroker } from '@cartwheel/broker';
import type { CallbackSnapshot, CommandEvent, TrainingSession } from '@cartwheel/callbacks';
import { createExperimentState, type Command, type CommandOutcome } from '@cartwheel/experiment-state';
import { openCommandInbox } from './command-inbox.ts';
import { CommandRejected } from './command-rejected.ts';
import { createSteering, type Steering } from './steering.ts';

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
const NOW = 1000;

describe('steering', () => {
  let broker: ExperimentBroker;
  let scope: Scope;
  let runId: string;
  let paused: boolean;
  let carriedOut: string[];
  let recorded: CommandOutcome[];
  let told: CommandEvent[];
  let end: AbortController;
  let steering: Steering;
  let onCarryOut: () => void;
  /** What the run's record says from before a resume. */
  let onRecord: Map<string, CommandOutcome>;

  const session = (): TrainingSession => {
    const fake = { timesteps: 7, signal: end.signal, emit: async (event: CommandEvent) => void told.push(event) };
    return fake as unknown as TrainingSession;
  };

  async function send(id: string, over: Partial<Command> = {}): Promise<void> {
    const action = { kind: 'checkpoint' } as const;
    await broker.sendCommand(runId, { id, sender: 'test', action, sentAt: 1, expiresAt: NOW + 1, ...over });
    // The inbox is filled in the background.
    await new Promise((resolve) => setImmediate(resolve));
  }

  const safePoint = (): unknown => steering.callback.onSafePoint?.(undefined as never, session());

  const steer = (): Steering =>
    createSteering({
      inbox: openCommandInbox(broker, runId, scope),
      broker,
      runId,
      scope,
      isPaused: () => paused,
      now: () => NOW,
      recorded: async ({ id }) => onRecord.get(id) ?? null,
      record: async (_command, outcome) => void recorded.push(outcome),
      async carryOut({ id, action }) {
        if (id === 'refused') throw new CommandRejected('not now');
        if (id === 'broken') throw new Error('disk full');
        if (action.kind === 'pause') paused = true;
        if (action.kind === 'resume') paused = false;
        onCarryOut();
        carriedOut.push(id);
        return `did ${id}`;
      },
    });

  async function begin(): Promise<void> {
    broker = createMemoryBroker();
    const run = { algorithm: 'ppo', env: 'e', seed: 0, totalTimesteps: 10, host };
    runId = (await broker.create(createExperimentState(run))).runId;
    [paused, carriedOut, recorded, told, end] = [false, [], [], [], new AbortController()];
    onCarryOut = () => undefined;
    onRecord = new Map();
    steering = steer();
  }

  beforeEach(async () => {
    scope = createScope({ name: 'test', sink: createErrorSink(() => undefined) });
    await begin();
  });
  afterEach(async () => {
    await scope.close();
    await broker.close();
  });

  it('costs no promise where nobody wishes anything', () => {
    expect(safePoint()).toBeUndefined();
  });

  it('obeys in order, and says what came of it: to the broker, the record and the callbacks', async () => {
    await send('a');
    await send('b');
    await safePoint();
    expect(carriedOut).toEqual(['a', 'b']);
    const outcome = { commandId: 'a', status: 'applied', detail: 'did a', step: 7, settledAt: NOW };
    expect(await broker.commandOutcome(runId, 'a')).toEqual(outcome);
    expect(recorded[0]).toEqual(outcome);
    expect(told[0]).toMatchObject({ type: 'command', command: { id: 'a' }, outcome });
    expect(await broker.pendingCommands(runId)).toEqual([]);
    expect(safePoint()).toBeUndefined();
  });

  it('rejects what cannot be done, with the reason, and goes on', async () => {
    await send('refused');
    await send('broken');
    await send('fine');
    await safePoint();
    expect(await broker.commandOutcome(runId, 'refused')).toMatchObject({ status: 'rejected', detail: 'not now' });
    expect(await broker.commandOutcome(runId, 'broken')).toMatchObject({ status: 'rejected', detail: 'disk full' });
    expect(carriedOut).toEqual(['fine']);
  });

  it('lets what came too late expire', async () => {
    await send('late', { expiresAt: NOW });
    await safePoint();
    expect(carriedOut).toEqual([]);
    expect(await broker.commandOutcome(runId, 'late')).toMatchObject({ status: 'expired' });
  });

  it('stands still while it is paused, obeys meanwhile, and goes on when it is told to', async () => {
    await send('pause', { action: { kind: 'pause' } });
    const held = Promise.resolve(safePoint()).then(() => 'went on');
    await send('meanwhile');
    expect(await Promise.race([held, Promise.resolve('stands still')])).toBe('stands still');
    await send('resume', { action: { kind: 'resume' } });
    expect(await held).toBe('went on');
    expect(carriedOut).toEqual(['pause', 'meanwhile', 'resume']);
  });

  it('does not hold a pause against the end of training', async () => {
    await send('pause', { action: { kind: 'pause' } });
    const held = Promise.resolve(safePoint()).then(() => 'went on');
    await new Promise((resolve) => setImmediate(resolve));
    end.abort();
    expect(await held).toBe('went on');
  });

  describe('after a resume', () => {
    /** What a checkpoint holds that was taken while `id` was carried out. */
    let held: CallbackSnapshot = null;

    function resumeFrom(snapshot: CallbackSnapshot): void {
      steering = steer();
      steering.callback.restore?.(snapshot);
    }

    it('does not obey again what was obeyed before its checkpoint, though nobody was told', async () => {
      onCarryOut = () => (held = steering.callback.snapshot?.() ?? null);
      await send('extend', { action: { kind: 'extend', steps: 640 } });
      await safePoint();
      // As if the process had died at that checkpoint, and the broker had never heard of the outcome.
      await broker.close();
      await begin();
      resumeFrom(held);
      await send('extend', { action: { kind: 'extend', steps: 640 }, expiresAt: NOW });
      await send('other');
      await safePoint();
      expect(carriedOut).toEqual(['other']);
      const outcome = { status: 'applied', detail: 'Obeyed before the run was resumed.' };
      expect(await broker.commandOutcome(runId, 'extend')).toMatchObject(outcome);
      expect(recorded[0]).toMatchObject(outcome);
    });

    it('forgets what was rejected', async () => {
      await send('refused');
      await safePoint();
      expect(steering.callback.snapshot?.()).toEqual([]);
    });

    it.each<[Command['action'], CommandOutcome['status'], string[]]>([
      [{ kind: 'stop' }, 'applied', []],
      [{ kind: 'set', name: 'a', value: 1 }, 'rejected', []],
      // No checkpoint holds it.
      [{ kind: 'set', name: 'a', value: 1 }, 'applied', ['told']],
    ])('goes by the record where only the broker was not told: %j, %s', async (action, status, again) => {
      const outcome: CommandOutcome = { commandId: 'told', status, detail: 'as recorded', step: 3, settledAt: 5 };
      onRecord.set('told', outcome);
      await send('told', { action, expiresAt: NOW + 1 });
      await safePoint();
      expect(carriedOut).toEqual(again);
      const settled = await broker.commandOutcome(runId, 'told');
      expect(settled).toEqual(
        again.length === 0 ? outcome : { ...outcome, detail: 'did told', step: 7, settledAt: NOW },
      );
    });

    it('says so of those that wait when the run ends, too', async () => {
      resumeFrom(['a']);
      await send('a');
      await steering.close(9);
      expect(await broker.commandOutcome(runId, 'a')).toMatchObject({ status: 'applied', step: 9 });
    });

    it('remembers the newest hundred', async () => {
      resumeFrom(Array.from({ length: 100 }, (_, i) => `before ${i}`));
      await send('new');
      await safePoint();
      const ids = steering.callback.snapshot?.() as string[];
      expect(ids).toHaveLength(100);
      expect([ids[0], ids.at(-1)]).toEqual(['before 1', 'new']);
    });
  });

  it('leaves no command without an outcome when the run ends', async () => {
    await send('a');
    await send('late', { expiresAt: NOW });
    await steering.close(9);
    expect(await broker.commandOutcome(runId, 'a')).toMatchObject({ status: 'rejected', step: 9 });
    expect(await broker.commandOutcome(runId, 'late')).toMatchObject({ status: 'expired' });
    expect(carriedOut).toEqual([]);
  });
});
