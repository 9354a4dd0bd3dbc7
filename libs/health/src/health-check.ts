/** The three questions that Kubernetes asks: restart it? send it work? has it started? */
export const PROBES = ['live', 'ready', 'startup'] as const;

/** What asks: whether the process lives, or whether it is ready. */
export type Probe = (typeof PROBES)[number];

/** What a check found. */
export interface CheckResult {
  readonly ok: boolean;
  /** One line: what was expected and what is. */
  readonly detail: string;
  /** What a person can do about it. */
  readonly advice?: string | undefined;
}

/** One thing that can be well or not. */
export interface HealthCheck {
  /** Unique among the checks: `redis`, `disk-space`. */
  readonly name: string;
  /**
   * Which answers it can turn to "no". Default: `['ready']`. A check of something that a restart does not heal, as
   * another service, must not name `live`: that would restart a healthy process.
   */
  readonly affects?: readonly Probe[] | undefined;
  /** Milliseconds after which it counts as failed. Default: 2,000. */
  readonly timeoutMs?: number | undefined;
  /** Throwing is a "no" with the error's message. Should end when the signal aborts. */
  run(signal: AbortSignal): CheckResult | PromiseLike<CheckResult>;
}
