import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Command, RunEvent } from '@cartwheel/experiment-state';
import type { WatchCursor } from '../history/watch-cursor.ts';
import { newCommand } from '../testing/broker-harness.ts';
import { followCommands } from './follow-commands.ts';
import { followHistory } from './follow-history.ts';

let closed: AbortController;
let ending: AbortController;
let wake: () => void;
const unsubscribe = jest.fn();
const onChange = jest.fn((onWake: () => void) => {
  wake = onWake;
  return unsubscribe;
});

beforeEach(() => {
  [closed, ending] = [new AbortController(), new AbortController()];
  unsubscribe.mockReset();
  onChange.mockClear();
});

function newEvent(version: number): RunEvent {
  return { type: 'command', version, command: newCommand(`${version}`) };
}

/** What is read, one after the other; nothing from then on. */
function pages<Item>(
  ...items: readonly (readonly Item[])[]
): jest.Mock<(cursor?: WatchCursor) => Promise<readonly Item[]>> {
  const read = jest.fn<(cursor?: WatchCursor) => Promise<readonly Item[]>>().mockResolvedValue([]);
  for (const item of items) read.mockResolvedValueOnce(item);
  return read;
}

/** Turns of the event loop: whoever can go on has gone on. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

const followers = [
  [
    'events',
    (read: jest.Mock<() => Promise<readonly never[]>>, signal?: AbortSignal) =>
      followHistory({ read, onChange }, signal === undefined ? {} : { signal }, closed.signal),
  ],
  [
    'commands',
    (pending: jest.Mock<() => Promise<readonly never[]>>, signal?: AbortSignal) =>
      followCommands({ pending, onChange }, signal, closed.signal),
  ],
] as const;

describe.each(followers)('whoever follows %s', (_, follow) => {
  it.each(['signal', 'close'])('asks for nothing after the %s', async (end) => {
    (end === 'signal' ? ending : closed).abort();
    const read = pages<never>();
    expect(await follow(read, ending.signal).next()).toStrictEqual({ done: true, value: undefined });
    expect(read).not.toHaveBeenCalled();
    expect(onChange).not.toHaveBeenCalled();
  });

  it.each(['signal', 'close'])('ends at the %s while it waits, and leaves nothing behind', async (end) => {
    const read = pages<never>();
    const next = follow(read, ending.signal).next();
    await settle();
    expect(read).toHaveBeenCalledTimes(1);
    (end === 'signal' ? ending : closed).abort();
    expect(await next).toStrictEqual({ done: true, value: undefined });
    expect(unsubscribe).toHaveBeenCalledTimes(1);
    for (const { signal } of [ending, closed]) expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends at the close while it waits for an answer that never comes', async () => {
    const read = jest.fn(() => new Promise<readonly never[]>(() => {}));
    const next = follow(read).next();
    await settle();
    closed.abort();
    expect(await next).toStrictEqual({ done: true, value: undefined });
  });

  it('listens before it reads first, and reads again at each change', async () => {
    const read = pages<never>();
    const next = follow(read).next();
    expect(onChange.mock.invocationCallOrder[0]).toBeLessThan(read.mock.invocationCallOrder[0] ?? 0);
    await settle();
    wake();
    await settle();
    expect(read).toHaveBeenCalledTimes(2);
    closed.abort();
    await next;
  });

  it('fails as what it reads, and leaves nothing behind', async () => {
    const read = pages<never>().mockReset().mockRejectedValue(new Error('gone'));
    await expect(follow(read, ending.signal).next()).rejects.toThrow('gone');
    expect(unsubscribe).toHaveBeenCalledTimes(1);
    for (const { signal } of [ending, closed]) expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

it('events come page by page from the wanted version on, none after the end', async () => {
  const read = pages([newEvent(3), newEvent(4)], [newEvent(5), newEvent(6)]);
  const events = followHistory({ read, onChange }, { fromVersion: 2 }, closed.signal);
  for (const version of [3, 4, 5]) expect((await events.next()).value).toMatchObject({ version });
  expect(read.mock.calls[0]?.[0]?.version).toBe(2);
  closed.abort();
  expect(await events.next()).toStrictEqual({ done: true, value: undefined });
});

it('events come from the first on where nothing is wanted', async () => {
  const read = pages([newEvent(1)]);
  await followHistory({ read, onChange }, {}, closed.signal).next();
  expect(read.mock.calls[0]?.[0]?.version).toBe(0);
});

it('commands come once each, however often they wait, none after the end', async () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => newCommand(id)) as [Command, Command, Command, Command];
  const commands = followCommands({ pending: pages([a, b], [b, c, d]), onChange }, undefined, closed.signal);
  expect([await commands.next(), await commands.next()].map(({ value }) => value)).toStrictEqual([a, b]);
  const next = commands.next();
  await settle();
  wake();
  expect((await next).value).toStrictEqual(c);
  closed.abort();
  expect(await commands.next()).toStrictEqual({ done: true, value: undefined });
});
