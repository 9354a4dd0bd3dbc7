import { createScope, guard, type Outcome, type Scope } from '@cartwheel/async-guard';
import { isPromise, stopRequest } from './hook-result.ts';
import type { Hook, HookResult, TrainingCallback } from './training-callback.ts';
import type { StepEvent } from './training-event.ts';
import type { TrainingSession } from './training-session.ts';

/** Where hooks run, and who hears of their failures. */
export interface HookRunnerOptions {
  /** Where hooks run that training does not wait for: its sink gets their failures. Default: the process-wide sink. */
  scope?: Scope | undefined;
  /** Milliseconds that a hook in the background may take. Default 60 000. */
  timeoutMs?: number | undefined;
  /** Milliseconds that the end of training waits for them all. Default 5 000. */
  drainBudgetMs?: number | undefined;
}

/** For reports. */
export interface HookNames {
  /** `callback "x"` */
  readonly owner: string;
  /** `onStep of callback "x"` */
  readonly hook: string;
}

/** Runs hooks in the mode that their callback declares. */
export interface HookRunner {
  inMode<Event>(callback: TrainingCallback, names: HookNames, hook: Hook<Event>): Hook<Event>;
  /** Waits for what is under way; what is still running when the budget is used up is cancelled and reported. */
  drain(): Promise<void>;
}

type Call = () => HookResult | Promise<HookResult>;
type GuardedCall = (call: Call) => Promise<Outcome<HookResult>>;

export function createHookRunner(options: HookRunnerOptions): HookRunner {
  return new GuardedHookRunner(options);
}

class GuardedHookRunner implements HookRunner {
  readonly #options: HookRunnerOptions;
  readonly #pending = new Set<Promise<void>>();
  /** Of each callback in the background, whose calls wait for each other. */
  readonly #lines = new WeakMap<TrainingCallback, GuardedCall>();
  /** Of this training: another one may follow. */
  #scope: Scope | undefined;

  constructor(options: HookRunnerOptions) {
    this.#options = options;
  }

  inMode<Event>(callback: TrainingCallback, names: HookNames, hook: Hook<Event>): Hook<Event> {
    if (callback.mode === 'await') return hook;
    if (callback.mode === 'background') return this.#apart(this.#lineOf(callback, names.owner), hook);
    if (callback.mode === 'latest') return this.#apart(this.#guardOf(names.hook, 'latest'), hook);
    return this.#undeclared(names.hook, hook);
  }

  async drain(): Promise<void> {
    if (this.#scope === undefined) return;
    const closing = this.#scope;
    await withinBudget(allOf(this.#pending), this.#options.drainBudgetMs ?? 5_000);
    this.#scope = undefined;
    await closing.close({ budgetMs: 100 });
  }

  /** The hook is called as if it were synchronous, and goes on by itself where it turns out not to be. */
  #undeclared<Event>(title: string, hook: Hook<Event>): Hook<Event> {
    const adopt = this.#guardOf(title);
    return (event, session) => {
      const result = hook(event, session);
      if (!isPromise(result)) return result;
      this.#follow(
        adopt(() => result),
        session,
      );
      return undefined;
    };
  }

  #apart<Event>(run: GuardedCall, hook: Hook<Event>): Hook<Event> {
    return (event, session) => {
      const own = copyOf(event);
      this.#follow(
        run(() => hook(own, session)),
        session,
      );
    };
  }

  #lineOf(callback: TrainingCallback, owner: string): GuardedCall {
    let line = this.#lines.get(callback);
    if (line === undefined) this.#lines.set(callback, (line = this.#guardOf(owner, 'queue')));
    return line;
  }

  /** Made at the first call, and again where its scope was closed since. */
  #guardOf(name: string, mode?: 'queue' | 'latest'): GuardedCall {
    const { timeoutMs = 60_000 } = this.#options;
    let made: { readonly scope: Scope; readonly run: GuardedCall } | undefined;
    return (call) => {
      const scope = this.#openScope();
      if (made?.scope !== scope)
        made = { scope, run: guard((_signal, it: Call) => it(), { name, scope, timeoutMs, mode }) };
      return made.run(call);
    };
  }

  #openScope(): Scope {
    const name = 'callbacks';
    return (this.#scope ??= this.#options.scope?.child({ name }) ?? createScope({ name }));
  }

  #follow(outcome: Promise<Outcome<HookResult>>, session: TrainingSession): void {
    const followed = heed(outcome, session).finally(() => this.#pending.delete(followed));
    this.#pending.add(followed);
  }
}

async function withinBudget(work: Promise<void>, budgetMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const budget = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, budgetMs);
  });
  await Promise.race([work, budget]);
  clearTimeout(timer);
}

async function heed(outcome: Promise<Outcome<HookResult>>, session: TrainingSession): Promise<void> {
  const settled = await outcome;
  const request = settled.ok ? stopRequest(settled.value) : undefined;
  if (request !== undefined) session.stop(request.stop);
}

/** Also what comes while it waits. */
async function allOf(pending: ReadonlySet<Promise<void>>): Promise<void> {
  while (pending.size > 0) await Promise.all(pending);
}

/** The step event and its arrays are used again at the next step. */
function copyOf<Event>(event: Event): Event {
  return isStep(event) ? { ...event, ...copiedArrays(event) } : event;
}

function copiedArrays({ rewards, terminated, truncated }: StepEvent): Omit<StepEvent, 'type' | 'timesteps' | 'time'> {
  return { rewards: rewards.slice(), terminated: terminated.slice(), truncated: truncated.slice() };
}

function isStep(event: unknown): event is StepEvent {
  return typeof event === 'object' && event !== null && 'type' in event && event.type === 'step';
}
