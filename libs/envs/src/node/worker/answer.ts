import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { ANSWERS, DONE, FAILED, REQUESTS, STATUS, toFailure, waitWhile, WITH_MESSAGE } from '../protocol.ts';

/** The worker's end of a `BlockingChannel`. */
export interface Line {
  readonly control: Int32Array;
  readonly port: MessagePort;
}

/** Answers one request after the other, for ever; sleeps in between. `handle` gets a message, or none. */
export function answerForEver({ control, port }: Line, handle: (message: unknown) => unknown): never {
  let seen = 0;
  for (;;) {
    waitWhile(control, REQUESTS, seen, Infinity);
    seen = Atomics.load(control, REQUESTS);
    const request: { message: unknown } | undefined = receiveMessageOnPort(port);
    try {
      answer({ control, port }, handle(request?.message));
    } catch (error) {
      fail({ control, port }, error);
    }
  }
}

/** Answers each message when `handle` is done with it; the thread's event loop goes on meanwhile. */
export function answerMessages(line: Line, handle: (message: unknown) => Promise<unknown>): void {
  line.port.on('message', (message: unknown) => {
    handle(message).then(
      (value) => answer(line, value),
      (error: unknown) => fail(line, error),
    );
  });
}

function answer({ control, port }: Line, message: unknown): void {
  if (message !== undefined) port.postMessage(message);
  settle(control, message === undefined ? DONE : WITH_MESSAGE);
}

function fail({ control, port }: Line, error: unknown): void {
  port.postMessage(toFailure(error));
  settle(control, FAILED);
}

function settle(control: Int32Array, status: number): void {
  Atomics.store(control, STATUS, status);
  Atomics.add(control, ANSWERS, 1);
  Atomics.notify(control, ANSWERS);
}
