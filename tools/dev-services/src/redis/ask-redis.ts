import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const DEADLINE_MS = 60_000;

/** Sends one command, its words separated by spaces, to a Redis on this machine; gives the reply, errors too, as text. */
export async function askRedis(port: number, command: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    socket.write(`${command}\r\n`);
    return await replyOf(socket);
  } finally {
    socket.destroy();
  }
}

async function replyOf(socket: Socket): Promise<string> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  let text = '';
  for (;;) {
    const [chunk] = (await once(socket, 'data', { signal })) as [Buffer];
    text += chunk.toString();
    const reply = wholeReply(text);
    if (reply !== undefined) return reply;
  }
}

/** The reply without its frame: a line, or what follows the length of a text. */
function wholeReply(text: string): string | undefined {
  const end = text.indexOf('\r\n');
  if (end < 0) return undefined;
  if (!text.startsWith('$')) return text.slice(1, end);
  const length = Number(text.slice(1, end));
  const body = text.slice(end + 2);
  return body.length < length ? undefined : body.slice(0, length);
}
