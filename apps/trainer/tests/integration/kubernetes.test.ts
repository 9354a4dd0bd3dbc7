import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { afterAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { cartwheel, jsonLines } from '../run-cartwheel.ts';

// What Kubernetes does to pods, done to processes: the Job of docs/kubernetes.md is read, and nothing of it written again.
const page = readFileSync(new URL('../../../../docs/kubernetes.md', import.meta.url), 'utf8');
const { spec } = parse(/```yaml\n([\s\S]+?)\n```/.exec(page)?.[1] ?? '').spec.template;
const [container] = spec.containers;
const bin = fileURLToPath(new URL('../../bin/cartwheel.js', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'cartwheel-kubernetes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A pod on a node whose `/data` is this folder. */
async function startPod(data: string) {
  const port = String(await getPort({ host: '127.0.0.1' }));
  expect(container.env).toEqual([{ name: 'CARTWHEEL_HEALTH_PORT', value: '8086' }]);
  const env = { ...process.env, CARTWHEEL_HEALTH_PORT: port };
  const child = spawn(process.execPath, [bin, ...container.args], {
    cwd: data,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, events: jsonLines(stdout) }));
  const status = (path: string): Promise<number> =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      (response) => response.status,
      () => 0,
    );
  const ready = async (): Promise<boolean> => {
    const [, , ...args]: string[] = container.readinessProbe.exec.command;
    return (await cartwheel(...args, '--health-port', port)).code === 0;
  };
  return { child, ended, status, ready };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(200);
}

it('a pod starts, is alive and ready, and leaves within its grace period with a checkpoint for another node', async () => {
  const pod = await startPod(folder);
  await until(async () => (await pod.status(container.startupProbe.httpGet.path)) === 200);
  expect(await pod.status(container.livenessProbe.httpGet.path)).toBe(200);
  await until(pod.ready);

  const asked = performance.now();
  pod.child.kill('SIGTERM');
  const { code, events } = await pod.ended;
  expect(performance.now() - asked).toBeLessThan(spec.terminationGracePeriodSeconds * 1_000);
  // Not 0: the Job starts another pod.
  expect(code).toBe(130);
  const last = events.at(-1)!;
  expect(last).toMatchObject({ event: 'finished', stopReason: expect.stringContaining('SIGTERM') });

  const otherNode = join(folder, 'other-node');
  cpSync(join(folder, 'cartwheel-runs'), otherNode, { recursive: true });
  const evaluated = await cartwheel('eval', 'latest', '--out', otherNode, '--episodes', '1', '--json');
  expect(jsonLines(evaluated.stdout)).toMatchObject([{ step: last['timesteps'], weightsHash: last['weightsHash'] }]);
}, 120_000);

it('SIGKILL, when the grace period is over, loses nothing that was on disk', async () => {
  const pod = await startPod(folder);
  await until(pod.ready);
  pod.child.kill('SIGKILL');
  await pod.ended;
  const shown = await cartwheel('runs', 'show', 'latest', '--out', join(folder, 'cartwheel-runs'), '--json');
  expect(jsonLines(shown.stdout)).toMatchObject([
    { checkpoints: expect.arrayContaining([expect.objectContaining({ step: 0 })]) },
  ]);
}, 120_000);
