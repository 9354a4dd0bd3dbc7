import type { FastifyInstance } from 'fastify';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets only the dashboard's own pages change anything: a browser says with each request which site's page sent it, and a
 * form of another site cannot send JSON. Where `readOnly` is true, nobody may.
 */
export function guardChanges(server: FastifyInstance, { readOnly }: { readOnly: boolean }): void {
  server.removeContentTypeParser('text/plain');
  server.addHook('onRequest', async ({ method, headers }, reply) => {
    if (READING.has(method)) return undefined;
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      return reply
        .code(403)
        .send({ code: 'dashboard/foreign-origin', message: 'Requests of other sites are refused.' });
    }
    if (!readOnly) return undefined;
    return reply.code(403).send({
      code: 'dashboard/read-only',
      message: 'This dashboard was started with --read-only: start another one without it to steer runs.',
    });
  });
}
