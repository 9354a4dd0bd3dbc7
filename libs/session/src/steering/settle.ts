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

async function isTold({ broker, runId, scope }: Settling, outcome: CommandOutcome): Promise<boolean> {
  try {
    await broker.settleCommand(runId, outcome);
    return true;
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    if (error.code === 'broker/unreachable' || error.code === 'broker/overloaded') return false;
    if (error.code !== 'broker/unknown-run' && error.code !== 'broker/unknown-command') throw error;
    // Redis lost the command, as when a replica is promoted that had not got it yet: nobody is left to be told, the record
    // has its outcome, and training goes on. The scope's sink hears of it.
    void scope.spawn(`settle command ${outcome.commandId}`, async () => {
      throw error;
    });
    return true;
  }
}
