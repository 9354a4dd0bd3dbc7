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
  const response = await fetch(path, body === undefined ? {} : post(body));
  if (!response.ok) throw await refusalOf(response);
  return schema.parse(await response.json());
}

/** A file, as it is. Throws as `fetchJson`. */
export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw await refusalOf(response);
  return new Uint8Array(await response.arrayBuffer());
}

async function refusalOf(response: Response): Promise<Error> {
  const refused = failure.safeParse(await response.json());
  return new Error(refused.success ? refused.data.message : `The server answered ${response.status}.`);
}

function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
