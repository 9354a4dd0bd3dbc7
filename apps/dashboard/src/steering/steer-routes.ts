import { hostname, userInfo } from 'node:os';
import { controlRun } from '@cartwheel/session';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { commandAction, commandAnswer } from '../api/command-answer.schema.ts';
import type { RunReader } from '../server/run-reader.ts';
import { findRun, refuseRun } from '../server/run-routes.ts';
import type { RunViewers } from './run-viewers.ts';

/** Takes the wishes of pages. Each is answered when the run has obeyed, or will not. */
export function addSteerRoutes(server: FastifyInstance, store: RunReader, viewers: RunViewers): void {
  server.post('/api/runs/:runId/commands', async ({ params, body }, reply) => {
    const run = await findRun(store, params);
    if (run === null) return refuseRun(reply);
    const action = commandAction.safeParse(body);
    if (!action.success) {
      return reply.code(400).send({ code: 'dashboard/invalid-command', message: z.prettifyError(action.error) });
    }
    await using view = await viewers.open(run.runId);
    const outcome = await controlRun(view, { action: action.data, sender: sender() });
    return z.encode(commandAnswer, { outcome });
  });
}

/** As the history of commands names it. */
function sender(): string {
  return `${userInfo().username}@${hostname()} (dashboard)`;
}
