import * as z from 'zod';
import { AimError } from '../aim-error.ts';
import { decodeTree } from '../codec/decode-tree.ts';
import { encodeTree } from '../codec/encode-tree.ts';
import type { AimRecord, AimValue, DecodedValue } from '../codec/aim-value.ts';
import { serverError } from './server-exception.ts';

export interface AimHttpOptions {
  /** From `aimAddress`. */
  address: string;
  clientId: string;
  timeoutMs: number;
}

const openedResource = z.object({ handler: z.string() });
const failedRequest = z.object({ exception: z.unknown() });

/**
 * The calls of the remote protocol that have an answer. All reject with `aim/unreachable`, `aim/bad-reply`,
 * `aim/unauthorized` and `aim/server`.
 */
export class AimHttp {
  readonly #options: AimHttpOptions;

  constructor(options: AimHttpOptions) {
    this.#options = options;
  }

  async client(call: 'connect' | 'heartbeat' | 'reconnect' | 'disconnect'): Promise<void> {
    await this.#request(`/client/${call}/${this.#options.clientId}/`);
  }

  /** With `handler` the resource is registered under exactly that one, as after a restart of the server. */
  async openResource(type: string, args: AimRecord, handler = ''): Promise<string> {
    const response = await this.#post('get-resource', {
      resource_handler: handler,
      resource_type: type,
      args: base64Of(args),
    });
    return openedResource.parse(await response.json()).handler;
  }

  async releaseResource(handler: string): Promise<void> {
    await this.#request(this.#tracking(`release-resource/${handler}`));
  }

  async read(handler: string, method: string, args: readonly AimValue[]): Promise<DecodedValue> {
    const response = await this.#post('read-instruction', {
      resource_handler: handler,
      method_name: method,
      args: base64Of(args),
    });
    return decodeTree(new Uint8Array(await response.arrayBuffer()));
  }

  #tracking(path: string): string {
    return `/tracking/${this.#options.clientId}/${path}/`;
  }

  #post(path: string, body: Readonly<Record<string, string>>): Promise<Response> {
    return this.#request(this.#tracking(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #request(path: string, init: RequestInit = {}): Promise<Response> {
    const { address, timeoutMs } = this.#options;
    const url = `${address}${path}`;
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }).catch((cause: unknown) => {
      throw new AimError('aim/unreachable', `No answer from the Aim server at ${address} (${path}).`, { cause });
    });
    if (response.ok) return response;
    throw await errorOf(response, path);
  }
}

async function errorOf(response: Response, path: string): Promise<AimError> {
  const text = await response.text();
  const parsed = failedRequest.safeParse(jsonOf(text));
  if (parsed.success) return serverError(parsed.data.exception, path);
  return new AimError('aim/bad-reply', `${path}: expected an Aim server, received status ${response.status}: ${text}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

function base64Of(value: AimValue): string {
  return Buffer.from(encodeTree(value)).toString('base64');
}
