import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildCrash, describeCrashes, type CrashPlan } from '../resume/crash/build-crash.ts';
import { copyDurable } from '../resume/crash/durable-copy.ts';
import { resumeToEnd, runProcess, trainWhole, type Ended, type Runner } from '../resume/kill-and-resume.ts';
import { hasRun, type Outcome } from '../resume/outcome.ts';

const root = mkdtempSync(join(tmpdir(), 'cartwheel-crashes-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const LONG = 300_000;
const env = fileURLToPath(new URL('../resume/crash/mortal-env.ts', import.meta.url));
/** With a replay buffer, so that there is a journal to die in; a checkpoint every 300 steps. */
const train =
  `--env ${env} --algo dqn --preset default --steps 1500 --seed 5 --eval-episodes 5 --eval-every 700 --checkpoint-every 300 ` +
  '--set netArch=[8] --set learningStarts=100 --set bufferSize=700 --set batchSize=8 --set targetUpdateInterval=100';

describeCrashes('a run whose process dies', () => {
  let crash: (plan: CrashPlan) => Runner;
  let whole: Outcome;

  beforeAll(async () => {
    crash = buildCrash();
    ({ outcome: whole } = await trainWhole(train.split(' '), join(root, 'whole')));
  }, LONG);

  const dieWith = (runner: Runner, out: string): Promise<Ended> =>
    runProcess(runner, ['train', ...train.split(' '), '--out', out, '--json']);

  it.each([
    ['before the first step', 'tell "event":"started" 1'],
    ['before its first checkpoint has a name', 'rename /checkpoints/0 1'],
    ['within the rows of its replay buffer', 'put .rows 2'],
    ['before those rows are flushed', 'sync .rows 3'],
    ['within the files of a checkpoint', 'put .draft/state.bin 3'],
    ['before those files are flushed', 'sync .draft/weights.safetensors 4'],
    ['before a checkpoint has its name', 'rename /checkpoints/ 3'],
    ['when a checkpoint has its name, and is not in the record', 'renamed /checkpoints/ 4'],
    ['within the transaction that creates the run', 'put cartwheel.db-wal 12'],
    ['within a transaction of the store', 'put cartwheel.db-wal 60'],
    ['before a transaction of the store is flushed', 'sync cartwheel.db-wal 15'],
    ['when it has evaluated, before that is in the record', 'tell "event":"evaluation" 3'],
  ])(
    '%s goes on to the bit',
    async (name, at) => {
      const out = join(root, name.replaceAll(' ', '-'));
      expect(await dieWith(crash({ at }), out)).toMatchObject({ signal: 'SIGKILL' });

      // Within its own creation: then it was never there.
      const { outcome } = (await hasRun(out))
        ? { outcome: await resumeToEnd(out) }
        : await trainWhole(train.split(' '), out);
      expect(outcome).toEqual(whole);
    },
    LONG,
  );

  it(
    'in its final evaluation goes on to the bit',
    async () => {
      const plain = train.replace('--eval-every 700', '--eval-every 0').split(' ');
      const { outcome } = await trainWhole(plain, join(root, 'evaluated'));
      const out = join(root, 'dies-evaluating');
      const died = await runProcess({ env: { CRASH_IN_EVALUATION: '1' } }, ['train', ...plain, '--out', out, '--json']);
      expect(died).toMatchObject({ signal: 'SIGKILL', stdout: expect.stringContaining('"timesteps":1500') });

      expect(await resumeToEnd(out)).toEqual(outcome);
    },
    LONG,
  );

  it.each([
    ['before a transaction is flushed', 'sync cartwheel.db-wal 4'],
    ['before a later one is', 'sync cartwheel.db-wal 14'],
    ['when a checkpoint has its name', 'renamed /checkpoints/ 2'],
    ['before a checkpoint has its name', 'rename /checkpoints/ 4'],
    ['before the folder of checkpoints is flushed', 'sync /checkpoints 5'],
    ['before the last checkpoint has its name', 'rename /checkpoints/1500 1'],
  ])(
    'with the power, %s, goes on to the bit from what was flushed',
    async (name, at) => {
      const folder = join(root, `power-${name.replaceAll(' ', '-')}`);
      const [out, shadow, left] = ['out', 'shadow', 'left'].map((each) => join(folder, each));
      for (const each of [folder, out, shadow]) mkdirSync(each);
      expect(await dieWith(crash({ at, shadow, root: out }), out)).toMatchObject({ signal: 'SIGKILL' });
      copyDurable(out, shadow, left);

      expect(await hasRun(left)).toBe(true);
      expect(await resumeToEnd(left)).toEqual(whole);
    },
    LONG,
  );
});
