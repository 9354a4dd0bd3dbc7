import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Algorithm } from '../../algorithm.ts';
import { createAlgorithm, loadAlgorithm } from '../../registry.ts';
import type { LearnerState } from '../learner-state.ts';
import { readCheckpoint } from './read-checkpoint.ts';
import { ReplayJournal, type JournaledRing } from './replay-journal.ts';
import { writeCheckpoint, type WrittenCheckpoint } from './write-checkpoint.ts';

const NET = { netArch: [8, 8] };
const Q = { ...NET, learningStarts: 20, batchSize: 8, bufferSize: 64, prioritizedReplay: true, nSteps: 2 };

let dir = '';
const models: Algorithm[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cartwheel-checkpoint-'));
});
afterEach(async () => {
  for (const model of models.splice(0)) model.dispose();
  await rm(dir, { recursive: true, force: true });
});

async function create(algorithm: 'ppo' | 'dqn'): Promise<Algorithm> {
  const hyperparameters = algorithm === 'ppo' ? { ...NET, nSteps: 32, batchSize: 16 } : Q;
  const model = await createAlgorithm(algorithm, 'CartPole-v1', { seed: 1, numEnvs: 2, hyperparameters });
  models.push(model);
  return model;
}

const rowsDir = (): string => join(dir, 'rows');

function write(model: Algorithm, name: string, journal = new ReplayJournal(rowsDir())): Promise<WrittenCheckpoint> {
  return writeCheckpoint(model, {
    dir: join(dir, name),
    journalFor: () => journal,
    session: { best: -0, worst: [NaN] },
  });
}

/** What can be compared of a state. */
function contentOf({ parts, rings }: LearnerState): unknown {
  return { parts, rings: Object.values(rings).map(({ added, columns }) => ({ added, columns })) };
}

describe.each(['ppo', 'dqn'] as const)('a checkpoint of %s', (algorithm) => {
  it('brings back all of it, into a fresh model', async () => {
    const model = await create(algorithm);
    await model.learn({ untilTimesteps: 150 });
    const { step, weightsHash } = await write(model, 'a');
    const checkpoint = await readCheckpoint(join(dir, 'a'));
    const fresh = await create(algorithm);
    await checkpoint.restoreInto(fresh, rowsDir);

    expect(contentOf(fresh.readState())).toEqual(contentOf(model.readState()));
    expect({ step: checkpoint.step, weightsHash: checkpoint.weightsHash }).toEqual({ step, weightsHash });
    expect(checkpoint.session).toEqual({ best: -0, worst: [NaN] });
    expect((await loadAlgorithm(join(dir, 'a'))).weightsHash()).toBe(weightsHash);
  });

  it('is what the model was at the call, though it learns on', async () => {
    const model = await create(algorithm);
    const kept: { before: string; written: Promise<WrittenCheckpoint> }[] = [];
    const onSafePoint = ({ timesteps }: { timesteps: number }): void => {
      if (timesteps === 60) kept.push({ before: model.weightsHash(), written: write(model, 'a') });
    };
    await model.learn({ untilTimesteps: 150, callbacks: [{ onSafePoint }] });
    const [{ before, written }] = kept;
    expect(await written).toMatchObject({ step: 60, weightsHash: before });
    const fresh = await create(algorithm);
    await (await readCheckpoint(join(dir, 'a'))).restoreInto(fresh, rowsDir);
    await fresh.learn({ untilTimesteps: 150 });

    expect(fresh.weightsHash()).toBe(model.weightsHash());
  });

  it('is refused when any of its files is altered, torn or gone', async () => {
    const model = await create(algorithm);
    await model.learn({ untilTimesteps: 150 });
    await write(model, 'a');
    const folders = [join(dir, 'a'), ...(algorithm === 'dqn' ? [rowsDir()] : [])];
    const paths = (
      await Promise.all(folders.map(async (from) => (await readdir(from)).map((name) => join(from, name))))
    ).flat();
    const codes: unknown[] = [];
    for (const path of paths) {
      const content = await readFile(path);
      for (const spoil of [flip(0.3), flip(0.7), flip(0.999), halve, (name: string) => rm(name)]) {
        await spoil(path);
        codes.push(
          await restore(algorithm).then(
            () => path,
            ({ code }) => code,
          ),
        );
        await writeFile(path, content);
      }
    }
    expect(new Set(codes)).toEqual(new Set(['algorithms/altered-checkpoint']));
    await restore(algorithm);
  });
});

async function restore(algorithm: 'ppo' | 'dqn'): Promise<void> {
  const checkpoint = await readCheckpoint(join(dir, 'a'));
  await checkpoint.restoreInto(await create(algorithm), rowsDir);
}

const flip =
  (share: number) =>
  async (path: string): Promise<void> => {
    const content = await readFile(path);
    const at = Math.floor(content.length * share);
    content[at] ^= 1;
    await writeFile(path, content);
  };

async function halve(path: string): Promise<void> {
  await truncate(path, Math.floor((await stat(path)).size / 2));
}

describe('the journal of a replay buffer', () => {
  it('costs what came since the last checkpoint, and is bounded on disk', async () => {
    const model = await create('dqn');
    const journal = new ReplayJournal(rowsDir());
    const sizes: number[] = [];
    const kept: Record<string, JournaledRing>[] = [];
    for (let step = 20; step <= 600; step += 20) {
      await model.learn({ untilTimesteps: step });
      const { rings } = await write(model, String(step), journal);
      kept.push({ ...rings });
      await journal.prune(kept.slice(-2).map(({ replay }) => replay));
      sizes.push(await sizeOf(rowsDir()));
    }
    const rowSize = (4 + 4 + 1 + 1 + 1) * 4;
    expect(sizes[0]).toBeLessThanOrEqual(24 * rowSize);
    // The ring, what came between the two that are kept, and a file that is not yet past; steps overshoot by four.
    expect(Math.max(...sizes)).toBeLessThanOrEqual((64 + 3 * 24) * rowSize);
    for (const step of [580, 600]) {
      const fresh = await create('dqn');
      await (await readCheckpoint(join(dir, String(step)))).restoreInto(fresh, rowsDir);
      await fresh.learn({ untilTimesteps: 640 });
      expect(fresh.timesteps).toBe(640);
    }
  });

  it('goes on in new files after a resume, and overwrites nothing', async () => {
    const model = await create('dqn');
    await model.learn({ untilTimesteps: 100 });
    await write(model, 'a');
    const before = await readFiles(rowsDir());
    const resumed = await create('dqn');
    const checkpoint = await readCheckpoint(join(dir, 'a'));
    await checkpoint.restoreInto(resumed, rowsDir);
    const journal = new ReplayJournal(rowsDir(), checkpoint.rings['replay']);
    await resumed.learn({ untilTimesteps: 130 });
    await write(resumed, 'b', journal);
    const last = await create('dqn');
    await (await readCheckpoint(join(dir, 'b'))).restoreInto(last, rowsDir);

    expect(contentOf(last.readState())).toEqual(contentOf(resumed.readState()));
    expect(await readFiles(rowsDir())).toEqual(expect.objectContaining(before));
  });
});

async function readFiles(folder: string): Promise<Record<string, Buffer>> {
  const names = await readdir(folder);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))])));
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
