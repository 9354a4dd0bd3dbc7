import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';
import * as z from 'zod';

/** What a client asks, one JSON object a line. Documents are in the wire form of their codecs. */
export const request = z.discriminatedUnion('method', [
  z.strictObject({ id: z.int(), method: z.literal('read') }),
  z.strictObject({ id: z.int(), method: z.literal('watch'), fromVersion: z.int().nonnegative() }),
  z.strictObject({ id: z.int(), method: z.literal('cancel') }),
  z.strictObject({ id: z.int(), method: z.literal('send-command'), command: z.string() }),
  z.strictObject({ id: z.int(), method: z.literal('settle-command'), outcome: z.string() }),
  z.strictObject({ id: z.int(), method: z.literal('command-outcome'), commandId: z.string() }),
]);
export type LocalRequest = z.output<typeof request>;

/** What comes back: an answer, or the next event of a watch. `value` is a document as text. */
export const response = z.union([
  z.strictObject({ id: z.int(), value: z.string().nullable() }),
  z.strictObject({ id: z.int(), event: z.string() }),
  z.strictObject({ id: z.int(), error: z.strictObject({ code: z.string(), message: z.string() }) }),
]);
export type LocalResponse = z.output<typeof response>;

/** The lines that come, until the socket ends; a socket that breaks ends, too. */
export function linesOf(socket: Socket): AsyncIterable<string> {
  return createInterface({ input: socket });
}

/** What JSON leaves as it is inside a text, and where a line ends for Node from 24 on. */
const SEPARATOR = /[\u2028\u2029]/g;

export function writeLine(socket: Socket, message: LocalRequest | LocalResponse): boolean {
  const line = JSON.stringify(message).replaceAll(SEPARATOR, (char) => (char === '\u2028' ? '\\u2028' : '\\u2029'));
  return socket.write(`${line}\n`);
}
