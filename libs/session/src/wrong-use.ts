/** Codes of errors that a caller's own words caused: the command line exits with 2 for them. */
const WRONG_USE = new Set([
  'experiment-state/invalid-config',
  'broker/invalid-options',
  'envs/unknown-env',
  'algorithms/unknown-algorithm',
  'algorithms/unknown-hyperparameter',
  'algorithms/invalid-hyperparameter',
  'algorithms/unsupported-action-space',
  'logging/unknown-level',
  'tracking/no-store',
  'tracking/unknown-tracker',
  'aim/bad-url',
  'mlflow/bad-url',
  'session/no-such-run',
  'session/not-running',
  'session/no-env-file',
  'session/invalid-env-file',
  'session/ambiguous-run',
  'session/active-run',
  'session/no-such-checkpoint',
  'session/nothing-left',
  'session/recorded-beyond',
  'session/inexact',
  'trainer/invalid-config',
  'trainer/unreadable-config',
]);

/** Whether an error says that a call was wrong, rather than that something failed. */
export function isWrongUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && WRONG_USE.has(error.code);
}
