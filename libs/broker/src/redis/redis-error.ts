import { BrokerError } from '../broker-error.ts';
import { errorMessage } from './error-message.ts';

/** Replies of a server that cannot serve now, and soon will or lets another do it. */
const AWAY = /^(LOADING|MASTERDOWN|CLUSTERDOWN|READONLY|TRYAGAIN) /;

/** Makes a broker's error of one of ioredis's, with the address; what is a broker's error already stays as it is. */
export function redisError(error: unknown, address: string): BrokerError {
  if (error instanceof BrokerError) return error;
  const cause = withoutCommand(error);
  const reason = errorMessage(cause);
  if (isReply(cause) && !AWAY.test(reason)) {
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

function isReply(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'ReplyError';
}
