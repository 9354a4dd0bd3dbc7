import { hasCode } from '../run-store/has-code.ts';
import { messageOf } from '../run-store/message-of.ts';
import { TrackingError } from '../run-store/tracking-error.ts';
import type { Tracker } from './tracker.ts';

/**
 * The tracker that a module makes of `target`: its default export, or else the only function that it exports, is called
 * with it. The tracker is known by `id` from here on, whatever it calls itself, so that others can open it again.
 *
 * Throws `tracking/invalid-tracker-file`.
 */
export async function loadTracker(url: string, target: string, id: string): Promise<Tracker> {
  const create = factoryOf(await importModule(url), url);
  const tracker = await create(target);
  if (!isTracker(tracker)) throw invalid(url, 'its factory must give a tracker, with an id and openRun()');
  return { id, openRun: (run, options) => tracker.openRun(run, options) };
}

async function importModule(url: string): Promise<object> {
  try {
    const module: unknown = await import(url);
    // Stryker disable next-line ConditionalExpression: a module is an object, which the compiler cannot know.
    return typeof module === 'object' && module !== null ? module : {};
  } catch (cause) {
    const isTypeScript = hasCode(cause, 'ERR_UNKNOWN_FILE_EXTENSION');
    const hint = isTypeScript ? '. On this Node, start it with NODE_OPTIONS="--import tsx", or give a .js file' : '';
    throw invalid(url, `it could not be imported: ${messageOf(cause)}${hint}`, cause);
  }
}

function factoryOf(module: object, url: string): (target: string) => unknown {
  const exported = Object.entries(module).filter((entry): entry is [string, (target: string) => unknown] =>
    isFunction(entry[1]),
  );
  const [, create] = exported.find(([name]) => name === 'default') ?? (exported.length === 1 ? exported[0] : []) ?? [];
  if (create) return create;
  const found = exported.map(([name]) => name).join(', ') || 'none';
  throw invalid(
    url,
    `expected a default export, or a single function, that makes a tracker of a target; found ${found}`,
  );
}

function isFunction(value: unknown): value is (target: string) => unknown {
  return typeof value === 'function';
}

function isTracker(value: unknown): value is Tracker {
  return (
    typeof value === 'object' && value !== null && 'id' in value && 'openRun' in value && isFunction(value.openRun)
  );
}

function invalid(url: string, problem: string, cause?: unknown): TrackingError {
  return new TrackingError('tracking/invalid-tracker-file', `No tracker could be taken from ${url}: ${problem}.`, {
    cause,
  });
}
