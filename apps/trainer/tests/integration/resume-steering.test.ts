import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createRedisBroker } from '@cartwheel/broker/redis';
import type { TrainingCallback } from '@cartwheel/callbacks';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { openRecord, projectFolder, resume, runTraining } from '@cartwheel/session';
import { buildCrash, describeCrashes, type CrashPlan } from '../resume/crash/build-crash.ts';
import { STEERED } from '../resume/crash/steered-config.ts';
import { runProcess, type Runner } from '../resume/kill-and-resume.ts';
import { pointsOf } from '../resume/outcome.ts';

const root = mkdtempSync(join(tmpdir(), 'cartwheel-steered-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const LONG = 300_000;
const program = fileURLToPath(new URL('../resume/crash/steered.ts', import.meta.url));

interface Trained {
  weightsHash: string;
  timesteps: number;
  points: string[];
}

/** The same run in this process, which `callbacks` may steer. */
async function train(name: string, callbacks: TrainingCallback[] = []): Promise<Trained> {
  const out = join(root, name);
  const { weightsHash, timesteps } = await runTraining({ config: STEERED, out, callbacks });
  return { weightsHash, timesteps, points: await pointsOf(out) };
}

async function goOn(out: string): Promise<Trained> {
  const { weightsHash, timesteps } = await resume({ run: 'latest', out });
  return { weightsHash, timesteps, points: await pointsOf(out) };
}

describeCrashes('a command whose run dies', () => {
  let crash: (plan: CrashPlan) => Runner;
  let untouched: Trained;

  beforeAll(async () => {
    crash = buildCrash();
    untouched = await train('untouched');
  }, LONG);

  async function dieSteered(wish: string, at: string, redis: readonly string[] = []): Promise<string> {
    const out = join(root, [wish, at.replaceAll(/\W+/g, '-'), redis.length].join('-'));
    const nodeOptions = ['-C', '@cartwheel/source', '--import', 'tsx'];
    const died = await runProcess({ ...crash({ at }), program, nodeOptions }, [out, wish, ...redis]);
    expect(died).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    return out;
  }

  it.each(['set', 'extend'])(
    'before its checkpoint is there was never obeyed: %s',
    async (wish) => {
      const out = await dieSteered(wish, 'rename /checkpoints/ 2');

      expect(await goOn(out)).toEqual(untouched);
      await using record = await openRecord(projectFolder(out), { readOnly: true });
      const [run] = await record.store.runs();
      expect(run).toMatchObject({ totalTimesteps: 2560, hyperparameters: { learningRate: 3e-4 } });
    },
    LONG,
  );

  it.each([
    ['set', (session: Session) => session.setHyperparameter?.('learningRate', 0.02)],
    ['extend', (session: Session) => session.extend?.(640)],
  ])(
    'after its checkpoint stays obeyed, to the bit: %s',
    async (wish, obey) => {
      const out = await dieSteered(wish, 'tell "event":"checkpoint" 1');
      const at = (await checkpointsOf(out)).at(-1)?.step;
      const onSafePoint: TrainingCallback['onSafePoint'] = ({ timesteps }, session) => {
        if (timesteps === at && !isDone) obey(session);
        isDone ||= timesteps === at;
      };
      let isDone = false;
      const steered = await train(`${wish}-whole`, [{ onSafePoint }]);

      expect(steered.weightsHash).not.toBe(untouched.weightsHash);
      expect(await goOn(out)).toEqual(steered);
    },
    LONG,
  );

  describeWithRedis('and which Redis tells of again', (redis) => {
    it(
      'is settled, and not obeyed twice: extend',
      async () => {
        const { url } = redis();
        const out = await dieSteered('extend', 'tell "event":"checkpoint" 1', [url]);
        await using broker = await createRedisBroker({ url });
        const [{ runId }] = await broker.list();
        const [command] = await broker.pendingCommands(runId);
        expect(command).toMatchObject({ action: { kind: 'extend', steps: 640 } });

        const { timesteps } = await resume({ run: runId, out, redisUrl: url });

        expect(timesteps).toBe(Number(STEERED.steps) + 640);
        expect(await broker.pendingCommands(runId)).toEqual([]);
        const outcome = await broker.commandOutcome(runId, command.id);
        expect(outcome).toMatchObject({ status: 'applied', detail: 'Obeyed before the run was resumed.' });
      },
      LONG,
    );
  });
});

type Session = Parameters<NonNullable<TrainingCallback['onSafePoint']>>[1];

async function checkpointsOf(out: string): Promise<{ step: number }[]> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const [{ runId }] = await record.store.runs();
  return await record.store.checkpoints(runId);
}
