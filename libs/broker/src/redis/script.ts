import { createHash } from 'node:crypto';
import { Command } from 'ioredis';
import { errorMessage } from './error-message.ts';
import type { RedisClient } from './redis-client.ts';
import { inProtocol } from './script-arguments.ts';

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

/** A call whose keys and arguments are in Redis's protocol already. */
export interface ReadyCall {
  readonly script: Script;
  /** Of the keys: it tells the node of a cluster. */
  readonly firstKey: string;
  /** How many keys and arguments there are. */
  readonly keys: number;
  readonly args: number;
  /** All of it, by the script's hash. */
  readonly bytes: Buffer;
  /** Where the keys begin there. */
  readonly keysFrom: number;
}

/** @param parts All keys, and then all arguments, in Redis's protocol. They are copied. */
export function readyCall(
  call: Pick<ReadyCall, 'script' | 'firstKey' | 'keys' | 'args'>,
  parts: readonly Uint8Array[],
): ReadyCall {
  const head = headOf('evalsha', call.script.sha1, call);
  return { ...call, bytes: Buffer.concat([head, ...parts]), keysFrom: head.length };
}

/** As `evaluate`. */
export async function evaluateReady(client: RedisClient, call: ReadyCall): Promise<unknown> {
  const { script, firstKey, bytes, keysFrom } = call;
  try {
    return await client.sendCommand(new ReadyCommand('evalsha', firstKey, bytes));
  } catch (error) {
    if (!errorMessage(error).startsWith('NOSCRIPT')) throw error;
    const whole = Buffer.concat([headOf('eval', script.lua, call), bytes.subarray(keysFrom)]);
    return client.sendCommand(new ReadyCommand('eval', firstKey, whole));
  }
}

function headOf(name: string, script: string, { keys, args }: Pick<ReadyCall, 'keys' | 'args'>): Buffer {
  return Buffer.from(`*${3 + keys + args}\r\n${inProtocol(name, script, `${keys}`)}`);
}

class ReadyCommand extends Command {
  readonly #bytes: Buffer;

  constructor(name: string, firstKey: string, bytes: Buffer) {
    super(name, ['', 1, firstKey], { replyEncoding: 'utf8' });
    this.#bytes = bytes;
  }

  override toWritable(): Buffer {
    return this.#bytes;
  }
}
