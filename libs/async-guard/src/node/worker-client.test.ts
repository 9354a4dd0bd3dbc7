import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, jest } from '@jest/globals';
import { CartwheelError } from '../cartwheel-error.ts';
import { createWorkerClient, type WorkerClient } from './worker-client.ts';

interface Operations {
  double(argument: number): number;
  lengthOf(argument: ArrayBuffer): number;
  refuse(argument: string): void;
  die(argument: null): void;
  wait(argument: null): void;
}

const ANSWERS = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id, operation, argument }) => {
    if (operation === 'double') parentPort.postMessage({ id, value: 2 * argument });
    if (operation === 'lengthOf') parentPort.postMessage({ id, value: argument.byteLength });
    if (operation === 'refuse') parentPort.postMessage({ id, failure: { reason: argument } });
    if (operation === 'die') throw new RangeError('boom');
  });`;

const onCrash = jest.fn<(error: Error) => void>();

function open(code = ANSWERS): { client: WorkerClient<Operations>; worker: Worker } {
  onCrash.mockClear();
  const worker = new Worker(code, { eval: true });
  const client = createWorkerClient<Operations, { reason: string }>(worker, {
    toError: ({ reason }) => new CartwheelError('test/refused', reason),
    toCrash: (cause) => new CartwheelError('test/crashed', cause.message, { cause }),
    toEnd: () => new CartwheelError('test/ended', 'ended'),
    onCrash,
  });
  return { client, worker };
}

it('gives each call its own answer', async () => {
  const { client } = open();
  const answers = await Promise.allSettled([
    client.call('double', 2),
    client.call('refuse', 'not today'),
    client.call('double', 4),
  ]);
  expect(answers).toMatchObject([
    { value: 4 },
    { reason: { code: 'test/refused', message: 'not today' } },
    { value: 8 },
  ]);
  expect(client.hasCrashed).toBe(false);
  await client.end();
});

it('hands buffers over where it is told to', async () => {
  const { client } = open();
  const [copied, handedOver] = [new ArrayBuffer(8), new ArrayBuffer(8)];
  expect(await client.call('lengthOf', copied)).toBe(8);
  expect(await client.call('lengthOf', handedOver, [handedOver])).toBe(8);
  expect([copied.byteLength, handedOver.byteLength]).toEqual([8, 0]);
  await client.end();
});

describe('a thread that dies', () => {
  it('rejects all that waits and all that comes after, with what it died of', async () => {
    const { client } = open();
    const crashed = { code: 'test/crashed', message: 'boom', cause: { name: 'RangeError' } };
    const waiting = await Promise.allSettled([client.call('die', null), client.call('wait', null)]);
    expect(waiting).toMatchObject([{ reason: crashed }, { reason: crashed }]);
    await expect(client.call('double', 1)).rejects.toMatchObject(crashed);
    expect(client.hasCrashed).toBe(true);
    expect(onCrash).not.toHaveBeenCalled();
  });

  it('is told of, once, when nobody waits', async () => {
    const { client, worker } = open('process.exit(3)');
    await once(worker, 'exit');
    expect(onCrash.mock.calls).toMatchObject([[{ code: 'test/crashed', message: 'It exited with code 3.' }]]);
    await expect(client.call('double', 1)).rejects.toThrow('code 3');
    expect(onCrash).toHaveBeenCalledTimes(1);
  });
});

it('rejects what a thread has not answered when it is ended, and what comes after', async () => {
  const { client } = open();
  const [call] = await Promise.allSettled([client.call('wait', null), client.end()]);
  expect(call).toMatchObject({ status: 'rejected', reason: { code: 'test/ended' } });
  await expect(client.call('double', 1)).rejects.toMatchObject({ code: 'test/ended' });
  expect(client.hasCrashed).toBe(false);
  expect(onCrash).not.toHaveBeenCalled();
});
