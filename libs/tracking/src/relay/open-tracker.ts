import { TrackingError } from '../run-store/tracking-error.ts';
import type { Tracker } from './tracker.ts';

/** Each loads its own code only when it is asked for. */
const KINDS: Readonly<Record<string, (target: string) => Promise<Tracker>>> = {
  aim: async (target) => (await import('../aim/relay/aim-tracker.ts')).createAimTracker({ url: target }),
  mlflow: async (target) => (await import('../mlflow/mlflow-tracker.ts')).createMlflowTracker({ url: target }),
  tensorboard: async (target) =>
    (await import('../tensorboard/tensorboard-tracker.ts')).createTensorBoardTracker({ dir: target }),
};

/**
 * The tracker of an id, as cursors keep it: `aim aim://HOST:PORT`, `mlflow http://HOST:PORT`, `tensorboard DIR`.
 *
 * Throws `tracking/unknown-tracker` for others, such as one's own, and what the tracker says to a wrong target.
 */
export async function openTracker(id: string): Promise<Tracker> {
  const [kind = ''] = id.split(' ', 1);
  const open = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!open) {
    throw new TrackingError(
      'tracking/unknown-tracker',
      `Expected a tracker of ${Object.keys(KINDS).join(', ')}, received '${id}': open a tracker of your own by yourself.`,
    );
  }
  return open(id.slice(kind.length + 1));
}
