import { parentPort, workerData } from 'node:worker_threads';
import type { EnvSnapshot, ResetOptions } from '../../env.ts';
import type { Action } from '../../spaces/space.ts';
import type { AsyncEnvCall, AsyncEnvGreeting } from '../async-env-call.ts';
import type { AsyncEnv } from '../async-env.ts';
import { importFactory } from '../import-factory.ts';
import { toFailure } from '../protocol.ts';
import { answerMessages, type Line } from './answer.ts';

const { task, ...line } = workerData as Line & { task: { module: string } };

/** The other thread passes on what its own caller gave; the environment judges it. */
const calls: Record<AsyncEnvCall['method'], (env: AsyncEnv, argument: unknown) => Promise<unknown>> = {
  reset: (env, argument) => env.reset(argument as ResetOptions | undefined),
  step: (env, argument) => env.step(argument as Action),
  snapshot: (env) => env.snapshot(),
  restore: (env, argument) => env.restore(argument as EnvSnapshot),
  render: (env) => env.render(),
  close: (env) => env.close(),
};

try {
  const createEnv = await importFactory(task.module);
  const env = (await createEnv()) as AsyncEnv;
  const { id, observationSpace, actionSpace, maxEpisodeSteps, rewardThreshold } = env;
  const ready: AsyncEnvGreeting = { id, observationSpace, actionSpace, maxEpisodeSteps, rewardThreshold };
  parentPort?.postMessage({ ready }, []);
  answerMessages(line, async (message) => {
    const { method, argument } = message as AsyncEnvCall;
    return calls[method](env, argument);
  });
} catch (error) {
  parentPort?.postMessage({ failure: toFailure(error) }, []);
}
