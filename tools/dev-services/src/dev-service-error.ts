/**
 * What went wrong, as a literal:
 *
 * - `SETTINGS_INVALID`: the settings file is missing, no JSON, or has a wrong value.
 * - `NO_ENGINE`: neither Podman nor Docker nor local programs can run the service.
 * - `PORT_TAKEN`: another program listens on the service's port.
 * - `NOT_READY`: it was started, and did not answer its readiness probe in time.
 * - `ENGINE_FAILED`: a command of the engine failed.
 * - `LOCK_TIMEOUT`: another `up` or `down` holds the project's lock for too long.
 */
export type DevServiceErrorCode =
  | 'SETTINGS_INVALID'
  | 'NO_ENGINE'
  | 'PORT_TAKEN'
  | 'NOT_READY'
  | 'ENGINE_FAILED'
  | 'LOCK_TIMEOUT';

/** The failure of a command on services. Tools import no library, so it is not a `CartwheelError`, but has its form. */
export class DevServiceError extends Error {
  override readonly name = 'DevServiceError';
  readonly code: DevServiceErrorCode;

  constructor(code: DevServiceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The message of whatever was thrown, with its cause's where that says more (`fetch failed` alone says nothing). */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return !(error instanceof DevServiceError) &&
    error.cause instanceof Error &&
    !error.message.includes(error.cause.message)
    ? `${error.message} (${error.cause.message})`
    : error.message;
}
