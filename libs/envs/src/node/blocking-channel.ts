import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { CartwheelError } from '@cartwheel/async-guard';
import { ANSWERS, createControl, FAILED, REQUESTS, STATUS, WITH_MESSAGE, waitWhile, type Failure } from './protocol.ts';

export interface BlockingChannelOptions {
  /** What the worker is told at its start, as `workerData.task`. */
  task: object;
  /** The entry in `worker/`, without its ending. */
  entry: 'serve-vector' | 'serve-async-env';
  /** How long an answer may take. */
  timeoutMs: number;
}

/**
 * Requests to a worker thread, whose answers this thread waits for without an event loop: `Atomics.wait` on shared memory,
 * so that a step stays a plain call. A request and its answer carry a message only where there is something to say.
 */
export class BlockingChannel {
  readonly #worker: Worker;
  readonly #control: Int32Array;
  readonly #port: MessagePort;
  readonly #timeoutMs: number;
  #isBroken = false;

  private constructor(worker: Worker, control: Int32Array, port: MessagePort, timeoutMs: number) {
    this.#worker = worker;
    this.#control = control;
    this.#port = port;
    this.#timeoutMs = timeoutMs;
  }

  /** Resolves with the worker's first words. Rejects with what the worker threw while it started. */
  static async open<T>({ task, entry, timeoutMs }: BlockingChannelOptions): Promise<[BlockingChannel, T]> {
    const control = createControl();
    const { port1, port2 } = new MessageChannel();
    const worker = startWorker(entry, { control, port: port2, task });
    const greeting = await firstWords<T>(worker);
    worker.unref();
    port1.unref();
    if ('ready' in greeting) return [new BlockingChannel(worker, control, port1, timeoutMs), greeting.ready];
    await worker.terminate();
    throw toError(greeting.failure);
  }

  /** Asks; the worker begins at once. Each `send` is followed by one `receive`. */
  send(message?: object): void {
    if (this.#isBroken) throw silent('did not answer before', this.#timeoutMs);
    if (message !== undefined) this.#port.postMessage(message, []);
    Atomics.add(this.#control, REQUESTS, 1);
    Atomics.notify(this.#control, REQUESTS);
  }

  /** Waits for the answer; gives its message, if it has one. Throws what the worker threw, and `envs/worker-silent`. */
  receive(): unknown {
    const wanted = Atomics.load(this.#control, REQUESTS);
    const answered = Atomics.load(this.#control, ANSWERS);
    if (answered !== wanted && !waitWhile(this.#control, ANSWERS, answered, this.#timeoutMs)) {
      this.#isBroken = true;
      throw silent('has not answered', this.#timeoutMs);
    }
    const status = Atomics.load(this.#control, STATUS);
    if (status !== WITH_MESSAGE && status !== FAILED) return undefined;
    const answer: { message: unknown } | undefined = receiveMessageOnPort(this.#port);
    if (status === FAILED) throw toError(answer?.message as Failure);
    return answer?.message;
  }

  /** Ends the thread, whatever it does. */
  close(): void {
    this.#isBroken = true;
    this.#port.close();
    // quality-ignore unguarded -- nobody waits for the end of a thread that may hang
    void this.#worker.terminate();
  }
}

type Greeting<T> = { ready: T } | { failure: Failure };

/** Rejects where the thread ends without a word. */
function firstWords<T>(worker: Worker): Promise<Greeting<T>> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(
        new CartwheelError(
          'envs/worker-failed',
          `A worker thread ended with code ${code} before it had an environment.`,
        ),
      );
    });
  });
}

/** From the built library the built worker; from the sources a bootstrap that registers a TypeScript loader first. */
function startWorker(entry: string, data: { port: MessagePort; control: Int32Array; task: object }): Worker {
  const options = { name: `cartwheel-envs-${entry}`, workerData: data, transferList: [data.port] };
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL(`./worker/${entry}.js`, import.meta.url), { ...options, execArgv: [] });
  const workerData = { ...data, entry: `./${entry}.ts` };
  const execArgv = ['--conditions=@cartwheel/source'];
  return new Worker(new URL('./worker/start-from-source.js', import.meta.url), { ...options, workerData, execArgv });
}

function toError({ code, message }: Failure): CartwheelError {
  return new CartwheelError(code, message);
}

function silent(what: string, timeoutMs: number): CartwheelError {
  const advice = 'its environment hangs or its thread has died; raise timeoutMs if a step may take that long';
  return new CartwheelError('envs/worker-silent', `A worker thread ${what} within ${timeoutMs} ms: ${advice}.`);
}
