import { BrokerError } from '../broker-error.ts';

/** Makes a broker's error of one of ioredis's, with the address; what is a broker's error already stays as it is. */
export function redisError(error: unknown, address: string): BrokerError {
  if (error instanceof BrokerError) return error;
  const cause = withoutCommand(error);
  const reason = errorMessage(cause);
  if (isReply(cause)) {
    return new BrokerError('broker/refused', `Redis at ${address} refused a command: ${reason}`, { cause });
  }
  return unreachable(address, reason, cause);
}

export function unreachable(address: string, reason: string, cause: unknown): BrokerError {
  const message = `Expected Redis at ${address}, but ${reason}. Check the address and that Redis runs there.`;
  return new BrokerError('broker/unreachable', message, { cause });
}

/** ioredis hangs the command on its errors: with a password in it at the start, with whole documents later. */
function withoutCommand(error: unknown): unknown {
  if (typeof error === 'object' && error !== null) Reflect.deleteProperty(error, 'command');
  return error;
}

/** Not by `instanceof`: an error of Node's core is of another realm in a sandbox such as Jest's. */
export function errorMessage(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

function isReply(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'ReplyError';
}
