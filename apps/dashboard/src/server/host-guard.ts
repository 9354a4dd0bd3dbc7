import type { FastifyInstance } from 'fastify';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host);
}

/**
 * Refuses requests by another name than the server's own, which is how a foreign page reaches a local server by DNS
 * rebinding, and requests that another site's page sends.
 */
export function guardHost(server: FastifyInstance, host: string): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!isOwnHost(request.hostname, host)) {
      return reply
        .code(403)
        .send({ code: 'dashboard/foreign-host', message: `Open the dashboard by its own address.` });
    }
    const { origin } = request.headers;
    if (origin !== undefined && origin !== `${request.protocol}://${request.host}`) {
      return reply
        .code(403)
        .send({ code: 'dashboard/foreign-origin', message: 'Requests of other sites are refused.' });
    }
    return undefined;
  });
}

/** Behind a wildcard address the machine has many names: there the token is the guard. */
function isOwnHost(hostname: string, host: string): boolean {
  if (isLoopback(host)) return isLoopback(hostname);
  return hostname === host || host === '0.0.0.0' || host === '::';
}
