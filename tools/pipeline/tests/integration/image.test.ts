import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// The image of the Containerfile, on a base made here of this machine's Node and the libraries that `ldd` names: no registry is
// asked.
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cartwheel-image-'));
const id = `cartwheel-image-test-${process.pid}`;

function run(program: string, args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
}

function must(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = run(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} exited with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

const installed = process.platform === 'linux' && run('podman', ['--version']).status === 0;
if (!installed)
  process.stderr.write('Skipped the image: Podman on Linux is not here. `apt-get install podman runc`.\n');

/** As for the services: crun fails on version 1 of cgroups, and a sandbox may refuse root's usual limits. */
function engineArgs(): { runtime: string[]; limits: string[] } {
  const { host } = JSON.parse(must('podman', ['info', '--format', 'json']));
  const hasRunc = run('runc', ['--version']).status === 0;
  return {
    runtime: host.cgroupVersion === 'v1' && hasRunc ? ['--runtime', 'runc'] : [],
    limits: host.security.rootless ? [] : ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=512:512'],
  };
}

/** Node and what it and the native modules load, under the paths at which the loader looks for them. */
function makeBase(image: string): void {
  const node = realpathSync(process.execPath);
  const modules = readdirSync(join(image, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.node') && !name.includes('musl'))
    .map((name) => join(image, 'app', name));
  const libraries = [node, ...modules].flatMap((file) => must('ldd', [file]).match(/\/\S+(?= \()/g) ?? []);
  const program = 'usr/local/bin/node';
  const archive = join(folder, 'base.tar');
  const paths = [...new Set(libraries)].map((path) => path.slice(1));
  must('tar', ['-chf', archive, '-C', '/', '--transform', `s,^${node.slice(1)}$,${program},`, node.slice(1), ...paths]);
  must('podman', ['import', archive, `localhost/${id}-base`]);
}

const train = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--json'];

(installed || process.env['CI'] === 'true' ? describe : describe.skip)('the image', () => {
  let container: string[];

  beforeAll(() => {
    const image = join(folder, 'image');
    must(process.execPath, ['tools/pipeline/src/stage-image.js', image]);
    makeBase(image);
    const { runtime, limits } = engineArgs();
    must('podman', [
      ...runtime,
      'build',
      '--quiet',
      '--build-arg',
      `BASE=localhost/${id}-base`,
      '--file',
      'Containerfile',
      '--tag',
      `localhost/${id}`,
      image,
    ]);
    container = [
      ...runtime,
      'run',
      '--network',
      'host',
      '--read-only',
      '--tmpfs',
      '/tmp',
      '--volume',
      `${id}:/data`,
      ...limits,
    ];
  }, 600_000);
  afterAll(() => {
    run('podman', ['rm', '--force', id]);
    run('podman', ['image', 'rm', '--force', `localhost/${id}`, `localhost/${id}-base`]);
    run('podman', ['volume', 'rm', '--force', id]);
    rmSync(folder, { recursive: true });
  });

  it('trains as user 1000 on a file system that it cannot write but for /data', () => {
    const port = ['--env', 'CARTWHEEL_HEALTH_PORT=0'];
    const out = must('podman', [...container, '--rm', ...port, `localhost/${id}`, ...train, '--steps', '512']);
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toMatchObject({ event: 'finished', timesteps: 512 });
    const user = must('podman', [
      ...container,
      '--rm',
      '--entrypoint',
      'node',
      `localhost/${id}`,
      '--print',
      'process.getuid() + ":" + process.getgid()',
    ]);
    expect(user.trim()).toBe('1000:1000');
  });

  it('adds less than 80 MB to its base', () => {
    const size = (name: string): number =>
      Number(must('podman', ['image', 'inspect', '--format', '{{.Size}}', `localhost/${name}`]));
    expect(size(id) - size(`${id}-base`)).toBeLessThan(80_000_000);
  });

  it('leaves on SIGTERM with a checkpoint', async () => {
    const port = ['--env', 'CARTWHEEL_HEALTH_PORT=0'];
    must('podman', [
      ...container,
      '--detach',
      '--name',
      id,
      ...port,
      `localhost/${id}`,
      ...train,
      '--steps',
      '100000000',
    ]);
    while (!run('podman', ['logs', id]).stdout.includes('"progress"'))
      await new Promise((done) => setTimeout(done, 200));
    must('podman', ['stop', '--time', '60', id]);
    const last = JSON.parse(run('podman', ['logs', id]).stdout.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ event: 'finished', stopReason: expect.stringContaining('SIGTERM') });
    expect(must('podman', ['container', 'inspect', '--format', '{{.State.ExitCode}}', id]).trim()).toBe('130');
  });
});
