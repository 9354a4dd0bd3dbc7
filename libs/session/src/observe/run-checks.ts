import type { ScopeDump } from '@cartwheel/async-guard';
import {
  diskSpaceCheck,
  eventLoopCheck,
  progressCheck,
  type EventLoopCheck,
  type HealthCheck,
} from '@cartwheel/health';
import type { RunStore } from '@cartwheel/tracking';
import type { ActiveRun } from '../begin-run.ts';
import type { RunContext } from '../train-run.ts';
import type { TrainingWitness } from './training-witness.ts';

/** Of what a run needs: whether it goes on, and whether it can be followed. Only a main loop that is dead is worth a restart. */
export interface RunChecks extends Disposable {
  readonly checks: readonly HealthCheck[];
}

/** What a run of a few steps a second is allowed between two of them; evaluations and saving lie in between. */
const DEFAULT_STEP_WITHIN_MS = 60_000;
/** Half of what may wait before training waits too: `createProgressDispatcher`. */
const MAX_QUEUED_POINTS = 5_000;
/** What a tracker may lack: some minutes of points. */
const MAX_PENDING = 10_000;

type ObservedRun = Pick<ActiveRun, 'runId' | 'lease' | 'live' | 'dispatcher' | 'scope'>;

export function createRunChecks(
  { broker, store, folder, health }: RunContext,
  run: ObservedRun,
  witness: TrainingWitness,
): RunChecks {
  const eventLoop: EventLoopCheck = eventLoopCheck();
  return {
    checks: [
      startedCheck(witness),
      answerCheck('broker', () => broker.read(run.runId), 'see whether Redis runs: cartwheel doctor --redis URL'),
      answerCheck('store', () => store.run(run.runId), 'see whether the disk answers and has space'),
      leaseCheck(run),
      queueCheck(run),
      relayCheck(store, run),
      progressCheck({
        lastStepAt: () => (run.live.current.status === 'paused' ? undefined : witness.lastStepAt()),
        expectedWithinMs: health?.stepWithinMs ?? DEFAULT_STEP_WITHIN_MS,
      }),
      eventLoop,
      diskSpaceCheck({ path: folder.dir }),
      guardsCheck(run),
      ...(health?.checks ?? []),
    ],
    [Symbol.dispose]: () => eventLoop.stop(),
  };
}

function startedCheck(witness: TrainingWitness): HealthCheck {
  return {
    name: 'training',
    affects: ['startup'],
    run: () => ({ ok: witness.state !== 'starting', detail: `${witness.state}, ${witness.timesteps} steps` }),
  };
}

/** Somebody answers a read; how long that takes is in the report. */
function answerCheck(name: string, ask: () => Promise<unknown>, advice: string): HealthCheck {
  return {
    name,
    async run() {
      const from = performance.now();
      const found = await ask();
      const detail = `answered in ${(performance.now() - from).toFixed(1)} ms`;
      if (found !== null && found !== undefined) return { ok: true, detail };
      return { ok: false, detail: `${detail}, and does not know the run`, advice };
    },
  };
}

function leaseCheck({ lease }: ObservedRun): HealthCheck {
  return {
    name: 'lease',
    run: () =>
      lease.lost.aborted
        ? { ok: false, detail: 'another writer took the run over', advice: 'nothing: this process ends' }
        : { ok: true, detail: `held, epoch ${lease.epoch}` },
  };
}

function queueCheck({ dispatcher }: ObservedRun): HealthCheck {
  return {
    name: 'queue',
    run() {
      const detail = `${dispatcher.queuedPoints} points wait for the slowest sink, allowed are ${MAX_QUEUED_POINTS}`;
      if (dispatcher.queuedPoints <= MAX_QUEUED_POINTS) return { ok: true, detail };
      return { ok: false, detail, advice: 'see the log for the sink that fails or is slow' };
    },
  };
}

/** How far trackers are behind the record. */
function relayCheck(store: RunStore, { runId }: ObservedRun): HealthCheck {
  return {
    name: 'relays',
    async run() {
      const cursors = await store.cursors(runId);
      const lines = cursors.map(
        ({ tracker, pending, error }) => `${tracker} lacks ${pending}${error ? `: ${error}` : ''}`,
      );
      const detail = lines.length === 0 ? 'no trackers' : lines.join('; ');
      if (cursors.every(({ pending }) => pending <= MAX_PENDING)) return { ok: true, detail };
      return { ok: false, detail, advice: 'nothing is lost; see whether the tracker runs: cartwheel doctor' };
    },
  };
}

/** Never a "no": it tells what is alive, for whoever looks into a process that does not end. */
function guardsCheck({ scope }: ObservedRun): HealthCheck {
  return {
    name: 'guards',
    affects: [],
    run() {
      const tasks = tasksOf(scope.dump());
      return { ok: true, detail: `${tasks.length} alive${tasks.length === 0 ? '' : `: ${tasks.join(', ')}`}` };
    },
  };
}

function tasksOf({ tasks, scopes }: ScopeDump): string[] {
  return [...tasks.map(({ name }) => name), ...scopes.flatMap(tasksOf)];
}
