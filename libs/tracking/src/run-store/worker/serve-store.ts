import type { MessagePort } from 'node:worker_threads';
import type { StoreReply, StoreRequest } from './protocol.ts';
import { openStore, type Store } from './store.ts';
import { StoreFailure, toFailure, toStoreFailure } from './store-failure.ts';

/** Answers each request that comes by `port` with one reply. The first must be `open`. */
export function serveStore(port: MessagePort): void {
  let file = '';
  let store: Store | undefined;

  const reply = (message: StoreReply): void => port.postMessage(message);
  const succeed = (id: number, value: unknown): void => reply({ id, value });
  const fail = (id: number, error: unknown): void => reply({ id, failure: toFailure(toStoreFailure(error, file)) });

  function answer(request: StoreRequest): void {
    if (request.operation === 'open') {
      file = request.argument.file;
      store = openStore(request.argument);
      succeed(request.id, undefined);
    } else if (store) answerOpen(store, request);
    else throw new StoreFailure('tracking/closed', `Expected an open run store, received '${request.operation}'.`);
  }

  function answerOpen(opened: Store, request: Exclude<StoreRequest, { operation: 'open' }>): void {
    if (request.operation === 'flush') return succeed(request.id, opened.flush());
    if (request.operation === 'close') return succeed(request.id, opened.close());
    if (!opened.isWrite(request)) return succeed(request.id, opened.read(request));
    opened.write(request, (failure) => (failure ? fail(request.id, failure) : succeed(request.id, undefined)));
  }

  port.on('message', (request: StoreRequest) => {
    try {
      answer(request);
    } catch (error) {
      fail(request.id, error);
    }
  });
}
