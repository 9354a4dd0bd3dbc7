import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';
import { BrokerError } from '../broker-error.ts';
import { LocalCalls, type LocalWatch } from './local-calls.ts';

const gone = { code: 'broker/unreachable', message: 'gone' };
const sockets: Socket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

/** Calls, and the other side of their socket: what it is asked, and what it says. */
async function connected(): Promise<{
  calls: LocalCalls;
  socket: Socket;
  peer: Socket;
  asked: () => Promise<Record<string, unknown>>;
  say: (...messages: readonly object[]) => void;
}> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [peer] = (await accepted) as [Socket];
  server.close();
  sockets.push(socket, peer);
  const lines = createInterface({ input: peer })[Symbol.asyncIterator]();
  return {
    calls: new LocalCalls(socket, () => new BrokerError('broker/unreachable', 'gone')),
    socket,
    peer,
    asked: async () => JSON.parse(String((await lines.next()).value)) as Record<string, unknown>,
    say: (...messages) => void peer.write(messages.map((message) => `${JSON.stringify(message)}\n`).join('')),
  };
}

/** What a watch tells, in order: the texts of its events, and `end`. */
function heardBy({ events }: LocalWatch): string[] {
  const heard: string[] = [];
  events.on('event', (text) => heard.push(text));
  events.on('end', () => heard.push('end'));
  return heard;
}

describe('a call', () => {
  it('gets its own answer, in whatever order they come', async () => {
    const { calls, asked, say } = await connected();
    const answers = [calls.ask({ method: 'read' }), calls.ask({ method: 'command-outcome', commandId: 'c' })];
    const [one, other] = [await asked(), await asked()];
    expect(one).toStrictEqual({ method: 'read', id: expect.any(Number) });
    expect(other).toStrictEqual({ method: 'command-outcome', commandId: 'c', id: expect.any(Number) });
    say({ id: other['id'], value: null }, { id: one['id'], value: 'document' });
    expect(await Promise.all(answers)).toStrictEqual(['document', null]);
  });

  it('fails as the other side tells, with the code', async () => {
    const { calls, asked, say } = await connected();
    const answer = calls.ask({ method: 'read' });
    const { id } = await asked();
    say({ id, error: { code: 'broker/closed', message: 'closed' } });
    await expect(answer).rejects.toMatchObject({ name: 'BrokerError', code: 'broker/closed', message: 'closed' });
  });

  it('hears nothing of what is not its answer', async () => {
    const { calls, asked, say } = await connected();
    const answer = calls.ask({ method: 'read' });
    const { id } = await asked();
    const nobody = { id: Number(id) + 1 };
    say({ ...nobody, value: '' }, { ...nobody, event: '' }, { ...nobody, error: { code: '', message: '' } });
    say({ id, event: 'an event' }, { id, value: 'document' });
    expect(await answer).toBe('document');
  });

  it('carries texts in which a line ends for some', async () => {
    const { calls, peer } = await connected();
    const command = 'a\u2028b\u2029c\nd\r\ne';
    const written = once(peer, 'data');
    const answer = calls.ask({ method: 'send-command', command });
    const text = String(await written);
    expect(text).not.toMatch(/[\u2028\u2029\r]|\n./);
    expect(JSON.parse(text)).toMatchObject({ command });
    peer.destroy();
    await expect(answer).rejects.toMatchObject(gone);
  });
});

describe('a watch', () => {
  it('hears each event, and the end', async () => {
    const { calls, asked, say } = await connected();
    const watch = calls.watch(3);
    const heard = heardBy(watch);
    const { id, ...question } = await asked();
    expect(question).toStrictEqual({ method: 'watch', fromVersion: 3 });
    say({ id, event: 'one' }, { id, event: 'other' }, { id, value: null });
    await once(watch.events, 'end');
    expect(heard).toStrictEqual(['one', 'other', 'end']);
    expect(() => watch.throwIfFailed()).not.toThrow();
    watch.cancel();
    void calls.ask({ method: 'read' }).catch(() => undefined);
    expect(await asked()).toMatchObject({ method: 'read' });
  });

  it('tells of its failure at its end', async () => {
    const { calls, asked, say } = await connected();
    const watch = calls.watch(0);
    const { id } = await asked();
    say({ id, error: { code: 'broker/unknown-run', message: 'none' } });
    await once(watch.events, 'end');
    expect(() => watch.throwIfFailed()).toThrow(expect.objectContaining({ code: 'broker/unknown-run' }));
  });

  it('is cancelled once, and hears nothing from then on', async () => {
    const { calls, asked, say } = await connected();
    const watch = calls.watch(0);
    const heard = heardBy(watch);
    const { id } = await asked();
    watch.cancel();
    watch.cancel();
    expect(await asked()).toStrictEqual({ id, method: 'cancel' });
    const answer = calls.ask({ method: 'read' });
    const next = await asked();
    expect(next).toMatchObject({ method: 'read' });
    say({ id, event: 'late' }, { id, value: null }, { id: next['id'], value: 'document' });
    await answer;
    expect(heard).toStrictEqual([]);
  });
});

describe('when the other side goes', () => {
  it('all that waits fails, and all that is asked later', async () => {
    const { calls, peer, asked } = await connected();
    const answer = calls.ask({ method: 'read' });
    const watch = calls.watch(0);
    const ended = once(watch.events, 'end');
    await asked();
    peer.end();
    await expect(answer).rejects.toMatchObject(gone);
    await ended;
    expect(() => watch.throwIfFailed()).toThrow(expect.objectContaining(gone));

    await expect(calls.ask({ method: 'read' })).rejects.toMatchObject(gone);
    const late = calls.watch(0);
    await once(late.events, 'end');
    expect(() => late.throwIfFailed()).toThrow(expect.objectContaining(gone));
    late.cancel();
  });

  it('with an error, that is the same', async () => {
    const { calls, socket } = await connected();
    const answer = calls.ask({ method: 'read' });
    socket.destroy(new Error('reset'));
    await expect(answer).rejects.toMatchObject(gone);
  });

  it.each(['nonsense', '{}', '{"id":"1","value":null}', '{"id":1,"value":2}', '{"id":1,"value":null,"more":1}'])(
    'or says what is no answer, it is left: %s',
    async (line) => {
      const { calls, peer } = await connected();
      const answer = calls.ask({ method: 'read' });
      const closed = once(peer, 'close');
      peer.write(`${line}\n`);
      await expect(answer).rejects.toMatchObject(gone);
      await closed;
    },
  );
});
