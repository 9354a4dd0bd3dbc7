import { setTimeout as delay } from 'node:timers/promises';
import type { Scope } from '@cartwheel/async-guard';
import { BrokerError, type ExperimentBroker } from '@cartwheel/broker';
import type { CommandOutcome } from '@cartwheel/experiment-state';

const RETRY_MS = 500;

interface Settling {
  broker: ExperimentBroker;
  runId: string;
  scope: Scope;
}

/** Tells the broker how a command ended. Where it is away, training goes on, and it is told as soon as it is back. */
export async function settle(settling: Settling, outcome: CommandOutcome): Promise<void> {
  if (await isTold(settling, outcome)) return;
  void settling.scope.spawn(`settle command ${outcome.commandId}`, async (signal) => {
    do await delay(RETRY_MS, undefined, { signal });
    while (!(await isTold(settling, outcome)));
  });
}

async function isTold({ broker, runId }: Settling, outcome: CommandOutcome): Promise<boolean> {
  try {
    await broker.settleCommand(runId, outcome);
    return true;
  } catch (error) {
    if (error instanceof BrokerError && (error.code === 'broker/unreachable' || error.code === 'broker/overloaded'))
      return false;
    throw error;
  }
}
