import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { RunViewer } from '@cartwheel/broker';
import type { Command, CommandOutcome, RunStatus } from '@cartwheel/experiment-state';
import { notRunning, type RunView } from './open-run-view.ts';

/** What a run is to do, and how long it may take to begin. */
export interface ControlRunOptions {
  action: Command['action'];
  /** Milliseconds within which the run must have begun with it; after that it is expired. Default 60,000. */
  expiresInMs?: number;
  /** Who wishes it. Default: the user and the host. */
  sender?: string;
  /** Milliseconds since the epoch; `Date.now` by default. */
  now?: () => number;
}

const ENDED: ReadonlySet<RunStatus> = new Set(['finished', 'failed', 'lost']);
/** How long after its expiry the run may still be busy with a command before somebody looks whether it lives. */
const GRACE_MS = 5_000;

/**
 * Sends a command to a run and waits for its outcome: applied, rejected (why) or expired.
 *
 * Throws `session/not-running` for a run that has ended or was lost, and what the broker throws.
 */
export async function controlRun({ runId, viewer }: RunView, options: ControlRunOptions): Promise<CommandOutcome> {
  const { action, expiresInMs = 60_000, now = Date.now } = options;
  const { sender = `${userInfo().username}@${hostname()}` } = options;
  const state = await viewer.read(runId);
  if (state === null || ENDED.has(state.status)) throw notRunning(runId, state?.status ?? 'lost');
  const sentAt = now();
  const command: Command = { id: randomUUID(), sender, action, sentAt, expiresAt: sentAt + expiresInMs };
  await viewer.sendCommand(runId, command);
  for (;;) {
    const outcome = await outcomeWithin(viewer, runId, command.id, {
      fromVersion: state.version,
      signal: AbortSignal.timeout(expiresInMs + GRACE_MS),
    });
    if (outcome !== null) return outcome;
    // A run that lives settles it; for one that is gone, nobody else would.
    const stands = await viewer.read(runId);
    if (stands === null || ENDED.has(stands.status))
      return expire(viewer, runId, command, stands?.progress.timesteps ?? 0, now());
  }
}

/** The outcome as soon as there is one; null when the signal aborts before. */
async function outcomeWithin(
  viewer: RunViewer,
  runId: string,
  commandId: string,
  watch: { fromVersion: number; signal: AbortSignal },
): Promise<CommandOutcome | null> {
  for await (const event of viewer.watch(runId, watch)) {
    if (event.type === 'command-outcome' && event.outcome.commandId === commandId) return event.outcome;
    // It may be among what the snapshot stands for.
    const settled = event.type === 'snapshot' ? await viewer.commandOutcome(runId, commandId) : null;
    if (settled !== null) return settled;
  }
  return viewer.commandOutcome(runId, commandId);
}

function expire(viewer: RunViewer, runId: string, { id }: Command, step: number, now: number): Promise<CommandOutcome> {
  const detail = 'The run ended before it could obey.';
  return viewer.settleCommand(runId, { commandId: id, status: 'expired', detail, step, settledAt: now });
}
