import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPolicy } from '@cartwheel/algorithms/policy';
import { afterAll, describe, expect, it } from '@jest/globals';
import { cartwheel, jsonLines, startCartwheel } from './run-cartwheel.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwheel-cli-'));
const out = join(folder, 'runs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const quick = ['--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '512', '--eval-episodes', '2', '--out', out];

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('cartwheel train', () => {
  it('trains, shows how it goes, and says what to try next', async () => {
    const { code, stdout, stderr } = await cartwheel('train', ...quick);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toMatch(/ppo CartPole-v1: .*512\/512 \(100%\), [\d,]+ steps\/s, mean return/);
    expect(stdout).toMatch(/Run [0-9a-f]{24} finished: 512 steps in/);
    expect(stdout).toMatch(/npx cartwheel runs show [0-9a-f]{8} --out/);
  });

  it('tells the same as JSON lines, the last one complete', async () => {
    const { code, stdout } = await cartwheel('train', ...quick, '--json', '--seeds', '2', '--seed', '5');
    const lines = jsonLines(stdout);
    const ends = lines.filter(({ event }) => event === 'finished');
    expect(code).toBe(0);
    expect(lines.filter(({ event }) => event === 'started').map(({ seed }) => seed)).toEqual([5, 6]);
    expect(Object.keys(lines.at(-1) ?? {})).toEqual(
      expect.arrayContaining([
        'event',
        'runId',
        'status',
        'timesteps',
        'seconds',
        'stepsPerSecond',
        'evalMean',
        'evalStd',
        'weightsHash',
      ]),
    );
    expect(ends[0]?.['weightsHash']).not.toBe(ends[1]?.['weightsHash']);
  });

  it('takes settings from a file, and flags over them', async () => {
    const settings =
      'env: CartPole-v1\nalgo: ppo\nsteps: 256\nseed: 9\nevalEpisodes: 0\nset: {nSteps: 16, batchSize: 64}\n';
    const config = fileWith('good.yaml', settings);
    const { stdout, stderr } = await cartwheel('train', '--config', config, '--seed', '4', '--out', out, '--json');
    expect(stderr).toBe('');
    expect(jsonLines(stdout)[0]).toMatchObject({ event: 'started', seed: 4, totalTimesteps: 256 });
    expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'finished', evalMean: null });
  });
});

describe('--backend', () => {
  it.each([
    ['js', /^js\//],
    ['wasm', /^wasm\//],
    ['tfjs-cpu', /^tfjs-cpu\/4\./],
  ])('%s computes the networks, and the checkpoint says so', async (backend, build) => {
    const { stdout, stderr } = await cartwheel('train', ...quick, '--backend', backend, '--json');
    const { runId, evalMean } = jsonLines(stdout).at(-1) ?? {};
    expect(stderr).toBe('');
    const model = readFileSync(join(out, 'runs', String(runId), 'checkpoints', '512', 'model.json'), 'utf8');
    expect(JSON.parse(model)).toMatchObject({ engine: { name: backend, build: expect.stringMatching(build) } });
    const evaluated = await cartwheel('eval', String(runId), '--episodes', '2', '--json', '--out', out);
    expect(jsonLines(evaluated.stdout).at(-1)).toMatchObject({ meanReturn: evalMean });
  });

  it('wasm computes on one thread and on two with the same weights at the end', async () => {
    const hashes = await Promise.all(
      ['1', '2', 'auto'].map(async (threads) => {
        const { stdout } = await cartwheel('train', ...quick, '--threads', threads, '--json');
        return jsonLines(stdout).at(-1)?.['weightsHash'];
      }),
    );
    expect(new Set(hashes).size).toBe(1);
  });

  it('tfjs-node computes them (0), or one line names the command that brings it (1)', async () => {
    const { code, stdout, stderr } = await cartwheel('train', ...quick, '--backend', 'tfjs-node', '--json');
    const told = code === 0 ? String(jsonLines(stdout).at(-1)?.['status']) : stderr.trim();
    expect(`${code} ${told}`).toMatch(/^(0 finished|1 .*`npm run setup:tfjs-node`.*)$/);
  });
});

describe('an environment of your own', () => {
  const corridor = `
import { Box, Discrete, type Env, type EnvSnapshot } from '@cartwheel/envs';

/** Go right (1) three times. */
export default class CorridorEnv implements Env<Float32Array, number> {
  readonly id = 'Corridor-v0';
  readonly observationSpace = new Box({ low: [0], high: [3] });
  readonly actionSpace = new Discrete(2);
  readonly maxEpisodeSteps = 20;
  #place = 0;
  #steps = -1;
  reset() {
    this.#place = 0;
    this.#steps = 0;
    return [Float32Array.of(0), {}] as [Float32Array, {}];
  }
  step(action: number) {
    if (action !== 0 && action !== 1) throw Object.assign(new Error('no action'), { code: 'envs/invalid-action' });
    if (this.#steps < 0) throw Object.assign(new Error('reset first'), { code: 'envs/reset-needed' });
    this.#place = Math.max(0, this.#place + (action === 1 ? 1 : -1));
    this.#steps += 1;
    const terminated = this.#place === 3;
    const truncated = this.#steps >= 20;
    if (terminated || truncated) this.#steps = -1;
    return [Float32Array.of(this.#place), terminated ? 1 : 0, terminated, truncated, {}] as
      [Float32Array, number, boolean, boolean, {}];
  }
  snapshot() {
    return { place: this.#place, steps: this.#steps };
  }
  restore(snapshot: EnvSnapshot) {
    this.#place = Number(snapshot['place']);
    this.#steps = Number(snapshot['steps']);
  }
  render() {
    return { view: [0, 0, 3, 1] as const, shapes: [] };
  }
  close() {}
}
`;
  // Inside of the workspace, where a bare import finds the libraries; that of a user is in a project that installed them.
  const project = mkdtempSync(join(import.meta.dirname, 'my-env-'));
  afterAll(() => rmSync(project, { recursive: true, force: true }));
  const mine = (name: string, text: string): string => {
    const path = join(project, name);
    writeFileSync(path, text);
    return path;
  };
  const brief = [
    '--algo',
    'ppo',
    '--steps',
    '64',
    '--envs',
    '2',
    '--eval-episodes',
    '1',
    '--out',
    join(folder, 'mine'),
  ];

  it('is trained from its file, and evaluated afterwards', async () => {
    const file = mine('corridor.ts', corridor);
    const set = ['--set', 'nSteps=16', '--set', 'batchSize=16'];
    const trained = await cartwheel('train', '--env', file, ...brief, ...set, '--json');
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    expect(jsonLines(trained.stdout).at(-1)).toMatchObject({ event: 'finished', status: 'finished', timesteps: 64 });
    const evaluated = await cartwheel('eval', 'latest', '--episodes', '2', '--out', join(folder, 'mine'), '--json');
    expect(jsonLines(evaluated.stdout).at(-1)).toMatchObject({ event: 'evaluated', env: file });
  });

  it('may be registered by its file, and is warned about where it misbehaves', async () => {
    const text = `${corridor.replace('export default class', 'class').replace('this.#steps < 0', 'false')}
import { registerEnv } from '@cartwheel/envs';
registerEnv('Corridor-v0', () => new CorridorEnv());
`;
    const file = mine('registering.ts', text);
    const set = ['--set', 'nSteps=16', '--set', 'batchSize=16'];
    const { code, stderr } = await cartwheel('train', '--env', file, ...brief, ...set, '--json');
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('must throw envs/reset-needed'),
    });
  });

  it.each([
    ['is not there', () => join(project, 'nowhere.ts'), /There is no file .*nowhere\.ts/],
    ['makes none', () => mine('none.ts', 'export const answer = 42;\n'), /none\.ts: expected a default export/],
    [
      'makes something else',
      () => mine('else.ts', 'export default () => 42;\n'),
      /must give an environment.*gave number/,
    ],
    [
      'throws',
      () => mine('throwing.ts', 'throw new Error("not today");\n'),
      /throwing\.ts could not be imported: not today/,
    ],
  ])('that %s: one line, exit 2', async (_what, file, message) => {
    const { code, stdout, stderr } = await cartwheel('train', '--env', file(), ...brief);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('wrong use', () => {
  const wrong: [string, string[], RegExp][] = [
    ['an environment', ['train', '--env', 'CartPol-v1', '--algo', 'ppo'], /CartPol-v1.*CartPole-v1/],
    ['an algorithm', ['train', '--env', 'CartPole-v1', '--algo', 'poo'], /poo.*ppo/],
    ['a flag', ['train', '--enw', 'CartPole-v1'], /--enw.*--env/],
    ['a command', ['trian'], /trian.*train/],
    ['a hyperparameter', ['train', ...quick, '--set', 'gama=0.9'], /gama.*gamma/],
    ['a value', ['train', ...quick, '--steps', 'many'], /--steps.*many.*whole number/],
    ['a preset', ['train', ...quick, '--preset', 'best'], /--preset.*"tuned" or "default".*"best"/],
    ['a backend', ['train', ...quick, '--backend', 'cuda'], /--backend.*cuda.*wasm/],
    ['a number of threads', ['train', ...quick, '--threads', '3'], /--threads.*'3'.*1, 2 or auto/],
    ['a backend of eval', ['eval', 'latest', '--backend', 'cuda'], /--backend.*cuda.*wasm/],
    ['a missing setting', ['train', '--algo', 'ppo'], /--env.*nothing/],
    ['a log level', ['train', ...quick, '--log-level', 'loud'], /loud.*debug/],
    ['a run', ['runs', 'show', 'zzz', '--out', out], /zzz.*latest/],
    ['a project folder', ['eval', 'latest', '--out', join(folder, 'none')], /none/],
  ];

  it.each(wrong)('%s that is not known: one line, exit 2', async (_what, args, message) => {
    const { code, stdout, stderr } = await cartwheel(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['a wrong value', 'env: CartPole-v1\nalgo: ppo\nsteps: lots\n', /steps: expected a number.*"lots"/],
    ['a deep one', 'env: CartPole-v1\nalgo: ppo\ntags: [a, 3]\n', /tags\[1\]: expected a string.*3/],
    ['an unknown setting', 'env: CartPole-v1\nalgo: ppo\nstep: 3\n', /step: .*did you mean 'steps'/],
    ['no YAML', 'env: [CartPole-v1\n', /YAML/],
    ['a list', '- env\n', /a list/],
  ])('a config file with %s is named with its path', async (_what, text, message) => {
    const config = fileWith('wrong.yaml', text);
    const { code, stderr } = await cartwheel('train', '--config', config, '--out', out);
    expect(code).toBe(2);
    expect(stderr).toContain(config);
    expect(stderr).toMatch(message);
  });
});

describe('what cannot be reached or written', () => {
  it('a Redis that is not there: exit 1 within 5 s, with the address', async () => {
    const started = performance.now();
    const { code, stderr } = await cartwheel('train', ...quick, '--redis', 'redis://127.0.0.1:1');
    expect(code).toBe(1);
    expect(stderr).toMatch(/127\.0\.0\.1:1.*broker\/unreachable/);
    expect(performance.now() - started).toBeLessThan(5_000 + START_UP_MS);
  });

  it('a server that is no Redis: exit 1, with the address', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      const { code, stderr } = await cartwheel('smoke', '--redis', `redis://127.0.0.1:${port}`);
      expect(code).toBe(1);
      expect(stderr).toContain(`127.0.0.1:${port}`);
    } finally {
      server.close();
    }
  });

  it('a project folder that cannot be written: exit 1 before training', async () => {
    const { code, stderr } = await cartwheel('train', ...quick, '--out', '/proc/cartwheel');
    expect(code).toBe(1);
    expect(stderr).toMatch(/\/proc\/cartwheel.*tracking\/unwritable/);
  });
});

describe('looking at runs', () => {
  it('lists, shows and evaluates', async () => {
    const trained = jsonLines((await cartwheel('train', ...quick, '--json')).stdout).at(-1);
    const listed = jsonLines((await cartwheel('runs', 'list', '--json', '--out', out)).stdout).at(-1);
    const shown = jsonLines((await cartwheel('runs', 'show', 'latest', '--json', '--out', out)).stdout).at(-1);
    const evaluated = jsonLines(
      (await cartwheel('eval', 'latest', '--episodes', '2', '--json', '--out', out)).stdout,
    ).at(-1);
    const { runId, evalMean, weightsHash } = trained ?? {};
    expect(listed).toMatchObject({ runId, status: 'finished' });
    expect(shown).toMatchObject({ runId, status: 'finished', checkpoints: [{ step: 0 }, { step: 512, weightsHash }] });
    expect(evaluated).toMatchObject({ runId, meanReturn: evalMean });
  });

  it('shows a table and a run to a person', async () => {
    expect((await cartwheel('runs', 'list', '--out', out)).stdout).toMatch(/finished │ ppo/);
    expect((await cartwheel('runs', 'show', 'latest', '--out', out)).stdout).toMatch(/rollout\/ep_rew_mean/);
  });

  it('compares runs by their settings and last values', async () => {
    const runs = jsonLines((await cartwheel('runs', 'list', '--out', out, '--json')).stdout);
    const [first, second] = runs.map(({ runId }) => String(runId));
    const { stdout } = await cartwheel('runs', 'compare', first, second, '--out', out, '--json');
    expect(jsonLines(stdout)[0]).toMatchObject({
      event: 'compared',
      runs: [{ runId: first }, { runId: second }],
      settings: expect.arrayContaining([{ name: 'seed', values: [runs[0]?.['seed'], runs[1]?.['seed']] }]),
      metrics: expect.arrayContaining([expect.objectContaining({ name: 'rollout/ep_rew_mean' })]),
    });
    const shown = await cartwheel('runs', 'compare', first, second, '--out', out);
    expect(shown.stdout).toContain(second.slice(0, 8));
  });

  it.each([
    ['csv', /^name,context,step,time,value\n/],
    ['jsonl', /^\{"name":/],
    ['parquet', /^PAR1/],
  ])('exports points as %s', async (format, beginning) => {
    const file = join(folder, `points.${format}`);
    const { stdout } = await cartwheel(
      'runs',
      'export',
      'latest',
      '--format',
      format,
      '--to',
      file,
      '--out',
      out,
      '--json',
    );
    const [{ points }] = jsonLines(stdout) as [{ points: number }];
    expect(points).toBeGreaterThan(10);
    expect(readFileSync(file, 'latin1')).toMatch(beginning);
  });

  it('deletes a run with its checkpoints', async () => {
    const [{ runId }] = jsonLines((await cartwheel('runs', 'list', '--out', out, '--json')).stdout);
    const checkpoints = join(out, 'runs', String(runId));
    expect(existsSync(checkpoints)).toBe(true);
    const { code } = await cartwheel('runs', 'delete', String(runId), '--out', out);
    expect([code, existsSync(checkpoints)]).toEqual([0, false]);
    expect((await cartwheel('runs', 'show', String(runId), '--out', out)).code).toBe(2);
  });

  it('says how to begin where there is no run', async () => {
    const { code, stdout } = await cartwheel('runs', 'list', '--out', join(folder, 'nothing'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('cartwheel train') });
  });
});

describe('Ctrl-C', () => {
  const long = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '1000000', '--json', '--out', out];

  it('ends the step in hand, writes model and state, and exits with 130', async () => {
    const { child, finished } = startCartwheel(long);
    const interruptOnce = (text: string): void => {
      if (!text.includes('"progress"')) return;
      child.stdout?.off('data', interruptOnce);
      child.kill('SIGINT');
    };
    child.stdout?.on('data', interruptOnce);
    const { code, stdout } = await finished;
    const last = jsonLines(stdout).at(-1);
    const shown = jsonLines((await cartwheel('runs', 'show', 'latest', '--json', '--out', out)).stdout).at(-1);
    expect(code).toBe(130);
    expect(last).toMatchObject({ event: 'finished', status: 'finished', stopReason: 'got SIGINT', evalMean: null });
    expect(shown).toMatchObject({ runId: last?.['runId'], status: 'finished', timesteps: last?.['timesteps'] });
    expect(shown?.['checkpoints']).toContainEqual(expect.objectContaining({ weightsHash: last?.['weightsHash'] }));
  });

  it('pressed twice, exits at once', async () => {
    const { child, finished } = startCartwheel(long);
    child.stdout?.once('data', () => {
      child.kill('SIGINT');
      child.kill('SIGINT');
    });
    expect((await finished).code).toBe(130);
  });
});

/** A process that runs from the sources takes a while to start on a busy machine. */
const START_UP_MS = 5_000;

describe('cartwheel export', () => {
  it('writes the policy of the last checkpoint as ONNX and as safetensors', async () => {
    await cartwheel('train', ...quick);
    const onnx = join(folder, 'policy.onnx');
    const safetensors = join(folder, 'policy.safetensors');

    const both = ['--onnx', onnx, '--safetensors', safetensors];
    const { code, stdout } = await cartwheel('export', 'latest', ...both, '--out', out, '--json');

    expect({ code, lines: jsonLines(stdout) }).toMatchObject({
      code: 0,
      lines: [
        { event: 'exported', algorithm: 'ppo', env: 'CartPole-v1', step: 512, format: 'onnx', file: onnx },
        { event: 'exported', format: 'safetensors', file: safetensors },
      ],
    });
    expect([0, 1]).toContain(loadPolicy(readFileSync(safetensors)).predict(Float32Array.of(0, 0, 0, 0)));
  });

  it('needs to know what to write', async () => {
    const { code, stderr } = await cartwheel('export', 'latest', '--out', out);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--onnx FILE') });
  });
});
