import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExperimentBroker } from '@cartwheel/broker';
import type { Command } from '@cartwheel/experiment-state';
import type { Generator } from '@cartwheel/random';

const ACTIONS: readonly Command['action'][] = [
  { kind: 'checkpoint' },
  { kind: 'set', name: 'learningRate', value: 3e-4 },
  { kind: 'set', name: 'noSuchName', value: 1 },
];
/** Long: it shall be applied, whatever befalls the services meanwhile. */
const EXPIRES_IN_MS = 600_000;

/** Sends a run commands at random moments until the signal aborts; gives the ids of those that the broker acknowledged. */
export async function commandUntil(
  broker: ExperimentBroker,
  runId: string,
  { random, signal }: { random: Generator; signal: AbortSignal },
): Promise<string[]> {
  const acknowledged: string[] = [];
  for (;;) {
    await delay(random.uniform(500, 3000), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return acknowledged;
    const sentAt = Date.now();
    const action = ACTIONS[random.integers(ACTIONS.length)];
    const command: Command = { id: randomUUID(), sender: 'soak', action, sentAt, expiresAt: sentAt + EXPIRES_IN_MS };
    const sent = await broker.sendCommand(runId, command).then(
      () => true,
      () => false,
    );
    if (sent) acknowledged.push(command.id);
  }
}
