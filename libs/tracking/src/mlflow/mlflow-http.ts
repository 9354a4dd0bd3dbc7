import * as z from 'zod';
import { messageOf } from '../run-store/message-of.ts';
import { MlflowError } from './mlflow-error.ts';

const failure = z.object({ error_code: z.string(), message: z.string().default('') });

/** Calls of MLflow's REST API 2.0. All reject with `mlflow/unreachable`, `mlflow/not-found` and `mlflow/refused`. */
export class MlflowHttp {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** Throws `mlflow/bad-url`. `user:password@` in the URL is sent as basic authentication. */
  constructor(url: string) {
    const parsed = parseUrl(url);
    const { username, password } = parsed;
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.#headers = username === '' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
    this.#base = `${parsed.origin}${parsed.pathname.replace(/\/$/, '')}`;
  }

  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown> {
    return this.#json(`/api/2.0/mlflow/${path}?${new URLSearchParams(query).toString()}`, { signal });
  }

  /** `body`: JSON text, since numbers may be beyond what JSON.stringify takes. */
  post(path: string, body: string, signal: AbortSignal): Promise<unknown> {
    return this.#json(`/api/2.0/mlflow/${path}`, { method: 'POST', body, signal }, 'application/json');
  }

  /** Stores a file below an artifact root that the server itself serves. */
  async putArtifact(path: string, data: Uint8Array, signal: AbortSignal): Promise<void> {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    const body = new Uint8Array(data);
    const init = { method: 'PUT', body, signal };
    await this.#request(`/api/2.0/mlflow-artifacts/artifacts/${encoded}`, init, 'application/octet-stream');
  }

  async #json(path: string, init: RequestInit, contentType?: string): Promise<unknown> {
    const text = await (await this.#request(path, init, contentType)).text();
    return text === '' ? {} : JSON.parse(text);
  }

  async #request(path: string, init: RequestInit, contentType?: string): Promise<Response> {
    const url = `${this.#base}${path}`;
    const headers = { ...this.#headers, ...(contentType === undefined ? {} : { 'content-type': contentType }) };
    const response = await fetch(url, { ...init, headers }).catch((cause: unknown) => {
      throw new MlflowError('mlflow/unreachable', `No answer from the MLflow server at ${this.#base}.`, { cause });
    });
    if (response.ok) return response;
    throw await errorOf(response, path);
  }
}

function parseUrl(url: string): URL {
  try {
    const parsed = new URL(url);
    if (parsed.protocol === 'http:' || parsed.protocol === 'https:') return parsed;
    throw new TypeError(`the protocol is ${parsed.protocol}`);
  } catch (cause) {
    throw new MlflowError(
      'mlflow/bad-url',
      `Expected http://HOST:PORT of an MLflow server, received ${url} (${messageOf(cause)}).`,
      { cause },
    );
  }
}

async function errorOf(response: Response, path: string): Promise<MlflowError> {
  const text = await response.text();
  const [call = path] = path.split('?');
  const parsed = failure.safeParse(jsonIn(text));
  if (!parsed.success) {
    const code = response.status >= 500 ? 'mlflow/unreachable' : 'mlflow/refused';
    return new MlflowError(
      code,
      `${call}: expected an MLflow server, received status ${response.status}: ${text.slice(0, 200)}`,
    );
  }
  const { error_code: name, message } = parsed.data;
  const code = name === 'RESOURCE_DOES_NOT_EXIST' ? 'mlflow/not-found' : 'mlflow/refused';
  return new MlflowError(code, `${call}: MLflow answered ${name}: ${message}`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
