import type { MessagePort } from 'node:worker_threads';
import { createErrorSink, createScope, describeError, type ErrorSummary } from '@cartwheel/async-guard';
import { openRunStore } from '../../run-store/open-run-store.ts';
import { openTracker } from '../open-tracker.ts';
import { startRelay, type Delivery, type Relay } from '../start-relay.ts';
import type { RelayNews, RelayOrder, RelayThreadSettings } from './protocol.ts';

/** Who told the thread to stop does not wait for long. */
const CLOSE_BUDGET_MS = 3_000;

/** Runs relays on a store of their own until all have finished, or are told to stop. */
export async function serveRelays(port: MessagePort, settings: RelayThreadSettings): Promise<void> {
  const { file, runId, trackers, tellsDeliveries, options } = settings;
  const tell = (news: RelayNews): void => port.postMessage(news, []);
  const sink = createErrorSink(({ name, error }) => tell({ type: 'failure', name, error: summaryOf(error) }));
  const scope = createScope({ name: 'relays', runId, sink, closeBudgetMs: CLOSE_BUDGET_MS });
  // Orders that come while the store is being opened wait in the port.
  const store = await openRunStore({ file });
  const relays = new Map<string, Relay>();
  for (const id of trackers) {
    const onTrouble = (error: unknown): void => tell({ type: 'trouble', tracker: id, error: summaryOf(error) });
    const onDelivery = ({ error, ...delivery }: Delivery): void =>
      tell({ type: 'delivery', tracker: id, delivery, ...(error === undefined ? {} : { error: summaryOf(error) }) });
    const told = { onTrouble, ...(tellsDeliveries ? { onDelivery } : {}) };
    relays.set(id, startRelay({ ...options, ...told, store, runId, scope, tracker: await openTracker(id) }));
  }
  await new Promise<void>((resolve) => {
    let running = relays.size;

    async function finish(id: string, budgetMs: number): Promise<void> {
      const isComplete = (await relays.get(id)?.finish({ budgetMs })) ?? false;
      tell({ type: 'finished', tracker: id, isComplete });
      running -= 1;
      if (running === 0) resolve();
    }

    port.on('message', (order: RelayOrder) => {
      if (order.type === 'stop') resolve();
      else void scope.spawn(`finish ${order.tracker}`, () => finish(order.tracker, order.budgetMs));
    });
  });
  await scope.close();
  await store.close();
}

function summaryOf(error: unknown): ErrorSummary {
  const { code, message } = describeError(error);
  return { code, message };
}
