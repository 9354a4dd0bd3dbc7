import helmet from '@fastify/helmet';
import files from '@fastify/static';
import { createScope } from '@cartwheel/async-guard';
import type { RunStore } from '@cartwheel/tracking';
import createFastify, { type FastifyInstance } from 'fastify';
import { FastifySSEPlugin } from 'fastify-sse-v2';
import { addLiveRoute } from '../live/live-route.ts';
import { createRunFeeds } from '../live/run-feeds.ts';
import { addCheckpointRoutes } from '../play/checkpoint-routes.ts';
import { addShelfRoutes } from '../shelf/shelf-routes.ts';
import { addSteerRoutes } from '../steering/steer-routes.ts';
import type { RunViewers } from '../steering/run-viewers.ts';
import { answerErrors, answerFrameworkError } from './answer-errors.ts';
import { addAboutRoute } from './about-route.ts';
import { guardChanges } from './change-guard.ts';
import { addCompareRoutes } from './compare-routes.ts';
import { guardHost } from './host-guard.ts';
import type { RunReader } from './run-reader.ts';
import { addRunRoutes } from './run-routes.ts';
import { addTableRoutes } from './table-routes.ts';
import { guardToken } from './token-guard.ts';

export interface ServerOptions {
  store: RunReader;
  /** What is kept here of runs elsewhere. */
  mirror?: RunStore | undefined;
  viewers: RunViewers;
  /** The project folder, where checkpoints are. */
  out: string;
  /** The built page. */
  pageFolder: string;
  host: string;
  token: string | undefined;
  /** Pages may look and not touch. */
  readOnly: boolean;
}

/** Bodies are commands: nothing large. */
const BODY_LIMIT = 64 * 1024;

export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { store, mirror, viewers, out, pageFolder, host, token, readOnly } = options;
  const server = createFastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    frameworkErrors: answerFrameworkError,
  });
  const scope = createScope({ name: 'dashboard' });
  server.addHook('onClose', () => scope.close());
  guardHost(server, host);
  if (token !== undefined) guardToken(server, token);
  guardChanges(server, { readOnly });
  answerErrors(server, scope);
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The engine of the pages that play and learn is WebAssembly, in a worker of the page's own.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        workerSrc: ["'self'"],
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
  addAboutRoute(server, { readOnly });
  addRunRoutes(server, store);
  addLiveRoute(server, store, createRunFeeds(store, viewers, scope));
  addTableRoutes(server, store);
  addCompareRoutes(server, store);
  addShelfRoutes(server, { viewers, out, mirror });
  addSteerRoutes(server, store, viewers);
  addCheckpointRoutes(server, store, out);
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
