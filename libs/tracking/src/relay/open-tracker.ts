import { TrackingError } from '../run-store/tracking-error.ts';
import { loadTracker } from './load-tracker.ts';
import type { Tracker } from './tracker.ts';

/** Each loads its own code only when it is asked for. */
const KINDS: Readonly<Record<string, (target: string) => Promise<Tracker>>> = {
  aim: async (target) => (await import('../aim/relay/aim-tracker.ts')).createAimTracker({ url: target }),
  mlflow: async (target) => (await import('../mlflow/mlflow-tracker.ts')).createMlflowTracker({ url: target }),
  tensorboard: async (target) =>
    (await import('../tensorboard/tensorboard-tracker.ts')).createTensorBoardTracker({ dir: target }),
};

/**
 * The tracker of an id, as cursors keep it: `aim aim://HOST:PORT`, `mlflow http://HOST:PORT`, `tensorboard DIR`, and of a
 * module of one's own `file:///DIR/FILE.ts TARGET`.
 *
 * Throws `tracking/unknown-tracker` for others, `tracking/invalid-tracker-file`, and what the tracker says to a wrong
 * target.
 */
export async function openTracker(id: string): Promise<Tracker> {
  const [kind = ''] = id.split(' ', 1);
  const target = id.slice(kind.length + 1);
  if (kind.startsWith('file:')) return loadTracker(kind, target, id);
  const open = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!open) {
    throw new TrackingError(
      'tracking/unknown-tracker',
      `Expected a tracker of ${Object.keys(KINDS).join(', ')}, received '${id}': give a tracker of your own as the URL of its file, or open it by yourself.`,
    );
  }
  return open(target);
}
