import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
async function startPod(data: string, args: string[] = container.args) {
  const port = String(await getPort({ host: '127.0.0.1' }));
  expect(container.env).toEqual([{ name: 'CARTWHEEL_HEALTH_PORT', value: '8086' }]);
  const env = { ...process.env, CARTWHEEL_HEALTH_PORT: port };
  const child = spawn(process.execPath, [bin, ...args], {
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
});

/** Ends a pod when its first checkpoint after the start is on disk; gives what it told. */
async function endAtFirstCheckpoint(data: string, signal: NodeJS.Signals): Promise<{ code: number | null }> {
  const pod = await startPod(data, fewerSteps);
  let told = '';
  pod.child.stdout.on('data', function look(text: string) {
    told += text;
    const whole = told.slice(0, told.lastIndexOf('\n') + 1);
    if (!jsonLines(whole).some((event) => event['event'] === 'checkpoint' && Number(event['timesteps']) > 0)) return;
    pod.child.stdout.off('data', look);
    pod.child.kill(signal);
  });
  return pod.ended;
}

/** The Job's command with fewer steps: they are trained three times. */
const words: string[] = container.args;
const fewerSteps = words.map((word) => (word === '1000000' ? '300000' : word));

describe('a run over several nodes', () => {
  let undisturbed: Record<string, unknown> = {};
  beforeAll(async () => {
    const data = join(folder, 'undisturbed');
    mkdirSync(data);
    undisturbed = (await (await startPod(data, fewerSteps)).ended).events.at(-1)!;
  }, 300_000);

  it.each([
    ['SIGTERM', 130],
    ['SIGKILL', null],
  ] as const)(
    'goes on where another pod was ended by %s, and ends as if it never was',
    async (signal, code) => {
      expect(undisturbed).toMatchObject({ event: 'finished', stopReason: null });
      const data = join(folder, signal);
      mkdirSync(data);
      expect((await endAtFirstCheckpoint(data, signal)).code).toBe(code);

      const otherNode = join(folder, `after-${signal}`);
      cpSync(data, otherNode, { recursive: true });
      const { code: ended, events } = await (await startPod(otherNode, fewerSteps)).ended;
      expect(ended).toBe(0);
      expect(events[0]).toMatchObject({ event: 'resumed', timesteps: expect.any(Number) });
      const { timesteps, weightsHash, evalMean } = undisturbed;
      expect(events.at(-1)).toMatchObject({ event: 'finished', timesteps, weightsHash, evalMean });

      // Started once more, as when a node is lost before it could tell that the pod had ended well.
      const again = await (await startPod(otherNode, fewerSteps)).ended;
      expect(again).toMatchObject({ code: 0, events: [events.at(-1)] });
    },
    300_000,
  );
});
