import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { liveEvent, type LiveEvent } from '../api/live-event.schema.ts';
import type { RunReader } from '../server/run-reader.ts';
import { findRun, refuseRun } from '../server/run-routes.ts';
import type { RunFeeds } from './run-feeds.ts';

const position = z.coerce.number().int().nonnegative();

/** Server-Sent Events behind `?from=` or, after a lost connection, behind Last-Event-ID: no gap, nothing in another order. */
export function addLiveRoute(server: FastifyInstance, store: RunReader, feeds: RunFeeds): void {
  const open = new Set<AbortController>();
  server.addHook('preClose', async () => {
    for (const stream of open) stream.abort();
  });

  server.get('/api/runs/:runId/live', async (request, reply) => {
    const run = await findRun(store, request.params);
    if (run === null) return refuseRun(reply);
    const from = position.safeParse(
      request.headers['last-event-id'] ?? Reflect.get(Object(request.query), 'from') ?? 0,
    );
    if (!from.success) {
      return reply.code(400).send({ code: 'dashboard/invalid-query', message: 'from must be a position: 0, 1, 2 …' });
    }
    const stream = new AbortController();
    open.add(stream);
    request.raw.once('close', () => stream.abort());
    const events = feeds.follow(run.runId, { after: from.data, signal: stream.signal });
    return reply.sse(messagesOf(events, () => open.delete(stream)));
  });
}

async function* messagesOf(
  events: AsyncIterable<LiveEvent>,
  ended: () => void,
): AsyncGenerator<{ id: string; event: string; data: string }> {
  try {
    for await (const event of events) {
      yield { id: String(event.position), event: event.type, data: JSON.stringify(z.encode(liveEvent, event)) };
    }
  } finally {
    ended();
  }
}
