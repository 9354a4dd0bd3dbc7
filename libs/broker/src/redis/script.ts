import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { errorMessage } from './redis-error.ts';

export interface Script {
  readonly lua: string;
  readonly sha1: string;
}

/** A Lua script for `evaluate`. Each opens with its keys, arguments and replies. */
export function script(lua: string): Script {
  return { lua, sha1: createHash('sha1').update(lua).digest('hex') };
}

/** Runs a script by its hash, and sends its text where the server does not know it (yet, or after a restart). */
export async function evaluate(
  client: Redis,
  { lua, sha1 }: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await client.evalsha(sha1, keys.length, ...keys, ...args);
  } catch (error) {
    if (!errorMessage(error).startsWith('NOSCRIPT')) throw error;
    return client.eval(lua, keys.length, ...keys, ...args);
  }
}
