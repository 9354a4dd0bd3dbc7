import type { Scope } from '@cartwheel/async-guard';
import type { ConsoleLine, RunStore } from '@cartwheel/tracking';

export interface ConsoleCaptureOptions {
  store: RunStore;
  runId: string;
  /** The writes to the store live in it. */
  scope: Scope;
  now: () => number;
}

/** Disposed, the process writes as before, and what was captured is handed over. */
export interface ConsoleCapture {
  end(): Promise<void>;
}

const INTERVAL_MS = 250;

/**
 * Keeps in the store what this process writes to its standard output and error, line by line, beside letting it through.
 * Of a line that is written over, as a progress bar is, the last state is kept.
 */
export function captureConsole({ store, runId, scope, now }: ConsoleCaptureOptions): ConsoleCapture {
  let lines: ConsoleLine[] = [];
  const take = (stream: ConsoleLine['stream']) => (text: string) => lines.push({ time: now(), stream, text });
  const restore = [tee(process.stdout, take('stdout')), tee(process.stderr, take('stderr'))];
  // quality-ignore unguarded -- a failed flush keeps its lines for the next
  const timer = setInterval(() => void flush(), INTERVAL_MS).unref();

  async function flush(): Promise<void> {
    if (lines.length === 0) return;
    const taken = lines;
    lines = [];
    await scope.spawn('record console lines', () => store.appendConsole(runId, taken));
  }

  return {
    async end() {
      clearInterval(timer);
      for (const each of restore) each();
      await flush();
    },
  };
}

/** Gives what takes it back. */
function tee(stream: NodeJS.WriteStream, take: (line: string) => void): () => void {
  let rest = '';
  const { write } = Object.getOwnPropertyDescriptors(stream);
  // The proxy hands `this` on.
  // oxlint-disable-next-line typescript/unbound-method
  stream.write = new Proxy(stream.write, {
    apply(target, self, args: unknown[]) {
      const [chunk] = args;
      const parts = (rest + textOf(chunk)).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) take(part.slice(part.lastIndexOf('\r', part.length - 2) + 1).replace(/\r$/, ''));
      const written: unknown = Reflect.apply(target, self, args);
      return written;
    },
  });
  return () => {
    if (rest !== '') take(rest);
    // It is the prototype's, unless somebody else had replaced it before.
    if (write === undefined) Reflect.deleteProperty(stream, 'write');
    else Object.defineProperty(stream, 'write', write);
  };
}

function textOf(chunk: unknown): string {
  if (typeof chunk === 'string') return chunk;
  return chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : '';
}
