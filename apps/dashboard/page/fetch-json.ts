import * as z from 'zod';

const failure = z.object({ message: z.string() });

/**
 * What the server answers, checked; `body`, where there is one, is posted as JSON. Throws an Error with the server's own
 * words where it refuses.
 */
export async function fetchJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  body?: unknown,
): Promise<z.output<Schema>> {
  const response = await ask(path, body === undefined ? {} : post(body));
  if (!response.ok) throw await refusalOf(response);
  return schema.parse(await response.json());
}

/** A file, as it is. Throws as `fetchJson`. */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await ask(path);
  if (!response.ok) throw await refusalOf(response);
  return new Uint8Array(await response.arrayBuffer());
}

/** Browsers say no more than "Failed to fetch" where nobody answers. */
async function ask(path: string, request: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (cause) {
    throw new ServerAway(cause);
  }
}

/** What the page's own files are asked for with. Throws as `fetchJson`. */
export async function importPage<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new ServerAway(cause);
  }
}

class ServerAway extends Error {
  constructor(cause: unknown) {
    super('The dashboard’s server does not answer: what is shown is the last that came. Start it again.', { cause });
  }
}

async function refusalOf(response: Response): Promise<Error> {
  const refused = failure.safeParse(await response.json());
  return new Error(refused.success ? refused.data.message : `The server answered ${response.status}.`);
}

function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
