import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRedisServer } from '@cartwheel/dev-services/redis';
import type { Command, RunEvent } from '@cartwheel/experiment-state';
import type { ExperimentBroker } from '../../../src/experiment-broker.ts';
import { createRedisBroker } from '../../../src/redis/index.ts';
import { quantile } from '../quantile.ts';
import { ms } from './throughput.ts';

const BIN = fileURLToPath(new URL('../../../../../apps/trainer/bin/cartwheel.js', import.meta.url));
const ENDLESS = '1000000000';
const COMMANDS = 300;

/** Milliseconds from a command to its answer, while another process trains (B6). */
export async function measureCommandAnswers(): Promise<string[]> {
  await using server = await startRedisServer();
  await using broker = await createRedisBroker({ url: server.url });
  const out = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
  const train = [
    'train',
    '--env',
    'CartPole-v1',
    '--algo',
    'ppo',
    '--steps',
    ENDLESS,
    '--eval-episodes',
    '0',
    '--json',
  ];
  const child = spawn(process.execPath, [BIN, ...train, '--out', out, '--redis', server.url], { stdio: 'ignore' });
  const ended = once(child, 'close');
  try {
    const runId = await trainingRun(broker);
    const answers = new Map<string, number>();
    const watching = new AbortController();
    const watched = countAnswers(broker.watch(runId, { signal: watching.signal }), answers);
    const latencies: number[] = [];
    for (let index = 1; index <= COMMANDS; index += 1) {
      const action = { kind: 'set', name: 'entCoef', value: index / 10_000 } as const;
      latencies.push(await answerTo(broker, runId, action));
    }
    await answerTo(broker, runId, { kind: 'stop', abort: true });
    await ended;
    watching.abort();
    await watched;
    const wrong = [...answers.values()].filter((times) => times !== 1).length;
    const load = `of ${COMMANDS} to PPO on CartPole-v1, one after the other`;
    return [
      `| from a command to its answer, p99 ${load} (B6) | ${ms(quantile(latencies, 0.99))} | ≤ 1000 ms |`,
      `| the same, p50 | ${ms(quantile(latencies, 0.5))} | |`,
      `| commands without exactly one outcome in the run's history, ${load} (B6) | ${wrong} | ≤ 0 |`,
    ];
  } finally {
    child.kill('SIGKILL');
    await ended;
    await rm(out, { recursive: true });
  }
}

/** The id of the only run, once it trains. */
async function trainingRun(broker: ExperimentBroker): Promise<string> {
  for (;;) {
    const [run] = await broker.list({ status: 'running' });
    if (run !== undefined && run.progress.updates > 0) return run.runId;
  }
}

/** By the id of the command. */
async function countAnswers(events: AsyncIterable<RunEvent>, answers: Map<string, number>): Promise<void> {
  for await (const event of events) {
    if (event.type === 'command') answers.set(event.command.id, 0);
    if (event.type !== 'command-outcome') continue;
    const { commandId } = event.outcome;
    answers.set(commandId, (answers.get(commandId) ?? 0) + 1);
  }
}

let sent = 0;

/** Sends a command and waits for the event of its outcome, as `cartwheel control` does. */
async function answerTo(broker: ExperimentBroker, runId: string, action: Command['action']): Promise<number> {
  const [id, sentAt] = [`bench-${(sent += 1)}`, Date.now()];
  const fromVersion = (await broker.read(runId))?.version ?? 0;
  const startedMs = performance.now();
  await broker.sendCommand(runId, { id, sender: 'bench', action, sentAt, expiresAt: sentAt + 60_000 });
  for await (const event of broker.watch(runId, { fromVersion })) {
    if (event.type !== 'command-outcome' || event.outcome.commandId !== id) continue;
    if (event.outcome.status !== 'applied') throw new Error(`Expected applied, received ${event.outcome.detail}.`);
    return performance.now() - startedMs;
  }
  throw new Error('The watch ended.');
}
