/** Why an analysis could not be done. Distinct from findings: the command line answers it with exit code 2. */
export type QualityErrorCode =
  | 'quality/unparsable-file'
  | 'quality/unreadable-json'
  | 'quality/broken-tsconfig'
  | 'quality/broken-settings'
  | 'quality/broken-baseline'
  | 'quality/jscpd-missing'
  | 'quality/jscpd-failed'
  | 'quality/oxlint-missing'
  | 'quality/oxlint-failed'
  | 'quality/unknown-project'
  | 'quality/unknown-symbol'
  | 'quality/wrong-use';

/** The analysis stopped: the message says what was expected, what came, and what to do. */
export class QualityError extends Error {
  override readonly name = 'QualityError';
  readonly code: QualityErrorCode;

  constructor(code: QualityErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
