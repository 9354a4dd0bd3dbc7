import { CartwheelError, type Scope } from '@cartwheel/async-guard';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What the wish of a page may fail with although the server is well. */
const STATUS_OF: Readonly<Record<string, number>> = {
  'session/not-running': 409,
  'session/active-run': 409,
  'session/no-such-run': 404,
  'broker/unreachable': 503,
  'broker/overloaded': 503,
  'tracking/busy': 503,
};

/** Each refusal has a code and says what to do; of what nobody foresaw, the scope's sink hears and the page does not. */
export function answerErrors(server: FastifyInstance, scope: Scope): void {
  server.setErrorHandler((error: unknown, _request, reply) => {
    if (isCartwheelError(error)) {
      return reply.code(STATUS_OF[error.code] ?? 500).send({ code: error.code, message: error.message });
    }
    const status = statusOf(error);
    if (status >= 500) void scope.spawn('answer a request', () => rethrow(error));
    const message = status < 500 && error instanceof Error ? error.message : 'The server failed unexpectedly.';
    return reply.code(status).send({ code: 'dashboard/request-failed', message });
  });
}

/** Of an address that is none, such as `/%ff`: it gets to no route, and so to no other handler. */
export function answerFrameworkError({ message }: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  // quality-ignore unguarded -- a reply is a promise by its type alone
  void reply.code(400).send({ code: 'dashboard/request-failed', message });
}

function rethrow(error: unknown): never {
  throw error;
}

/** With `code` as the text that it is. */
function isCartwheelError(error: unknown): error is CartwheelError {
  return error instanceof CartwheelError;
}

function statusOf(error: unknown): number {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' && status >= 400 ? status : 500;
}
