import helmet from '@fastify/helmet';
import files from '@fastify/static';
import type { RunStore } from '@cartwheel/tracking';
import createFastify, { type FastifyInstance } from 'fastify';
import { FastifySSEPlugin } from 'fastify-sse-v2';
import { guardHost } from './host-guard.ts';
import { addLiveRoute } from './live-route.ts';
import { addRunRoutes } from './run-routes.ts';
import { guardToken } from './token-guard.ts';

export interface ServerOptions {
  store: RunStore;
  /** The built page. */
  pageFolder: string;
  host: string;
  token: string | undefined;
}

/** Bodies are commands: nothing large. */
const BODY_LIMIT = 64 * 1024;

export async function createServer({ store, pageFolder, host, token }: ServerOptions): Promise<FastifyInstance> {
  const server = createFastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  guardHost(server, host);
  if (token !== undefined) guardToken(server, token);
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    // The page is served over plain HTTP on the machine itself.
    strictTransportSecurity: false,
  });
  await server.register(FastifySSEPlugin, { retryDelay: 1000 });
  addRunRoutes(server, store);
  addLiveRoute(server, store);
  await server.register(files, { root: pageFolder, cacheControl: false });
  // The page's own addresses, such as /runs/3f2a: it reads them itself.
  server.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/api/')) {
      return reply
        .code(404)
        .send({ code: 'dashboard/not-found', message: `There is no ${request.method} ${request.url}.` });
    }
    return reply.sendFile('index.html');
  });
  return server;
}
