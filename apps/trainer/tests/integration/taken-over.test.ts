import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { createRedisBroker } from '@cartwheel/broker/redis';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { openRecord, projectFolder } from '@cartwheel/session';
import { jsonLines, startCartwheel } from '../run-cartwheel.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-taken-over-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const STEPS = 128 * 800;
const train = `train --env CartPole-v1 --algo ppo --preset default --steps ${STEPS} --eval-episodes 0 --checkpoint-every 6400`;
const settings = ['--set', 'nSteps=128', '--set', 'batchSize=64', '--set', 'nEpochs=2', '--set', 'netArch=[8]'];

type Training = ReturnType<typeof startCartwheel>;

/** What a process tells at the `times`th event of a kind. */
function told({ child, finished }: Training, kind: string, times: number): Promise<Record<string, unknown>> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: string) => {
      text += chunk;
      const events = jsonLines(text.slice(0, text.lastIndexOf('\n') + 1)).filter(({ event }) => event === kind);
      const wanted = events[times - 1];
      if (wanted !== undefined) resolve(wanted);
    });
    void finished.then(({ stderr }) => reject(new Error(`It ended before it told of ${times} ${kind}: ${stderr}`)));
  });
}

describeWithRedis('a run whose writer is stopped past its lease', (redis) => {
  it('is gone on with by another process, and the first one ends, and leaves state and record alone', async () => {
    const common = ['--json', '--out', out, '--redis', redis().url, '--lease-seconds', '1'];
    await using broker = await createRedisBroker({ url: redis().url });

    const first = startCartwheel([...train.split(' '), ...settings, ...common]);
    const { runId } = await told(first, 'checkpoint', 2);
    first.child.kill('SIGSTOP');
    const id = String(runId);
    while ((await broker.read(id))?.status !== 'lost') await delay(50);

    const other = startCartwheel(['resume', id, ...common]);
    await told(other, 'checkpoint', 1);
    first.child.kill('SIGCONT');
    const ended = await first.finished;
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('session/lease-lost') });

    const { code, stdout } = await other.finished;
    expect(code).toBe(0);
    const last = jsonLines(stdout).at(-1);
    expect(last).toMatchObject({ event: 'finished', status: 'finished', timesteps: STEPS });
    expect(await broker.read(id)).toMatchObject({ status: 'finished', error: null });

    await using record = await openRecord(projectFolder(out), { readOnly: true });
    const [run] = await record.store.runs();
    expect(run).toMatchObject({ status: 'finished', timesteps: STEPS, error: null });
    const points = await record.store.points(id);
    const steps = points.filter(({ name }) => name === 'train/loss').map(({ step }) => step);
    const expected = Array.from({ length: STEPS / 128 }, (_, index) => 128 * (index + 1));
    expect(steps.toSorted((a, b) => a - b)).toEqual(expected);
    const checkpoints = await record.store.checkpoints(id);
    expect(checkpoints.at(-1)).toMatchObject({ step: STEPS, weightsHash: last?.['weightsHash'] });
  }, 200_000);
});
