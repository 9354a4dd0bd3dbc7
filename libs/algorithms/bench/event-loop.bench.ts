/**
 * How long training holds the event loop between two turns, and the CPU time of training beside that with an engine that
 * divides nothing, in turns. Wall time tells of a busy machine too; CPU time has V8's compiling threads in it.
 * Run: `node_modules/.bin/tsx --conditions=@cartwheel/source libs/algorithms/bench/event-loop.bench.ts [ROUNDS] [CASE]
 * [BACKEND] [STEPS]`; BACKEND as of `cartwheel train`, STEPS instead of the case's own: the slower engines need fewer.
 */
import type { Engine } from '@cartwheel/nn';
import { openEngine } from '@cartwheel/nn/node';
import { createAlgorithm } from '../src/index.ts';

interface Case {
  name: string;
  algorithm: string;
  env: string;
  steps: number;
  hyperparameters: Record<string, unknown>;
}

const CASES: Case[] = [
  {
    name: 'SAC [256, 256], batch 256',
    algorithm: 'sac',
    env: 'Pendulum-v1',
    steps: 400,
    hyperparameters: { learningStarts: 100, bufferSize: 1000 },
  },
  {
    name: 'PPO [512, 512], batch 512',
    algorithm: 'ppo',
    env: 'CartPole-v1',
    steps: 2048,
    hyperparameters: { netArch: [512, 512], nSteps: 512, batchSize: 512 },
  },
  { name: 'PPO [64, 64], batch 64', algorithm: 'ppo', env: 'CartPole-v1', steps: 16_384, hyperparameters: {} },
  {
    name: 'DQN [64, 64], batch 32',
    algorithm: 'dqn',
    env: 'CartPole-v1',
    steps: 8000,
    hyperparameters: { learningStarts: 100, bufferSize: 8000 },
  },
];

interface Measured {
  wallMs: number[];
  cpuMs: number[];
  totalCpuMs: number;
  hash: string;
}

const backend = (['js', 'tfjs-cpu', 'tfjs-node'] as const).find((name) => name === process.argv[4]) ?? 'wasm';

async function createEngine(): Promise<Engine> {
  return (await openEngine({ backend })).engine;
}

async function undividedEngine(): Promise<Engine> {
  const engine = await createEngine();
  return {
    ...engine,
    createMlp(spec, random, defer) {
      const network = engine.createMlp(spec, random, defer);
      Object.defineProperty(network, 'inPieces', { value: undefined });
      return network;
    },
  };
}

const cpuMs = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;

async function measure({ algorithm, env, steps: usual, hyperparameters }: Case, engine: Engine): Promise<Measured> {
  const steps = Number(process.argv[5] ?? usual);
  const model = await createAlgorithm(algorithm, env, { seed: 1, engine, hyperparameters });
  const holds = { wallMs: [] as number[], cpuMs: [] as number[] };
  let isOver = false;
  let last = { wall: performance.now(), cpu: cpuMs() };
  const turn = (): void => {
    if (isOver) return;
    const now = { wall: performance.now(), cpu: cpuMs() };
    holds.wallMs.push(now.wall - last.wall);
    holds.cpuMs.push(now.cpu - last.cpu);
    last = now;
    setImmediate(turn);
  };
  setImmediate(turn);
  const before = cpuMs();
  await model.learn({ totalTimesteps: steps });
  const totalCpuMs = cpuMs() - before;
  isOver = true;
  const hash = model.weightsHash();
  model.dispose();
  return { ...holds, totalCpuMs, hash };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function describe(holds: readonly number[]): string {
  // Turns in which training had nothing to do in between do not count.
  const long = holds.filter((ms) => ms > 0.5);
  return [quantile(long, 0.5), quantile(long, 0.99), Math.max(...holds)].map((ms) => ms.toFixed(1)).join(', ');
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const rounds = Number(process.argv[2] ?? 3);
const only = process.argv[3] ?? '';
print('| training | held (ms of wall time: median, p99, longest) | the same in CPU time | CPU time beside undivided |');
print('| --- | --- | --- | --- |');
for (const each of CASES.filter(({ name }) => name.includes(only))) {
  const [divided, undivided]: Measured[][] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    divided.push(await measure(each, await createEngine()));
    undivided.push(await measure(each, await undividedEngine()));
  }
  if (new Set([...divided, ...undivided].map(({ hash }) => hash)).size > 1) throw new Error('The weights differ.');
  const medianOf = (runs: readonly Measured[]): number =>
    quantile(
      runs.map(({ totalCpuMs }) => totalCpuMs),
      0.5,
    );
  const ratio = medianOf(divided) / medianOf(undivided);
  const [wall, cpu] = [divided.flatMap(({ wallMs }) => wallMs), divided.flatMap((run) => run.cpuMs)];
  print(`| ${each.name} | ${describe(wall)} | ${describe(cpu)} | ${ratio.toFixed(3)} |`);
}
