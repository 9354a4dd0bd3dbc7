import { createHash } from 'node:crypto';
import { errorMessage } from './error-message.ts';
import type { RedisClient } from './redis-client.ts';

export type ScriptArgument = string | number | Buffer;

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
  client: RedisClient,
  { lua, sha1 }: Script,
  keys: readonly string[],
  args: readonly ScriptArgument[],
): Promise<unknown> {
  try {
    return await client.evalsha(sha1, keys.length, ...keys, ...args);
  } catch (error) {
    if (!errorMessage(error).startsWith('NOSCRIPT')) throw error;
    return client.eval(lua, keys.length, ...keys, ...args);
  }
}
