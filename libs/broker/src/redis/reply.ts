import { BrokerError, unknownRun } from '../broker-error.ts';

/** A script's reply: what came of it, and the fields that go with that. */
export interface Reply {
  readonly status: string;
  readonly fields: readonly unknown[];
}

/** Reads a script's reply. Throws `broker/unknown-run`. */
export function parseReply(reply: unknown, runId: string): Reply {
  const [status, ...fields] = listOf(reply);
  if (typeof status !== 'string') throw unexpected(reply);
  if (status === 'unknown-run') throw unknownRun(runId);
  return { status, fields };
}

export function textField({ fields }: Reply, index: number): string {
  const field = fields[index];
  if (typeof field !== 'string') throw unexpected(field);
  return field;
}

export function numberField(reply: Reply, index: number): number {
  const number = Number(textField(reply, index));
  if (!Number.isSafeInteger(number)) throw unexpected(reply.fields[index]);
  return number;
}

export interface StreamEntry {
  /** From an id of the form `<version>-0`. */
  readonly version: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** The entries of an XRANGE that is the reply's field `index`. */
export function streamField({ fields }: Reply, index: number): StreamEntry[] {
  return listOf(fields[index]).map(parseEntry);
}

function parseEntry(entry: unknown): StreamEntry {
  const [id, pairs] = listOf(entry);
  if (typeof id !== 'string') throw unexpected(entry);
  const words = listOf(pairs).map(String);
  const names = words.filter((_, index) => index % 2 === 0);
  const fields = Object.fromEntries(names.map((name, index) => [name, words[2 * index + 1] ?? '']));
  return { version: Number.parseInt(id, 10), fields };
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unexpected(value);
  return value;
}

function unexpected(reply: unknown): BrokerError {
  const received = JSON.stringify(reply)?.slice(0, 80);
  return new BrokerError('broker/corrupt-document', `Expected a reply of a broker's script, received ${received}.`);
}
