import * as z from 'zod';

const failure = z.object({ message: z.string() });

/** What the server answers, checked. Throws an Error with the server's own words where it refuses. */
export async function fetchJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const response = await fetch(path);
  const body: unknown = await response.json();
  if (response.ok) return schema.parse(body);
  const refused = failure.safeParse(body);
  throw new Error(refused.success ? refused.data.message : `The server answered ${response.status}.`);
}
