/** The few ways of a host to run something after pending input and output were looked after. */
interface Host {
  setImmediate?(callback: () => void): unknown;
  MessageChannel?: new () => {
    readonly port1: { addEventListener(type: 'message', listener: () => void): void; start(): void; close(): void };
    readonly port2: { postMessage(message: unknown): void };
  };
  setTimeout(callback: () => void, ms: number): unknown;
}

/**
 * Lets the event loop do its other work (timers, sockets, signals, rendering) and resolves afterwards. A resolved
 * promise or a microtask would not: those run before anything else gets its turn.
 *
 * `setImmediate` where there is one: in Node it comes after the poll for input and output. In browsers a message of a
 * channel, since timers are held back to 4 ms when they nest and to a second in a hidden tab.
 */
export function yieldToEventLoop(): Promise<void> {
  return yieldThrough(host);
}

/** Taken once, so that a test with fake timers does not stop a training in it. */
const host: Host = hostNow();

/** The same for the given host. */
export function yieldThrough(through: Host): Promise<void> {
  return new Promise((resolve) => {
    if (through.setImmediate !== undefined) through.setImmediate(resolve);
    else if (through.MessageChannel !== undefined) postToSelf(new through.MessageChannel(), resolve);
    else through.setTimeout(resolve, 0);
  });
}

type Channel = InstanceType<NonNullable<Host['MessageChannel']>>;

/** A channel each time: it costs microseconds a yield, and none stays open that would keep a process alive. */
function postToSelf({ port1, port2 }: Channel, resolve: () => void): void {
  port1.addEventListener('message', () => {
    port1.close();
    resolve();
  });
  port1.start();
  port2.postMessage(undefined);
}

function hostNow(): Host {
  const { setImmediate, MessageChannel, setTimeout } = globalThis;
  return { setImmediate, MessageChannel, setTimeout: (callback, ms) => setTimeout(callback, ms) };
}
