import { CartwheelError } from './cartwheel-error.ts';
import type { ErrorSink } from './error-sink.ts';
import { guard } from './guard.ts';
import type { Failure } from './outcome.ts';
import { checkMilliseconds } from './task.ts';

/** The order of a shutdown: take nothing new in, let what runs end, write it down, close, and last of all the logs. */
export const SHUTDOWN_PHASES = ['stop-intake', 'drain', 'flush', 'close', 'logs'] as const;
/** A part of a shutdown; they come in the order of `SHUTDOWN_PHASES`. */
export type ShutdownPhase = (typeof SHUTDOWN_PHASES)[number];

/** What `createShutdown` takes. */
export interface ShutdownOptions {
  readonly sink?: ErrorSink | undefined;
  readonly runId?: string | undefined;
  /** Milliseconds that a phase may take, whatever its steps do. Default: see `DEFAULT_BUDGETS_MS`. */
  readonly budgetsMs?: Readonly<Partial<Record<ShutdownPhase, number>>> | undefined;
}

/** What became of one step. */
export interface ShutdownStep {
  readonly phase: ShutdownPhase;
  readonly name: string;
  readonly outcome: 'done' | Failure['code'];
}

/** An order in which a process ends, phase by phase. */
export interface Shutdown {
  /** Aborts when the shutdown begins, with `async-guard/shutdown` as its reason. */
  readonly signal: AbortSignal;
  /**
   * Adds a step. The steps of a phase run side by side, those of the next after them.
   *
   * @returns A function that takes the step back.
   * @throws `async-guard/shutting-down` once the shutdown began.
   */
  add(phase: ShutdownPhase, name: string, step: (signal: AbortSignal) => void | PromiseLike<void>): () => void;
  /** Goes through the phases. Never rejects, and ends within the sum of the budgets. A second call gives the first one's promise. */
  run(reason: string): Promise<readonly ShutdownStep[]>;
}

/** Short enough for someone who waits after Ctrl-C; a last flush to a slow disk or service gets the most. */
export const DEFAULT_BUDGETS_MS: Readonly<Record<ShutdownPhase, number>> = {
  'stop-intake': 1_000,
  drain: 5_000,
  flush: 10_000,
  close: 5_000,
  logs: 2_000,
};

interface PlannedStep {
  readonly phase: ShutdownPhase;
  readonly name: string;
  readonly step: (signal: AbortSignal) => void | PromiseLike<void>;
}

/**
 * Makes a shutdown in declared order. A step that fails, or takes longer than its phase's budget, is reported to the sink,
 * and the next phase begins all the same.
 *
 * @throws `async-guard/bad-timeout` for a budget that no timer can hold.
 */
export function createShutdown({ sink, runId, budgetsMs = {} }: ShutdownOptions = {}): Shutdown {
  const budgets = { ...DEFAULT_BUDGETS_MS, ...budgetsMs };
  for (const phase of SHUTDOWN_PHASES) checkMilliseconds(`budgetsMs["${phase}"]`, budgets[phase]);
  const controller = new AbortController();
  const planned = new Set<PlannedStep>();
  let running: Promise<readonly ShutdownStep[]> | undefined;

  async function runStep({ phase, name, step }: PlannedStep): Promise<ShutdownStep> {
    const guarded = guard((signal) => step(signal), {
      name: `${phase}: ${name}`,
      timeoutMs: budgets[phase],
      sink,
      runId,
    });
    const outcome = await guarded();
    return { phase, name, outcome: outcome.ok ? 'done' : outcome.code };
  }

  async function runAll(): Promise<readonly ShutdownStep[]> {
    const done: ShutdownStep[] = [];
    for (const phase of SHUTDOWN_PHASES) {
      const steps = [...planned].filter((step) => step.phase === phase);
      done.push(...(await Promise.all(steps.map(runStep))));
    }
    return done;
  }

  return {
    signal: controller.signal,
    add(phase, name, step) {
      if (running !== undefined) throw tooLate(name);
      const added = { phase, name, step };
      planned.add(added);
      return () => void planned.delete(added);
    },
    run(reason) {
      if (running === undefined) {
        // In a microtask, so that `running` is set before a listener of the signal may call again.
        running = Promise.resolve().then(runAll);
        controller.abort(new CartwheelError('async-guard/shutdown', reason));
      }
      return running;
    },
  };
}

function tooLate(name: string): CartwheelError {
  return new CartwheelError(
    'async-guard/shutting-down',
    `expected "${name}" to be added before the shutdown began; add it when what it closes is opened`,
  );
}
