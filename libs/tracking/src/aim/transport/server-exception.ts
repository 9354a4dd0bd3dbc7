import * as z from 'zod';
import { AimError } from '../aim-error.ts';

/** How the server tells of an exception, over HTTP as over the socket. */
const serverException = z.object({ class_name: z.string(), message: z.string() });

/** `where` says what was asked. */
export function serverError(reply: unknown, where: string): AimError {
  const parsed = serverException.safeParse(reply);
  if (!parsed.success)
    return new AimError('aim/bad-reply', `${where}: the Aim server answered with what is no answer.`);
  const { class_name: name, message } = parsed.data;
  if (name === 'UnauthorizedRequestError') {
    return new AimError('aim/unauthorized', `${where}: the Aim server does not know the resource any more.`);
  }
  if (name === 'KeyError') return new AimError('aim/no-key', `${where}: ${message}`);
  return new AimError('aim/server', `${where}: the Aim server raised ${name}: ${message}`);
}
