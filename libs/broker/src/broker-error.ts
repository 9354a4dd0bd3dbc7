import { CartwheelError } from '@cartwheel/async-guard';

/** The codes that a broker throws; docs/errors.md tells each. */
export type BrokerErrorCode =
  | 'broker/closed'
  | 'broker/corrupt-document'
  | 'broker/evicting-server'
  | 'broker/invalid-options'
  | 'broker/lost-run'
  | 'broker/overloaded'
  | 'broker/refused'
  | 'broker/run-exists'
  | 'broker/run-held'
  | 'broker/unknown-command'
  | 'broker/unknown-run'
  | 'broker/unreachable'
  | 'broker/unsupported-server';

/** What a broker throws on purpose. */
export class BrokerError extends CartwheelError<BrokerErrorCode> {}

export function unknownRun(runId: string): BrokerError {
  return new BrokerError('broker/unknown-run', `Expected a run of this broker, received "${runId}": create it first.`);
}

/** For a writer whose own run is gone. `version` is the last that was acknowledged. */
export function lostRun(runId: string, version: number, cause: unknown): BrokerError {
  return new BrokerError(
    'broker/lost-run',
    `Run "${runId}" was acknowledged up to version ${version} and is not there any more: Redis lost it, as when a replica is ` +
      `promoted that had not got it yet, or somebody deleted it. Create it again from the document at hand.`,
    { cause },
  );
}

export function runExists(runId: string): BrokerError {
  return new BrokerError('broker/run-exists', `Run "${runId}" exists already: give the new run an id of its own.`);
}

export function runHeld(runId: string): BrokerError {
  return new BrokerError('broker/run-held', `Run "${runId}" is being written: wait for its end before deleting it.`);
}

export function unknownCommand(runId: string, commandId: string): BrokerError {
  return new BrokerError(
    'broker/unknown-command',
    `Expected a command that was sent to run "${runId}", received "${commandId}": only sent commands can be settled.`,
  );
}

export function brokerClosed(): BrokerError {
  return new BrokerError('broker/closed', 'The broker is closed: create another one.');
}
