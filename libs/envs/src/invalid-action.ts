import { CartwheelError } from '@cartwheel/async-guard';
import type { Space } from './spaces/space.ts';

/** The error `envs/invalid-action`, with what was expected and what came. */
export function invalidAction(id: string, actionSpace: Space, action: unknown): CartwheelError {
  return new CartwheelError(
    'envs/invalid-action',
    `${id} expects an action of ${String(actionSpace)}, but got ${describeValue(action)}.`,
  );
}

function describeValue(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} ${JSON.stringify(value)}`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
