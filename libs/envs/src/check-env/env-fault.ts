/** What an environment does against the contract. */
export interface EnvFault {
  readonly code: EnvFaultCode;
  /** What was expected, what came, and where. */
  readonly message: string;
}

/** What an environment can do wrong. */
export type EnvFaultCode =
  /** A call that should have worked threw. */
  | 'threw'
  /** An observation of another shape or type, out of bounds, or with NaN. */
  | 'observation-outside-space'
  | 'observation-overwritten'
  | 'reward-not-finite'
  | 'ending-not-boolean'
  | 'info-not-object'
  | 'action-mask'
  | 'step-before-reset'
  | 'step-after-end'
  /** Another result after the same seed and the same actions. */
  | 'not-deterministic'
  /** A snapshot that does not lead to the same results, or that is no JSON. */
  | 'snapshot-incomplete'
  | 'scene-invalid'
  | 'space-inconsistent';
