/** One of those who are compared in a cell. Its program prints what it measured as the last line. */
export interface Contender {
  /** `ours, 1 thread` … */
  name: string;
  /** `.ts` in Node, `.py` in the Python that was given. */
  script: URL;
  args?: readonly string[];
  /** Whether it needs the native kernels, which are compiled by `npm run setup:native`. */
  isNative?: boolean;
}

/** What is measured, and by whom. */
export interface Cell {
  id: string;
  title: string;
  unit: 'seconds' | 'milliseconds' | 'microseconds' | 'steps/s' | '%' | 'MB';
  contenders: readonly Contender[];
  /** Ratios to show: of the fastest of `ours` to the fastest of `theirs`, and the least that it should be. */
  targets: readonly Target[];
}

export interface Target {
  ours: string;
  /** Names of contenders; the fastest of them counts. */
  theirs: readonly string[];
  label: string;
  least?: number;
}

const OURS = {
  train: new URL('./train.ts', import.meta.url),
  update: new URL('../../../nn/bench/update-time.ts', import.meta.url),
  peakShare: new URL('../../../nn/bench/peak-share.ts', import.meta.url),
  vectorSteps: new URL('./vector-steps.ts', import.meta.url),
  predict: new URL('./predict.ts', import.meta.url),
  memory: new URL('./memory.ts', import.meta.url),
};

const PYTHON = {
  train: new URL('./python/train.py', import.meta.url),
  update: new URL('./python/update.py', import.meta.url),
  predict: new URL('./python/predict.py', import.meta.url),
  vectorSteps: new URL('../../../envs/bench/vector_cart_pole.py', import.meta.url),
};

/** WebAssembly, which needs nothing, and the same in machine code. */
const OUR_BACKENDS = [
  { name: 'ours', backend: 'wasm' },
  { name: 'ours native', backend: 'native' },
] as const;

const SB3 = ['SB3, 1 thread', 'SB3, 2 threads'];

type Least = readonly [one?: number | undefined, two?: number];

interface TrainingCell {
  id: string;
  title: string;
  algorithm: string;
  env: string;
  preset: 'tuned' | 'default';
  steps: number;
  /** The least ratios, where some are wanted: ours on one thread and on two; null where SBX has no such learner. */
  least: { sb3: Least; sbx: Least | null };
}

/** Whole trainings: seconds inside of `learn`. A learner more is a line more. */
const trainings: readonly TrainingCell[] = [
  {
    id: 'ppo-cartpole-tuned',
    title: 'PPO CartPole-v1, tuned, 100,000 steps',
    algorithm: 'ppo',
    env: 'CartPole-v1',
    preset: 'tuned',
    steps: 100_000,
    least: { sb3: [5, 7], sbx: [4] },
  },
  {
    id: 'ppo-cartpole-default',
    title: "PPO CartPole-v1, SB3's defaults, 50,000 steps",
    algorithm: 'ppo',
    env: 'CartPole-v1',
    preset: 'default',
    steps: 50_000,
    least: { sb3: [15], sbx: [15] },
  },
  {
    id: 'a2c-cartpole',
    title: 'A2C CartPole-v1, 8 environments, 100,000 steps',
    algorithm: 'a2c',
    env: 'CartPole-v1',
    preset: 'tuned',
    steps: 100_000,
    least: { sb3: [12], sbx: null },
  },
  {
    id: 'dqn-cartpole-tuned',
    title: 'DQN CartPole-v1, tuned, 50,000 steps',
    algorithm: 'dqn',
    env: 'CartPole-v1',
    preset: 'tuned',
    steps: 50_000,
    least: { sb3: [2, 2.7], sbx: [1.1, 1.4] },
  },
  {
    id: 'sac-pendulum-tuned',
    title: 'SAC Pendulum-v1, tuned, 5,000 steps',
    algorithm: 'sac',
    env: 'Pendulum-v1',
    preset: 'tuned',
    steps: 5_000,
    least: { sb3: [1.1, 2], sbx: [undefined, 1] },
  },
  {
    id: 'td3-pendulum-tuned',
    title: 'TD3 Pendulum-v1, tuned, 12,000 steps (it learns in the last 2,000)',
    algorithm: 'td3',
    env: 'Pendulum-v1',
    preset: 'tuned',
    steps: 12_000,
    least: { sb3: [], sbx: [] },
  },
  {
    id: 'tqc-pendulum-tuned',
    title: 'TQC Pendulum-v1, tuned, 3,000 steps',
    algorithm: 'tqc',
    env: 'Pendulum-v1',
    preset: 'tuned',
    steps: 3_000,
    least: { sb3: [], sbx: [] },
  },
];

/** One minibatch update of PPO, actor and critic each 4–H–H–out, beside PyTorch on the same thread count. */
const updates = [
  [64, 64],
  [256, 64],
  [256, 256],
] as const;

export const cells: readonly Cell[] = [
  ...trainings.map(trainingCell),
  {
    id: 'vector-cartpole',
    title: 'CartPole-v1 alone, a vector of 1,024',
    unit: 'steps/s',
    contenders: [
      { name: 'ours', script: OURS.vectorSteps, args: ['1024'] },
      { name: 'Gymnasium', script: PYTHON.vectorSteps, args: ['1024', '200000', '25'] },
    ],
    targets: [{ ours: 'ours', theirs: ['Gymnasium'], label: "Gymnasium's own vector", least: 2 }],
  },
  ...updates.map(updateCell),
  {
    id: 'peak-share',
    title: "One thread's PPO update, of the multiply kernel's peak",
    unit: '%',
    contenders: updates.map(([batch, hidden]) => ({
      name: `B${batch} H${hidden}`,
      script: OURS.peakShare,
      args: [String(batch), String(hidden)],
    })),
    targets: [],
  },
  {
    id: 'predict',
    title: '`predict` for one observation of CartPole-v1, hidden layers 64, 64',
    unit: 'microseconds',
    contenders: [
      { name: 'ours', script: OURS.predict },
      { name: 'SB3', script: PYTHON.predict },
    ],
    targets: [{ ours: 'ours', theirs: ['SB3'], label: 'SB3' }],
  },
  {
    id: 'memory',
    title: 'Most memory of a CartPole-v1 run of the built package (below 200 wanted, and no growth)',
    unit: 'MB',
    contenders: [
      { name: '100,000 steps', script: OURS.memory, args: ['100000'] },
      { name: '1,000,000 steps', script: OURS.memory, args: ['1000000'] },
    ],
    targets: [],
  },
];

function trainingCell({ id, title, algorithm, env, preset, steps, least }: TrainingCell): Cell {
  const task = [algorithm, env, preset, String(steps)];
  const sbx = [{ name: 'SBX', script: PYTHON.train, args: [...task, 'sbx', '2'] }];
  const ours = OUR_BACKENDS.flatMap(({ name, backend }) =>
    ['1', '2'].map((threads) => ({
      name: `${name}, ${threads === '1' ? '1 thread' : '2 threads'}`,
      script: OURS.train,
      args: [...task, threads === '1' ? '1' : 'auto', backend],
      isNative: backend === 'native',
    })),
  );
  const against = (label: string, theirs: readonly string[], leasts: Least): Target[] =>
    ours.map(({ name }, i) => {
      const least = leasts[i % 2];
      return { ours: name, theirs, label, ...(least === undefined ? {} : { least }) };
    });
  return {
    id,
    title,
    unit: 'seconds',
    contenders: [
      ...ours,
      { name: SB3[0], script: PYTHON.train, args: [...task, 'sb3', '1'] },
      { name: SB3[1], script: PYTHON.train, args: [...task, 'sb3', '2'] },
      ...(least.sbx === null ? [] : sbx),
    ],
    targets: [...against('SB3', SB3, least.sb3), ...(least.sbx === null ? [] : against('SBX', ['SBX'], least.sbx))],
  };
}

function updateCell([batch, hidden]: readonly [number, number]): Cell {
  const size = [String(batch), String(hidden)];
  return {
    id: `update-b${batch}-h${hidden}`,
    title: `One PPO update, batch ${batch}, hidden layers ${hidden}, ${hidden}`,
    unit: 'milliseconds',
    contenders: [
      { name: 'ours, 1 thread', script: OURS.update, args: [...size, '1'] },
      { name: 'ours, 2 threads', script: OURS.update, args: [...size, '2'] },
      { name: 'PyTorch, 1 thread', script: PYTHON.update, args: [...size, '1'] },
      { name: 'PyTorch, 2 threads', script: PYTHON.update, args: [...size, '2'] },
    ],
    targets: ['ours, 1 thread', 'ours, 2 threads'].map((ours) => ({
      ours,
      theirs: ['PyTorch, 1 thread', 'PyTorch, 2 threads'],
      label: 'PyTorch',
    })),
  };
}
