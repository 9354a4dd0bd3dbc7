import { createWorkerVectorEnv } from '@cartwheel/envs/node';
import { createVectorEnv, NormalizeVector } from '@cartwheel/envs';
import { createJsEngine } from '@cartwheel/nn';
import { MaskedCountingEnv } from '../tests/masked-counting-env.ts';
import { describeResume } from './testing/describe-resume.ts';

const NET = { netArch: [8, 8] };
const PPO = { ...NET, nSteps: 48, batchSize: 20, nEpochs: 3 };
const Q = { ...NET, learningStarts: 50, batchSize: 8, bufferSize: 150, trainFreq: 4, targetUpdateInterval: 60 };

describeResume('ppo', { algorithm: 'ppo', env: 'CartPole-v1', numEnvs: 3, hyperparameters: PPO, totalTimesteps: 500 });

describeResume('ppo with schedules that stops epochs early', {
  algorithm: 'ppo',
  env: 'CartPole-v1',
  numEnvs: 2,
  hyperparameters: { ...PPO, learningRate: 'lin_3e-2', clipRange: 'lin_0.2', targetKl: 0.005 },
  totalTimesteps: 400,
});

describeResume('ppo in a Box, of a normalised vector', {
  algorithm: 'ppo',
  env: { openVector: () => Promise.resolve(new NormalizeVector(createVectorEnv('Pendulum-v1', { numEnvs: 2 }))) },
  hyperparameters: PPO,
  totalTimesteps: 500,
});

describeResume('ppo on the js engine', {
  algorithm: 'ppo',
  env: 'Acrobot-v1',
  hyperparameters: PPO,
  totalTimesteps: 200,
  createEngine: () => Promise.resolve(createJsEngine()),
});

describeResume('ppo with action masks', {
  algorithm: 'ppo',
  env: () => new MaskedCountingEnv(),
  numEnvs: 2,
  hyperparameters: PPO,
  totalTimesteps: 300,
});

describeResume('ppo of worker threads', {
  algorithm: 'ppo',
  env: { openVector: () => createWorkerVectorEnv('CartPole-v1', { numEnvs: 4, numThreads: 2 }) },
  hyperparameters: PPO,
  totalTimesteps: 400,
  checkpointsAt: [101, 250],
});

describeResume('a2c', { algorithm: 'a2c', env: 'CartPole-v1', numEnvs: 4, hyperparameters: NET, totalTimesteps: 400 });

describeResume('a2c in a Box', {
  algorithm: 'a2c',
  env: 'Pendulum-v1',
  hyperparameters: { ...NET, normalizeAdvantage: true, useRmsProp: false },
  totalTimesteps: 300,
});

describeResume('dqn', { algorithm: 'dqn', env: 'CartPole-v1', hyperparameters: Q, totalTimesteps: 430 });

describeResume('dqn with all its extras', {
  algorithm: 'dqn',
  env: 'CartPole-v1',
  numEnvs: 2,
  hyperparameters: { ...Q, nSteps: 3, prioritizedReplay: true, dueling: true, doubleQ: true, gradientSteps: 2 },
  totalTimesteps: 430,
});

describeResume('dqn with long bursts', {
  algorithm: 'dqn',
  env: 'MountainCar-v0',
  hyperparameters: { ...Q, trainFreq: 16, gradientSteps: 10 },
  totalTimesteps: 300,
});

describeResume('qrdqn', {
  algorithm: 'qrdqn',
  env: 'CartPole-v1',
  hyperparameters: { ...Q, nQuantiles: 5 },
  totalTimesteps: 300,
});

describeResume('ppo with state-dependent noise', {
  algorithm: 'ppo',
  env: 'Pendulum-v1',
  numEnvs: 2,
  hyperparameters: { ...PPO, useSde: true, sdeSampleFreq: 5 },
  totalTimesteps: 300,
});

const CONTINUOUS = { ...NET, learningStarts: 50, batchSize: 8, bufferSize: 150 };

describeResume('sac', {
  algorithm: 'sac',
  env: 'Pendulum-v1',
  numEnvs: 2,
  hyperparameters: { ...CONTINUOUS, nSteps: 2 },
  totalTimesteps: 300,
});

describeResume('sac that learns episode by episode', {
  algorithm: 'sac',
  env: 'Pendulum-v1',
  hyperparameters: { ...CONTINUOUS, trainFreqUnit: 'episode', trainFreq: 1, gradientSteps: 30, entCoef: 0.1 },
  totalTimesteps: 650,
  checkpointsAt: [150, 200, 450],
});

describeResume('ars', {
  algorithm: 'ars',
  env: 'Pendulum-v1',
  numEnvs: 2,
  hyperparameters: { nDelta: 2, normalizeObservation: true },
  totalTimesteps: 2000,
  stopsAt: [],
});

describeResume('ppo that normalises', {
  algorithm: 'ppo',
  env: 'Pendulum-v1',
  numEnvs: 2,
  hyperparameters: { ...PPO, normalizeObservation: true, normalizeReward: true },
  totalTimesteps: 300,
});

describeResume('sac with state-dependent noise', {
  algorithm: 'sac',
  env: 'Pendulum-v1',
  hyperparameters: { ...CONTINUOUS, useSde: true, sdeSampleFreq: 3, trainFreq: 8, gradientSteps: 8 },
  totalTimesteps: 250,
});

describeResume('td3', {
  algorithm: 'td3',
  env: 'Pendulum-v1',
  hyperparameters: { ...CONTINUOUS, actionNoise: 'ornstein-uhlenbeck' },
  totalTimesteps: 250,
});

describeResume('tqc', { algorithm: 'tqc', env: 'Pendulum-v1', hyperparameters: CONTINUOUS, totalTimesteps: 200 });

describeResume('ddpg', {
  algorithm: 'ddpg',
  env: 'Pendulum-v1',
  hyperparameters: { ...CONTINUOUS, actionNoise: 'normal' },
  totalTimesteps: 200,
});
