import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  fieldsOf,
  one,
  readEventFile,
  text,
  within,
  type ReadEvent,
  type ReadValue,
} from '../../tests/read-event-file.ts';
import { seriesOf } from '../../tests/series-of-tag.ts';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import type { RunRecord, StepPoint } from '../run-store/run-store.ts';
import type { TrackedRun } from '../relay/tracker.ts';
import { describeTracker, type DeliveredRun } from '../testing/index.ts';
import { everyEntry, metricPoint, RED_PIXEL, runRecord } from '../testing/records.ts';
import { createTensorBoardTracker } from './tensorboard-tracker.ts';

describe('an event file', () => {
  const folder = useTemporaryFolder();
  const { signal } = new AbortController();
  const NEW = { state: {}, position: 0, signal };

  /** Opens a run, does something with it, and reads what is there then. */
  async function written(
    run: RunRecord,
    action: (tracked: TrackedRun) => Promise<void> = () => Promise.resolve(),
  ): Promise<ReadEvent[]> {
    const tracked = await createTensorBoardTracker({ dir: folder() }).openRun(run, NEW);
    await action(tracked);
    expect(tracked.state).toEqual({ bytes: (await stat(await onlyFile())).size });
    await tracked[Symbol.asyncDispose]();
    return readEventFile(await onlyFile());
  }

  async function onlyFile(): Promise<string> {
    const entries = await readdir(folder(), { recursive: true, withFileTypes: true });
    const [file, ...others] = entries.filter((entry) => entry.isFile());
    expect(others).toEqual([]);
    return join(file?.parentPath ?? '', file?.name ?? '');
  }

  it('begins with its version and the settings of its run, at the time of its making', async () => {
    const hyperparameters = { lr: 0.1, name: 'x', on: true, off: false, net: [64, Number.NaN], low: -0 };
    const [version, settings, ...others] = await written(runRecord('aaa', { hyperparameters }));
    expect(others).toEqual([]);
    expect(version).toEqual({ time: 1_700_000_000, step: 0n, fileVersion: 'brain.Event:2' });
    expect(settings).toMatchObject({ time: 1_700_000_000, step: 0n });
    expect(settings?.value).toMatchObject({
      tag: '_hparams_/session_start_info',
      plugin: 'hparams',
      dataClass: 0,
      dtype: 1,
      shape: [0],
      doubles: [],
      strings: [],
    });
    const started = within(settings?.value?.hparams ?? new Map(), 3);
    expect([text(started, 4), one(started, 5)]).toEqual(['aaa', 1_700_000_000]);
    expect(settingsOf(settings?.value)).toEqual({
      algorithm: 'ppo',
      env: 'CartPole-v1',
      seed: 7,
      lr: 0.1,
      name: 'x',
      on: true,
      off: false,
      net: '[64,{"$float":"NaN"}]',
      low: -0,
    });
  });

  it('has points in the order of their steps, as doubles under their name and context', async () => {
    const points: StepPoint[] = [
      metricPoint('m', 3, Number.NaN),
      metricPoint('n', 2, -0, { b: 'c', a: 'd e' }),
      { ...metricPoint('m', 0, 1.5), step: 2n ** 53n + 1n },
      metricPoint('n', 3, 0.1),
    ];
    const events = await written(runRecord('aaa'), (tracked) =>
      tracked.write({ position: 1, points, entries: [] }, signal),
    );
    expect(valuesOf(events, 'scalars').map(({ time, step, value }) => [time, step, value.tag, value.doubles])).toEqual([
      [1_700_000_000.002, 2n, 'n (a=d e, b=c)', [-0]],
      [1_700_000_000.003, 3n, 'm', [Number.NaN]],
      [1_700_000_000.003, 3n, 'n', [0.1]],
      [1_700_000_000, 2n ** 53n + 1n, 'm', [1.5]],
    ]);
    for (const { value } of valuesOf(events, 'scalars')) {
      expect(value).toMatchObject({ dataClass: 1, dtype: 2, shape: [], strings: [] });
    }
  });

  it('has texts, images, histograms, and what TensorBoard has no place for as a text', async () => {
    const events = await written(runRecord('aaa'), (tracked) =>
      tracked.write({ position: 1, points: [], entries: everyEntry() }, signal),
    );
    const sha256 = 'ab'.repeat(32);
    const shown = events.slice(2).map(({ time, step, value }) => ({ time, step, ...value, hparams: undefined }));
    const tensor = { doubles: [], strings: [], hparams: undefined };
    const asText = (content: string) => ({
      ...tensor,
      plugin: 'text',
      dataClass: 2,
      dtype: 7,
      shape: [],
      strings: [Buffer.from(content)],
    });
    expect(shown).toEqual([
      { time: 1_700_000_000.001, step: 1n, tag: 'note (subset=test)', ...asText('Ünïcode\nand a line') },
      {
        ...tensor,
        time: 1_700_000_000.002,
        step: 2n,
        tag: 'frame (subset=test)',
        plugin: 'images',
        dataClass: 3,
        dtype: 7,
        shape: [3],
        strings: [Buffer.from('1'), Buffer.from('1'), Buffer.from(RED_PIXEL)],
      },
      {
        time: 1_700_000_000.003,
        step: 3n,
        tag: 'figure (subset=test)',
        ...asText('```json\n{"data":[{"x":[1],"y":[{"$float":"-0"}]}],"layout":{}}\n```'),
      },
      {
        ...tensor,
        time: 1_700_000_000.004,
        step: 4n,
        tag: 'weights (subset=test)',
        plugin: 'histograms',
        dataClass: 2,
        dtype: 2,
        shape: [3, 3],
        doubles: [-0, -0, 1, -0, 0.5, 0, 0.5, 1, 7],
      },
      {
        time: 1_700_000_000.005,
        step: 5n,
        tag: 'policy (subset=test)',
        ...asText(`\`\`\`json\n{"path":"runs/a/policy.onnx","sha256":"${sha256}","bytes":12}\n\`\`\``),
      },
    ]);
  });

  it('has other settings as a text, at the step and time of the change', async () => {
    const run = runRecord('aaa');
    const changed = { ...run, timesteps: 64, updatedAt: 1_700_000_009_000, hyperparameters: { lr: Number.NaN } };
    const [last, ...others] = (await written(run, (tracked) => tracked.update(changed, signal))).slice(2);
    expect(others).toEqual([]);
    expect(last).toMatchObject({ time: 1_700_000_009, step: 64n, value: { tag: 'hyperparameters', plugin: 'text' } });
    expect(last?.value?.strings.map(String)).toEqual(['```json\n{"lr":{"$float":"NaN"}}\n```']);
  });

  it.each([
    ['finished' as const, 1n],
    ['failed' as const, 2n],
  ])('tells that its run %s, and when', async (status, number) => {
    const events = await written(runRecord('aaa'), (tracked) =>
      tracked.end({ status, time: 1_700_000_005_000 }, signal),
    );
    expect(events).toHaveLength(3);
    expect(events[2]).toMatchObject({
      time: 1_700_000_005,
      step: 0n,
      value: { tag: '_hparams_/session_end_info', plugin: 'hparams', dtype: 1, shape: [0] },
    });
    const ended = within(events[2]?.value?.hparams ?? new Map(), 4);
    expect([one(ended, 1), one(ended, 2)]).toEqual([number, 1_700_000_005]);
  });

  it('says nothing of the end of a run that is lost: it may be gone on with', async () => {
    const events = await written(runRecord('aaa'), (tracked) => tracked.end({ status: 'lost', time: 5 }, signal));
    expect(events).toHaveLength(2);
  });

  it('lies in a folder of its experiment and run, whatever they are called', async () => {
    const run = runRecord('a/b', { experiment: '..', createdAt: 1999 });
    await written(run);
    expect(relative(folder(), await onlyFile())).toBe(join('_', 'a_b', 'events.out.tfevents.0000000001.cartwheel'));
    await rm(join(folder(), '_'), { recursive: true });
    await written(runRecord('...x', { experiment: 'Ünï -.1_', createdAt: 1_700_000_000_999 }));
    expect(relative(folder(), await onlyFile())).toBe(
      join('_n__-.1_', '...x', 'events.out.tfevents.1700000000.cartwheel'),
    );
  });

  it('is gone on with where it was left: what lies behind is cut off', async () => {
    const tracker = createTensorBoardTracker({ dir: folder() });
    const run = runRecord('aaa');
    const before = await written(run, (tracked) =>
      tracked.write({ position: 1, points: [metricPoint('m', 1, 1)], entries: [] }, signal),
    );
    const { size } = await stat(await onlyFile());
    await appendFile(await onlyFile(), 'half a record, of a process that was killed');
    const again = await tracker.openRun(run, { state: { bytes: size }, position: 1, signal });
    expect(again.startOver).toBe(false);
    expect(again.state).toEqual({ bytes: size });
    expect((await stat(await onlyFile())).size).toBe(size);
    await again.write({ position: 2, points: [metricPoint('m', 2, 2)], entries: [] }, signal);
    await again[Symbol.asyncDispose]();
    const events = await readEventFile(await onlyFile());
    expect(events.slice(0, -1)).toEqual(before);
    expect(events.at(-1)).toMatchObject({ step: 2n, value: { tag: 'm', doubles: [2] } });
  });

  it.each([
    ['is shorter than what was kept', { bytes: 1_000_000 }, 1, true],
    ['has no length that was kept', {}, 1, true],
    ['has no length that was kept, as nothing had been delivered', {}, 0, false],
  ])('that %s is begun anew', async (_, state, position, startOver) => {
    const before = await written(runRecord('aaa'), (tracked) => tracked.end({ status: 'failed', time: 5 }, signal));
    const tracked = await createTensorBoardTracker({ dir: folder() }).openRun(runRecord('aaa'), {
      state,
      position,
      signal,
    });
    expect(tracked.startOver).toBe(startOver);
    await tracked[Symbol.asyncDispose]();
    expect(await readEventFile(await onlyFile())).toEqual(before.slice(0, 2));
  });

  it('is known by the absolute path of its folder', () => {
    expect(createTensorBoardTracker({ dir: 'logs' }).id).toBe(`tensorboard ${resolve('logs')}`);
  });
});

function valuesOf(events: readonly ReadEvent[], plugin: string): { time: number; step: bigint; value: ReadValue }[] {
  return events.flatMap(({ value, ...place }) => (value?.plugin === plugin ? [{ ...place, value }] : []));
}

/** What was asked for, as the hparams plugin reads it. */
function settingsOf(value: ReadValue | undefined): Record<string, unknown> {
  const entries = within(value?.hparams ?? new Map(), 3).get(1) ?? [];
  return Object.fromEntries(entries.map((entry) => settingOf(entry as Uint8Array)));
}

function settingOf(entry: Uint8Array): [string, unknown] {
  const setting = fieldsOf(entry);
  const value = within(setting, 2);
  // google.protobuf.Value: a number, a text or a boolean.
  const kinds = [
    one(value, 2),
    value.has(3) ? text(value, 3) : undefined,
    value.has(4) ? one(value, 4) === 1n : undefined,
  ];
  expect(value.size).toBe(1);
  return [text(setting, 1), kinds.find((kind) => kind !== undefined)];
}

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cartwheel-events-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

// What TensorBoard itself makes of the files is tried in tests/integration/trackers.
describeTracker('of event files', () => ({ tracker: () => createTensorBoardTracker({ dir }), read: readRun }));

async function readRun(runId: string): Promise<DeliveredRun> {
  const folder = join(dir, 'default', runId);
  const [file = ''] = await readdir(folder);
  const events = await readEventFile(join(folder, file));
  return {
    points: valuesOf(events, 'scalars').map(({ step, value }) => ({
      ...seriesOf(value.tag),
      step: Number(step),
      value: value.doubles[0] ?? 0,
    })),
    texts: valuesOf(events, 'text')
      .filter(({ value }) => value.tag === 'note (subset=test)')
      .map(({ step, value }) => ({ name: 'note', step: Number(step), text: value.strings.join('') })),
  };
}
