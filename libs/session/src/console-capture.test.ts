import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { openRunStore } from '@cartwheel/tracking';
import { runTraining } from './run-training.ts';

it('keeps what the process writes while it trains, and nothing after', async () => {
  const out = await mkdtemp(join(tmpdir(), 'cartwheel-console-'));
  const shown = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const before: unknown = Reflect.get(process.stdout, 'write');
  const { runId } = await runTraining({
    config: { env: 'CartPole-v1', algo: 'ppo', steps: 64, evalEpisodes: 0, set: { nSteps: 32, batchSize: 32 } },
    out,
    captureConsole: true,
    callbacks: [
      {
        onTrainingStart() {
          process.stdout.write('one\ntw');
          process.stdout.write(Buffer.from('o\n10 %\r20 %\r100 %\nlast'));
        },
      },
    ],
  });
  expect(Reflect.get(process.stdout, 'write')).toBe(before);
  expect(shown).toHaveBeenCalledTimes(2);
  shown.mockRestore();
  const store = await openRunStore({ dir: out, readOnly: true });
  const lines = await store.console(runId);
  await store.close();
  await rm(out, { recursive: true, force: true });
  expect(lines.map(({ stream, text }) => [stream, text])).toEqual([
    ['stdout', 'one'],
    ['stdout', 'two'],
    ['stdout', '100 %'],
    ['stdout', 'last'],
  ]);
});
