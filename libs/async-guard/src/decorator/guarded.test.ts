import { describe, expect, it, jest } from '@jest/globals';
import { createErrorSink } from '../error-sink.ts';
import { guarded } from './index.ts';

const told = jest.fn<(name: string, code: string) => void>();
const sink = createErrorSink(({ name, code }) => told(name, code));

class Relay {
  readonly #prefix: string;
  readonly sent: string[] = [];

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  @guarded({ sink, mode: 'drop' })
  async send(_signal: AbortSignal | undefined, text: string): Promise<string | undefined> {
    await Promise.resolve();
    if (text === 'bad') throw new Error('refused');
    this.sent.push(this.#prefix + text);
    return text;
  }

  @guarded({ sink, name: 'hang' })
  hang(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  }
}

describe('@guarded', () => {
  it('keeps what the method gives, with its own `this`', async () => {
    const relay = new Relay('>');
    expect(await relay.send(undefined, 'a')).toBe('a');
    expect(relay.sent).toEqual(['>a']);
  });

  it('never rejects: the sink has the failure, under class and method', async () => {
    expect(await new Relay('').send(undefined, 'bad')).toBeUndefined();
    expect(told).toHaveBeenCalledWith('Relay.send', 'failed');
  });

  it('gives each instance a line of its own', async () => {
    const [one, other] = [new Relay('1'), new Relay('2')];
    const results = await Promise.all([one.send(undefined, 'a'), one.send(undefined, 'b'), other.send(undefined, 'c')]);
    expect(results).toEqual(['a', undefined, 'c']);
  });

  it("ends with the caller's signal", async () => {
    const stop = new AbortController();
    const pending = new Relay('').hang(stop.signal);
    stop.abort(new Error('enough'));
    expect(await pending).toBeUndefined();
  });
});
