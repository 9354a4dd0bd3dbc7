import type { RunStore } from '@cartwheel/tracking';
import type { FastifyInstance } from 'fastify';
import { createServer, type ServerOptions } from '../src/server/create-server.ts';
import { createRunViewers } from '../src/steering/run-viewers.ts';

/** The server of a folder that has a store and an `index.html`, as a machine of one's own runs it but for `over`. */
export function serveFolder(
  folder: string,
  store: RunStore,
  over: Partial<ServerOptions> = {},
): Promise<FastifyInstance> {
  return createServer({
    store,
    viewers: createRunViewers(undefined),
    out: folder,
    pageFolder: folder,
    host: '127.0.0.1',
    token: undefined,
    readOnly: false,
    ...over,
  });
}
