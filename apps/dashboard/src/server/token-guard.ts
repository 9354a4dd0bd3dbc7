import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const COOKIE = 'cartwheel-token';

/** Lets nobody in without the token. Who comes once with `?token=…` gets it as a cookie, so that the page can load the rest. */
export function guardToken(server: FastifyInstance, token: string): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!candidatesOf(request).some((candidate) => isEqual(candidate, token))) {
      return reply
        .code(401)
        .send({ code: 'dashboard/no-token', message: 'Open the address that the dashboard printed.' });
    }
    reply.header('set-cookie', `${COOKIE}=${encodeURIComponent(token)}; HttpOnly; SameSite=Strict; Path=/`);
    return undefined;
  });
}

function candidatesOf({ headers, url }: FastifyRequest): string[] {
  // Not by URL: an address such as `//` is none to it.
  const fromQuery = new URLSearchParams(url.split('?', 2)[1]).get('token') ?? undefined;
  const fromHeader = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const fromCookie = new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(headers.cookie ?? '')?.[1];
  return [fromQuery, fromHeader, decoded(fromCookie)].filter((candidate) => candidate !== undefined);
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    // No cookie that this server has set.
    return undefined;
  }
}

/** In the same time whether much or little of it is right. */
function isEqual(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(left, right);
}
