import type { ValidationIssue } from './validation-issue.ts';

/**
 * `invalid`: a document does not fit its schema. `newer-version`: it was written by a newer Cartwheel, so it is refused
 * and must not be overwritten. `invalid-config`: what a user asked for does not fit; each issue names its path.
 */
export type ExperimentStateErrorCode =
  | 'experiment-state/invalid'
  | 'experiment-state/newer-version'
  | 'experiment-state/invalid-config';

/** A document or a config that was refused. Nothing of it was taken over. */
export class ExperimentStateError extends Error {
  readonly code: ExperimentStateErrorCode;
  /** One entry for each place that does not fit. */
  readonly issues: readonly ValidationIssue[];

  constructor(
    code: ExperimentStateErrorCode,
    message: string,
    { issues = [], ...options }: ErrorOptions & { issues?: readonly ValidationIssue[] } = {},
  ) {
    super(message, options);
    this.name = 'ExperimentStateError';
    this.code = code;
    this.issues = issues;
  }
}
